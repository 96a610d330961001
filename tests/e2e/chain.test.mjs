// The chain, with two people on two phones: made, joined, full, waiting, promoted live; text, table, keyboard.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import * as people from './people.mjs';

const { button, link } = people;

after(closeBrowser);

/** A group with a host and three members; two of them have a phone at hand. */
async function circle(t) {
  const server = await startServer(t, { demo: true, args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '周日一起玩');
  const made = await invite(host, at);
  const [ann, bo, cai] = [await joins(server, made, '阿禾'), await joins(server, made, '老周'), await joins(server, made, '小满')];
  await host.call('POST', `${at}/posts`, { body: '周日去哪里？', kind: 'note' });
  return { server, host, group, at, ann, bo, cai };
}

const inAnHour = () => new Date(Date.now() + 3600_000).toISOString();

/** Starts a chain by the API. */
const start = (who, at, more = {}) => who.call('POST', `${at}/chains`, {
  title: '周日爬山', about: '', asks_name: false, asks_note: false, most: 1, proxies: 2, choices: [], closes_at: inAnHour(), ...more,
});
const entry = (more = {}) => ({ proxy: false, name: '', count: 1, note: '', wait: false, ...more });

test('two people make a chain, join it, wait, and move up live', async (t) => {
  const { server, group, at, ann, bo, cai } = await circle(t);
  const a = await phoneOf(t, server, ann, `/g/${group.id}`);
  const b = await phoneOf(t, server, bo, `/g/${group.id}`);
  const [pa, pb] = [a.page, b.page];

  // Ann starts it by the form: two choices, three places, what is wrong is said beside its field.
  await link(pa, '发起接龙').click();
  await pa.getByLabel('一共几个位子').fill('3');
  await button(pa, '加选项').click();
  await pa.getByLabel('名称').nth(0).fill('爬山');
  await pa.getByRole('textbox', { name: /位子（?/ }).nth(0).fill('2').catch(() => pa.locator('.chain-choice input').nth(1).fill('2'));
  await pa.getByLabel('名称').nth(1).fill('爬山');
  await pa.locator('button[type=submit]').click();
  await pa.getByText('这里需要填写').waitFor();
  await pa.getByText('和前面的选项一样').waitFor();
  await until('the first wrong field has the focus', () => pa.evaluate(() => document.activeElement?.getAttribute('aria-invalid') === 'true'));
  await pa.getByLabel('接什么').fill('周日爬山');
  // What is typed survives a reload.
  await pa.reload();
  assert.equal(await pa.getByLabel('接什么').inputValue(), '周日爬山');
  await pa.getByText('接着上次写的。').waitFor();
  await pa.getByLabel('名称').nth(1).fill('只吃饭');
  await pa.locator('button[type=submit]').click();
  await pa.getByRole('heading', { name: '周日爬山', level: 1 }).waitFor();
  const place = await people.here(pa);
  await pa.getByText('还没有人接，你可以是第一位。').waitFor();

  // Bo joins from the card in the feed; Ann sees it without a reload.
  await button(pb, '1 条新动态').click();
  const card = pb.locator('article', { hasText: '周日爬山' });
  await card.getByText('还有 2 个').waitFor();
  await button(card, '我来接').click();
  const sheet = pb.locator('dialog[open]');
  await button(sheet, /^接上/).click();
  await sheet.getByText('这里需要填写').waitFor();
  await sheet.getByRole('radio', { name: '爬山' }).check();
  await sheet.getByLabel('备注').fill('带水');
  await button(sheet, /^接上/).click();
  await sheet.waitFor({ state: 'detached' });
  await card.getByText('接上了').waitFor();
  await card.getByText('爬山·带水').waitFor();
  await pa.getByText('1. 老周').waitFor();

  // Family: by name, up to two; the choice is full then.
  await button(card, '替家人报').click();
  await pb.locator('dialog[open]').getByLabel('替谁报').fill('奶奶');
  await pb.locator('dialog[open]').getByRole('radio', { name: '爬山' }).check();
  await button(pb.locator('dialog[open]'), /^接上/).click();
  await card.getByText('奶奶').waitFor();
  await pa.getByText('2. 奶奶（老周 代报）').waitFor();
  await pa.locator('.chain-places').getByText('满了').waitFor();

  // Ann comes too late for it: the button says that she waits, and she does.
  await button(pa, '我来接').click();
  const hers = pa.locator('dialog[open]');
  await hers.getByRole('radio', { name: '爬山' }).check();
  await button(hers, /^排候补/).click();
  await pa.getByText('候补第 1 位').first().waitFor();
  await pa.evaluate(() => { window.notReloaded = true; });
  // Somebody else behind her, by another phone.
  const chain = place.split('/').at(-1);
  await cai.call('POST', `/chains/${chain}/entries`, entry({ choice: 0, wait: true }));
  await pa.getByText('候补 2. 小满').waitFor();

  // Bo changes his note, then leaves: Ann's phone says that she moved up.
  await button(card.getByRole('listitem').filter({ hasText: '我' }).first(), '修改').click();
  await pb.locator('dialog[open]').getByLabel('备注').fill('带水和糖');
  await button(pb.locator('dialog[open]'), /^改好/).click();
  await card.getByText('爬山·带水和糖').waitFor();
  await button(card.getByRole('listitem').filter({ hasText: '带水和糖' }), '退出').click();
  await button(pb.locator('dialog[open]'), '退出').click();
  await pa.getByText('有位子了：我 在「周日爬山」里补上了').waitFor();
  await pa.locator('.chain-mine').getByText('接上了').waitFor();
  await pa.getByText('候补 1. 小满').waitFor();
  assert.equal(await pa.evaluate(() => window.notReloaded), true);
  const rows = await ann.call('GET', `/chains/${chain}/entries`);
  assert.deepEqual(rows.items.map((row) => [row.member.persona.nickname, row.name, row.state]), [
    ['老周', '奶奶', 'in'], ['阿禾', '', 'in'], ['小满', '', 'waiting']]);

  // The text for the chat: the list as it is, with its link.
  await pa.evaluate(() => {
    window.copied = '';
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied = text; } } });
  });
  await button(pa, '复制成文字').click();
  await until('the list is copied', () => pa.evaluate(() => window.copied !== ''));
  const text = await pa.evaluate(() => window.copied);
  assert.match(text, /^接龙：周日爬山\n1\. 奶奶（老周 代报） 爬山\n2\. 阿禾 爬山\n候补 1\. 小满 爬山\n爬山 满了，1 位候补、只吃饭 还没有人选\n还有 1 个位子/);
  assert.ok(text.endsWith(`#${place}`), text);
  a.expectNoErrors();
  b.expectNoErrors();
});

