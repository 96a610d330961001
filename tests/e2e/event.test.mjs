// Two people and an event: announced by a form that loses nothing, answered, waited for, moved, called off; both
// phones say the same at every moment.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, hostOf, invite, joins, phoneOf } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, inHours, link } from './people.mjs';

after(closeBrowser);

async function two(t) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '活动的群');
  const guest = await joins(server, await invite(host, at), '小河');
  const place = `/g/${group.id}`;
  const phones = await Promise.all([host, guest].map((who) => phoneOf(t, server, who, place)));
  await Promise.all(phones.map(({ page }) => page.getByRole('heading', { name: '活动的群', level: 1 }).waitFor()));
  return { server, host, guest, at, place, phones, h: phones[0].page, g: phones[1].page };
}

const card = (page, title) => page.locator('article', { hasText: title });

test('an event is announced, answered with a friend, waited for, moved and called off', async (t) => {
  const { h, g, place, phones } = await two(t);
  await link(h, '更多').click();
  await link(h, '约个活动').click();
  await h.getByLabel('做什么').fill('爬香山');
  await button(h, /^发出活动/).click();
  assert.equal(await h.getByLabel('在哪里').getAttribute('aria-invalid'), 'true');
  await h.getByLabel('在哪里').fill('东门');
  await h.getByLabel('什么时候开始').fill(inHours(30));
  await h.getByLabel('什么时候结束').fill(inHours(20));
  await h.getByText('要晚于开始，最长 7 天').waitFor();
  await h.reload();
  assert.equal(await h.getByLabel('做什么').inputValue(), '爬香山', 'what was typed stays');
  await h.getByLabel('什么时候结束').fill(inHours(33));
  await h.getByLabel('最多多少人').fill('2');
  await button(h, /^发出活动/).click();
  await h.getByRole('heading', { name: '爬香山', level: 1 }).waitFor();
  await link(h, '活动的群').click();

  const [hc, gc] = [card(h, '爬香山'), card(g, '爬香山')];
  await gc.waitFor();
  await button(gc, '我来').click();
  const sheet = g.locator('dialog[open]');
  await button(sheet, '多一人').click();
  await button(sheet, /^我来/).click();
  await gc.getByText('你来，共 2 人').waitFor();
  for (const one of [hc, gc]) await one.getByText('2 人来 · 没有空位').waitFor();
  // There is no room: the other waits, and moves up at once when there is.
  await button(hc, '候补').click();
  await button(h.locator('dialog[open]'), /^候补/).click();
  await hc.getByText('你在候补第 1 位').waitFor();
  await button(gc, '改人数').click();
  await button(sheet, '少一人').click();
  await button(sheet, /^改好了/).click();
  await hc.getByText('你来', { exact: true }).waitFor();
  await h.getByText('轮到你了：爬香山').waitFor();
  await gc.getByText('2 人来 · 没有空位').waitFor();

  // Moved: who said yes is asked again, and says so with one press.
  await hc.getByText('爬香山').first().click();
  await link(h, '改活动').click();
  await h.getByLabel('在哪里').fill('北门');
  await button(h, /^改好了/).click();
  await h.getByText('北门').first().waitFor();
  await gc.getByText('你答应之后，时间或地点改了。还来吗？').waitFor();
  await gc.getByText('北门').waitFor();
  await button(gc, '还来').click();
  await gc.getByText('还来吗').waitFor({ state: 'detached' });

  // Who comes, by name, to both; a calendar file that says so.
  const names = () => h.locator('.event-list li b').allTextContents();
  assert.deepEqual(await names(), ['1. 小河', '2. 栗子教练']);
  const file = await h.locator('a[download="event.ics"]').getAttribute('href');
  assert.match(decodeURIComponent(file), /BEGIN:VEVENT\r\n[^]*SEQUENCE:1\r\n[^]*LOCATION:北门\r\n/);
  await button(gc, '来不了了').click();
  await gc.getByText('你不来').waitFor();
  await h.locator('.event-list li', { hasText: '小河' }).waitFor({ state: 'detached' });

  await button(h, '取消活动').click();
  await button(h.locator('dialog[open]'), '取消活动').click();
  for (const page of [h, g]) await page.locator('.pill', { hasText: '已取消' }).waitFor();
  assert.equal(await button(gc, '我来').count(), 0);
  await g.evaluate((to) => { location.hash = to; }, place);
  for (const phone of phones) phone.expectNoErrors();
});

test('an answer waits for the network, once, and arrives', async (t) => {
  const { g, host, guest, at, phones } = await two(t);
  const starts = Date.now() + DAY * 1000;
  const time = (ms) => new Date(ms).toISOString();
  const event = await host.call('POST', `${at}/events`, { title: '喝茶', place: '老地方', starts_at: time(starts), ends_at: time(starts + 3600_000) });
  await card(g, '喝茶').or(button(g, '1 条新动态')).first().waitFor();
  await g.reload();
  await button(card(g, '喝茶'), '我来').waitFor();
  await phones[1].context.setOffline(true);
  await button(card(g, '喝茶'), '我来').click();
  await button(card(g, '喝茶'), '有网时再发').click();
  await card(g, '喝茶').getByText('有网时会发出去').waitFor();
  await phones[1].context.setOffline(false);
  await card(g, '喝茶').getByText('你来', { exact: true }).waitFor();
  const now = await guest.call('GET', `/events/${event.id}`);
  assert.deepEqual([now.going, now.your_rsvp.state], [1, 'going']);
});
