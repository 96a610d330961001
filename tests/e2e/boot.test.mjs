// The boot shell against everything that can go wrong before the app runs, and after. Real files, real Chromium.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { failure } from './boot-look.mjs';
import { closeBrowser, openPhone, serveStatic, untilReady } from './lib.mjs';

after(closeBrowser);

const HTML = { type: 'text/html', body: '<!doctype html><p>A page that stands in for every missing file.' };
const isApp = (file, ext) => /^qunli-[0-9a-f]+/.test(file) && file.endsWith(ext);
const only = (match, answer) => (file) => (match(file) ? answer : null);
const wasm = (file) => isApp(file, '.wasm');

/** Opens the page; what it answers is in the site, so that a test can repair it. */
async function open(t, site, phone = {}) {
  const opened = await openPhone(t, phone);
  await opened.page.goto(site.url);
  return opened;
}

// Each on a server and a phone of its own; much of the time is waiting.
describe('the boot shell', { concurrency: 3 }, () => {

test('the app opens in a subfolder of a plain static server, and nothing complains', async (t) => {
  const site = await serveStatic(t);
  // Without a backend the browser reports each question to it.
  const phone = await open(t, site, { ignore: [/Failed to load resource.*\/api\//] });
  await untilReady(phone.page);
  phone.expectNoErrors();
  const left = await phone.page.evaluate(() => window.__qunli);
  assert.equal(left.source, 'network');
  assert.equal(left.base, site.url);
  assert.equal(JSON.parse(left.config).version, 1);
  assert.equal(await phone.page.evaluate(() => localStorage.getItem('qunli.config')), left.config);
  assert.match(left.build, /^[0-9a-f]{16}$/);
  // Everything is asked for once: the preloads are the downloads.
  for (const file of new Set(site.asked)) {
    assert.equal(site.asked.filter((asked) => asked === file).length, 1, `${file} was asked for once`);
  }
  assert.ok(!site.asked.some((file) => file.startsWith('qr_')), 'the QR modules wait until they are needed');
});

test('the policy is strict: no inline script, and none could run', async (t) => {
  const site = await serveStatic(t);
  const { page } = await open(t, site, { ignore: [/Content Security Policy/] });
  await untilReady(page);
  assert.equal(await page.locator('script:not([src])').count(), 0);
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  assert.ok(policy.startsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"), policy);
  const ran = await page.evaluate(() => new Promise((done) => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.body.append(script);
    setTimeout(() => done(window.ranInline === true), 100);
  }));
  assert.equal(ran, false);
});

test('a missing WebAssembly file is a readable page, and reloading leads on', async (t) => {
  const site = await serveStatic(t, { override: only(wasm, { status: 404 }) });
  const { page } = await open(t, site);
  const seen = await failure(t, page, 'missing');
  assert.deepEqual([seen.title, seen.button], ['页面还缺一部分', '重新载入']);
  assert.match(seen.details, /\.wasm: HTTP 404/);
  site.override = () => null;
  await page.click('#boot button');
  await untilReady(page);
});

test('a page with status 200 in place of the WebAssembly file is noticed', async (t) => {
  const site = await serveStatic(t, { override: only(wasm, HTML) });
  const { page } = await open(t, site);
  assert.match((await failure(t, page, 'missing')).details, /text\/html, not WebAssembly/);
});

test('a broken WebAssembly file is noticed', async (t) => {
  const site = await serveStatic(t, { override: only(wasm, { body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 9]) }) });
  const { page } = await open(t, site);
  assert.match((await failure(t, page, 'missing')).details, /\.wasm: .*WebAssembly/);
});

for (const type of ['application/octet-stream', 'text/plain', 'application/wasm; charset=utf-8']) {
  test(`a server that calls WebAssembly ${type} is put up with`, async (t) => {
    const site = await serveStatic(t, { override: only(wasm, { type }) });
    const phone = await open(t, site);
    await untilReady(phone.page);
  });
}

for (const [what, match] of [
  ['script', (file) => isApp(file, '.js')],
]) {
  test(`a missing ${what} is a readable page`, async (t) => {
    const site = await serveStatic(t, { override: only(match, { status: 404 }) });
    const { page } = await open(t, site, { lang: 'en-GB' });
    const seen = await failure(t, page, 'missing');
    assert.deepEqual([seen.title, seen.button], ['A part of the page is missing', 'Reload']);
    assert.notEqual(seen.details, '');
  });
}

test('no answer at all is called a matter of connection', async (t) => {
  const site = await serveStatic(t, { override: only(wasm, 'hang up') });
  const { page } = await open(t, site);
  assert.equal((await failure(t, page, 'offline')).title, '还没有连上网络');
});

for (const [what, answer, details] of [
  ['missing', { status: 404 }, /config\.json: HTTP 404/],
  ['no JSON', { body: '{"version": 1,,}' }, /config\.json: .*JSON/],
  ['a page', HTML, /config\.json: .*JSON/],
  ['not an object', { body: '[]' }, /config\.json: not an object/],
]) {
  test(`config.json: ${what}`, async (t) => {
    const site = await serveStatic(t, { override: only((file) => file === 'config.json', answer) });
    const { page } = await open(t, site);
    const seen = await failure(t, page, 'config');
    assert.equal(seen.title, '这里的设置有问题');
    assert.match(seen.details, details);
    assert.ok(await page.isVisible('#boot details code'), 'the reason is shown without a click');
    site.override = () => null;
    await page.click('#boot button');
    await untilReady(page);
  });
}

for (const [what, config, key] of [
  ['of the wrong kind', { version: 1, api: { base: 7 } }, '/api/base'],
  ['missing', { version: 1 }, '/api'],
  ['of another version', { version: 99, api: { base: './api' } }, '/version'],
]) {
  test(`a key ${what} in config.json is named, and not kept`, async (t) => {
    const site = await serveStatic(t, { config });
    const { page } = await open(t, site);
    assert.match((await failure(t, page, 'config')).details, new RegExp(`^config\\.json, ${key}: `));
    assert.equal(await page.evaluate(() => localStorage.getItem('qunli.config')), null);
  });
}

test('the last good config serves when the network does not answer, and only then', async (t) => {
  const site = await serveStatic(t);
  const { page } = await open(t, site);
  await untilReady(page);
  site.override = only((file) => file === 'config.json', 'hang up');
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => window.__qunli.source), 'stored');
  site.override = only((file) => file === 'config.json', { status: 500 });
  await page.reload();
  assert.match((await failure(t, page, 'config')).details, /HTTP 500/);
});

test('a changed config.json is seen at the next start, in spite of caches', async (t) => {
  const site = await serveStatic(t);
  const { page } = await open(t, site);
  await untilReady(page);
  const changed = JSON.stringify({ version: 1, api: { base: './api' }, brand: { name: '另一个' }, policies: {} });
  site.override = only((file) => file === 'config.json', { body: changed });
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => window.__qunli.config), changed);
});

