// A deal that is sold to teams: one that fails and releases everybody; and with the sandbox, money that comes when the
// team is full: it goes back or opens a new team, as its owner chooses, and its way back is on screen.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { friendOf, hostOf, invite, later, phoneOf } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, inHours } from './people.mjs';

after(closeBrowser);

const OFF = ['--rate-limits', 'off'];
const card = (page, words) => page.locator('article', { hasText: words });
const dialog = (page) => page.locator('dialog[open]');

test('a team deal is opened by the form, joined by a friend, and fails honestly when its time is over', async (t) => {
  const server = await startServer(t, { args: OFF });
  const { host, group, at } = await hostOf(server, '拼橙子的群');
  const made = await invite(host, at);
  const friend = await friendOf(server, made, '小河');
  const a = await phoneOf(t, server, host, `/g/${group.id}/new-deal`);
  const page = a.page;

  // The form: one lot, split by three, to the fen.
  await page.getByLabel('买什么').fill('一箱橙子');
  await page.locator('.seg-cell', { hasText: '组队' }).click();
  await page.locator('.seg-cell', { hasText: '一整份大家分' }).click();
  await page.locator('button[type=submit]').click();
  await page.getByText('这里需要填写').first().waitFor();
  await page.getByLabel('整份价格').fill('100');
  await page.getByText('先加入的付 ¥33.34，后面的付 ¥33.33，加起来正好是整份。').waitFor();
  await page.getByLabel('一个队有几小时').fill('99');
  await page.locator('button[type=submit]').click();
  await page.getByText('1 到 72 小时').first().waitFor();
  await page.getByLabel('一个队有几小时').fill('24');
  await page.getByLabel('什么时候截止').fill(inHours(2));
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '一箱橙子', level: 1 }).waitFor();
  await page.getByText('现在没有在等人的队').waitFor();
  const deal = await page.evaluate(() => location.hash.slice(1));

  // The host opens a team; the friend, a stranger to nobody here, sees who is in it and joins.
  await button(page, /^开一个队，付 ¥33.34/).click();
  await card(page, '你的队').getByText('1/3 人').waitFor();
  const b = await phoneOf(t, server, friend, deal);
  const other = b.page;
  await card(other, '栗子教练 的队').getByText('还差 2 人').waitFor();
  await button(card(other, '栗子教练 的队'), '加入，付 ¥33.33').click();
  for (const who of [page, other]) await card(who, '你的队').getByText('2/3 人').waitFor();
  await card(page, '你的队').getByText(/还差 1 人，.*前，还有/).waitFor();
  // The head leaves: the second takes over.
  await button(page, '退出').click();
  await button(dialog(page), '退出拼团').click();
  await card(page, '小河 的队').getByText('1/3 人').waitFor();
  await card(other, '你的队').getByText('还差 2 人').waitFor();

  // Its time is over while nobody looks.
  await later(server, [], 86_400 + 60);
  await other.reload();
  await card(other, '你的队').getByText('时间到了，当时 1 人，没成队。没有人需要付钱。').waitFor();
  await other.getByText('未成团').first().waitFor();
  assert.equal(await other.getByText('待结算').count(), 0);
  for (const phone of [a, b]) phone.expectNoErrors();
});

test('paid after the team was full: a choice, never a silent loss; play money says that it is', async (t) => {
  const server = await startServer(t, { args: [...OFF, '--payments', 'sandbox'] });
  const { host, group, at } = await hostOf(server, '演练的群');
  const made = await invite(host, at);
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '老周')];
  const deal = await host.call('POST', `${at}/deals`, {
    title: '两人一箱', minimum: 2, per_member: 1, ends_at: new Date(Date.now() + 86_400_000).toISOString(),
    tiers: [{ from: 1, price: { amount: 5000, currency: 'CNY' } }], team: { size: 2, hours: 24 },
  });
  const opened = await host.call('POST', `/deals/${deal.id}/teams`, {});
  const paid = await host.call('POST', `/payments/${opened.your_pledge.payment.id}/pay`, {});
  const team = paid.teams[0].id;
  const a = await phoneOf(t, server, ann, `/g/${group.id}/d/${deal.id}`);
  const page = a.page;
  await page.getByText('演练：这里用的是演练的钱').first().waitFor();
  await button(card(page, '栗子教练 的队'), '加入，付 ¥50').click();
  await page.getByText(/位置留到 .*以服务器为准/).first().waitFor();
  await button(page, '付 ¥50（演练）').click();
  await dialog(page).getByLabel('什么时候有结果').selectOption('1200');
  await dialog(page).getByLabel('以后要是退款').selectOption('2');
  await button(dialog(page), '付款').click();
  await page.getByText('等付款结果').first().waitFor();

  // The place is let go, somebody else takes it, and then the money comes.
  await later(server, ['--payments', 'sandbox'], 901);
  const taken = await bo.call('POST', `/teams/${team}/join`, {});
  await bo.call('POST', `/payments/${taken.your_pledge.payment.id}/pay`, {});
  await page.reload();
  await page.getByText('位置没有再留').first().waitFor();
  await later(server, ['--payments', 'sandbox'], 1300);
  await page.reload();
  await page.getByText('钱到的时候，位置已经没了').first().waitFor();
  await button(page, '用这笔钱开一个队').waitFor();
  await button(page, '退款').click();
  // The provider fails twice, and it is said; then the money is back.
  await page.getByText(/第 [12] 次没有成功，会再试/).waitFor();
  await page.getByText(/已经退到/).waitFor();
  await button(page, /^开一个队，付 ¥50/).waitFor();
  a.expectNoErrors();
});
