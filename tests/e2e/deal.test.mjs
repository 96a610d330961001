// A tiered deal from creation to pick-up, with three people: options and a simulator, an order that is changed, what
// was agreed to, a change that may only make it better, the phone's clock, codes and the list to hand out by.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, friendOf, hostOf, invite, later, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import * as people from './people.mjs';

const { button, link } = people;

after(closeBrowser);

const field = (page, label, nth = 0) => page.getByLabel(label).nth(nth);

test('a deal with options is made, joined, changed, and handed out by its codes', async (t) => {
  const server = await startServer(t, { demo: true, args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '周四普拉提');
  const made = await invite(host, at);
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '=老周')];
  const a = await phoneOf(t, server, host, `/g/${group.id}/new-deal`);
  const page = a.page;

  // The form: all faults at once, each beside its field; the draft survives a reload.
  await field(page, '买什么').fill('天然橡胶瑜伽垫');
  await page.locator('button[type=submit]').click();
  await page.getByText('这里需要填写').first().waitFor();
  assert.ok(await page.getByText('这里需要填写').count() >= 3, 'all of them at once');
  await until('the first wrong field has the focus', () => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid') === 'true'));
  await field(page, '每份价格').fill('128');
  await field(page, '从几人起').fill('3');
  await field(page, '每份价格', 1).fill('99');
  await button(page, '加选项').click();
  await field(page, '名称').fill('墨绿');
  await field(page, /^份数/).fill('1');
  await field(page, '名称', 1).fill('墨绿');
  await page.locator('button[type=submit]').click();
  await page.getByText('和前面的一样').waitFor();
  await page.reload();
  await field(page, '名称', 1).fill('靛蓝');
  assert.equal(await field(page, '买什么').inputValue(), '天然橡胶瑜伽垫');

  // The simulator: by the slider and by keys, and it tells what each and all pay and what is next.
  await field(page, '最少几人成团').fill('2');
  await page.getByText('3 人时，每份 ¥99。 一人一份，共 ¥297。').waitFor();
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('2 人时，每份 ¥128。 一人一份，共 ¥256。 再有 1 人加入，所有人都付 ¥99。').waitFor();
  assert.match(await slider.getAttribute('aria-valuetext'), /2 人时，每份 ¥128/);
  await button(page, '少一人').click();
  await page.getByText('不到 2 人不成团，没有人付钱。').first().waitFor();

  await field(page, '每人最多几份').fill('2');
  await field(page, '什么时候截止').fill(people.inHours(48));
  await field(page, '在哪里取，什么时候').fill('前台');
  await button(page, '加取货时间').click();
  await field(page, '取货时间 1').fill(people.inHours(24));
  await page.locator('button[type=submit]').click();
  await page.getByText('要在截止之后').waitFor();
  await field(page, '取货时间 1').fill(people.inHours(72));
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '天然橡胶瑜伽垫', level: 1 }).waitFor();
  const place = await people.here(page);
  const id = place.split('/').at(-1);

  // Ann chooses one of each; the green one is gone for Bo, who takes two blue ones.
  const b = await phoneOf(t, server, ann, place);
  await button(b.page, /^选好，加入拼团/).click();
  const sheet = b.page.locator('dialog[open]');
  const more = (of, label) => of.locator('.groupbuy-choice', { hasText: label }).getByRole('button', { name: '多一份' });
  await more(sheet, '墨绿').click();
  await more(sheet, '靛蓝').click();
  await button(sheet, /^加入/).click();
  await sheet.waitFor({ state: 'detached' });
  await b.page.getByText('墨绿 ×1、靛蓝 ×1·2 份').first().waitFor();
  const c = await phoneOf(t, server, bo, place);
  await button(c.page, /^选好，加入拼团/).click();
  const his = c.page.locator('dialog[open]');
  await his.getByText('没有了').waitFor();
  assert.equal(await more(his, '墨绿').isDisabled(), true);
  await more(his, '靛蓝').click();
  await button(his, /^加入/).click();
  await his.waitFor({ state: 'detached' });

  // Ann gives the green one back: her order is changed, and Bo's phone knows.
  await button(b.page, '修改').click();
  await sheet.locator('.groupbuy-choice', { hasText: '墨绿' }).getByRole('button', { name: '少一份' }).click();
  await button(sheet, /^改成/).click();
  await sheet.waitFor({ state: 'detached' });
  await b.page.getByText('靛蓝 ×1', { exact: true }).waitFor();

  // The host may make it better, not worse; Ann reads what she agreed to.
  await link(page, '修改').click();
  await page.getByText('已有 2 人加入').waitFor();
  await field(page, '最少几人成团').fill('3');
  await page.locator('button[type=submit]').click();
  await page.getByText('有人是按这条加入的，只能改好，不能改差').waitFor();
  await field(page, '最少几人成团').fill('2');
  await field(page, '每份价格').fill('118');
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '天然橡胶瑜伽垫', level: 1 }).waitFor();
  await b.page.getByText(/改过，只会更好/).waitFor();
  await b.page.getByText('我同意的规则').click();
  await b.page.getByText(/2 人起 ¥128/).first().waitFor();
  await b.page.getByText(/现在结束共 ¥118/).waitFor();

  // It ends while nobody looks; everybody pays the one final price, each reads their own.
  await later(server, [], 2 * DAY + 60);
  for (const phone of [a, b, c]) await phone.page.reload();
  await b.page.getByText(/最终每份 ¥118。你的 靛蓝 ×1|最终每份 ¥118。你的 1 份共 ¥118/).first().waitFor();
  await c.page.getByText(/最终每份 ¥118/).first().waitFor();
  const ended = await host.call('GET', `/deals/${id}`);
  assert.deepEqual([ended.state, ended.people, ended.unit_price.amount], ['succeeded', 2, 11800]);

  // Ann shows her code, the host finds her order by it and hands it over; Bo is still to come.
  await button(b.page, '查看取货码').click();
  await b.page.locator('.groupbuy-code img.qr').waitFor();
  const typed = (await b.page.locator('.groupbuy-typed b').textContent()).trim();
  await link(page, '打开取货单').click();
  await page.getByText('已取 0 / 2').waitFor();
  await page.getByLabel('或者输入取货码').fill(typed);
  const found = page.getByRole('list', { name: '这个码的订单' });
  await found.getByText('靛蓝 ×1·¥118·未付').waitFor();
  await button(found, '交付').click();
  await page.getByText('已取 1 / 2').waitFor();
  await b.page.getByText(/已取货/).first().waitFor();
  assert.equal(await c.page.getByText(/已取货/).count(), 0);

  // She settles with the host, who says so; she reads it, and what Bo owes stays.
  await people.goTo(page, place);
  const owes = page.locator('li', { hasText: '阿禾' });
  await button(owes, '已收到').click();
  await button(page.locator('dialog[open]'), '已收到').click();
  await b.page.getByText(/说已经收到你的 ¥118/).first().waitFor();
  assert.equal((await ann.call('GET', `/deals/${id}`)).your_pledge.state, 'settled');
  assert.equal((await bo.call('GET', `/deals/${id}`)).your_pledge.state, 'due');
  a.expectNoErrors();
  b.expectNoErrors();
  c.expectNoErrors();
});

