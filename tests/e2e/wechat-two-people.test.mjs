// The main job, end to end, with both people inside WeChat's webview, whose storage does not last.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { backendDies, comesByQr, dealMovesLive, seatChangesHands, theyTalk } from './journey.mjs';
import { closeBrowser, untilReady } from './lib.mjs';
import * as people from './people.mjs';
import { IPHONE, openWeChat, seen, startWorld } from './wechat.mjs';

const { button } = people;

after(closeBrowser);

/** Chance that can be repeated: mulberry32. */
function chanceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Everything that a page kept is gone: all storage of its origin, while no page of the app runs. */
async function wipe(page, url) {
  const left = await page.evaluate(() => ({ session: localStorage.getItem('qunli.data/session'), keys: localStorage.length }));
  assert.ok(left.session && left.keys > 0, 'there was something to lose');
  await page.goto(`${url}icon.svg`);
  const databases = await page.evaluate(async () => {
    const found = await indexedDB.databases();
    await Promise.all(found.map(({ name }) => new Promise((done, fail) => {
      Object.assign(indexedDB.deleteDatabase(name), { onsuccess: done, onerror: fail, onblocked: fail });
    })));
    localStorage.clear();
    sessionStorage.clear();
    return found.length;
  });
  assert.ok(databases > 0, 'the cache was there, too');
  await page.goto(`${url}#/`);
  await untilReady(page);
  // Whoever lost it is nobody here, and is told where to come in.
  await people.link(page, '我来过，登录').waitFor();
}

test('two people, both inside WeChat, whose storage is wiped at random', async (t) => {
  const seed = Number(process.env.QUNLI_SEED ?? Date.now() % 1_000_000);
  t.diagnostic(`QUNLI_SEED=${seed}`);
  const chance = chanceOf(seed);
  const wiped = { session: 0, all: 0 };
  const own = await startWorld(t);
  const host = await openWeChat(t);
  const guest = await openWeChat(t, { agent: IPHONE });
  for (const phone of [host, guest]) {
    await phone.context.exposeFunction('losesSession', () => {
      const loses = chance() < 0.3;
      if (loses) wiped.session += 1;
      return loses;
    });
    await phone.context.addInitScript(() => addEventListener('hashchange', async () => {
      if (await window.losesSession()) sessionStorage.clear();
    }));
  }
  const [h, g] = [host.page, guest.page];
  await people.signInFromHome(h, own.url, '13900000001');
  await people.makeGroup(h, '周四器械小班', '阿满教练');
  const group = await people.here(h);
  await people.writePost(h, '加入之前说的话');
  await people.openDeal(h, '早就开着的团');
  const oldDeal = await people.here(h);
  const both = { h, g, url: own.url, server: own.server, group, oldDeal, name: '周四器械小班', host: '阿满教练', guest: '小河' };
  // The host links WeChat, to come back by it; the guest keeps the code that joining gives.
  const asIn = async (openid, press) => { own.wechat.openid = openid; await press(); };
  await people.goTo(h, '/me');
  await asIn('o-host', () => button(h, '以后也用微信登录').click());
  await h.getByText('这个账号也能用微信登录').waitFor();
  // That opened the page anew: what comes later is news where the group was seen before.
  await people.goTo(h, group);
  await h.locator('article', { hasText: '加入之前说的话' }).waitFor();
  let code;
  await comesByQr(t, { ...both, keeps: (shown) => { code = shown; } });

  const back = {
    host: async () => {
      await people.goTo(h, '/sign-in');
      await asIn('o-host', () => button(h, '用微信登录').click());
    },
    guest: () => people.byRecoveryCode(g, own.url, code),
  };
  // Each of them once alone and once with the other, in an order by chance, and once more by chance.
  const losers = [['host'], ['guest'], ['host', 'guest']];
  const turns = losers.map((who) => [chance(), who]).sort(([a], [b]) => a - b).map(([, who]) => who);
  turns.push(losers[Math.floor(chance() * 3)]);
  /** Between two steps somebody loses everything, and comes back as who they were. */
  const betweenSteps = async () => {
    const who = turns.shift();
    t.diagnostic(`lost everything: ${who}`);
    for (const one of who) {
      const page = one === 'host' ? h : g;
      await wipe(page, own.url);
      wiped.all += 1;
      await back[one]();
      await page.getByRole('link', { name: /周四器械小班/ }).first().click();
      await page.getByRole('heading', { name: '周四器械小班', level: 1 }).waitFor();
    }
  };
  for (const step of [theyTalk, backendDies, seatChangesHands, dealMovesLive]) {
    await betweenSteps();
    await step(both);
  }
  t.diagnostic(`session storage was wiped ${wiped.session} times, everything ${wiped.all} times`);
  assert.ok(wiped.session > 0 && wiped.all >= 4, JSON.stringify(wiped));
  assert.ok((await seen(h)).signed && (await seen(g)).signed, 'the bridge was open on both');
  // One ticket for both: the backend keeps it, and it was started twice.
  assert.ok(own.wechat.tickets <= 2, `${own.wechat.tickets} tickets`);
  host.expectNoErrors();
  guest.expectNoErrors();
});
