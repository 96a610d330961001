// A feed of many posts, one reader of it, and what the tests of it look at: the first post on screen, by its words.
import assert from 'node:assert/strict';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, sleep, startServer, untilReady } from './lib.mjs';
import { goTo } from './people.mjs';

const WORDS = ['周四的课还有位置。', '练完腿软，楼梯是扶着下来的，电梯前的人都在笑，笑完一起等电梯。', '谁有多的瑜伽砖？想借一周，周末还。',
  '新来的朋友先看置顶，里面有地址和停车的办法。\n\n下雨路滑，晚到十分钟没关系。'];

/** A server with a group of so many posts and a reader; `end` ends it. It lives as long as the file's tests. */
export async function longFeed(posts) {
  const ends = [];
  const server = await startServer({ after: (work) => ends.push(work) }, { args: ['--rate-limits', 'off'] });
  const world = { server, ...await hostOf(server, '千帖') };
  world.newcomer = async (nickname) => joins(server, await invite(world.host, world.at), nickname);
  world.write = (i, who = world.host) => who.call('POST', `${world.at}/posts`, { body: `${WORDS[i % 4]}（${i}）`, kind: 'note' });
  world.writeAll = async (from, to) => {
    for (let i = from; i <= to; i += 20) {
      await Promise.all(Array.from({ length: Math.min(20, to - i + 1) }, (_, k) => world.write(i + k)));
    }
  };
  world.reader = await world.newcomer('小河');
  world.feed = `/g/${world.group.id}`;
  world.end = async () => { await closeBrowser(); for (const work of ends.reverse()) await work(); };
  await world.writeAll(1, posts);
  return world;
}

/** A phone at the top of the feed; `before` runs in its pages before the app does. */
export async function open(t, world, { before, who = world.reader, ...options } = {}) {
  const phone = await phoneOf(t, world.server, who, '', options);
  if (before) {
    await phone.context.addInitScript(before);
    await phone.page.reload();
    await untilReady(phone.page);
  }
  await goTo(phone.page, world.feed);
  await phone.page.locator('article').first().waitFor();
  return phone;
}

/** The first article on screen, as it stands: by its words, not by anything of the app. */
export const eye = (page) => page.evaluate(() => {
  const article = [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > 0);
  return { words: article.querySelector('.words').textContent, top: article.getBoundingClientRect().top };
});

const at = (page, words) => page.evaluate((words) => {
  const article = [...document.querySelectorAll('article')].find((one) => one.querySelector('.words')?.textContent === words);
  return article ? article.getBoundingClientRect().top : null;
}, words);

/** Scrolls down as a thumb does, until so many posts were passed. */
export async function scrollTo(page, number) {
  await page.evaluate(async (number) => {
    const frame = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
    for (let tries = 0; tries < 4000; tries++) {
      const seen = [...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > 0);
      if (seen && Number(seen.ariaPosInSet) >= number) break;
      window.scrollBy(0, 500);
      await frame();
    }
    // Somewhere within the post, not at its edge.
    window.scrollBy(0, 33);
  }, number);
  await sleep(500);
  return eye(page);
}

/** The post that was `mark` stands where it stood, within 2 px, and still does a moment later. */
export async function stays(page, mark, after) {
  let now;
  const stands = () => now !== null && Math.abs(now - mark.top) <= 2;
  await until(`the place after ${after}`, async () => { now = await at(page, mark.words); return stands(); }, 8000)
    .catch(async (error) => { throw new Error(`${error.message}: ${JSON.stringify(mark)} is at ${now}; on screen is ${JSON.stringify(await eye(page))}`); });
  await sleep(400);
  now = await at(page, mark.words);
  assert.ok(stands(), `after ${after} it moved: ${now} instead of ${mark.top}`);
}
