// Web servers for the files of `cargo xtask dist`: nginx and Caddy with the files of deploy/, and two in the manner of
// hosts that cannot run here: an object store, and a host that reads _headers.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { SHIPPED, freePort, sleep, startServer, tempDir } from './lib.mjs';

// Services of the system lie where not every PATH looks.
process.env.PATH += ':/usr/sbin:/sbin';

export const DEPLOY = new URL('../../deploy/', import.meta.url).pathname;

/** A copy of the shipped files in `folder` of a new root; `api` is what an operator writes into config.json. */
export async function shippedTo(t, { folder = '', api } = {}) {
  assert.ok(SHIPPED, 'run the browser tests by `cargo xtask test`: it makes the files that are shipped');
  const root = await tempDir(t, 'site');
  const dir = join(root, folder);
  await cp(SHIPPED, dir, { recursive: true });
  if (api) {
    const file = join(dir, 'config.json');
    const config = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...config, api: { ...config.api, base: api } }));
  }
  return root;
}

/** The origin that the shipped files may talk to, as their policy says. */
export async function shippedOrigin() {
  return (await readFile(join(SHIPPED, 'index.html'), 'utf8')).match(/connect-src 'self' ([^;"]+)/)[1];
}

/** Why a program of the recipes cannot run here, for `t.skip`; nothing when it can. */
export function lacks(program) {
  const found = spawnSync(program, [program === 'nginx' ? '-v' : 'version'], { stdio: 'ignore' });
  if (found.error) return `${program} is not installed: on Debian \`apt-get install ${program}\``;
  if (program !== 'nginx') return undefined;
  const main = 'include /etc/nginx/modules-enabled/*.conf; events {} http { brotli_static on; }';
  const known = spawnSync('nginx', ['-t', '-e', 'stderr', '-g', 'daemon off;', '-c', '/dev/stdin'], { input: main });
  return /brotli_static/.test(String(known.stderr))
    ? 'nginx has no brotli_static: on Debian `apt-get install libnginx-mod-http-brotli-static`' : undefined;
}

/** nginx with deploy/nginx.conf, the lines marked "yours" filled in. */
export async function nginx(t, { root, backend, api = '', sdk = '' }) {
  const [port, dir] = [await freePort(), await tempDir(t, 'nginx')];
  let site = await readFile(join(DEPLOY, 'nginx.conf'), 'utf8');
  const yours = {
    'listen 80;': `listen 127.0.0.1:${port};`, 'server_name app.example.org;': 'server_name _;',
    'root /srv/qunli;': `root ${root};`, 'set $qunli_api "";': `set $qunli_api "${api}";`,
    'set $qunli_sdk "";': `set $qunli_sdk "${sdk}";`,
    'proxy_pass http://127.0.0.1:8080;': `proxy_pass ${new URL(backend).origin};`,
  };
  for (const [theirs, ours] of Object.entries(yours)) {
    const line = site.split('\n').find((text) => text.includes(theirs));
    assert.match(line ?? `no line with ${theirs}`, /# yours/, 'deploy/nginx.conf');
    site = site.replace(theirs, ours);
  }
  assert.equal(site.match(/# yours/g).length, Object.keys(yours).length, 'each line marked "yours" is known here');
  await writeFile(join(dir, 'qunli.conf'), site);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`);
  const user = process.getuid() === 0 ? 'user root;' : '';
  await writeFile(join(dir, 'main.conf'), `${user} worker_processes 1; pid ${dir}/pid; error_log stderr warn;
    include /etc/nginx/modules-enabled/*.conf; events {}
    http { access_log off; ${temp.join(' ')} include ${dir}/qunli.conf; }`);
  await run(t, 'nginx', ['-e', 'stderr', '-g', 'daemon off;', '-c', join(dir, 'main.conf')], {}, port);
  return `http://127.0.0.1:${port}/`;
}

/** Caddy with deploy/Caddyfile; what is yours are its variables. */
export async function caddy(t, { root, backend, api = '', sdk = '' }) {
  const [port, dir] = [await freePort(), await tempDir(t, 'caddy')];
  const env = {
    QUNLI_SITE: `http://127.0.0.1:${port}`, QUNLI_ROOT: root, QUNLI_API: api, QUNLI_SDK: sdk,
    QUNLI_BACKEND: new URL(backend).host,
    // No door for administration, and no state outside the test's folder.
    CADDY_ADMIN: 'off', XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir, HOME: dir,
  };
  await run(t, 'caddy', ['run', '--adapter', 'caddyfile', '--config', join(DEPLOY, 'Caddyfile')], env, port);
  return `http://127.0.0.1:${port}/`;
}

async function run(t, program, args, env, port) {
  let said = '';
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (text) => { said += text; });
  child.stderr.on('data', (text) => { said += text; });
  const ended = new Promise((done) => child.once('exit', done));
  t.after(async () => { child.kill('SIGTERM'); await Promise.race([ended, sleep(3000)]); child.kill('SIGKILL'); });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) break;
    if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false)) return;
    await sleep(50);
  }
  throw new Error(`${program} did not answer:\n${said}`);
}

async function listen(t, answer) {
  const server = createServer((request, response) => { answer(request, response).catch((e) => response.destroy(e)); });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}/`;
}

async function fileAt(root, path) {
  const file = join(root, normalize(`/${decodeURIComponent(path)}`));
  return await stat(file).then((found) => found.isFile(), () => false) ? file : undefined;
}

/**
 * An object store: bytes as they were uploaded, the types that an uploading tool guesses, no header of ours, nothing
 * compressed, no page for a folder, and 403 in XML for what is missing. `untyped`: nothing for what it did not know.
 */
export async function objectStore(t, { root, untyped = false }) {
  const guessed = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png' };
  return listen(t, async (request, response) => {
    const file = await fileAt(root, new URL(request.url, 'http://x').pathname);
    if (!file) return response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code></Error>');
    const type = guessed[extname(file)] ?? (untyped ? undefined : 'application/octet-stream');
    response.writeHead(200, type ? { 'content-type': type } : {}).end(await readFile(file));
  });
}

/**
 * A host in the manner of Cloudflare Pages: reads _headers (`*` in a path, values of several rules joined), compresses
 * by itself, sends /index.html to the folder's address, and takes the place for a single-page app without a 404.html.
 */
export async function pagesHost(t, { root: given, files = given }) {
  const root = files;
  const types = { '.html': 'text/html; charset=utf-8', '.js': 'application/javascript', '.css': 'text/css; charset=utf-8',
    '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
    '.webmanifest': 'application/manifest+json' };
  const packed = new Map();
  return listen(t, async (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    if (path.endsWith('/index.html')) return response.writeHead(308, { location: path.slice(0, -10) || '/' }).end();
    const [asked, other] = [path.endsWith('/') ? `${path}index.html` : path, await fileAt(root, '/404.html')];
    // The file of rules is not served.
    const found = path === '/_headers' ? undefined : await fileAt(root, asked);
    const file = found ?? other ?? join(root, 'index.html');
    const status = found || !other ? 200 : 404;
    const headers = { 'cache-control': 'public, max-age=0, must-revalidate', 'content-type': types[extname(file)] ?? 'application/octet-stream' };
    const rules = parseHeaders(await readFile(join(given, '_headers'), 'utf8'));
    const ruled = {};
    for (const rule of rules.filter((r) => r.fits(path))) {
      for (const [name, value] of rule.headers) ruled[name] = name in ruled ? `${ruled[name]}, ${value}` : value;
    }
    const way = ['br', 'gzip'].find((name) => (request.headers['accept-encoding'] ?? '').includes(name));
    let body = await readFile(file);
    if (way) {
      const key = `${way} ${file} ${(await stat(file)).mtimeMs}`;
      const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
      if (!packed.has(key)) packed.set(key, way === 'br' ? brotliCompressSync(body, fast) : gzipSync(body));
      body = packed.get(key);
      Object.assign(headers, { 'content-encoding': way, vary: 'accept-encoding' });
    }
    response.writeHead(status, { ...headers, ...ruled }).end(body);
  });
}

/** The rules of a _headers file; a line that is none ends the test. */
export function parseHeaders(text) {
  const rules = [];
  for (const line of text.split('\n').filter((l) => l.trim() && !l.trim().startsWith('#'))) {
    assert.ok(line.length <= 2000, 'hosts refuse a line over 2,000 characters');
    const indented = line.match(/^\s+([A-Za-z-]+):\s*(.+)$/);
    if (indented) {
      rules.at(-1).headers.push([indented[1].toLowerCase(), indented[2]]);
    } else {
      assert.match(line, /^\//, `_headers: ${line}`);
      const pattern = new RegExp(`^${line.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
      rules.push({ fits: (path) => pattern.test(path), headers: [] });
    }
  }
  assert.ok(rules.length <= 100, `hosts refuse more than 100 rules: ${rules.length}`);
  return rules;
}

/** The reference backend, without files. */
export async function backend(t, { port, args }) {
  return startServer(t, { dist: null, port: port ?? await freePort(), args: ['--rate-limits', 'off', ...args] });
}

/** What `cargo xtask dist --check` says of an address: `{ ok, text }`. The server may be in this very process. */
export async function audit(url) {
  const program = process.env.QUNLI_XTASK;
  assert.ok(program, 'QUNLI_XTASK is not set: run the browser tests by `cargo xtask test`.');
  return new Promise((done) => {
    execFile(program, ['dist', '--check', url], (error, out, complaint) => done({ ok: !error, text: `${out}\n${complaint}\n${error?.message ?? ''}` }));
  });
}
