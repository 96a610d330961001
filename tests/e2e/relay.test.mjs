// Two people and a relay: begun, continued live, two at once, without a network, taken back, ended; nothing typed is lost.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, goTo, link } from './people.mjs';

after(closeBrowser);

async function two(t, name) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, name);
  const guest = await joins(server, await invite(host, at), '小河');
  const place = `/g/${group.id}`;
  const phones = await Promise.all([host, guest].map((who) => phoneOf(t, server, who, place)));
  await Promise.all(phones.map(({ page }) => page.getByRole('heading', { name, level: 1 }).waitFor()));
  return { server, host, guest, group, at, place, phones, h: phones[0].page, g: phones[1].page };
}

/** Begins a relay by the API. */
const begin = (who, at, more = {}) => who.call('POST', `${at}/relays`, {
  title: '成语接龙', words: '一心一意', rule: 'last_to_first', in_turn: false, no_repeats: true,
  closes_at: new Date(Date.now() + 3600_000).toISOString(), ...more,
});
const say = async (who, relay, words) => {
  const now = await who.call('GET', `/relays/${relay.id}`);
  return who.call('POST', `/relays/${relay.id}/entries`, { continues: now.recent.at(-1)?.id, words });
};
const field = (page) => page.getByLabel('接一条', { exact: true });
const thread = (page) => page.locator('.relay-thread > li');
const texts = (page) => page.locator('.relay-thread .relay-words').allTextContents();

test('a relay is begun by a form that loses nothing, and continued by two people, live', async (t) => {
  const { h, g, place, phones } = await two(t, '爱玩的群');
  await goTo(h, `${place}/new-relay`);
  await h.getByLabel('玩什么').fill('下课接成语');
  await h.getByLabel('第一条').fill('🌸');
  await button(h, /^开始/).click();
  await h.getByText('要有字或字母，别人才接得上').waitFor();
  await h.getByLabel('第一条').fill('一心一意');
  await h.reload();
  assert.equal(await h.getByLabel('第一条').inputValue(), '一心一意');
  await button(h, /^开始/).click();
  await h.getByRole('heading', { name: '下课接成语', level: 1 }).waitFor();
  await h.getByText('上一条是你接的，等别人接').waitFor();

  // In the other's feed: what it is about, the last entry, what comes next.
  const card = g.locator('article', { hasText: '下课接成语' });
  await card.getByText('栗子教练：一心一意').waitFor();
  await card.getByText('下一条用「意」开头').waitFor();
  await link(card, '接一条').click();
  // Another letter is told at once and stays typed; the right one is in, on both phones.
  await field(g).fill('风雨同舟');
  await button(g, '接上').click();
  await g.getByText('首字没接上').waitFor();
  assert.equal(await field(g).inputValue(), '风雨同舟');
  await field(g).fill('意气风发');
  await g.keyboard.press('Enter');
  await h.locator('.relay-now').getByText('2. 小河：意气风发').waitFor();
  await g.getByText('上一条是你接的，等别人接').waitFor();
  assert.equal(await field(g).inputValue(), '');

  await field(h).fill('发愤图强');
  await button(h, '接上').click();
  await g.locator('.relay-now').getByText('3. 栗子教练：发愤图强').waitFor();
  assert.deepEqual(await texts(g), ['一心一意', '意气风发', '发愤图强']);
  // In the feed it moved on as well.
  await goTo(g, place);
  await g.locator('article', { hasText: '下课接成语' }).getByText('栗子教练：发愤图强').waitFor();
  for (const phone of phones) phone.expectNoErrors();
});

