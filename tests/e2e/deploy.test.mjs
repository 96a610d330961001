// docs/deploy.md, recipe by recipe: the shipped files on a web server, two people on it, and the audit of the place.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { until } from './acting.mjs';
import { DEPLOY, audit, caddy, lacks, nginx, objectStore, pagesHost, shippedOrigin, shippedTo } from './deploying.mjs';
import { comesByQr, theyTalk } from './journey.mjs';
import { SHIPPED, SHIPPED_PORT, closeBrowser, freePort, openPhone, startServer, tempDir } from './lib.mjs';
import * as people from './people.mjs';

const GROUP = '周四器械小班';
const HASHED = /-[0-9a-f]{10,16}/;

after(closeBrowser);

test('nginx, one origin', async (t) => {
  const why = lacks('nginx');
  if (why) return t.skip(why);
  const root = await shippedTo(t, { api: './api' });
  const server = await backend(t, { args: ['--trust-proxy'] });
  const url = await nginx(t, { root, backend: server.url });
  await wellServed(url, root, { compressed: ['br', 'gzip'], policy: true });
  await twoPeople(t, url);
});

test('nginx, a subfolder, the backend elsewhere', async (t) => {
  const why = lacks('nginx');
  if (why) return t.skip(why);
  const root = await shippedTo(t, { folder: 'some/club' });
  const url = `${await nginx(t, { root, backend: 'http://127.0.0.1:1', api: await shippedOrigin() })}some/club/`;
  await backend(t, { port: SHIPPED_PORT, args: ['--cors', new URL(url).origin] });
  await wellServed(url, join(root, 'some/club'), { compressed: ['br', 'gzip'], policy: true });
  await twoPeople(t, url);
});

test('Caddy, one origin', async (t) => {
  const why = lacks('caddy');
  if (why) return t.skip(why);
  const root = await shippedTo(t, { api: './api' });
  const server = await backend(t, { args: ['--trust-proxy'] });
  const url = await caddy(t, { root, backend: server.url });
  await wellServed(url, root, { compressed: ['br', 'gzip'], policy: true });
  await twoPeople(t, url);
});

for (const untyped of [false, true]) {
  test(`an object store, ${untyped ? 'no type' : 'octet-stream'} for what it does not know`, async (t) => {
    const root = await shippedTo(t, { folder: 'bucket' });
    const url = `${await objectStore(t, { root, untyped })}bucket/index.html`;
    await backend(t, { port: SHIPPED_PORT, args: ['--cors', new URL(url).origin] });
    const { ok, text } = await audit(url);
    assert.ok(ok, text);
    // It works, and the audit says what such a place costs.
    for (const warned of [/not compressed/, /no Cache-Control/, /application\/wasm/]) assert.match(text, warned);
    await (untyped ? onePerson(t, url) : twoPeople(t, url));
  });
}

test('a host that reads _headers', async (t) => {
  const root = await shippedTo(t);
  const url = await pagesHost(t, { root });
  await backend(t, { port: SHIPPED_PORT, args: ['--cors', new URL(url).origin] });
  await wellServed(url, root, { compressed: ['br', 'gzip'], policy: true });
  // Its 404.html is what keeps such a host from answering with the page.
  await rm(join(root, '404.html'));
  const { ok, text } = await audit(url);
  assert.ok(!ok && /404/.test(text), text);
  await cp(join(SHIPPED, '404.html'), join(root, '404.html'));
  await twoPeople(t, url);
});

test('publishing over a version, and going back: what is open keeps its files, and the place is whole each time', async (t) => {
  const root = await tempDir(t, 'published');
  const [first, second] = [await shippedTo(t), await nextVersion(t)];
  await backend(t, { port: SHIPPED_PORT, args: ['--cors', '*'] });
  const publish = (from) => execFileSync(join(DEPLOY, 'publish.sh'), [from, root], { stdio: 'pipe' });
  const url = await pagesHost(t, { root: first, files: root });
  const script = async () => (await (await fetch(url)).text()).match(/data-js="\.\/([^"]+)"/)[1];
  const whole = async () => { const { ok, text } = await audit(url); assert.ok(ok, text); };
  publish(first);
  const old = await script();
  await whole();
  publish(second);
  assert.notEqual(await script(), old);
  assert.equal((await fetch(url + old)).status, 200, 'a page of the first version still finds its script');
  await whole();
  publish(first);
  assert.equal(await script(), old);
  await whole();
  // Long after, the other version goes.
  const other = (await readdir(second)).find((name) => HASHED.test(name) && name.endsWith('.js') && name !== old);
  const then = Date.now() / 1000 - 40 * 86_400;
  for (const name of [other, old]) await utimes(join(root, name), then, then);
  publish(first);
  assert.equal((await fetch(url + other)).status, 404);
  assert.equal((await fetch(url + old)).status, 200);
});

