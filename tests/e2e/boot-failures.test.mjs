// The boot shell, further: policies, broken transfers, storage that is not there, panics, languages.
// What a server or an engine may do to the files themselves is in boot.test.mjs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { failure, picture } from './boot-look.mjs';
import { DIST, closeBrowser, openPhone, serveStatic, untilReady } from './lib.mjs';

after(closeBrowser);

const wasm = (answer) => (file) => (/^qunli-[0-9a-f]+(?:_bg)?\.wasm$/.test(file) ? answer : null);

async function open(t, site, { before, ...options } = {}) {
  const opened = await openPhone(t, options);
  if (before) await opened.context.addInitScript(before);
  await opened.page.goto(site.url);
  return opened;
}

const STORAGE = {
  disabled: () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } }),
  full: () => {
    for (let size = 1 << 20; size >= 1; size = Math.floor(size / 2)) {
      try { for (let n = 0; ; n++) localStorage.setItem(`fill ${size} ${n}`, 'x'.repeat(size)); } catch { /* Smaller, then. */ }
    }
  },
};

/** The first syntax after ES5 in a script, with what is around it. */
function newer(script) {
  const text = script.replace(/"(?:[^"\\\n]|\\.)*"|\/\/.*$/gm, '""');
  const words = /=>|`|\b(?:let|const|class|async|await|import|export|of)\s|\.\.\.|\?\.|\?\?|\*\*|\bcatch\s*\{/;
  // In braces that hold a value: a method, a computed name, or names alone.
  const method = /[{,]\s*(?!(?:if|for|while|switch|with|catch|function|return)\b)[\w$]+\s*\([^()]*\)\s*\{/;
  const value = /(?:[=(:,?]|\breturn)\s*\{\s*(?:\[|[\w$]+\s*(?:,\s*[\w$]+\s*)*\})/;
  const found = [words, method, value].map((kind) => text.match(kind)).find(Boolean);
  return found && text.slice(Math.max(0, found.index - 60), found.index + 40);
}

describe('the boot shell', { concurrency: 4 }, () => {
  for (const [what, csp, details] of [
    ['WebAssembly', "script-src 'self'", /needs 'wasm-unsafe-eval'/],
    ['the settings', "connect-src 'none'", /connect-src: .*(config\.json|\.wasm)/],
    ['scripts but the first', "script-src 'wasm-unsafe-eval' http://127.0.0.1:*/some/folder/boot.js", /script-src-elem: .*qunli-.*\.js/],
  ]) {
    test(`a policy that blocks ${what} is named`, async (t) => {
      const site = await serveStatic(t, { headers: { 'content-security-policy': csp } });
      const { page } = await open(t, site);
      const seen = await failure(t, page, 'blocked');
      assert.equal(seen.title, '这里的安全规则拦住了页面');
      assert.match(seen.details, details);
    });
  }

  for (const [what, options] of [
    ['a policy blocks it', { headers: { 'content-security-policy': "script-src 'none'" } }],
    ['it is missing', { override: (file) => (file === 'boot.js' ? { status: 404 } : null) }],
  ]) {
    test(`without the shell's script, as ${what}, the page says at once what to do`, async (t) => {
      const site = await serveStatic(t, options);
      const { page } = await open(t, site);
      assert.match(await page.innerText('body'), /还没打开？\s*重新载入[\s\S]*Still closed\? Reload/);
      await page.screenshot({ path: picture(t.name) });
      if (!options.override) return;
      site.override = () => null;
      await page.getByRole('link', { name: '重新载入' }).click();
      await untilReady(page);
    });
  }

  test('a transfer of WebAssembly that breaks off is a matter of connection', async (t) => {
    const site = await serveStatic(t, { override: wasm({ cut: 200_000 }) });
    const { page } = await open(t, site);
    await failure(t, page, 'offline');
    site.override = () => null;
    await page.click('#boot button');
    await untilReady(page);
  });

  test('a WebAssembly file that was uploaded in part is a file that is not complete', async (t) => {
    const site = await serveStatic(t);
    const [name] = (await readFile(join(DIST, 'index.html'), 'utf8')).match(/qunli-[0-9a-f]+(?:_bg)?\.wasm/);
    const body = (await readFile(join(DIST, name))).subarray(0, 300_000);
    site.override = wasm({ body });
    const { page } = await open(t, site);
    assert.match((await failure(t, page, 'missing')).details, /(?:_bg)?\.wasm: /);
  });

  const html = { type: 'text/html', body: '<!doctype html><p>none' };
  test('a page with status 200 in place of the script is noticed', async (t) => {
    const site = await serveStatic(t, { override: (file) => (/^qunli-[0-9a-f]+\.js$/.test(file) ? html : null) });
    const { page } = await open(t, site);
    await failure(t, page, 'missing');
  });

  // Safari before 16.4 cannot make a sheet from text.
  const before = () => { delete CSSStyleSheet.prototype.replaceSync; };
  for (const [what, answer] of [['missing', { status: 404 }], ['a page with status 200', html]]) {
    test(`where the styles come by a file of their own, one that is ${what} is noticed`, async (t) => {
      const site = await serveStatic(t, { override: (file) => (/^app-.*\.css$/.test(file) ? answer : null) });
      const { page } = await open(t, site, { before });
      await failure(t, page, 'missing');
      site.override = () => null;
      await page.click('#boot button');
      await untilReady(page);
      const sheets = await page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.href.split('/').pop().split(/[-.]/)[0]));
      assert.deepEqual(sheets.sort(), ['app', 'boot']);
    });
  }

  test('a script of the app that was uploaded in part is noticed', async (t) => {
    const site = await serveStatic(t, { override: (file) => (/^qunli-[0-9a-f]+\.js$/.test(file) ? { body: 'export function f() {' } : null) });
    const { page } = await open(t, site);
    assert.match((await failure(t, page, 'missing')).details, /\.js: broken/);
  });

  test('a panic at the start is a page with a way on, drafts intact', async (t) => {
    const site = await serveStatic(t);
    const phone = await open(t, site);
    await untilReady(phone.page);
    await phone.page.evaluate(() => { location.hash = '/new-group'; });
    await phone.page.getByLabel('群名').fill('写到一半');
    // The app's own code meets a document without a body, once.
    await phone.page.addInitScript(() => {
      const body = Object.getOwnPropertyDescriptor(Document.prototype, 'body');
      Object.defineProperty(document, 'body', { configurable: true, get() {
        if (sessionStorage.broken || !/wasm/.test(new Error().stack)) return body.get.call(document);
        sessionStorage.broken = 'once';
        return null;
      } });
    });
    await phone.page.reload();
    const seen = await failure(t, phone.page, 'panic');
    assert.match(seen.text, /你写过的内容都在这台设备上/);
    assert.notEqual(seen.details, '');
    await phone.page.click('#boot button');
    await untilReady(phone.page);
    assert.equal(await phone.page.getByLabel('群名').inputValue(), '写到一半');
  });

  for (const [what, before] of Object.entries(STORAGE)) {
    test(`storage that is ${what}: the app opens, and what was typed can be saved from a panic`, async (t) => {
      const site = await serveStatic(t);
      const { page } = await open(t, site, { before });
      await untilReady(page);
      await page.evaluate(() => { location.hash = '/new-group'; });
      await page.getByLabel('群名').fill('没处可存的草稿');
      await page.evaluate(() => { location.hash = '/'; });
      await page.getByLabel('群名').waitFor({ state: 'detached' });
      await page.evaluate(() => { location.hash = '/new-group'; });
      assert.equal(await page.getByLabel('群名').inputValue(), '没处可存的草稿', 'kept while the page is open');
      await page.evaluate(() => dispatchEvent(new CustomEvent('qunli:panic', { detail: { message: 'test', at: 'x' } })));
      const seen = await failure(t, page, 'panic');
      assert.match(seen.text, /这个浏览器不让页面保存东西：还没发出去的文字，请先复制。/);
      assert.doesNotMatch(seen.text, /都在这台设备上/);
      assert.equal(await page.textContent('.boot-unsent'), '没处可存的草稿');
      await page.click('#boot button');
      await untilReady(page);
    });
  }

  for (const [lang, title, tag] of [
    ['zh-CN', '页面还缺一部分', 'zh-CN'], ['zh-TW', '頁面還缺一部分', 'zh-TW'], ['zh-HK', '頁面還缺一部分', 'zh-TW'],
    ['zh-Hant-TW', '頁面還缺一部分', 'zh-TW'], ['en-GB', 'A part of the page is missing', 'en'], ['fr', 'A part of the page is missing', 'en'],
  ]) {
    test(`a failure speaks the language of the phone: ${lang}`, async (t) => {
      const site = await serveStatic(t, { override: wasm({ status: 404 }) });
      const { page } = await open(t, site, { lang, viewport: { width: 320, height: 640 }, theme: lang === 'fr' ? 'dark' : 'light' });
      assert.equal((await failure(t, page, 'missing')).title, title);
      assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
    });
  }

  const phoneThatReads = (languages) => {
    Object.defineProperty(Navigator.prototype, 'languages', { get: () => languages });
    Object.defineProperty(Navigator.prototype, 'language', { get: () => languages[0] });
    window.tags = [];
    const note = () => window.tags.push(document.documentElement.lang);
    new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ['lang'] });
  };
  for (const [phone, tag] of [
    [['fr-CA', 'zh-HK', 'en'], 'zh-TW'], [['de', 'en-GB', 'zh-CN'], 'en'], [['fr', 'ja'], 'en'], [[], 'zh-CN'],
  ]) {
    test(`the shell and the app read the phone's languages alike: ${phone.join(', ') || 'none'}`, async (t) => {
      const before = { content: `(${phoneThatReads})(${JSON.stringify(phone)})` };
      const { page } = await open(t, await serveStatic(t, {}), { before });
      await untilReady(page);
      await page.waitForFunction((lang) => document.documentElement.lang === lang, tag);
      // The shell is the first to name one: neither names another afterwards.
      assert.deepEqual(await page.evaluate(() => [...new Set(window.tags)]), [tag]);
    });
  }

  test('old engines can read what they are given: no syntax after ES5', async () => {
    for (const name of ['boot.js', 'plain.js']) {
      const text = await readFile(join(DIST, name), 'utf8');
      const found = newer(text);
      assert.equal(found, undefined, `${name}: ${found}`);
    }
    for (const text of ['a=>a', '`a`', 'let a', 'const a=1', 'class A{}', 'for(a of b)', 'f(...a)', 'a?.b', 'a??b', 'a**b', 'a**=2', 'try{}catch{}',
      'a={b(){}}', 'a={c:1,b(d){return d}}', 'a={get:1,async b(){}}', 'a={[b]:1}', 'a={b,c}', 'return{b}']) assert.ok(newer(text), `is known: ${text}`);
    for (const text of ['if(a){b()}', 'a={b:function(){}}', 'function(a){if(a)return;for(;;){}}', 'try{}catch(e){}', 'a={b:c,d:e}', 'switch(a){case 1:b()}',
      'while(a){b()}', 'var a={};b({c:1})', 'a="x=>y"']) assert.equal(newer(text), undefined, text);
  });

  test('every language has every word', async () => {
    const words = JSON.parse(await readFile(new URL('../../public/boot.words.json', import.meta.url), 'utf8'));
    const shape = (value) => JSON.stringify(Object.entries(value).map(([key, text]) => [key, Array.isArray(text) ? text.length : 1]));
    for (const language of ['tw', 'en']) assert.equal(shape(words[language]), shape(words.zh), language);
  });
});
