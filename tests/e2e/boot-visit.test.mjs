// The first visit: what is asked for until the first feed is on screen, and what waits until then.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPhone, startServer } from './lib.mjs';
import { hostOf } from './acting.mjs';

after(closeBrowser);

/** The most requests until the first feed is on screen. */
const MOST = 8;

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
  await page.locator('article', { hasText: '早' }).waitFor();
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