test('the last place goes while one types: the way on is to wait, or to let it go', async (t) => {
  const { server, group, at, host, ann, bo } = await circle(t);
  const chain = await start(host, at, { capacity: 1, asks_note: true });
  const { page } = await phoneOf(t, server, ann, `/g/${group.id}/n/${chain.id}`);
  await button(page, '我来接').click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByLabel('备注').fill('我带茶');
  // The change is held back, so that the phone still believes in the place.
  await page.route('**/changes**', (route) => route.abort());
  await page.route(`**/chains/${chain.id}`, (route) => route.abort());
  await bo.call('POST', `/chains/${chain.id}/entries`, entry());
  await button(sheet, /^接上/).click();
  await sheet.getByRole('alert').filter({ hasText: '位子刚刚没有了' }).waitFor();
  assert.equal(await sheet.getByLabel('备注').inputValue(), '我带茶', 'nothing typed is lost');
  await page.unroute('**/changes**');
  await page.unroute(`**/chains/${chain.id}`);
  await button(sheet, /^排候补/).click();
  await page.getByText('候补第 1 位').first().waitFor();
  const { your_entries: mine } = await ann.call('GET', `/chains/${chain.id}`);
  assert.deepEqual(mine.map((row) => [row.state, row.note]), [['waiting', '我带茶']]);
});

test('without a network an entry is kept under its key, and what became of it is told', async (t) => {
  const { server, group, at, host, ann, bo } = await circle(t);
  const chain = await start(host, at, { capacity: 1, asks_note: true });
  const { page, context } = await phoneOf(t, server, ann, `/g/${group.id}/n/${chain.id}`);
  const write = async (note) => {
    await button(page, /^(我来接|排候补)$/).click();
    await page.locator('dialog[open]').getByLabel('备注').fill(note);
    await page.locator('dialog[open]').getByRole('button', { name: /^(接上|排候补)/ }).click();
    await button(page, '先存着，有网时自动发出').click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  };
  await button(page, '我来接').waitFor();
  await context.setOffline(true);
  await write('我带茶');
  await page.getByText('1 条等有网时发出').waitFor();
  await context.setOffline(false);
  await page.locator('.chain-mine').getByText('接上了').waitFor();
  await page.getByText('1 条等有网时发出').waitFor({ state: 'detached' });
  const rows = await ann.call('GET', `/chains/${chain.id}/entries`);
  assert.deepEqual(rows.items.map((row) => [row.state, row.note]), [['in', '我带茶']], 'once');

  // The place is gone by the time there is a network: that is told, the words are given back, and waiting is a press.
  await ann.call('DELETE', `/entries/${rows.items[0].id}`);
  await button(page, '我来接').waitFor();
  await context.setOffline(true);
  await write('还是想来');
  await bo.call('POST', `/chains/${chain.id}/entries`, entry());
  await context.setOffline(false);
  await link(page, '1 条没接上，看看怎么办').click();
  await page.getByText('位子刚刚没有了').waitFor();
  await button(page, '改一改再发').click();
  await button(page, '排候补').click();
  const sheet = page.locator('dialog[open]');
  assert.equal(await sheet.getByLabel('备注').inputValue(), '还是想来');
  await button(sheet, /^排候补/).click();
  await page.getByText('候补第 1 位').first().waitFor();
});

