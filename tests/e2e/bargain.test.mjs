// Bargains: switched on by the host, begun by a member, helped by friends to the lowest price and bought; one that ends
// unreached and owes nothing. Inside WeChat there is none of it, anywhere, and no deal goes to Moments: the same walk in a
// plain browser shows what must be missing there.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, phoneOf, someone, until } from './acting.mjs';
import { closeBrowser, startServer, untilReady } from './lib.mjs';
import { button, expectNot, goTo, inHours, link, words } from './people.mjs';
import { ANDROID, IPHONE, bridged, openWeChat, seen, startWorld } from './wechat.mjs';

after(closeBrowser);

const OFF = ['--rate-limits', 'off'];
const card = (page, text) => page.locator('article', { hasText: text });
const dialog = (page) => page.locator('dialog[open]');
const fen = (amount) => ({ amount, currency: 'CNY' });
const then = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

/** Somebody with a verified phone who joins by an invite. */
async function friendOf(server, made, nickname) {
  const who = await someone(server);
  await who.call('POST', '/invites/join', { invite: { token: made.token }, persona: { nickname, avatar: 'sprig-moss' } });
  return who;
}

const mat = { title: '瑜伽垫', minimum: 1, per_member: 1, stock: 5, tiers: [{ from: 1, price: fen(12800) }], bargain: { floor: fen(9900), helps: 2 } };

test('off until the host switches it on; friends help to the lowest price, and it is bought', async (t) => {
  const server = await startServer(t, { args: OFF });
  const { host, group, at } = await hostOf(server, '砍价的群');
  const made = await invite(host, at);
  const [he, zhou] = [await friendOf(server, made, '小河'), await friendOf(server, made, '老周')];
  const a = await phoneOf(t, server, host, `/g/${group.id}/new-deal`);
  const page = a.page;
  await page.getByLabel('买什么').waitFor();
  assert.equal(await link(page, '发起砍价').count(), 0, 'off by default');

  // The host switches it on, with honest words, and finds the way.
  await goTo(page, `/g/${group.id}/settings`);
  await page.getByText('微信禁止砍价，所以在微信里什么都不会出现').waitFor();
  await page.getByLabel('可以砍价：砍到底价才买').check();
  await button(page, '保存规则').click();
  await until('the policy', async () => (await host.call('GET', at)).policy.bargains === 'to_floor');
  await goTo(page, `/g/${group.id}/new-deal`);
  await link(page, '发起砍价').click();
  await page.getByLabel('买什么').fill('瑜伽垫');
  await page.getByLabel('原价').fill('128');
  await page.getByLabel('底价').fill('128');
  await page.getByLabel('要几个人帮').fill('2');
  await page.getByLabel('到什么时候可以开始砍').fill(inHours(2));
  await page.locator('button[type=submit]').click();
  await page.getByText('要比原价低，每人至少能砍 1 分').waitFor();
  await page.getByLabel('底价').fill('99');
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '瑜伽垫', level: 1 }).waitFor();
  await page.getByText('2 个人各帮一下，从 ¥128 到 ¥99').first().waitFor();
  const deal = await page.evaluate(() => location.hash.slice(1));

  // 小河 begins hers; it is in the feed as a card, too.
  const b = await phoneOf(t, server, he, `/g/${group.id}`);
  const hers = b.page;
  await card(hers, '瑜伽垫').getByText('最低 ¥99').waitFor();
  await card(hers, '瑜伽垫').getByRole('link', { name: /瑜伽垫/ }).click();
  await button(hers, /^开始我的砍价/).click();
  const own = card(hers, '我的砍价');
  await own.getByText('还差 2 个人，就到 ¥99').waitFor();
  assert.equal(await own.getByRole('button', { name: /帮一下/ }).count(), 0, 'nobody helps oneself');
  const id = deal.split('/').at(-1);
  const told = async () => (await he.call('GET', `/deals/${id}`)).bargains[0];
  const first = (await told()).next.amount;

  // Friends help, each once; what the help takes off was said before, to the fen.
  const yuan = (amount) => `¥${(amount / 100).toFixed(2).replace('.00', '')}`;
  await card(page, '小河 的砍价').getByText(`下一个人帮，减 ${yuan(first)}`).waitFor();
  await button(card(page, '小河 的砍价'), /^帮一下/).click();
  await card(page, '小河 的砍价').getByText('你帮过了').waitFor();
  await own.getByText('还差 1 个人，就到 ¥99').waitFor();
  await own.getByText('栗子教练').waitFor();
  await own.getByText(`−${yuan(first)}`).waitFor();
  await own.getByText(yuan(12800 - first), { exact: true }).waitFor();
  const c = await phoneOf(t, server, zhou, deal);
  const his = c.page;
  await button(card(his, '小河 的砍价'), /^帮一下/).click();
  await his.getByText('现在没有人在砍').waitFor();
  await own.getByText('砍到底价了').waitFor();
  await own.getByText('买下了，把 ¥99 付给 栗子教练').waitFor();
  assert.equal((await told()).price.amount, 9900);

  // It is settled like any deal, by who opened it.
  await button(page, '已收到').click();
  await button(dialog(page), '已收到').click();
  await until('it is settled', async () => (await he.call('GET', `/deals/${id}`)).your_pledge.state === 'settled');
  await own.getByText('栗子教练 说已经收到你的 ¥99。').waitFor();
  for (const phone of [a, b, c]) phone.expectNoErrors();
});

