// Money that is paid first, as people see it on a deal by tiers: declined and tried again, a provider that is silent,
// one that takes it twice, the difference after the price fell, and a deal that comes to nothing. Play money, the real
// server. Whoever comes back reads the same. Money that comes too late for a team is in team.test.mjs.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { friendOf, hostOf, invite, later, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer, untilReady } from './lib.mjs';
import { button, expectNot, goTo } from './people.mjs';

after(closeBrowser);

const PLAY = ['--payments', 'sandbox'];
const HOUR = 3600;
/** A provider that fails to give the money back four times: half a minute, by the server's clock. */
const SLOW = { refund_fails: 4 };
const yuan = (amount) => ({ amount, currency: 'CNY' });
const dialog = (page) => page.locator('dialog[open]');
const bar = (page) => page.locator('.actionbar');
const row = (page, name) => page.locator('li', { hasText: name });

/** A group with a deal: ¥128 for one, ¥99.50 each from two on. */
async function world(t, { minimum = 1 } = {}) {
  const server = await startServer(t, { args: ['--rate-limits', 'off', ...PLAY] });
  const { host, group, at } = await hostOf(server, '演练的群');
  const made = await invite(host, at);
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '老周')];
  const deal = await host.call('POST', `${at}/deals`, {
    title: '天然橡胶瑜伽垫', about: '', pick_up: '前台', minimum, per_member: 1, stock: 5,
    tiers: [{ from: 1, price: yuan(12800) }, { from: 2, price: yuan(9950) }],
    ends_at: new Date(Date.now() + HOUR * 1000).toISOString(),
  });
  const phone = (who, options) => phoneOf(t, server, who, `/g/${group.id}/d/${deal.id}`, options);
  return { server, host, group, at, ann, bo, deal, phone, see: (who) => who.call('GET', `/deals/${deal.id}`) };
}

/** Takes a place by the API, as on another phone; with `orders` it is paid. */
async function takes(who, deal, orders) {
  const kept = await who.call('POST', `/deals/${deal.id}/pledge`, { quantity: 1 });
  const { id } = kept.your_pledge.payment;
  return orders ? who.call('POST', `/payments/${id}/pay`, orders) : kept;
}