test('who runs it adds places, takes the table and closes it; a newcomer finds no closed one', async (t) => {
  const { server, group, at, host, ann, bo } = await circle(t);
  const chain = await start(host, at, { capacity: 1, asks_name: true });
  await ann.call('POST', `/chains/${chain.id}/entries`, entry({ name: '=HYPERLINK("x")' }));
  await bo.call('POST', `/chains/${chain.id}/entries`, entry({ name: '老周', wait: true }));
  const { page } = await phoneOf(t, server, host, `/g/${group.id}/n/${chain.id}`);
  const other = await phoneOf(t, server, bo, `/g/${group.id}/n/${chain.id}`);
  await other.page.getByText('候补第 1 位').first().waitFor();

  await link(page, '修改接龙').click();
  await page.getByLabel('一共几个位子').fill('2');
  await page.locator('button[type=submit]').click();
  await other.page.locator('.chain-mine').getByText('接上了').waitFor();
  await page.getByText(/2\. 老周/).waitFor();

  const table = link(page, '下载表格（CSV）');
  const [download] = await Promise.all([page.waitForEvent('download'), table.click()]);
  assert.equal(download.suggestedFilename(), '周日爬山.csv');
  const csv = decodeURIComponent((await table.getAttribute('href')).split(',').slice(1).join(','));
  assert.match(csv, /"接上了","1","阿禾","'=HYPERLINK\(""x""\)"/);
  assert.ok(csv.startsWith('\ufeff') && csv.trim().split('\r\n').length === 3, csv);
  assert.doesNotMatch(csv, /137\d{8}/, 'personas only');
  await people.expectNot(other.page, '下载表格');

  await button(page, '现在截止').click();
  await button(page, '截止').click();
  await other.page.getByText('名单定下来了，不能再加入、修改或退出。').waitFor();
  assert.equal(await other.page.getByRole('button', { name: '退出', exact: true }).count(), 0);
  const late = await joins(server, await invite(host, at), '新来的');
  const third = await phoneOf(t, server, late, `/g/${group.id}/n/${chain.id}`);
  await third.page.getByText('这里什么也没有').waitFor();
  await people.expectNot(third.page, '周日爬山');
});

test('a chain is joined by keys alone, and live changes leave the focus where it is', async (t) => {
  const { server, group, at, host, ann, bo } = await circle(t);
  const chain = await start(host, at, { capacity: 4, most: 2, choices: [{ label: '上午' }, { label: '下午' }] });
  const { page } = await phoneOf(t, server, ann, `/g/${group.id}/n/${chain.id}`, { hasTouch: false, isMobile: false });
  const focus = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.value || '');
  const tabTo = async (words) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (words.test(await focus())) return;
    }
    throw new Error(`no key leads to ${words}; the focus is on ${await focus()}`);
  };
  await button(page, '我来接').waitFor();
  await tabTo(/^我来接$/);
  await bo.call('POST', `/chains/${chain.id}/entries`, entry({ choice: 1 }));
  await page.getByText('1. 老周').waitFor();
  assert.match(await focus(), /^我来接$/, 'an entry that arrives takes no focus');
  await page.keyboard.press('Enter');
  const sheet = page.locator('dialog[open]');
  await sheet.waitFor();
  await until('the sheet has the focus', () => page.evaluate(() => !!document.activeElement?.closest('dialog')));
  // Radio buttons by arrows, the number by its buttons.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  assert.equal(await sheet.getByRole('radio', { name: '下午' }).isChecked(), true);
  for (let i = 0; i < 5 && !(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') === '多一位')); i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await tabTo(/^接上/);
  await page.keyboard.press('Enter');
  await page.locator('.chain-mine').getByText('下午·2 位').waitFor();
  await sheet.waitFor({ state: 'detached' });
  await until('the focus is on the page', () => page.evaluate(() => document.activeElement !== document.body));
});
