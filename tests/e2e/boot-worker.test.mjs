// The service worker: the app opens without a network, and a page is always of one whole build, whatever the server has.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { DIST, closeBrowser, openPhone, serveStatic, startServer, tempDir, untilReady } from './lib.mjs';

after(closeBrowser);

const SHOTS = new URL('../../target/e2e/', import.meta.url).pathname;
const ignore = [/Failed to load resource/, /ERR_/, /service worker/i, /integrity/];
const hash = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
const buildOf = (page) => page.evaluate(() => window.__qunli.build);
/** The cache of a build, as the worker of `serveStatic`'s folder names it; `neighbour`: one of a community below it. */
const shell = (build) => `qunli-shell//some/folder//${build}`;
const neighbour = 'qunli-shell//some/folder/below//0123456789abcdef';
const caches = (page) => page.evaluate((other) => window.caches.keys().then((all) => all.filter((name) => name !== other)), neighbour);
const addNeighbour = (page) => page.evaluate((name) => window.caches.open(name).then(() => 0), neighbour);
const hasNeighbour = (page) => page.evaluate((name) => window.caches.has(name), neighbour);

/** The files of another build: other names with hashes, another mark, other digests; the app itself is the same. */
async function nextBuild(t) {
  const dir = await tempDir(t, 'next');
  await cp(DIST, dir, { recursive: true });
  const index = await readFile(join(dir, 'index.html'), 'utf8');
  const build = index.match(/data-build="?([0-9a-f]{10,16})/)[1];
  const swaps = [[build, 'b'.repeat(16)]];
  const [css] = index.match(/app-[0-9a-f]{10,16}\.css/);
  const [wasm] = index.match(/qunli-[0-9a-f]{10,16}(?:_bg)?\.wasm/);
  for (const file of [css, wasm]) {
    const other = file.replace(/[0-9a-f]{10,16}/, 'c'.repeat(16));
    await rename(join(dir, file), join(dir, other));
    swaps.push([file, other]);
  }
  const swap = (text) => swaps.reduce((text, [from, to]) => text.replaceAll(from, to), text);
  await writeFile(join(dir, 'index.html'), swap(index));
  const script = await readFile(join(dir, 'boot.js'), 'utf8');
  await writeFile(join(dir, 'boot.js'), `${script}\nwindow.isNext = true;\n`);
  const worker = await readFile(join(dir, 'sw.js'), 'utf8');
  await writeFile(join(dir, 'sw.js'), swap(worker).replace(hash(script), hash(`${script}\nwindow.isNext = true;\n`)));
  return { dir, build: 'b'.repeat(16), wasm: wasm.replace(/[0-9a-f]{10,16}/, 'c'.repeat(16)), before: { build, css, wasm } };
}

/** Opens the page and waits until its worker has everything. */
async function installed(t, site, options = {}) {
  const phone = await openPhone(t, { ignore, ...options });
  await phone.page.goto(site.url);
  await untilReady(phone.page);
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
  await until(phone.page, async () => (await caches(phone.page)).length === 1);
  await phone.page.reload();
  await untilReady(phone.page);
  assert.ok(await phone.page.evaluate(() => Boolean(navigator.serviceWorker.controller)), 'the next page is the worker\'s');
  return phone;
}

async function until(page, check, seconds = 15) {
  for (let tries = 0; tries < seconds * 10; tries++) {
    if (await check()) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`not within ${seconds} s: ${check}`);
}

const askForNews = (page) => page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => '', String));

