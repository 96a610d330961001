// What people do, in words of the screen (zh-CN): the steps that the journeys are made of.
import assert from 'node:assert/strict';
import { untilReady } from './lib.mjs';

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const link = (page, name) => page.getByRole('link', { name, exact: true });

/** A local date and time for a `datetime-local` field, so many hours from now. */
export function inHours(hours) {
  const then = new Date(Date.now() + hours * 3600_000 + 8 * 3600_000);
  return then.toISOString().slice(0, 16);
}

/** Asks for a code and types the one that a demo database shows. */
export async function byPhone(page, phone, go) {
  await page.getByLabel('手机号').fill(phone);
  await button(page, '发验证码').click();
  const shown = await page.getByText(/演示环境的验证码：\d{6}/).textContent();
  await page.getByLabel('6 位验证码').fill(shown.match(/\d{6}/)[0]);
  await button(page, go).click();
}

/** Signs in from the first-visit page. */
export async function signInFromHome(page, url, phone) {
  await page.goto(url);
  await untilReady(page);
  await link(page, '我来过，登录').click();
  await byPhone(page, phone, '登录');
  await page.getByRole('heading', { name: '我的群' }).waitFor();
}

/** Comes back by a recovery code, from the page of signing in. */
export async function byRecoveryCode(page, url, code) {
  await page.goto(`${url}#/sign-in`);
  await untilReady(page);
  await button(page, '换了手机？用恢复码').click();
  await page.getByLabel('恢复码').fill(code);
  await button(page, '找回我的账号').click();
}

/** Makes a group and stands in it. */
export async function makeGroup(page, name, nickname) {
  await link(page, '建一个群').click();
  await page.getByLabel('群名').fill(name);
  await page.getByLabel('在这个群里我叫').fill(nickname);
  await button(page, '建好，进去').click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Writes a post from a group's page and comes back to it. */
export async function writePost(page, words) {
  await page.locator('.composer-open').click();
  await page.getByLabel('要说的话').fill(words);
  await button(page, '发出去').click();
  await page.locator('article', { hasText: words }).waitFor();
}

/** Opens a deal with three tiers from a group's page; ends on the deal's own page. */
export async function openDeal(page, title) {
  await link(page, '发起拼团').click();
  await page.getByLabel('买什么').fill(title);
  const prices = page.getByLabel('每份价格');
  await prices.nth(0).fill('128');
  await page.getByLabel('从几人起').nth(0).fill('2');
  await prices.nth(1).fill('99');
  await button(page, '加一档').click();
  await page.getByLabel('从几人起').nth(1).fill('10');
  await prices.nth(2).fill('79');
  await page.getByLabel('最少几人成团').fill('2');
  await page.getByLabel('什么时候截止').fill(inHours(48));
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

/** Back to the group's page by the crumb. */
export async function toGroup(page, group) {
  await page.locator('.tabs').getByRole('link', { name: '群里' }).click().catch(() => {});
  await page.getByRole('link', { name: new RegExp(group) }).first().click();
  await page.getByRole('heading', { name: group, level: 1 }).waitFor();
}

/** Goes to a place by its address, as a pasted link does; the page is not reloaded. */
export async function goTo(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
}

/** The path of the place that the page shows. */
export async function here(page) {
  return page.evaluate(() => location.hash.slice(1));
}

/** The words of the whole page. */
export async function words(page) {
  return page.locator('body').innerText();
}

export async function expectNot(page, text) {
  assert.ok(!(await words(page)).includes(text), `must not be seen: ${text}`);
}
