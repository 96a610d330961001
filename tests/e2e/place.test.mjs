// A feed of many posts: the reader's place is kept over everything that happens to it: a detail and back, a reload, a
// webview that was killed, posts above, a late picture, larger text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from './acting.mjs';
import { openProfile, sleep, tempDir, untilReady } from './lib.mjs';
import { eye, longFeed, open, scrollTo, stays } from './long-feed.mjs';
import { goTo } from './people.mjs';

let world;
before(async () => { world = await longFeed(400); });
after(() => world?.end());

test('item 300, its page, and back: the same item at the same place, with the focus on it', async (t) => {
  const { page, expectNoErrors } = await open(t, world);
  await scrollTo(page, 300);
  // The eye on the last post of a part: what is pressed stands in the part below.
  await page.evaluate(() => {
    const seen = [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > 0);
    const last = [...seen.closest('[data-part]').querySelectorAll('article')].at(-1);
    window.scrollBy(0, last.getBoundingClientRect().bottom - 60);
  });
  await sleep(500);
  const mark = await eye(page);
  await page.evaluate(() => [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top > 0).querySelector('a.act').click());
  await page.waitForFunction(() => location.hash.includes('/p/'));
  const words = await page.locator('article .words').innerText();
  await page.goBack();
  await stays(page, mark, 'back');
  // The shell looks after the lost focus first, then the list: the reader goes on from the post that they came from.
  await page.waitForFunction((words) => document.activeElement.matches('article') && document.activeElement.querySelector('.words')?.textContent.trim() === words, words.trim());
  // By the crumb as well.
  await page.evaluate(() => [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top > 0).querySelector('a.act').click());
  await page.waitForFunction(() => location.hash.includes('/p/'));
  await page.locator('.crumb a').click();
  await stays(page, mark, 'the crumb');
  expectNoErrors();
});

test('a reload, and new posts above: nothing moves, and the pill leads to them', async (t) => {
  const { page, expectNoErrors } = await open(t, world);
  const mark = await scrollTo(page, 300);
  await page.reload();
  await untilReady(page);
  await stays(page, mark, 'a reload');
  // What is above was not asked for: it is asked for when it comes near.
  for (let i = 0; i < 30; i++) { await page.evaluate(() => window.scrollBy(0, -300)); await sleep(40); }
  await sleep(500);
  const above = await eye(page);
  const positions = await page.evaluate(() => [...document.querySelectorAll('article')].map((one) => Number(one.ariaPosInSet)));
  positions.forEach((one, i) => assert.equal(one, positions[0] + i, `the posts above are whole: ${positions}`));
  assert.ok(positions[0] < 300, 'posts above came');
  await world.write(1001);
  await world.write(1002);
  await page.getByText('2 条新动态').waitFor();
  await stays(page, above, 'new posts');
  await page.getByText('2 条新动态').click();
  const newest = page.locator('article', { hasText: '（1002）' });
  await newest.waitFor();
  await until('the newest has the focus and is seen', () => newest.evaluate((one) => document.activeElement === one && one.getBoundingClientRect().top >= 0));
  expectNoErrors();
});

test('a webview that was killed', async (t) => {
  const dir = await tempDir(t, 'profile');
  const leaver = await world.newcomer('小溪');
  await world.writeAll(3001, 3150);
  const session = JSON.stringify({ token: leaver.token, me: leaver.me });
  const first = await openProfile(t, dir);
  await first.page.goto(world.server.url);
  await first.page.evaluate((kept) => localStorage.setItem('qunli.data/session', kept), session);
  await first.page.goto(`${world.server.url}#${world.feed}`);
  await first.page.reload();
  await first.page.locator('article').first().waitFor();
  const mark = await scrollTo(first.page, 120);
  await first.context.close();
  const again = await openProfile(t, dir);
  await again.page.goto(`${world.server.url}#${world.feed}`);
  await untilReady(again.page);
  await stays(again.page, mark, 'the webview was killed');
  // Signing out leaves nothing of where one was.
  await goTo(again.page, '/me');
  await again.page.getByRole('button', { name: '退出登录' }).click();
  await again.page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await until('nothing is kept', () => again.page.evaluate(() => !Object.keys(localStorage).some((key) => key.includes('place/'))));
});

/** An engine that does not keep the place itself, as Safari. */
function unanchored() {
  const supports = CSS.supports.bind(CSS);
  CSS.supports = (...what) => !what.includes('overflow-anchor') && supports(...what);
  document.addEventListener('DOMContentLoaded', () => { document.documentElement.style.overflowAnchor = 'none'; });
}

for (const [engine, before] of [['an engine that keeps the place', null], ['one that does not', unanchored]]) {
  test(`a picture that comes late, and larger text, in ${engine}`, async (t) => {
    const { page } = await open(t, world, { before });
    const mark = await scrollTo(page, 60);
    await page.evaluate(() => {
      const seen = [...document.querySelectorAll('article')].findIndex((one) => one.getBoundingClientRect().bottom > 0);
      const picture = document.createElement('canvas');
      [picture.width, picture.height] = [300, 280];
      document.querySelectorAll('article')[seen - 1].append(picture);
    });
    await stays(page, mark, 'a late picture');
    await goTo(page, '/me');
    await page.getByRole('radio', { name: '140%' }).check();
    await page.goBack();
    await stays(page, mark, 'larger text');
    await page.reload();
    await untilReady(page);
    await stays(page, mark, 'a reload with larger text');
  });
}