test('what was bought is shown by a code, found, ticked off and undone; the table has personas only', async (t) => {
  const server = await startServer(t, { demo: true, args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '周四普拉提');
  const made = await invite(host, at);
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '=老周')];
  const deal = await host.call('POST', `${at}/deals`, {
    title: '防滑五指袜', about: '', pick_up: '前台', minimum: 1, per_member: 2,
    tiers: [{ from: 1, price: { amount: 5900, currency: 'CNY' } }],
    options: [{ label: '小码', stock: 3 }, { label: '大码' }], ends_at: new Date(Date.now() + 6000).toISOString(),
  });
  const order = (option, quantity) => ({ quantity, picks: [{ option, quantity }] });
  await ann.call('POST', `/deals/${deal.id}/pledge`, order(0, 1));
  await bo.call('POST', `/deals/${deal.id}/pledge`, order(1, 2));
  const place = `/g/${group.id}/d/${deal.id}`;
  const a = await phoneOf(t, server, host, place);
  const b = await phoneOf(t, server, ann, place);

  // The end comes by the server's clock; both phones hear it.
  await b.page.getByText('查看取货码').waitFor({ timeout: 15_000 });
  await button(b.page, '查看取货码').click();
  await b.page.locator('.groupbuy-code img.qr').waitFor();
  const typed = (await b.page.locator('.groupbuy-typed b').textContent()).trim();
  assert.match(typed, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);

  // The host types it: whose it is, and handing over.
  await link(a.page, '打开取货单').click();
  await a.page.getByText('已取 0 / 2').waitFor();
  await a.page.getByLabel('或者输入取货码').fill('22222222');
  await a.page.getByText(/这里没有订单用这个取货码|看错/).first().waitFor();
  await a.page.getByLabel('或者输入取货码').fill(typed);
  const found = a.page.getByRole('list', { name: '这个码的订单' });
  await found.getByText('小码 ×1·¥59·未付').waitFor();
  await button(found, '交付').click();
  await a.page.getByText('已取 1 / 2').waitFor();
  await b.page.getByText(/已取货/).first().waitFor();
  assert.equal(await b.page.locator('.groupbuy-code').count(), 0, 'nothing to show any more');

  // Undo by the list, then in the toast; search and sort.
  await button(found, '撤销').click();
  await a.page.getByText('已取 0 / 2').waitFor();
  await b.page.locator('.groupbuy-code img.qr').waitFor();
  await button(found, '交付').click();
  await button(a.page.locator('.toast', { hasText: '阿禾 已取货' }), '撤销').click();
  await until('it is undone', async () => (await ann.call('GET', `/deals/${deal.id}`)).your_pledge.collected_at === undefined);
  await a.page.getByText('已取 0 / 2').waitFor();

  // Without a network a tick is kept, shown as it will be, and sent once there is one.
  await a.context.setOffline(true);
  await button(found, '交付').click();
  await found.getByText('记下了，有网时发出').waitFor();
  await a.context.setOffline(false);
  await a.page.getByText('已取 1 / 2').waitFor({ timeout: 15_000 });
  await button(found, '撤销').click();
  await a.page.getByText('已取 0 / 2').waitFor();
  await a.page.getByLabel('按昵称或选项找').fill('大码');
  const rows = a.page.getByRole('list', { name: '取货单' });
  await rows.getByText('阿禾').waitFor({ state: 'detached' });
  await button(rows, '交付').click();
  await a.page.getByText('已取 1 / 2').waitFor();
  await a.page.getByLabel('按昵称或选项找').fill('没有这个人');
  await a.page.getByText('没有符合的。').waitFor();

  // A scanned code is an address of ours: it leads to the order, for who runs the deal and nobody else.
  const { your_pledge: mine } = await ann.call('GET', `/deals/${deal.id}`);
  await people.goTo(a.page, `${place}/pick-up/${mine.code.token}`);
  await a.page.getByRole('list', { name: '这个码的订单' }).getByText('阿禾').waitFor();
  const c = await phoneOf(t, server, bo, `${place}/pick-up/${mine.code.token}`);
  await people.expectNot(c.page, '小码 ×1');

  // The table: personas, no phones, no codes, no formulas.
  const table = link(a.page, '存成表格（CSV）');
  const csv = decodeURIComponent((await table.getAttribute('href')).split(',').slice(1).join(','));
  assert.match(csv, /"'=老周","大码 ×2","2","¥118","未付"/);
  assert.doesNotMatch(csv, /137\d{8}/);
  assert.ok(!csv.includes(typed.replace('-', '')), csv);

  // A word to all: a comment under the deal that mentions both.
  await people.goTo(a.page, place);
  await button(a.page, '给参团的人留话').click();
  const tell = a.page.locator('dialog[open]');
  await button(tell, '发出').click();
  await tell.getByText('这里需要填写').waitFor();
  await tell.getByLabel('要说的话').fill('周四课前到前台取');
  await button(tell, '发出').click();
  await tell.waitFor({ state: 'detached' });
  const { post_id: post } = await host.call('GET', `/deals/${deal.id}`);
  const { items: [said] } = await ann.call('GET', `/posts/${post}/comments`);
  assert.equal(said.body, '周四课前到前台取\n@阿禾 @=老周');
  assert.deepEqual(said.mentions.map((m) => m.persona.nickname), ['阿禾', '=老周']);
  a.expectNoErrors();
  b.expectNoErrors();
});

test('a phone whose clock is wrong is told so, and counts by the group\'s', async (t) => {
  const server = await startServer(t, { demo: true, args: ['--rate-limits', 'off', '--clock-offset-s', '-420'] });
  const { host, group, at } = await hostOf(server, '周四普拉提');
  const deal = await host.call('POST', `${at}/deals`, {
    title: '防滑五指袜', about: '', pick_up: '', minimum: 2, per_member: 1,
    tiers: [{ from: 1, price: { amount: 5900, currency: 'CNY' } }],
    ends_at: new Date(Date.now() - 420_000 + 7200_000).toISOString(),
  });
  const { page } = await phoneOf(t, server, host, `/g/${group.id}/d/${deal.id}`);
  await page.getByText(/你的手机快 [67] 分钟。截止以群里的时间为准/).waitFor();
  await page.getByText(/还有 (2 小时|1 小时 59 分钟)/).waitFor();
});
