// A feed of a thousand posts: the screen stays small; it is read by keys alone; what is new is told, led to and marked as
// read, on all of one's tabs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { phoneOf, until } from './acting.mjs';
import { untilReady } from './lib.mjs';
import { longFeed, open, scrollTo } from './long-feed.mjs';

let world;
before(async () => { world = await longFeed(1000); });
after(() => world?.end());

test('a thousand posts are as many elements as a hundred', async (t) => {
  const { page, expectNoErrors } = await open(t, world);
  const count = () => page.evaluate(() => ({ nodes: document.querySelectorAll('*').length, articles: document.querySelectorAll('article').length }));
  await scrollTo(page, 100);
  const few = await count();
  await scrollTo(page, 900);
  const many = await count();
  assert.ok(many.articles <= 80, `${many.articles} cards are drawn`);
  assert.ok(many.nodes <= few.nodes * 1.25, `${few.nodes} elements at 100, ${many.nodes} at 900`);
  // What the scroll bar says does not jump: all heights that were seen are known.
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(tall > 900 * 120, `${tall} px`);
  expectNoErrors();
});

test('by keys alone: from post to post, out of the feed and back; a live insert takes no focus', async (t) => {
  const { page, expectNoErrors } = await open(t, world);
  const focus = () => page.evaluate(() => ({ item: document.activeElement.closest?.('article')?.ariaPosInSet ?? null, tag: document.activeElement.tagName, cls: document.activeElement.className }));
  const list = page.getByRole('feed');
  assert.equal(await list.getAttribute('aria-label'), '这里的帖子');
  for (let i = 0; i < 60 && !(await focus()).item; i++) await page.keyboard.press('Tab');
  assert.equal((await focus()).item, '1');
  for (let i = 2; i <= 45; i++) {
    await page.keyboard.press('PageDown');
    await until(`post ${i} has the focus`, async () => (await focus()).item === String(i) || (await page.keyboard.press('PageDown'), false), 6000);
  }
  const seen = await page.evaluate(() => { const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight / 2; });
  assert.ok(seen, 'the post that has the focus is on screen, from its beginning');
  await page.keyboard.press('PageUp');
  assert.equal((await focus()).item, '44');
  await world.write(2001);
  await page.getByText(/\d+ 条新动态/).waitFor();
  assert.equal((await focus()).item, '44', 'a live insert takes no focus');
  await page.keyboard.press('Control+Home');
  assert.equal((await focus()).item, null);
  await page.keyboard.press('Control+End');
  assert.equal((await focus()).item, null);
  expectNoErrors();
});

test('without observers older posts come by the button', async (t) => {
  const { page } = await open(t, world, { before: () => { delete window.IntersectionObserver; delete window.ResizeObserver; } });
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: '看更早的' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('article').length >= n, 40 + i * 20);
  }
});

test('what is new: told at home, led to from the oldest, and marked as read in every tab', async (t) => {
  const who = world.reader;
  await who.call('PUT', `${world.at}/read`, { to: new Date(Date.now() + 60_000).toISOString() });
  await world.writeAll(5001, 5030);
  const { page: other, newPage, expectNoErrors } = await phoneOf(t, world.server, who);
  const row = other.getByRole('link', { name: /千帖/ });
  await row.getByText('30 条未读').waitFor();

  // Another tab goes in. What is on its screen is seen, and what is older with it: both tabs know.
  const page = await newPage();
  await page.goto(`${world.server.url}#${world.feed}`);
  await untilReady(page);
  await row.getByText('30 条未读').waitFor({ state: 'detached', timeout: 8000 });
  // Where one was is still shown, as long as one reads.
  await page.getByRole('button', { name: '30 条未读，从最早的看起' }).click();
  await page.getByText('以下看过了').waitFor();
  // They were written side by side: only the backend knows their order.
  const { items } = await who.call('GET', `${world.at}/posts?limit=40`);
  const told = items.map((post) => post.body);
  const oldest = page.locator('article', { hasText: told[29].match(/（\d+）/)[0] });
  await until('the oldest new post has the focus, on screen', () => oldest.evaluate((one) => document.activeElement === one && one.getBoundingClientRect().top >= 0));
  const around = await page.evaluate(() => {
    const lines = [...document.querySelectorAll('.feed-line')];
    const side = (way) => [...document.querySelectorAll('article')].filter((one) => lines[0].compareDocumentPosition(one) === way).map((one) => one.querySelector('.words').textContent);
    return { lines: lines.length, before: side(Node.DOCUMENT_POSITION_PRECEDING).at(-1), after: side(Node.DOCUMENT_POSITION_FOLLOWING)[0] };
  });
  assert.equal(around.lines, 1);
  assert.deepEqual([around.before, around.after], [told[29], told[30]]);

  // What waits behind the pill is not read before it is shown.
  await world.write(5031);
  await page.getByText('1 条新动态').waitFor();
  await row.getByText('1 条未读').waitFor({ timeout: 8000 });
  await page.getByText('1 条新动态').click();
  await row.getByText('1 条未读').waitFor({ state: 'detached', timeout: 8000 });
  assert.equal((await who.call('GET', world.at)).unread, 0);
  expectNoErrors();
});
