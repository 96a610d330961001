// The first visit: what is asked for until the first feed is on screen, and what waits until then.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPhone, startServer } from './lib.mjs';
import { hostOf } from './acting.mjs';
import { shippedTo } from './deploying.mjs';

after(closeBrowser);

/** The most requests until the first feed is on screen. */
const MOST = 8;
/** The most bytes until then, as they come over the wire, with what the feed says: the files alone have a budget of 30 kB. */
const BYTES = 45_000;

test('a first visit asks for few files, side by side, and keeps everything else for later', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, at } = await hostOf(server, '晨间普拉提');
  await host.call('POST', `${at}/posts`, { kind: 'note', body: '早' });
  const { page, context } = await openPhone(t);
  const session = JSON.stringify({ token: host.token, me: host.me });
  await context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), session);
  // The moment itself is a request: between the others, it cannot be early or late.
  await context.addInitScript(() => new MutationObserver((_, watch) => {
    if (document.querySelector('article')) { watch.disconnect(); fetch('icon.svg?feed'); }
  }).observe(document, { childList: true, subtree: true }));
  const asked = [];
  page.on('request', (request) => asked.push(request.url().slice(server.url.length)));
  await page.goto(`${server.url}#${at.replace('/groups', '/g')}`);
  // While the app takes over from the first look, both have it.
  await page.locator('article', { hasText: '早' }).first().waitFor();
  assert.ok(asked.includes('icon.svg?feed'));
  const before = asked.slice(0, asked.indexOf('icon.svg?feed'));
  t.diagnostic(`${before.length} requests until the first feed: ${before.map((url) => url || 'index').join(' ')}`);
  const kinds = before.filter((url) => !url.startsWith('api/')).map((url) => url.replace(/\?v=.*/, '').replace(/-[0-9a-f]{10,16}(_bg)?/, ''));
  // The app's own two files may be on their way by then; the first feed does not wait for them.
  const app = kinds.filter((kind) => !/^qunli\.(js|wasm)$/.test(kind));
  assert.deepEqual(app.sort(), ['', 'boot.js', 'config.json'], 'the files that are asked for');
  assert.ok(kinds.length <= 5, kinds.join(' '));
  assert.ok(before.length <= MOST, `${before.length} requests, ${MOST} at most: ${before.join(' ')}`);
  assert.ok(!before.some((url) => url.startsWith('sw.js')));
  // Then, when nothing else is asked for, the service worker.
  assert.ok(await page.evaluate(() => navigator.serviceWorker.ready.then(() => true)));
});

test('until the first feed few bytes come, and its data does not wait for the app', async (t) => {
  // The files as they are shipped: with a compressed copy beside each.
  const server = await startServer(t, { dist: await shippedTo(t, { api: './api' }), args: ['--rate-limits', 'off'] });
  const { host, at } = await hostOf(server, '晨间普拉提');
  await host.call('POST', `${at}/posts`, { kind: 'note', body: '早' });
  const { page, context } = await openPhone(t);
  const session = JSON.stringify({ token: host.token, me: host.me });
  await context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), session);
  // The app's own files do not come at all until this test lets them: whatever waits for them would never be asked for.
  let letGo;
  const held = new Promise((done) => { letGo = done; });
  const own = /\/(qunli-[0-9a-f]+(_bg)?\.(js|wasm)|split_[^/]+\.wasm|chunk_[^/]+\.wasm)/;
  await page.route(own, async (route) => { await held; await route.fallback(); });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const urls = new Map();
  const come = new Map();
  cdp.on('Network.requestWillBeSent', ({ requestId, request, timestamp }) => urls.set(requestId, { url: request.url.slice(server.url.length), at: timestamp }));
  cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => come.set(requestId, (come.get(requestId) ?? 0) + encodedDataLength));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => come.set(requestId, encodedDataLength));
  await page.goto(`${server.url}#${at.replace('/groups', '/g')}`);
  await page.locator('article', { hasText: '早' }).waitFor();
  const asked = [...urls.values()].map(({ url }) => url);
  const data = asked.filter((url) => url.startsWith('api/'));
  assert.ok(data.some((url) => url.includes('/posts')), `the feed was asked for while the app was not there: ${asked.join(' ')}`);
  const bytes = [...come.values()].reduce((sum, some) => sum + some, 0);
  t.diagnostic(`${bytes} bytes until the first feed: ${[...come].map(([id, some]) => `${urls.get(id).url.slice(0, 30) || 'index'} ${some}`).join(', ')}`);
  assert.ok(bytes > 10_000 && bytes <= BYTES, `${bytes} bytes until the first feed, ${BYTES} at most`);
  letGo();
  await page.waitForFunction(() => !document.getElementById('boot'));
});
