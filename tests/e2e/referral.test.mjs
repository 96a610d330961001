// Three people and a deal: one shares it by an invite, the second joins by that and buys, the third comes by the second's
// link. Each is told before, nobody is named to who shared, and what was kept can be taken back and erased.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, friendOf, hostOf, invite, phoneOf, someone, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, byPhone, expectNot, goTo, here, link, signInFromHome, words } from './people.mjs';

after(closeBrowser);

const MAT = '天然橡胶瑜伽垫';

/** A group with a deal, and members with verified phones. */
async function shop(t, policy = { referral_depth: 2, referral_days: 30 }) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '一起买', policy);
  const price = (amount) => ({ amount, currency: 'CNY' });
  const ends_at = new Date(Date.now() + DAY * 1000).toISOString();
  const deal = await host.call('POST', `${at}/deals`, { title: MAT, about: '', pick_up: '', minimum: 1,
    tiers: [{ from: 1, price: price(12800) }, { from: 3, price: price(9900) }], per_member: 1, ends_at });
  const door = await invite(host, at);
  const member = (nickname) => friendOf(server, door, nickname);
  return { server, host, at, deal, member, place: `/g/${group.id}`, deal_at: `/g/${group.id}/d/${deal.id}` };
}

const buys = async (page) => {
  await button(page, /^加入拼团/).click();
  await button(page, '退出').waitFor();
};

test('a share by an invite and a share by a link count for two steps, by name of nobody, until they are taken back', async (t) => {
  const { server, host, at, place, deal_at, member } = await shop(t);
  const [first, third] = [await member('小满'), await member('老周')];

  // The first shares the deal by an invite; that counts nothing.
  const a = await phoneOf(t, server, first, deal_at);
  await link(a.page, '请人一起').click();
  await button(a.page, '做一张二维码').click();
  await a.page.locator('img.qr').waitFor();
  const made = (await first.call('GET', `${at}/invites`)).items[0];
  await goTo(a.page, `${place}/shares`);
  await a.page.getByText('还没有人因为你的分享进来或买成').waitFor();

  // The second is told at the door that it counts, and by which button it does not; joins, is told again, and buys.
  const second = await someone(server);
  const b = await phoneOf(t, server, second, `/j/${made.token}`);
  await b.page.getByText('算作小满的推荐').first().waitFor();
  await button(b.page, '进去，不算推荐').waitFor();
  await b.page.getByLabel('在这个群里叫什么').fill('阿禾');
  await button(b.page, '用「阿禾」进群').click();
  await b.page.getByText('小满分享给你的').waitFor();
  await a.page.getByText('1 人因为你的邀请进来').waitFor();
  await buys(b.page);
  await b.page.getByText('已算小满推荐成一次').waitFor();
  await a.page.getByText('买成 1 次').waitFor();

  // The second copies the deal for the chat: the link carries their share, and looks like nobody.
  await b.page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied = text; } } });
  });
  await button(b.page, '复制成文字').first().click();
  await until('copied', () => b.page.evaluate(() => Boolean(window.copied)));
  const shared = (await b.page.evaluate(() => window.copied)).match(/#(\/g\/\S+\/r\/([2-9A-Z]{10}))/);
  assert.ok(shared, await b.page.evaluate(() => window.copied));

  // The third comes by it: straight to the deal, told there, and buys.
  const c = await phoneOf(t, server, third, shared[1]);
  await c.page.getByText('阿禾分享给你的').waitFor();
  assert.equal(await here(c.page), deal_at, 'the address that stays is the plain one');
  await buys(c.page);
  await a.page.getByText('买成 1 次，朋友的朋友买成 1 次').waitFor();
  // Whoever shared reads figures and no names.
  for (const name of ['阿禾', '老周']) await expectNot(a.page, name);

  // Whoever runs the group reads nothing of so few.
  const h = await phoneOf(t, server, host, `${place}/shares`);
  await h.page.getByText('还没有谁帮到 3 个人以上').waitFor();

  // The third does not want to count for anybody.
  await button(c.page, '不记').click();
  await c.page.getByText('已算阿禾推荐成一次').waitFor({ state: 'detached' });
  await a.page.getByText('朋友的朋友买成').waitFor({ state: 'detached' });
  await a.page.getByText('买成 1 次').waitFor();

  // The first erases: hidden everywhere at once, back by one press, and gone when it is pressed again.
  await button(a.page, '抹去我的痕迹').click();
  await button(a.page.locator('dialog[open]'), '抹去').click();
  await a.page.getByText('已经抹去').waitFor();
  await expectNot(a.page, '买成 1 次');
  await b.page.getByText('已算小满推荐成一次').waitFor({ state: 'detached' });
  await button(a.page, '撤回，留着').click();
  await a.page.getByText('买成 1 次').waitFor();
  await b.page.getByText('已算小满推荐成一次').waitFor();
  await goTo(b.page, `${place}/shares`);
  await b.page.getByRole('list', { name: '我是跟着谁来的' }).getByText(MAT).waitFor();
  await button(a.page, '抹去我的痕迹').click();
  await button(a.page.locator('dialog[open]'), '抹去').click();
  await b.page.getByRole('list', { name: '我是跟着谁来的' }).waitFor({ state: 'detached' });
  await a.page.reload();
  await a.page.getByText('已经抹去').waitFor();
  for (const phone of [a, b, c, h]) phone.expectNoErrors();
});