test('of two who continue one entry one is in; the other keeps the words, sees who was faster, and goes on from there', async (t) => {
  const { h, g, host, guest, at, place, phones } = await two(t, '抢着接的群');
  const relay = await begin(host, at, { rule: 'free' });
  for (const page of [h, g]) {
    await goTo(page, `${place}/r/${relay.id}`);
    await field(page).waitFor();
  }
  await field(h).fill('我先说');
  await field(g).fill('我也在说');
  await button(g, '接上').click();
  await h.locator('.relay-now').getByText('2. 小河：我也在说').waitFor();
  await h.getByText('有人先接了，你写的还在').waitFor();
  // The field kept the focus and the words while the entry arrived.
  await h.keyboard.type('了');
  assert.equal(await field(h).inputValue(), '我先说了');
  // Deciding that it fits is one press, which says what it does.
  await button(h, '接在新的后面').click();
  await g.locator('.relay-now').getByText('3. 栗子教练：我先说了').waitFor();
  assert.equal(await field(h).inputValue(), '');

  // Faster than any news: the answer itself says so, and nothing is lost.
  await h.route('**/changes/**', (route) => route.abort());
  await h.route(`**/relays/${relay.id}/entries`, async (route) => {
    if (route.request().method() === 'POST') await say(guest, relay, '比你快');
    await route.continue();
  }, { times: 1 });
  await field(h).fill('慢了一步');
  await button(h, '接上').click();
  await h.locator('.fault, [role=alert]').getByText('有人先接了').first().waitFor();
  assert.equal(await field(h).inputValue(), '慢了一步');
  await h.locator('.relay-now').getByText('4. 小河：比你快').waitFor();
  await button(h, '接在新的后面').or(button(h, '接上')).first().click();
  await g.locator('.relay-now').getByText('5. 栗子教练：慢了一步').waitFor();
  const now = await guest.call('GET', `/relays/${relay.id}/entries`);
  assert.deepEqual(now.items.map((e) => e.words), ['慢了一步', '比你快', '我先说了', '我也在说', '一心一意']);
  for (const phone of phones) phone.expectNoErrors();
});

const API = /\/api\//;

test('without a network it waits, and is given back with choices when somebody was faster; taken back, copied, ended', async (t) => {
  const { h, g, host, guest, at, place, phones } = await two(t, '地铁里的群');
  const relay = await begin(host, at);
  await goTo(g, `${place}/r/${relay.id}`);
  await field(g).waitFor();
  await phones[1].context.route(API, (route) => route.abort('internetdisconnected'));
  await field(g).fill('意气风发');
  await button(g, '接上').click();
  await button(g, '先存着，有网时自动发出').click();
  await g.getByText('1 条等有网时发出').waitFor();
  await say(host, relay, '意在言外');
  await phones[1].context.unroute(API);
  await g.evaluate(() => dispatchEvent(new Event('online')));
  await link(g, '1 条没接上，看看怎么办').click();
  const one = g.locator('.outbox-one', { hasText: '意气风发' });
  await one.getByText('有人先接了').waitFor();
  // Sending the same again cannot help; its words go back to where they were typed.
  assert.equal(await button(one, '再发一次').count(), 0);
  await button(one, '改一改再发').click();
  await field(g).waitFor();
  assert.equal(await field(g).inputValue(), '意气风发');
  await g.getByText('下一条用「外」开头').waitFor();
  await field(g).fill('外柔内刚');
  await button(g, /^接上$|^接在新的后面$/).click();
  await thread(g).nth(2).waitFor();

  // What nothing follows goes; what was continued keeps its place without its words. By keys, too.
  await goTo(h, `${place}/r/${relay.id}`);
  await thread(h).nth(2).waitFor();
  await say(host, relay, '刚柔并济');
  await thread(g).nth(3).waitFor();
  await button(thread(g).nth(2), '收回').focus();
  await g.keyboard.press('Enter');
  await button(g.locator('dialog[open]'), '收回').click();
  for (const page of [h, g]) await thread(page).nth(2).getByText('（已收回）').waitFor();
  assert.equal(await button(thread(g).nth(1), '收回').count(), 0, 'another’s entry');
  await button(thread(h).nth(3), '收回').click();
  await button(h.locator('dialog[open]'), '收回').click();
  // With the last one goes the one before it, which was taken back already.
  for (const page of [h, g]) await until('two are left', async () => (await texts(page)).join() === '一心一意,意在言外');

  // As text, complete and honest.
  await phones[0].context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(h, '复制成文字').click();
  const copied = await h.evaluate(() => navigator.clipboard.readText());
  for (const part of ['接龙：成语接龙', '1. 栗子教练：一心一意', '2. 栗子教练：意在言外', '下一条用「外」开头', `/g/`]) assert.ok(copied.includes(part), copied);

  assert.equal(await button(g, '结束这局').count(), 0, 'only who began it, and hosts');
  await button(h, '结束这局').click();
  await button(h.locator('dialog[open]'), '结束这局').click();
  for (const page of [h, g]) {
    await page.getByText('这局停在这里，可以读，不能再接。').waitFor();
    assert.equal(await field(page).count(), 0);
  }
  await assert.rejects(say(guest, relay, '外'), /relay_closed|410/);
  for (const phone of phones) phone.expectNoErrors();
});