// Most of their time is waiting, each on a server and a phone of its own.
describe('the service worker', { concurrency: 4 }, () => {

test('the app opens without a network, says so, and says that its settings were kept', async (t) => {
  const site = await serveStatic(t);
  const { page, context } = await installed(t, site);
  site.override = () => 'hang up';
  await context.setOffline(true);
  site.asked.length = 0;
  await page.reload();
  await untilReady(page);
  assert.deepEqual(site.asked.filter((file) => !['config.json', 'sw.js'].includes(file)), []);
  assert.equal(await page.evaluate(() => window.__qunli.source), 'stored');
  await page.getByText('没有网络。').waitFor();
  const note = page.locator('.boot-note');
  assert.match(await note.innerText(), /没拿到最新的设置，先用上次的，会自己再取。你不用做什么。/);
  const seen = await note.evaluate((note) => {
    const box = note.getBoundingClientRect();
    const on = document.elementFromPoint(box.x + 30, box.y + box.height / 2);
    return { top: box.top, scroll: scrollY, on: note.contains(on) || on && on.outerHTML.slice(0, 80) };
  });
  assert.ok(seen.top >= 0 && seen.on === true, `it can be seen: ${JSON.stringify(seen)}`);
  await page.screenshot({ path: join(SHOTS, 'boot-offline-start.png') });
  const box = await note.locator('button').boundingBox();
  assert.ok(box.height >= 44 && box.width >= 44, JSON.stringify(box));
  const room = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--note'));
  assert.ok(parseInt(await room(), 10) >= 44, 'what the app says in passing stands below it');
  // It goes by itself when the settings come.
  site.override = () => null;
  await context.setOffline(false);
  await note.waitFor({ state: 'detached' });
  assert.equal(await room(), '');
});

test('what is kept is the page and this build\'s files: no settings, no API, no QR modules until they are used', async (t) => {
  const server = await startServer(t);
  const { page } = await openPhone(t, { ignore });
  await page.goto(server.url);
  await untilReady(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
  const kept = () => page.evaluate(async () => {
    const all = await Promise.all((await window.caches.keys()).map(async (name) => (await window.caches.open(name)).keys()));
    return all.flat().map((request) => request.url.slice(document.baseURI.split('#')[0].length));
  });
  await until(page, async () => (await kept()).includes(''));
  const names = await kept();
  const build = await buildOf(page);
  assert.ok(names.includes(`boot.js?v=${build}`), names.join(' '));
  for (const name of names) assert.match(name, /^$|^boot\.js\?v=|[-_./][0-9a-f]{10,16}.*\.(js|css|wasm)$/);
  // At their first use, and from then on without a network.
  await page.reload();
  await untilReady(page);
  const version = '?v=some';
  assert.equal(await page.evaluate((url) => fetch(url).then((answer) => answer.status), `qr_maker.js${version}`), 200);
  await until(page, async () => (await kept()).includes(`qr_maker.js${version}`));
  await server.stop();
  assert.equal(await page.evaluate((url) => fetch(url).then((answer) => answer.status), `qr_maker.js${version}`), 200);
  assert.equal(await page.evaluate(() => fetch('config.json').then(() => 'answered', () => 'none')), 'none', 'settings come from the network alone');
});

test('a new build is fetched beside an open page, which stays whole, and serves the next one', async (t) => {
  const site = await serveStatic(t);
  const next = await nextBuild(t);
  const { page: old, newPage, context } = await installed(t, site);
  await addNeighbour(old);
  site.dir = next.dir;
  // It arrives so slowly that the old worker tidies up meanwhile.
  site.override = (file) => (file === next.wasm ? { delay: 4_000 } : null);
  const fresh = await newPage();
  await fresh.goto(site.url);
  await untilReady(fresh);
  assert.equal(await buildOf(fresh), next.before.build, 'what is here opens at once');
  // The worker looks around by itself a while after a page has opened.
  await until(fresh, async () => (await caches(fresh)).includes(shell(next.build)));
  await until(fresh, () => fresh.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => !r.installing && !r.waiting && r.active.state === 'activated')));
  await fresh.reload();
  await untilReady(fresh);
  assert.equal(await buildOf(fresh), next.build);
  assert.equal(await fresh.evaluate(() => window.isNext), true, 'the script is of the same build as the page');
  // Nobody took away what the new worker had fetched.
  await fresh.waitForTimeout(1_000);
  const kept = await fresh.evaluate(async (name) => (await (await window.caches.open(name)).keys()).map((request) => request.url), shell(next.build));
  for (const name of ['', `boot.js?v=${next.build}`, next.wasm]) assert.ok(kept.includes(site.url + name), `${name}: ${kept}`);
  // The old page has what is gone from the server.
  assert.equal(await old.evaluate((css) => fetch(css).then((a) => a.status), next.before.css), 200);
  assert.ok((await caches(old)).includes(shell(next.before.build)));
  // With its last page, the old build's files go.
  await fresh.waitForTimeout(3_000);
  await old.close();
  await fresh.reload();
  await until(fresh, async () => (await caches(fresh)).join() === shell(next.build));
  assert.ok(await hasNeighbour(fresh), 'another community\'s cache is left alone');
  site.override = () => 'hang up';
  await context.setOffline(true);
  await fresh.reload();
  await untilReady(fresh);
  assert.equal(await buildOf(fresh), next.build, 'the new build opens without a network');
});

for (const [what, answer] of [['404', { status: 404 }], ['a page with status 200', { type: 'text/html', body: '<p>none' }]]) {
  test(`half a deployment (the new WebAssembly file is ${what}) leaves the old build whole`, async (t) => {
    const site = await serveStatic(t);
    const next = await nextBuild(t);
    const { page } = await installed(t, site);
    site.dir = next.dir;
    site.override = (file) => (file === next.wasm ? answer : null);
    await askForNews(page);
    for (let round = 0; round < 2; round++) {
      await page.reload();
      await untilReady(page);
      assert.equal(await buildOf(page), next.before.build);
      assert.equal(await page.evaluate(() => window.isNext), undefined);
    }
    await until(page, async () => (await caches(page)).join() === shell(next.before.build));
    // The other half arrives.
    site.override = () => null;
    await askForNews(page);
    await until(page, async () => (await caches(page)).includes(shell(next.build)));
    await until(page, () => page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => !r.installing && !r.waiting)));
    await page.reload();
    await untilReady(page);
    assert.equal(await buildOf(page), next.build);
  });
}