test('unreached at its end nothing is owed, and nothing is bought; the day has three helps', async (t) => {
  const server = await startServer(t, { args: OFF });
  const { host, group, at } = await hostOf(server, '砍不到的群', { bargains: 'to_floor' });
  const made = await invite(host, at);
  const he = await friendOf(server, made, '小河');
  const deal = await host.call('POST', `${at}/deals`, { ...mat, ends_at: then(3600) });
  const begun = await he.call('POST', `/deals/${deal.id}/bargains`, {});
  for (const name of ['阿禾', '老周', '山竹']) {
    const other = await friendOf(server, made, name);
    const theirs = await other.call('POST', `/deals/${deal.id}/bargains`, {});
    await host.call('POST', `/bargains/${theirs.bargains.find((one) => one.yours).id}/help`, {});
  }
  const a = await phoneOf(t, server, host, `/g/${group.id}/d/${deal.id}`);
  await card(a.page, '小河 的砍价').getByText('今天帮满 3 次了，明天可以再帮').waitFor();
  const b = await phoneOf(t, server, he, `/g/${group.id}/d/${deal.id}`);
  await card(b.page, '我的砍价').getByText('还差 2 个人').waitFor();
  assert.ok(begun.bargains.length === 1);
  await server.kill9();
  const again = await startServer({ after: () => {} }, { data: server.data, port: server.port, args: [...OFF, '--clock-offset-s', '86460'] });
  server.child = again.child;
  await b.page.reload();
  await card(b.page, '我的砍价').getByText('时间到了，差 2 个人。什么都不用付，也没有买。').waitFor();
  assert.equal(await b.page.getByText('待结算').count(), 0);
  for (const phone of [a, b]) phone.expectNoErrors();
});

// ── inside WeChat ───────────────────────────────────────────────────────────────────────────────────────────────

const NOT_HERE = '这个在微信里看不了';
/** Where a bargain could be: what stands there in a plain browser, and what tells that the page is whole inside WeChat. */
const PLACES = {
  feed: ['', /最低 ¥99/, NOT_HERE],
  deal: ['/d/{bargain}', /帮一下/, NOT_HERE],
  start: ['/new-deal', /发起砍价/, '每份价格'],
  settings: ['/settings', /砍价/, '开课前多久停止转课'],
  about: ['/about', /砍价/, '成员都可以发起拼团'],
  form: ['/new-bargain', /发起砍价/, /这个在微信里看不了|回到群里/],
};

