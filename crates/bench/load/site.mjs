// What both measurements stand on: the reference backend with a group of 20 posts, and a web server that sends the
// client, or another folder, with Brotli at its best, as a CDN would.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.webmanifest': 'application/manifest+json' };
const cleanups = [];

/** Runs at the end, the latest first. */
export function atEnd(work) { cleanups.unshift(work); }

/** Ends everything that was begun. */
export async function end() {
  for (const work of cleanups.splice(0)) await work();
}

export async function freePort() {
  const socket = createSocket();
  await new Promise((done) => socket.listen(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

export async function tempDir(below = tmpdir()) {
  const dir = await mkdtemp(join(below, 'qunli-load-'));
  atEnd(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** The reference backend with an empty database; in memory where that is a folder, for a disk is not what is measured. */
async function startBackend() {
  const [port, data] = [await freePort(), await tempDir(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())];
  const args = ['--listen', `127.0.0.1:${port}`, '--data', data, '--demo', '--rate-limits', 'off'];
  const child = spawn(process.env.QUNLI_SERVER, args, { stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  atEnd(async () => { child.kill(); await ended; });
  for (let tries = 0; tries < 400; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false)) return port;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('The backend did not answer in 20 s.');
}

const WORDS = ['周四下午的课还有两个位置，想来的说一声。', '今天练完腿都软了，楼梯是扶着下来的。', '谁家有多的瑜伽砖？想借一周。',
  '新来的朋友记得先看置顶，里面有地址和停车的办法。', '下雨，路上慢一点，晚到十分钟没关系，课从热身开始。'];

/** A group with so many posts, who may read them, and an invite into it. */
async function community(api, { posts = 20, history = 'since_joined' }) {
  const call = async (method, path, body, token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    if (method !== 'GET') headers['idempotency-key'] = randomUUID().replaceAll('-', '');
    const answer = await fetch(api + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const enter = async (phone) => {
    const { demo_code: code } = await call('POST', '/sign-in/codes', { phone });
    return call('POST', '/sessions', { phone, code });
  };
  const host = await enter('13700000101');
  const policy = { history, invite_qr_limit: 100, capacity: 500, invite_ttl_s: 604800,
    verify_before: 'commitment', hold_s: 7200, cut_off_s: 3600, members_open_deals: true };
  const persona = { nickname: '栗子教练', avatar: 'star-madder' };
  const group = await call('POST', '/groups', { name: '晨间普拉提·周四班', about: '', persona, policy }, host.token);
  const invite = await call('POST', `/groups/${group.id}/invites`, { kind: 'qr' }, host.token);
  const write = (i) => call('POST', `/groups/${group.id}/posts`, { body: `${WORDS[i % WORDS.length]}（${i + 1}）`, kind: 'note' }, host.token);
  for (let i = 0; i < posts; i += 20) await Promise.all(Array.from({ length: Math.min(20, posts - i) }, (_, k) => write(i + k)));
  const joins = (nickname) => call('POST', '/invites/join', { invite: { token: invite.token }, persona: { nickname, avatar: 'sprig-moss' } });
  return { write, joins, session: JSON.stringify({ token: host.token, me: host.me }), feed: `#/g/${group.id}`, join: `#/j/${invite.token}` };
}

const packed = new Map();
function pack(file) {
  if (!packed.has(file)) {
    const [raw, best] = [readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }];
    // What `dist` has compressed is sent as it is.
    const ready = existsSync(`${file}.br`) && !file.endsWith('config.json');
    packed.set(file, extname(file) === '.png' ? { body: raw } : { body: ready ? readFileSync(`${file}.br`) : brotliCompressSync(raw, best), br: true });
  }
  return packed.get(file);
}

/** Serves a folder; /api/ goes to the backend. Files are sent with Brotli; nothing may be kept between visits. */
export async function serve(dir, backend) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    if (path.startsWith('/api/')) {
      const { method, headers } = request;
      const on = ask({ host: '127.0.0.1', port: backend, path: request.url, method, headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      on.on('error', () => response.destroy());
      response.on('close', () => on.destroy());
      return request.pipe(on);
    }
    const file = join(dir, normalize(path.endsWith('/') ? `${path}index.html` : path));
    if (!existsSync(file)) return response.writeHead(404).end('none');
    const { body, br } = pack(file);
    const cache = /-[0-9a-f]{10,16}[^/]*$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
    const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': cache, 'content-length': body.length };
    response.writeHead(200, br ? { ...headers, 'content-encoding': 'br', vary: 'accept-encoding' } : headers).end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}/`;
}

/** The client in `dir`, with its backend and its people. */
export async function start(dir, group = {}) {
  const backend = await startBackend();
  const people = await community(`http://127.0.0.1:${backend}/api`, group);
  return { url: await serve(dir, backend), backend, ...people };
}

export const CHROMIUM = process.env.QUNLI_CHROMIUM;
export const LAUNCH = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'];

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
