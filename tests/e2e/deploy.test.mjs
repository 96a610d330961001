// docs/deploy.md, recipe by recipe: the shipped files on a web server, two people on it, and the audit of the place.
import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { audit, backend, caddy, lacks, nginx, objectStore, pagesHost, shippedOrigin, shippedTo } from './deploying.mjs';
import { comesByQr, dealMovesLive, seatChangesHands, theyTalk } from './journey.mjs';
import { SHIPPED, SHIPPED_PORT, closeBrowser, openPhone } from './lib.mjs';
import * as people from './people.mjs';

const GROUP = '周四器械小班';
// The origin of WeChat's script, let in by who uses it.
const SDK = 'https://res.wx.qq.com';
const HASHED = /-[0-9a-f]{10,16}/;

after(closeBrowser);

test('nginx, one origin', async (t) => {
  const why = lacks('nginx');
  if (why) return t.skip(why);
  const root = await shippedTo(t, { api: './api' });
  const server = await backend(t, { args: ['--trust-proxy'] });
  const url = await nginx(t, { root, backend: server.url });
  await wellServed(url, root, { compressed: ['br', 'gzip'], policy: true });
  await twoPeople(t, url, whole);
});

test('nginx, a subfolder, the backend elsewhere', async (t) => {
  const why = lacks('nginx');
  if (why) return t.skip(why);
  const root = await shippedTo(t, { folder: 'some/club' });
  const url = `${await nginx(t, { root, backend: 'http://127.0.0.1:1', api: await shippedOrigin(), sdk: SDK })}some/club/`;
  await backend(t, { port: SHIPPED_PORT, args: ['--cors', new URL(url).origin] });
  await wellServed(url, join(root, 'some/club'), { compressed: ['br', 'gzip'], policy: true, sdk: SDK });
  await twoPeople(t, url);
});

test('Caddy, one origin', async (t) => {
  const why = lacks('caddy');
  if (why) return t.skip(why);
  const root = await shippedTo(t, { api: './api' });
  const server = await backend(t, { args: ['--trust-proxy'] });
  const url = await caddy(t, { root, backend: server.url, sdk: SDK });
  await wellServed(url, root, { compressed: ['br', 'gzip'], policy: true, sdk: SDK });
  await twoPeople(t, url, whole);
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

/** What the recipe promises, asked by hand and by the audit. */
async function wellServed(url, root, { compressed, policy, sdk = '' }) {
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
  if (policy) {
    const sent = (await ask('')).headers.get('content-security-policy');
    assert.match(sent, /frame-ancestors/);
    assert.equal(sent.match(/script-src ([^;]*)/)[1].trim(), `'self' 'wasm-unsafe-eval' ${sdk}`.trim());
  }
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
  await page.locator('article', { hasText: '大家好' }).first().waitFor();
  expectNoErrors();
}

/** The second half of the main job: a seat changes hands, and the price of a deal moves on both screens. */
async function whole(both) {
  await seatChangesHands(both);
  await dealMovesLive(both);
}

/** A host makes a group, a guest comes by QR, and they talk; then `more` of it. */
async function twoPeople(t, url, more = async () => {}) {
  const ignore = [/status of 40[0-9]/, /status of 422/];
  const host = await openPhone(t, { ignore });
  const guest = await openPhone(t, { ignore });
  const [h, g] = [host.page, guest.page];
  await people.signInFromHome(h, url, '13900000001');
  await people.makeGroup(h, GROUP, '阿满教练');
  const group = await people.here(h);
  await people.writePost(h, '加入之前说的话');
  await people.openDeal(h, '早就开着的团');
  const oldDeal = await people.here(h);
  const both = { h, g, url, group, oldDeal, name: GROUP, host: '阿满教练', guest: '小河' };
  await comesByQr(t, both);
  await theyTalk(both);
  await more(both);
  host.expectNoErrors();
  guest.expectNoErrors();
}