/** The words of each of these places, once they are whole. */
async function walk(page, world, banned) {
  const found = {};
  for (const [name, [place, shown, ready]] of Object.entries(PLACES)) {
    await goTo(page, `/g/${world.group.id}${place.replace('{bargain}', world.bargain.id)}`);
    if (banned) await page.getByText(ready).first().waitFor();
    else await page.getByText(shown).first().waitFor();
    await page.locator('.skel').first().waitFor({ state: 'detached' });
    found[name] = await words(page);
  }
  await goTo(page, '/deals');
  await card(page, '一箱橙子').waitFor();
  if (!banned) await page.getByText('最低 ¥99').waitFor();
  found.deals = await words(page);
  return found;
}

test('inside WeChat there is no bargain anywhere, and no deal goes to Moments; a plain browser shows both', async (t) => {
  const world = await startWorld(t);
  const { host, group, at } = await hostOf(world.server, '看得见的群', { bargains: 'any_price' });
  const made = await invite(host, at);
  const he = await friendOf(world.server, made, '小河');
  const tiers = [{ from: 1, price: fen(12800) }, { from: 3, price: fen(9900) }];
  const plain = { title: '天然橡胶瑜伽垫', minimum: 1, per_member: 1, ends_at: then(86_400) };
  const deal = await host.call('POST', `${at}/deals`, { ...plain, tiers });
  const team = await host.call('POST', `${at}/deals`, { ...plain, title: '一箱橙子', minimum: 2, tiers: tiers.slice(0, 1), team: { size: 2, hours: 24 } });
  const bargain = await host.call('POST', `${at}/deals`, { ...mat, title: '阳台小桌', ends_at: then(86_400) });
  await he.call('POST', `/deals/${bargain.id}/bargains`, {});
  Object.assign(world, { host, group, bargain });

  // What must be missing in WeChat is there in a plain browser: else this test would find nothing whatever was shown.
  const browser = await phoneOf(t, { url: world.url }, host, `/g/${group.id}`);
  await walk(browser.page, world, false);

  for (const agent of [ANDROID, IPHONE]) {
    const phone = await openWeChat(t, { agent, who: host });
    const page = phone.page;
    await page.goto(`${world.url}#/g/${group.id}`);
    await untilReady(page);
    await bridged(page);
    const here = await walk(page, world, true);
    for (const [place, said] of Object.entries(here)) {
      assert.doesNotMatch(said, /砍|帮一下|底价/, `${place}: ${said}`);
    }
    // Whoever opens a link to one reads a sentence, and has ways on.
    assert.ok(here.deal.includes(NOT_HERE));
    await goTo(page, `/g/${group.id}/d/${bargain.id}`);
    await button(page, '复制链接').waitFor();
    await expectNot(page, '阳台小桌');
    assert.equal(await page.getByRole('button', { name: /帮|开始/ }).count(), 0);
    const nothing = await seen(page);
    assert.equal(nothing.cards.chat.link, world.url, 'the menu sends the app, not this');
    await page.locator('main').getByRole('link').first().click();
    await page.getByRole('heading', { name: '看得见的群', level: 1 }).waitFor();

    // A deal and a team deal go to one chat at most: Moments get the app alone, and their entry is hidden.
    for (const [one, title] of [[deal, '天然橡胶瑜伽垫'], [team, '一箱橙子']]) {
      await goTo(page, `/g/${group.id}/d/${one.id}`);
      await page.waitForFunction((id) => window.wechat.cards.chat.link.endsWith(id), one.id);
      await page.waitForFunction(() => window.wechat.hidden.includes('menuItem:share:timeline'));
      const { cards } = await seen(page);
      assert.equal(cards.moments.link, world.url);
      assert.ok(!JSON.stringify(cards.moments).includes(title), JSON.stringify(cards.moments));
    }
    // An invite may go there: that the entry is hidden for deals is no accident of the page.
    await goTo(page, `/g/${group.id}/invite`);
    await page.waitForFunction(() => !window.wechat.hidden.includes('menuItem:share:timeline'));
    phone.expectNoErrors();
  }
  browser.expectNoErrors();
});