test('a kept build that lost a file leads out by its reload button', async (t) => {
  const site = await serveStatic(t);
  const next = await nextBuild(t);
  const { page } = await installed(t, site);
  site.dir = next.dir;
  site.override = (file) => (file === 'sw.js' ? { status: 503 } : null);
  await page.evaluate(async (wasm) => {
    const [name] = await window.caches.keys();
    await (await window.caches.open(name)).delete(wasm);
  }, next.before.wasm);
  await addNeighbour(page);
  await page.reload();
  await page.waitForSelector('#boot[data-kind="missing"]');
  await page.click('#boot button');
  await page.waitForFunction(() => window.isNext === true);
  await untilReady(page);
  assert.equal(await buildOf(page), next.build);
  assert.ok(await hasNeighbour(page), 'the button left another community\'s cache alone');
});

test('a file that is fetched at its first use is of the worker\'s build, or none', async (t) => {
  const site = await serveStatic(t);
  const { page } = await installed(t, site);
  site.override = (file) => (file === 'qr_maker.js' ? { body: '/* of another build */', type: 'text/javascript' } : null);
  const ask = () => page.evaluate(() => fetch('qr_maker.js?v=some').then((answer) => answer.text(), () => 'none'));
  assert.equal(await ask(), 'none');
  site.override = () => null;
  assert.equal(await ask(), await readFile(join(DIST, 'qr_maker.js'), 'utf8'), 'nothing of the wrong one was kept');
});

test('an edited page of the same build (a policy, a moved backend) is taken over', async (t) => {
  const site = await serveStatic(t);
  const { page } = await installed(t, site);
  const html = (await readFile(join(DIST, 'index.html'), 'utf8')).replace('<title>', '<meta name="edited"><title>');
  site.override = (file) => (file === 'index.html' ? { body: html, type: 'text/html; charset=utf-8' } : null);
  await page.reload();
  await until(page, () => page.evaluate(async () => {
    const kept = await window.caches.match('./');
    return Boolean(kept) && (await kept.text()).includes('name="edited"');
  }));
  await page.reload();
  await untilReady(page);
  assert.equal(await page.locator('meta[name=edited]').count(), 1);
});

test('sw-off.js in the place of sw.js removes the worker and all it kept', async (t) => {
  const site = await serveStatic(t);
  const { page } = await installed(t, site);
  const off = await readFile(join(DIST, 'sw-off.js'));
  await addNeighbour(page);
  site.override = (file) => (file === 'sw.js' ? { body: off, type: 'text/javascript' } : null);
  await page.reload();
  await untilReady(page);
  await askForNews(page);
  await until(page, async () => (await caches(page)).length === 0);
  assert.ok(await hasNeighbour(page), 'another community\'s worker is not ended');
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)), false);
});

test('a browser that has no service worker misses nothing', async (t) => {
  const site = await serveStatic(t);
  const phone = await openPhone(t, { ignore: [/Failed to load resource.*\/api\//] });
  await phone.context.addInitScript(() => { delete Navigator.prototype.serviceWorker; delete window.caches; });
  await phone.page.goto(site.url);
  await untilReady(phone.page);
  await phone.page.waitForTimeout(3_500);
  phone.expectNoErrors();
  assert.ok(!site.asked.includes('sw.js'));
});

test('it can be installed: names, addresses and icons that are what they say', async (t) => {
  const site = await serveStatic(t);
  const { page, context } = await openPhone(t, { ignore });
  await page.goto(site.url);
  await untilReady(page);
  const devtools = await context.newCDPSession(page);
  const { url, errors } = await devtools.send('Page.getAppManifest');
  assert.deepEqual([url, errors], [`${site.url}manifest.webmanifest`, []]);
  // Without an `id` of its own the folder is the identity: two communities on one host are two apps.
  assert.equal((await devtools.send('Page.getAppId')).appId, site.url);
  const manifest = JSON.parse(await readFile(join(DIST, 'manifest.webmanifest'), 'utf8'));
  const drawn = await page.evaluate((icons) => Promise.all(icons.map(async ({ src }) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    return `${image.naturalWidth}x${image.naturalHeight}`;
  })), manifest.icons.filter((icon) => icon.sizes !== 'any'));
  assert.deepEqual(drawn, ['192x192', '512x512', '192x192', '512x512']);
  assert.deepEqual([...new Set(manifest.icons.map((icon) => icon.purpose))], ['any', 'maskable']);
  const svg = decodeURIComponent((await page.getAttribute('link[rel=icon]', 'href')).replace('data:image/svg+xml,', ''));
  assert.equal(svg, (await readFile(join(DIST, 'icon.svg'), 'utf8')).trim().replaceAll('"', "'"), 'the icon in the page is the file');
  assert.equal((await fetch(site.url + 'icon-180.png')).status, 200);
  assert.ok((await readdir(DIST)).includes('sw.js'));
});

});