/** Pays on the page; what the sandbox is to do, by the labels of its fields. */
async function pays(page, orders = {}) {
  await button(page, '付 ¥128（演练）').click();
  for (const [label, value] of Object.entries(orders)) await dialog(page).getByLabel(label).selectOption(value);
  await button(dialog(page), '付款').click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** All of it is on screen. */
async function reads(page, words, within = page) {
  for (const text of words) await within.getByText(text).first().waitFor();
}

/** All of it is on screen, also for whoever comes back. */
async function keepsReading(page, words) {
  await reads(page, words);
  await page.reload();
  await untilReady(page);
  await reads(page, words);
}

/** Lets the server's clock run until all money of this person is back: each time that it is tried is later. */
async function untilBack(w, who, seconds) {
  const refund = async () => (await w.see(who)).your_pledge.refunds[0];
  for (let ahead = seconds; ; ahead += 60) {
    const { tries, state } = await refund();
    if (state === 'confirmed') return;
    assert.ok(tries <= SLOW.refund_fails, 'it never came back');
    await later(w.server, PLAY, ahead);
    await until('it is tried again', async () => (await refund()).tries > tries, 10_000);
  }
}

test('declined and tried again: one order, one sum', async (t) => {
  const w = await world(t);
  const [a, h] = [await w.phone(w.ann), await w.phone(w.host)];
  const { page } = a;

  // What is to be paid first is said before one joins, and nothing is promised that only holds with the host.
  await reads(page, [/先付 ¥128，多付的、没成的都退回/]);
  await button(page, /^加入拼团/).click();
  await reads(page, ['位置给你留着', /付款以后才算加入。位置留到 .*以服务器为准/], bar(page));
  await reads(h.page, ['未付'], row(h.page, '阿禾'));
  await reads(h.page, [/^0 份·/]);

  // No money was taken: it is said, and the way on is to pay.
  await pays(page, { 这次付款的结果: 'declined' });
  await keepsReading(page, ['付款被拒绝', /没有收钱，可以再付一次。位置留到/]);
  await reads(h.page, ['未付'], row(h.page, '阿禾'));
  await pays(page);
  await reads(page, ['你已加入，现在 ¥128'], bar(page));
  await keepsReading(page, ['已付款', '付了 ¥128。没成或退出，全部退回；降了价，退差价。', '你已加入，现在 ¥128']);
  assert.equal(await button(page, /^付 ¥/).count(), 0, 'nothing is left to pay');
  assert.equal(await button(page, '修改').count(), 0, 'what is paid is another order: nothing here would be refused');
  await reads(h.page, ['已付'], row(h.page, '阿禾'));
  await reads(h.page, [/^如果现在结束，1 份共 ¥128。$/]);

  const { items } = await w.host.call('GET', `/deals/${w.deal.id}/pledges`);
  assert.deepEqual(items.map((p) => [p.state, p.quantity, p.total.amount, p.payment.amount.amount, p.payment.times]),
    [['committed', 1, 12800, 12800, 1]]);
  // Leaving says what becomes of the money; then it is back.
  await button(page, '退出').click();
  await reads(page, [/付过的钱全部退回。$/], dialog(page));
  await button(dialog(page), '退出拼团').click();
  await keepsReading(page, ['退 ¥128', /已经退到/, /加入拼团/]);
  await reads(h.page, [/^退 ¥128·已经退到/], row(h.page, '阿禾'));
  for (const phone of [a, h]) phone.expectNoErrors();
});

test('the provider is silent: it is waited for, also by whoever comes back, and one way or the other it is said', async (t) => {
  const w = await world(t);
  await takes(w.ann, w.deal);
  const [a, h] = [await w.phone(w.ann), await w.phone(w.host)];
  await pays(a.page, { 什么时候有结果: '60' });
  await keepsReading(a.page, ['等付款结果', /还没有回音，不用再付一次。位置留到/]);
  assert.equal(await button(a.page, /^付 ¥/).count(), 0, 'nobody is asked to pay twice');
  await reads(h.page, ['未付'], row(h.page, '阿禾'));
  // Bo's payment is never answered.
  await takes(w.bo, w.deal, { outcome: 'timed_out' });
  const b = await w.phone(w.bo);
  await reads(b.page, ['等付款结果']);

  // It answers, while the page is open.
  await later(w.server, PLAY, 61);
  await reads(a.page, ['你已加入，现在 ¥128'], bar(a.page));
  await keepsReading(a.page, ['已付款', /^付了 ¥128。没成或退出/, '你已加入，现在 ¥128']);
  await reads(h.page, ['已付'], row(h.page, '阿禾'));

  // It never did: the place is free, no money came, and one may try again.
  await later(w.server, PLAY, 901);
  await keepsReading(b.page, ['位置没有再留', /没有收到钱。钱要是晚到，有位置就算加入，没有就退给你。/]);
  await button(b.page, /^加入拼团/).click();
  await reads(b.page, ['位置给你留着'], bar(b.page));
  for (const phone of [a, b, h]) phone.expectNoErrors();
});

test('paid twice: by two phones it is one payment, and what a provider takes twice goes back', async (t) => {
  const w = await world(t);
  const { your_pledge: mine } = await takes(w.ann, w.deal);
  const [a, second, h] = [await w.phone(w.ann), await w.phone(w.ann), await w.phone(w.host)];
  // Both phones are about to pay.
  for (const { page } of [a, second]) await button(page, '付 ¥128（演练）').click();
  await dialog(a.page).getByLabel('这次付款的结果').selectOption('paid_twice');
  await dialog(a.page).getByLabel('以后要是退款').selectOption('2');
  await button(dialog(a.page), '付款').click();
  await reads(second.page, ['你已加入，现在 ¥128'], bar(second.page));
  // There is nothing left to press on the other.
  await dialog(second.page).waitFor({ state: 'detached' });
  // The same order again, as a message that is repeated, or a phone that did not know: nothing is paid.
  await assert.rejects(w.ann.call('POST', `/payments/${mine.payment.id}/pay`, {}), /409/);

  const said = ['已付款', /^付了 ¥128。收款方收了两次，多收的一次退给你。/, '退 ¥128'];
  await reads(a.page, said);
  await reads(h.page, [/^已付·退 ¥128·/], row(h.page, '阿禾'));
  for (const { page } of [a, second]) await reads(page, [/已经退到/]);
  await keepsReading(a.page, [...said, /已经退到/, '你已加入，现在 ¥128']);
  await reads(h.page, [/^已付·退 ¥128·已经退到/], row(h.page, '阿禾'));
  const deal = await w.see(w.ann);
  assert.deepEqual([deal.people, deal.your_pledge.refunds.map((r) => r.amount.amount)], [1, [12800]]);
  for (const phone of [a, second, h]) phone.expectNoErrors();
});

test('the price fell: the difference comes back, in Chinese and in English', async (t) => {
  const w = await world(t);
  for (const who of [w.ann, w.bo]) await takes(who, w.deal, {});
  const [a, b, h] = [await w.phone(w.ann), await w.phone(w.bo, { lang: 'en' }), await w.phone(w.host)];
  await reads(a.page, ['你已加入，现在 ¥99.50', /^付了 ¥128。没成或退出，全部退回；降了价，退差价。$/]);
  await reads(b.page, [/^¥128 paid\. If it fails or you leave, all of it goes back; if the price falls, the difference\.$/]);
  await later(w.server, PLAY, HOUR + 1);
  for (const { page } of [a, b, h]) await page.reload();
  await keepsReading(a.page, ['已成团', '付了 ¥128。最终 ¥99.50，差价退给你。', '退 ¥28.50', /已经退到/, '已付清',
    '成了，你的 ¥99.50 已经付清。']);
  await keepsReading(b.page, ['¥128 paid. It came to ¥99.50, and the difference goes back to you.', '¥28.50 back', /came back/,
    'It went ahead, and your ¥99.50 is paid.']);
  await expectNot(a.page, '说已经收到');
  for (const name of ['阿禾', '老周']) await reads(h.page, ['已收到', /^退 ¥28.50·已经退到/], row(h.page, name));
  await reads(h.page, ['待收 ¥0，已收 ¥199，2 份共 ¥199。']);
  assert.equal(await button(h.page, '退款了').count(), 0, 'what went through a provider is not given back by hand');
  for (const phone of [a, b, h]) phone.expectNoErrors();
});

test('called off by the host: everybody reads that the money goes back, and then that it is back', async (t) => {
  const w = await world(t, { minimum: 2 });
  await takes(w.ann, w.deal, SLOW);
  await takes(w.bo, w.deal);
  const [a, b, h] = [await w.phone(w.ann), await w.phone(w.bo), await w.phone(w.host)];
  for (const { page } of [a, b]) await page.getByText('我的付款').waitFor();
  await button(h.page, '取消拼团').click();
  await reads(h.page, ['1 人会看到它取消了。取消之后不能恢复。付过的钱全部退回。'], dialog(h.page));
  await button(dialog(h.page), '取消拼团').click();

  await keepsReading(a.page, ['已取消', '发起人或群主取消了。你的 ¥128 正在退回。', '付了 ¥128。付过的钱全部退回。', '退 ¥128',
    /没有成功，会再试|退款已发出/]);
  // Who had not paid has nothing to come, no order, and no place that is said to be kept.
  await keepsReading(b.page, ['付款已取消', '没有收到钱。钱要是晚到，会退给你。', '发起人或群主取消了。付过的钱全部退回。']);
  for (const text of ['位置留到', '我的订单', '没有人需要付钱']) await expectNot(b.page, text);
  await reads(h.page, [/^退 ¥128·/], row(h.page, '阿禾'));
  await reads(h.page, ['不用付'], row(h.page, '老周'));

  await untilBack(w, w.ann, 60);
  await reads(h.page, [/^退 ¥128·已经退到/], row(h.page, '阿禾'));
  await keepsReading(a.page, ['发起人或群主取消了。你的 ¥128 已经退到。', /^已经退到·/]);
  await goTo(a.page, `/g/${w.group.id}`);
  await reads(a.page, ['已取消', '付过的钱全部退回。'], a.page.locator('article', { hasText: '天然橡胶瑜伽垫' }));
  for (const phone of [a, b, h]) phone.expectNoErrors();
});

test('too few when its time is over: the same, also for a team', async (t) => {
  const w = await world(t, { minimum: 2 });
  await takes(w.ann, w.deal, SLOW);
  const team = await w.host.call('POST', `${w.at}/deals`, {
    title: '两人一箱', minimum: 2, per_member: 1, ends_at: new Date(Date.now() + HOUR * 1000).toISOString(),
    tiers: [{ from: 1, price: yuan(5000) }], team: { size: 2, hours: 1 },
  });
  const opened = await w.bo.call('POST', `/deals/${team.id}/teams`, {});
  await w.bo.call('POST', `/payments/${opened.your_pledge.payment.id}/pay`, {});
  const [a, h] = [await w.phone(w.ann), await w.phone(w.host)];
  await reads(a.page, [/你已加入/]);
  await later(w.server, PLAY, HOUR + 10);
  for (const { page } of [a, h]) await page.reload();
  await keepsReading(a.page, ['未成团', '截止时 1 人，没到 2 人。你的 ¥128 正在退回。', '退 ¥128', /没有成功，会再试|退款已发出/]);
  await reads(h.page, [/^退 ¥128·/], row(h.page, '阿禾'));
  await reads(h.page, ['截止时 1 人，没到 2 人。付过的钱全部退回。']);

  await untilBack(w, w.ann, HOUR + 70);
  await keepsReading(a.page, ['截止时 1 人，没到 2 人。你的 ¥128 已经退到。', /^已经退到·/]);
  await reads(h.page, [/^退 ¥128·已经退到/], row(h.page, '阿禾'));
  const b = await phoneOf(t, w.server, w.bo, `/g/${w.group.id}/d/${team.id}`);
  await keepsReading(b.page, ['时间到了，当时 1 人，没成队。你的 ¥50 已经退到。', '付了 ¥50。付过的钱全部退回。', /^已经退到·/]);
  for (const phone of [a, b, h]) phone.expectNoErrors();
});