test('a slow network shows progress, then says so and offers a retry, then opens', async (t) => {
  const site = await serveStatic(t, { override: only(wasm, { delay: 9_500 }) });
  const { page } = await open(t, site);
  assert.equal(await page.textContent('#boot [role="status"]'), '正在打开');
  assert.equal(await page.getAttribute('#boot [role="progressbar"]', 'aria-valuenow'), '0');
  assert.equal(await page.locator('#boot button').count(), 0);
  await page.waitForSelector('#boot[data-slow] button', { timeout: 9_000 });
  assert.equal(await page.textContent('#boot [role="status"]'), '网络有点慢，还在打开。');
  await untilReady(page);
});

for (const [what, remove] of [
  ['WebAssembly', () => { delete window.WebAssembly; }],
  ['cascade layers', () => { delete window.CSSLayerBlockRule; }],
  ['bulk memory or reference types', () => {
    const { validate } = WebAssembly;
    WebAssembly.validate = (bytes) => bytes.length > 100 && validate(bytes);
  }],
]) {
  test(`an engine without ${what} is told so`, async (t) => {
    const site = await serveStatic(t);
    const { page, context } = await openPhone(t);
    await context.addInitScript(remove);
    await page.goto(site.url);
    assert.equal((await failure(t, page, 'old')).title, '这个浏览器太旧了');
    assert.match(await page.textContent('#boot'), /Chrome 99.*Safari 16/);
  });
}

test('an engine without scripts reads why', async (t) => {
  const site = await serveStatic(t);
  const { page } = await open(t, site, { javaScriptEnabled: false });
  const words = page.locator('noscript p');
  assert.match(await words.nth(0).innerText(), /群里需要 JavaScript/);
  assert.match(await words.nth(1).innerText(), /Qunli needs JavaScript/);
  assert.ok(await words.nth(0).isVisible());
});

test('a panic covers the app, keeps the drafts and leads back', async (t) => {
  const site = await serveStatic(t);
  const { page } = await open(t, site);
  await untilReady(page);
  // A draft of the app's own: the group's name, typed before signing in.
  await page.evaluate(() => { location.hash = '/new-group'; });
  await page.getByLabel('群名').fill('写到一半');
  await page.evaluate(() => {
    dispatchEvent(new CustomEvent('qunli:panic', { detail: { message: 'index out of bounds', at: 'src/x.rs:3' } }));
  });
  const seen = await failure(t, page, 'panic');
  assert.equal(seen.title, '出了点问题');
  assert.equal(seen.details, 'index out of bounds\nsrc/x.rs:3');
  assert.ok(await page.evaluate(() => [...document.body.children].every((e) => e.id === 'boot' || e.hasAttribute('inert'))), 'the app is out of reach');
  await page.click('#boot button');
  await untilReady(page);
  assert.equal(await page.getByLabel('群名').inputValue(), '写到一半');
});

for (const [what, trap] of [
  ['in a callback', (module) => setTimeout(() => new WebAssembly.Instance(module).exports.f())],
  ['in a promise', async (module) => { setTimeout(async () => new WebAssembly.Instance(module).exports.f()); }],
]) {
  test(`a WebAssembly trap ${what} is noticed without the app's help`, async (t) => {
    const site = await serveStatic(t);
    const { page } = await open(t, site);
    await untilReady(page);
    await page.evaluate(`(${trap})(new WebAssembly.Module(new Uint8Array(
      [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11])))`);
    assert.match((await failure(t, page, 'panic')).details, /unreachable/);
  });
}

test('other errors of scripts do not cover the app', async (t) => {
  const site = await serveStatic(t);
  const { page } = await open(t, site, { ignore: [/only a test/] });
  await untilReady(page);
  await page.evaluate(() => { setTimeout(() => { throw new Error('only a test'); }); Promise.reject(new Error('only a test')); });
  await page.waitForTimeout(200);
  assert.equal(await page.locator('#boot').count(), 0);
});

test('the stored language and theme win over those of the browser', async (t) => {
  const site = await serveStatic(t, { override: only(wasm, { status: 404 }) });
  const { page, context } = await openPhone(t, { lang: 'zh-CN', theme: 'light' });
  await context.addInitScript(() => { localStorage.setItem('qunli.lang', 'en'); localStorage.setItem('qunli.theme', 'dark'); });
  await page.goto(site.url);
  assert.equal((await failure(t, page, 'missing')).title, 'A part of the page is missing');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById('boot')).backgroundColor), 'rgb(14, 20, 26)');
});

});
