// What the browser tests stand on: the real server, a plain static server, and phones (Chromium at 390x844).
// `cargo xtask test` sets the QUNLI_* variables; everything opened here is closed by `t.after`.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

export const DIST = process.env.QUNLI_DIST ?? missing('QUNLI_DIST');
const CHROMIUM = process.env.QUNLI_CHROMIUM ?? missing('QUNLI_CHROMIUM');
/** What `cargo xtask dist` made for a backend on SHIPPED_PORT. */
export const SHIPPED = process.env.QUNLI_SHIPPED;
export const SHIPPED_PORT = Number(process.env.QUNLI_SHIPPED_PORT);
export const PHONE = { width: 390, height: 844 };

function missing(name) {
  throw new Error(`${name} is not set: run the browser tests by \`cargo xtask test\`.`);
}

/** A port that was free a moment ago. */
export async function freePort() {
  const socket = createSocket();
  await new Promise((done, fail) => socket.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

/** A folder that is removed after the test. */
export async function tempDir(t, name = 'data') {
  const dir = await mkdtemp(join(tmpdir(), `qunli-${name}-`));
  t.after(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

// ── the real server ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Starts the reference backend on a free port and waits until it answers.
 * `args` are further options of the server, such as `['--cors', origin]`.
 */
export async function startServer(t, { demo = true, dist = DIST, data, port, args = [] } = {}) {
  const program = process.env.QUNLI_SERVER ?? missing('QUNLI_SERVER');
  const server = { port: port ?? await freePort(), data: data ?? await tempDir(t), log: '' };
  server.url = `http://127.0.0.1:${server.port}/`;
  server.api = `${server.url}api`;

  server.start = async () => {
    const options = ['--listen', `127.0.0.1:${server.port}`, '--data', server.data, ...args];
    if (dist) options.push('--static', dist);
    if (demo) options.push('--demo');
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    server.child = child;
    child.stdout.on('data', (text) => { server.log += text; });
    child.stderr.on('data', (text) => { server.log += text; });
    child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`The server stopped while starting:\n${server.log}`);
      if (await fetch(`${server.url}healthz`).then((answer) => answer.ok, () => false)) return;
      await sleep(50);
    }
    throw new Error(`The server did not answer in 30 s:\n${server.log}`);
  };
  const end = async (signal) => {
    if (server.child.exitCode === null && server.child.signalCode === null) server.child.kill(signal);
    return server.child.ended;
  };
  /** Ends it in order. */
  server.stop = () => end('SIGTERM');
  /** Ends it as a power cut would. */
  server.kill9 = () => end('SIGKILL');
  /** Starts it again on the same port and data. */
  server.restart = async ({ kill = 'SIGKILL' } = {}) => { await end(kill); await server.start(); };
  /** A session of an account, not of a page. */
  server.signIn = ({ phone, code }) => server.call('POST', '/sessions', { phone, code }, { 'idempotency-key': newKey() });
  /** A request to the API with a JSON body; the answer's JSON. */
  server.call = (method, path, body, headers = {}) => callApi(server.api, method, path, body, headers);

  await server.start();
  t.after(server.stop);
  return server;
}

/** A request to an API; every write gets an idempotency key of its own unless `headers` names one. */
/** The key of one intent. */
export function newKey() {
  return randomBytes(16).toString('hex');
}

export async function callApi(api, method, path, body, headers = {}) {
  const write = method === 'GET' ? {} : { 'idempotency-key': randomUUID().replaceAll('-', '') };
  const answer = await fetch(api + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...write, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

// ── a plain static server ───────────────────────────────────────────────────────────────────────────────────────

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves a built client from a subfolder, as any web server would: files and types, no API.
 * `config` replaces config.json (an object, or text as it is); `override(file)` may answer a file otherwise, with
 * `{ status, type, body, delay }` (ms before the first byte), `{ cut }` (the file ends after that many bytes, though
 * more were announced), or `'hang up'`. `headers` go with every answer.
 */
export async function serveStatic(t, { dir = DIST, folder = '/some/folder/', config, headers = {}, override = () => null } = {}) {
  // `dir` may change between two requests, as at a deployment.
  const site = { asked: [], override, dir };
  const answer = async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const send = (status, type, body) => response.writeHead(status, { ...headers, 'content-type': type }).end(body);
    if (!path.startsWith(folder)) return send(404, 'text/plain', 'not in the folder');
    const file = normalize(path.slice(folder.length) || 'index.html');
    site.asked.push(file);
    const other = site.override(file);
    if (other === 'hang up') return request.socket.destroy();
    if (other?.delay) await sleep(other.delay);
    const type = other?.type ?? TYPES[extname(file)] ?? 'application/octet-stream';
    if (other?.body !== undefined || other?.status >= 400) return send(other.status ?? 200, type, other.body ?? 'none');
    if (file === 'config.json' && config !== undefined) {
      return send(200, type, typeof config === 'string' ? config : JSON.stringify(config));
    }
    const found = file.startsWith('..') ? null : await stat(join(site.dir, file)).catch(() => null);
    if (!found?.isFile()) return send(404, 'text/plain', 'not found');
    response.writeHead(200, { ...headers, 'content-type': type, 'content-length': found.size });
    if (other?.cut) {
      const part = createReadStream(join(site.dir, file), { end: other.cut - 1 });
      part.pipe(response, { end: false });
      return part.on('end', () => setTimeout(() => request.socket.destroy(), 100));
    }
    createReadStream(join(site.dir, file)).pipe(response);
  };
  const server = createServer((request, response) => { answer(request, response).catch((e) => response.destroy(e)); });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => { server.closeAllConnections(); server.close(); });
  site.port = server.address().port;
  site.origin = `http://127.0.0.1:${site.port}`;
  site.url = site.origin + folder;
  return site;
}

/** The built config.json with another address of the API, for `serveStatic`. */
export async function configFor(api, dir = DIST) {
  const config = JSON.parse(await readFile(join(dir, 'config.json'), 'utf8'));
  return { ...config, api: { ...config.api, base: api } };
}

// ── phones ──────────────────────────────────────────────────────────────────────────────────────────────────────

const LAUNCH = {
  executablePath: CHROMIUM,
  // Root, as in most containers, has no sandbox; small containers have little shared memory.
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
};

let browser;

/** One browser for all tests of a file; `closeBrowser` in an `after`. */
export async function getBrowser() {
  browser ??= chromium.launch(LAUNCH);
  return browser;
}

export async function closeBrowser() {
  if (browser) await (await browser).close();
  browser = undefined;
}

function phoneOptions({ lang = 'zh-CN', theme = 'light', ...more }) {
  return { viewport: PHONE, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: lang, colorScheme: theme,
    timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', ...more };
}

/** What a browser says in its console of a backend that is gone for a moment, in which it may ask for the worker's script. */
export const GONE = [/ERR_CONNECTION_/, /ERR_INCOMPLETE_CHUNKED_ENCODING/, /ERR_EMPTY_RESPONSE/, /ERR_SOCKET_NOT_CONNECTED/,
  /error occurred when fetching the script/];

/**
 * A phone of its own: separate storage, one page. `phone.errors` collects what the console and the page complain
 * about; `phone.expectNoErrors()` fails on any that no pattern of `ignore` matches.
 */
export async function openPhone(t, options = {}) {
  const context = await (await getBrowser()).newContext(phoneOptions(options));
  return asPhone(t, context, options);
}

/** The same with a profile folder, so that it can be closed and opened again with all its storage. */
export async function openProfile(t, dir, options = {}) {
  const context = await chromium.launchPersistentContext(dir, { ...LAUNCH, ...phoneOptions(options) });
  return asPhone(t, context, options);
}

async function asPhone(t, context, { ignore = [] }) {
  const phone = { context, errors: [] };
  t.after(async () => {
    if (t.passed === false) { await takePictures(t, context); if (phone.errors.length) console.error(phone.errors.slice(0, 5).join('\n')); }
    await context.close();
  });
  const note = (text) => { if (!ignore.some((pattern) => pattern.test(text))) phone.errors.push(text); };
  phone.newPage = async () => {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => { if (message.type() === 'error') note(`${message.text()} (${message.location().url})`); });
    page.on('pageerror', (error) => note(String(error.stack ?? error)));
    return page;
  };
  phone.page = await phone.newPage();
  phone.expectNoErrors = () => {
    if (phone.errors.length) throw new Error(`The page complained:\n${phone.errors.join('\n')}`);
  };
  return phone;
}

/** What was on screen when a test failed, in target/e2e/. */
async function takePictures(t, context) {
  for (const page of context.pages()) {
    const name = `${t.name ?? 'test'} ${pictures += 1}`.replace(/[^a-z0-9]+/gi, '-');
    const path = new URL(`../../target/e2e/${name}.png`, import.meta.url).pathname;
    await page.screenshot({ path }).then(() => console.error(`  ${page.url()} -> ${path}`), () => { /* It is gone. */ });
  }
}
let pictures = 0;

/** Waits until the app has taken over from the boot shell. A document that is still being read has no shell yet. */
export async function untilReady(page) {
  const taken = () => document.readyState !== 'loading' && !document.getElementById('boot');
  await page.waitForFunction(taken, null, { timeout: 30_000 });
}

/** Signs in by the button of a demo account, as `/api/info` lists it: `{ nickname }`. */
export async function signIn(page, url, { nickname }) {
  await page.goto(`${url}#/sign-in`);
  await untilReady(page);
  await page.locator('button', { hasText: nickname }).click();
  await page.waitForFunction(() => !location.hash.startsWith('#/sign-in'));
}

export function sleep(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
