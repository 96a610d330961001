// A feed of a thousand posts: the screen stays small, and the reader's place is kept over everything that happens to it:
// a detail and back, a reload, a webview that was killed, posts above, a late picture, larger text. By keyboard too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, openProfile, sleep, startServer, tempDir, untilReady } from './lib.mjs';
import { goTo } from './people.mjs';

const POSTS = 1000;
const WORDS = ['周四的课还有位置。', '练完腿软，楼梯是扶着下来的，电梯前的人都在笑，笑完一起等电梯。', '谁有多的瑜伽砖？想借一周，周末还。',
  '新来的朋友先看置顶，里面有地址和停车的办法。\n\n下雨路滑，晚到十分钟没关系。'];
const ends = [];
let server, group, host, reader;

before(async () => {
  // The world ends with the file, and not with a test.
  server = await startServer({ after: (work) => ends.push(work) }, { args: ['--rate-limits', 'off'] });
  ({ host, group } = await hostOf(server, '千帖'));
  reader = await joins(server, await invite(host, `/groups/${group.id}`), '小河');
  for (let i = 1; i <= POSTS; i += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, k) => write(i + k)));
  }
});
after(async () => { await closeBrowser(); for (const work of ends.reverse()) await work(); });

const write = (i) => host.call('POST', `/groups/${group.id}/posts`, { body: `${WORDS[i % 4]}（${i}）`, kind: 'note' });
const feed = () => `/g/${group.id}`;

/** The reader's phone at the top of the feed. */
async function open(t, options = {}) {
  const phone = await phoneOf(t, server, reader, '', options);
  if (options.before) await phone.context.addInitScript(options.before);
  if (options.before) { await phone.page.reload(); await untilReady(phone.page); }
  await goTo(phone.page, feed());
  await phone.page.locator('article').first().waitFor();
  return phone;
}

/** Runs in the page: the first article on screen, as it stands: by its words, not by anything of the app. */
const eye = (page) => page.evaluate(() => {
  const article = [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > 0);
  return { words: article.querySelector('.words').textContent, top: article.getBoundingClientRect().top };
});

const at = (page, words) => page.evaluate((words) => {
  const article = [...document.querySelectorAll('article')].find((one) => one.querySelector('.words')?.textContent === words);
  return article ? article.getBoundingClientRect().top : null;
}, words);

/** Scrolls down as a thumb does, until so many posts were passed. */
async function scrollTo(page, number) {
  for (let tries = 0; tries < 3000; tries++) {
    const far = await page.evaluate((number) => {
      const seen = [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > 0);
      if (seen && Number(seen.ariaPosInSet) >= number) return true;
      window.scrollBy(0, 700);
      return false;
    }, number);
    if (far) break;
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  }
  // Somewhere within the post, not at its edge.
  await page.evaluate(() => window.scrollBy(0, 33));
  await sleep(500);
  return eye(page);
}

async function stays(page, mark, after) {
  let now;
  await until(`the place after ${after}: ${JSON.stringify(mark)}, now ${JSON.stringify(now)}`, async () => {
    now = await at(page, mark.words);
    return now !== null && Math.abs(now - mark.top) <= 2;
  }, 8000).catch(async (error) => { throw new Error(`${error.message}; it is at ${now}, on screen is ${JSON.stringify(await eye(page))}`); });
  // And not for a moment only.
  await sleep(400);
  now = await at(page, mark.words);
  assert.ok(now !== null && Math.abs(now - mark.top) <= 2, `after ${after}: ${now} instead of ${mark.top}`);
}

test('item 300, its page, and back: the same item at the same place, with the focus on it', async (t) => {
  const { page, expectNoErrors } = await open(t);
  const mark = await scrollTo(page, 300);
  await page.evaluate(() => [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top > 0).querySelector('a.act').click());
  await page.waitForFunction(() => location.hash.includes('/p/'));
  const words = await page.locator('article .words').innerText();
  await page.goBack();
  await stays(page, mark, 'back');
  const focus = await page.evaluate(() => document.activeElement.querySelector?.('.words')?.textContent);
  assert.equal(focus?.trim(), words.trim(), 'the reader goes on from the post that they came from');
  // By the crumb as well.
  await page.evaluate(() => [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top > 0).querySelector('a.act').click());
  await page.waitForFunction(() => location.hash.includes('/p/'));
  await page.locator('.crumb a').click();
  await stays(page, mark, 'the crumb');
  expectNoErrors();
});

test('a reload, and new posts above: nothing moves, and the pill leads to them', async (t) => {
  const { page, expectNoErrors } = await open(t);
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
  await write(1001);
  await write(1002);
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
  const leaver = await joins(server, await invite(host, `/groups/${group.id}`), '小溪');
  for (let i = 3001; i < 3151; i += 15) await Promise.all(Array.from({ length: 15 }, (_, k) => write(i + k)));
  const session = JSON.stringify({ token: leaver.token, me: leaver.me });
  const first = await openProfile(t, dir);
  await first.page.goto(server.url);
  await first.page.evaluate((kept) => localStorage.setItem('qunli.data/session', kept), session);
  await first.page.goto(`${server.url}#${feed()}`);
  await first.page.reload();
  await first.page.locator('article').first().waitFor();
  const mark = await scrollTo(first.page, 120);
  await first.context.close();
  const again = await openProfile(t, dir);
  await again.page.goto(`${server.url}#${feed()}`);
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
    const { page } = await open(t, { before });
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

test('a thousand posts are as many elements as a hundred', async (t) => {
  const { page, expectNoErrors } = await open(t);
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
  const { page, expectNoErrors } = await open(t);
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
  await write(2001);
  await page.getByText(/\d+ 条新动态/).waitFor();
  assert.equal((await focus()).item, '44', 'a live insert takes no focus');
  await page.keyboard.press('Control+Home');
  assert.equal((await focus()).item, null);
  await page.keyboard.press('Control+End');
  assert.equal((await focus()).item, null);
  expectNoErrors();
});

test('without observers older posts come by the button', async (t) => {
  const { page } = await open(t, { before: () => { delete window.IntersectionObserver; delete window.ResizeObserver; } });
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: '看更早的' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('article').length >= n, 40 + i * 20);
  }
});