test('a share outlives signing in, whichever way one comes back to the thing', async (t) => {
  const { server, at, place, deal, deal_at, member } = await shop(t);
  const [first, second, third] = [await member('小满'), await member('阿禾'), await member('老周')];
  const share = (await first.call('GET', `${at}/referral`)).share;
  const others = (await third.call('GET', `${at}/referral`)).share;

  // Signed out: the link asks to sign in. Leaving it and signing in from elsewhere keeps by whom one came.
  const b = await phoneOf(t, server, null, `${deal_at}/r/${share}`);
  await button(b.page, '登录').waitFor();
  // A second link, by somebody else, does not take the first one's place.
  await goTo(b.page, `${deal_at}/r/${others}`);
  await button(b.page, '登录').waitFor();
  await signInFromHome(b.page, server.url, second.phone);
  assert.deepEqual((await second.call('GET', `${at}/referral`)).came ?? [], []);
  await goTo(b.page, deal_at);
  await b.page.getByText('小满分享给你的').waitFor();
  await buys(b.page);
  await until('counted', async () => (await first.call('GET', `${at}/referral`)).things?.[0]?.purchases === 1);
  assert.equal((await second.call('GET', `${at}/referral`)).came[0].to.id, deal.id);

  // Straight through: signing in leads back to the link, and from there to the thing.
  const c = await phoneOf(t, server, null, `${deal_at}/r/${share}`);
  await button(c.page, '登录').click();
  await byPhone(c.page, third.phone, '登录');
  await c.page.getByText('小满分享给你的').waitFor();
  assert.equal(await here(c.page), deal_at);
  // What was told is told once: taken back, it stays so.
  await button(c.page, '不记').click();
  await c.page.getByText('小满分享给你的').waitFor({ state: 'detached' });
  await goTo(c.page, place);
  await goTo(c.page, deal_at);
  await c.page.getByRole('heading', { name: MAT, level: 1 }).waitFor();
  await expectNot(c.page, '小满分享给你的');
  for (const phone of [b, c]) phone.expectNoErrors();
});

test('one may join and buy without counting for anybody; a group that keeps none says nothing of it', async (t) => {
  const { server, host, at, place, member, deal } = await shop(t);
  const first = await member('小满');
  const target = { kind: 'deal', id: deal.id, title: '' };
  const made = await invite(first, at, 'qr', { target });
  const second = await someone(server);
  const b = await phoneOf(t, server, second, `/j/${made.token}`);
  await b.page.getByLabel('在这个群里叫什么').fill('阿禾');
  await button(b.page, '进去，不算推荐').click();
  await b.page.getByRole('heading', { name: MAT, level: 1 }).waitFor();
  await buys(b.page);
  await expectNot(b.page, '小满分享给你的');
  const mine = await first.call('GET', `${at}/referral`);
  assert.deepEqual([mine.joins, mine.things ?? []], [0, []]);

  // The host turns it off by the form of the rules: the door and the links are plain, and the page says so.
  const h = await phoneOf(t, server, host, `${place}/settings`);
  await h.page.getByLabel('不记', { exact: true }).check({ force: true });
  await button(h.page, '保存规则').click();
  await until('off', async () => (await host.call('GET', at)).policy.referral_depth === 0);
  const stranger = await phoneOf(t, server, null, `/j/${made.token}`);
  await stranger.page.getByLabel('在这个群里叫什么').waitFor();
  await expectNot(stranger.page, '推荐');
  await goTo(h.page, `${place}/shares`);
  await h.page.getByText('这个群现在不记推荐').waitFor();
  assert.ok(!(await words(h.page)).includes('谁在帮忙'));
  for (const phone of [b, h, stranger]) phone.expectNoErrors();
});
