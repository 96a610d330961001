// A release is in parts: what a first visit loads, what comes once it has settled, and what to do when a part does not.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { DIST, closeBrowser, openPhone, startServer, untilReady } from './lib.mjs';
import { button, link } from './people.mjs';
import { account } from './screens.mjs';

const parts = readdirSync(DIST).filter((file) => /^split_.*\.wasm$/.test(file));
const skip = parts.length ? false : 'this client is no release: it is in one part';
const LOST = [/Failed to load resource/, /Failed to fetch/, /NetworkError/, /CompileError/, /ERR_FAILED/];

after(closeBrowser);

/** A phone on the first page; `asked` are the parts that it has asked for. */
async function visitor(t, options = {}) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  await account(server, '小满');
  const phone = await openPhone(t, options);
  const asked = [];
  phone.page.on('request', (request) => {
    const part = /split_[a-z_]+/.exec(request.url());
    if (part) asked.push(part[0].replace(/_$/, ''));
  });
  return { server, phone, page: phone.page, asked };
}

test('a first visit loads no other language and no other page; the rest comes by itself', { skip }, async (t) => {
  const { server, phone, page, asked } = await visitor(t);
  await page.goto(server.url);
  await untilReady(page);
  await link(page, '我来过，登录').waitFor();
  assert.deepEqual(asked, [], 'what is on screen needs no other part');
  await page.waitForRequest(/split_rooms/);
  await link(page, '我来过，登录').click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  assert.deepEqual(asked, ['split_rooms']);
  phone.expectNoErrors();
});

test('English is loaded before the first word is shown', { skip }, async (t) => {
  const { server, phone, page, asked } = await visitor(t, { lang: 'en-GB' });
  await page.goto(server.url);
  await untilReady(page);
  await link(page, 'I have been here: sign in').waitFor();
  assert.ok(!/[\u4e00-\u9fff]/.test(await page.getByRole('heading', { level: 1 }).innerText()), 'no word of another language');
  assert.equal(asked.filter((part) => part === 'split_words_en').length, 1);
  assert.ok(!asked.includes('split_words_zh_tw'));
  phone.expectNoErrors();
});

for (const [what, answer] of [['does not come', null], ['is a page with status 200', { status: 200, contentType: 'text/html', body: '<!doctype html><p>not found' }]]) {
  test(`a part that ${what}: a sentence, and trying again works`, { skip }, async (t) => {
    const { server, page } = await visitor(t, { ignore: LOST });
    await page.route(/split_rooms/, (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.goto(`${server.url}#/sign-in`);
    await untilReady(page);
    await page.getByText('这一页还没取到').waitFor();
    await button(page, '再试一次').click();
    await page.getByText('这一页还没取到').waitFor();
    await page.unroute(/split_rooms/);
    await button(page, '再试一次').click();
    await page.getByRole('button', { name: /^小满/ }).click();
    await page.getByRole('heading', { name: '我的群' }).waitFor();
  });
}

test('a language whose words do not come leaves the page as it was', { skip }, async (t) => {
  const { server, page } = await visitor(t, { ignore: LOST });
  await page.goto(`${server.url}#/sign-in`);
  await untilReady(page);
  await page.getByRole('button', { name: /^小满/ }).click();
  await page.getByRole('heading', { name: '我的群' }).waitFor();
  await link(page, '我').click();
  await page.route(/split_words_en/, (route) => route.abort());
  await page.getByRole('radio', { name: 'English' }).click();
  await page.getByText('这种语言的文字没取到').waitFor();
  assert.ok(await page.getByRole('radio', { name: '简体中文' }).isChecked(), 'the choice goes back');
  await page.getByRole('heading', { name: '每个群里的我' }).waitFor();
  await page.unroute(/split_words_en/);
  await page.getByRole('radio', { name: '繁體中文' }).check();
  await page.getByRole('heading', { name: '每個群組裡的我' }).waitFor();
});