test('the backend moves: who was there before goes on at the new address', async (t) => {
  const root = await shippedTo(t);
  const url = await pagesHost(t, { root });
  const args = ['--cors', new URL(url).origin];
  const before = await backend(t, { port: SHIPPED_PORT, args });
  const ignore = [/ERR_CONNECTION/, /ERR_INCOMPLETE_CHUNKED/, /ERR_EMPTY_RESPONSE/, /ERR_FAILED/];
  const { page, expectNoErrors } = await openPhone(t, { ignore });
  await people.signInFromHome(page, url, '13900000001');
  await people.makeGroup(page, GROUP, '阿满教练');
  await people.writePost(page, '大家好');
  await page.evaluate(() => navigator.serviceWorker.ready);

  const [port, old] = [await freePort(), await shippedOrigin()];
  const moved = `http://127.0.0.1:${port}`;
  const edit = async (name, change) => {
    await writeFile(join(root, name), change(await readFile(join(root, name), 'utf8')));
    for (const copy of ['br', 'gz']) await rm(join(root, `${name}.${copy}`), { force: true });
  };
  // First the policy lets the page talk to both, in the page and in the header. The page that the service worker keeps
  // is renewed a few seconds after a visit, also when the header alone is new.
  for (const name of ['index.html', '_headers']) {
    await edit(name, (text) => text.replace(old, `${old} ${moved}`));
    await page.reload();
    await page.locator('article', { hasText: '大家好' }).waitFor();
    await until(`the kept page has the policy of ${name}`, () => page.evaluate(async ([origin, header]) => {
      const kept = await caches.match('./');
      return (header ? kept?.headers.get('content-security-policy') : await kept?.text())?.includes(origin);
    }, [moved, name === '_headers']), 15_000);
  }
  // Then the backend moves, and config.json with it: the very next visit is at the new address.
  await before.stop();
  await startServer(t, { dist: null, data: before.data, port, args: ['--rate-limits', 'off', ...args] });
  await edit('config.json', (text) => text.replace(old, moved));
  await page.reload();
  await page.locator('article', { hasText: '大家好' }).waitFor();
  await people.writePost(page, '搬好了');
  const { ok, text } = await audit(url);
  assert.ok(ok, text);
  expectNoErrors();
});

/** The shipped files with a script of another name, as a next version has. */
async function nextVersion(t) {
  const dir = await shippedTo(t);
  const page = await readFile(join(dir, 'index.html'), 'utf8');
  const old = page.match(/data-js="\.\/([^"]+)"/)[1];
  const name = old.replace(HASHED, '-0123456789abcdef');
  await rename(join(dir, old), join(dir, name));
  for (const file of ['index.html', 'sw.js', `${old}.br`, `${old}.gz`, 'index.html.br', 'index.html.gz', 'sw.js.br', 'sw.js.gz']) {
    if (/\.(br|gz)$/.test(file)) await rm(join(dir, file), { force: true });
    else await writeFile(join(dir, file), (await readFile(join(dir, file), 'utf8')).replaceAll(old, name));
  }
  // A copy that is older than its file must not be left for it.
  for (const file of ['index.html', 'sw.js']) {
    await writeFile(join(dir, `${file}.br`), brotliCompressSync(await readFile(join(dir, file))));
    await writeFile(join(dir, `${file}.gz`), gzipSync(await readFile(join(dir, file))));
  }
  return dir;
}

/** The reference backend, without files. */
async function backend(t, { port, args }) {
  return startServer(t, { dist: null, port: port ?? await freePort(), args: ['--rate-limits', 'off', ...args] });
}

/** What the recipe promises, asked by hand and by the audit. */
async function wellServed(url, root, { compressed, policy }) {
  const page = await readFile(join(root, 'index.html'), 'utf8');
  const wasm = page.match(/data-wasm="\.\/([^"]+)"/)[1];
  const css = page.match(/(?:href|data-css)="\.\/(app-[^"]+\.css)"/)[1];
  const ask = (file, encoding = 'identity') => fetch(url + file, { headers: { 'accept-encoding': encoding } });
  for (const file of [wasm, css]) {
    assert.match(file, HASHED);
    assert.match((await ask(file)).headers.get('cache-control'), /max-age=31536000.*immutable/, file);
  }
  for (const file of ['', 'config.json', 'boot.js']) assert.equal((await ask(file)).headers.get('cache-control'), 'no-cache', file);
  assert.equal((await ask(wasm)).headers.get('content-type'), 'application/wasm');
  for (const encoding of compressed) {
    const answer = await ask(wasm, encoding);
    assert.equal(answer.headers.get('content-encoding'), encoding);
    assert.match(answer.headers.get('vary') ?? '', /accept-encoding/i);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), await readFile(join(root, wasm)));
  }
  const gone = await ask('qunli-0000000000000000.js');
  assert.equal(gone.status, 404);
  assert.doesNotMatch(gone.headers.get('cache-control') ?? '', /immutable/);
  if (policy) assert.match((await ask('')).headers.get('content-security-policy'), /wasm-unsafe-eval.*frame-ancestors/);
  const { ok, text } = await audit(url);
  assert.ok(ok, text);
}

/** Signs in, makes a group, posts, and finds the post again. */
async function onePerson(t, url) {
  const { page, expectNoErrors } = await openPhone(t);
  await people.signInFromHome(page, url, '13900000001');
  await people.makeGroup(page, GROUP, '阿满教练');
  await people.writePost(page, '大家好');
  await page.reload();
  await page.locator('article', { hasText: '大家好' }).waitFor();
  expectNoErrors();
}

/** A host makes a group, a guest comes by QR, and they talk. */
async function twoPeople(t, url) {
  const ignore = [/status of 40[0-9]/, /status of 422/];
  const host = await openPhone(t, { ignore });
  const guest = await openPhone(t, { ignore });
  const [h, g] = [host.page, guest.page];
  await people.signInFromHome(h, url, '13900000001');
  await people.makeGroup(h, GROUP, '阿满教练');
  const group = await people.here(h);
  await people.writePost(h, '加入之前说的话');
  await people.openDeal(h, '早就开着的团');
  const both = { h, g, url, group, name: GROUP, host: '阿满教练', guest: '小河' };
  await comesByQr(t, both);
  await theyTalk(both);
  host.expectNoErrors();
  guest.expectNoErrors();
}
