// Somebody else changes what I am on: the very control that has the focus keeps it, and what I typed, was told or looked
// for beside it stays. A twin that is drawn in its place is not it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { friendOf, hostOf, invite, joins, phoneOf } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button } from './people.mjs';

after(closeBrowser);

/** A group on a server of its own. */
async function group(t, name) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const of = await hostOf(server, name);
  return { server, ...of, made: await invite(of.host, of.at) };
}

/** Gives a control the focus and remembers the element. */
async function takes(control) {
  await control.focus();
  await control.evaluate((one) => { window.held = one; });
}

/** The remembered element is on the page and has the focus. */
async function keeps(page, what) {
  const now = await page.evaluate(() => [window.held.isConnected, document.activeElement === window.held, document.activeElement?.outerHTML.slice(0, 120)]);
  assert.deepEqual(now.slice(0, 2), [true, true], `${what}; the focus is on ${now[2]}`);
}

const inAnHour = () => new Date(Date.now() + 3600_000).toISOString();

test('under a post that others react to, whoever looks for a member and was refused goes on', async (t) => {
  const { server, host, group: home, at, made } = await group(t, '接着说的群');
  const guest = await joins(server, made, '小河');
  const post = await host.call('POST', `${at}/posts`, { body: '周四来吗？', kind: 'note' });
  const phone = await phoneOf(t, server, guest, `/g/${home.id}/p/${post.id}`);
  const { page } = phone;
  const hearts = (n) => page.getByRole('group', { name: '表态' }).getByRole('button', { name: `喜欢，${n} 人` });
  const reacts = (who, on) => who.call('PUT', `/posts/${post.id}/reaction`, { kind: 'heart', on });

  // What was refused is still said.
  await button(page, '发送').click();
  await page.getByText('这里需要填写').waitFor();
  await takes(button(page, '发送'));
  await reacts(host, true);
  await hearts(1).waitFor();
  await keeps(page, 'the button that sends');
  assert.equal(await page.getByText('这里需要填写').count(), 1, 'what was refused is said as long as nothing is changed');

  // Whom one looks for.
  await button(page, '提到成员').click();
  const dialog = page.locator('dialog[open]');
  const sought = dialog.getByLabel('找一位成员');
  await sought.fill('栗子');
  await dialog.locator('.list-title', { hasText: '栗子教练' }).waitFor();
  await takes(sought);
  await reacts(guest, true);
  await hearts(2).waitFor({ state: 'attached' });
  await keeps(page, 'the field that looks for members');
  assert.equal(await sought.inputValue(), '栗子');
  phone.expectNoErrors();
});

test('a team that is opened beside another takes nobody off its button', async (t) => {
  const { server, host, group: home, at, made } = await group(t, '组队的群');
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '老周')];
  const deal = await host.call('POST', `${at}/deals`, {
    title: '一箱橙子', minimum: 3, per_member: 1, ends_at: inAnHour(),
    tiers: [{ from: 1, price: { amount: 5000, currency: 'CNY' } }], team: { size: 3, hours: 1 },
  });
  await host.call('POST', `/deals/${deal.id}/teams`, {});
  const phone = await phoneOf(t, server, ann, `/g/${home.id}/d/${deal.id}`);
  const { page } = phone;
  const team = (whose) => page.locator('article', { hasText: `${whose} 的队` });
  await takes(team('栗子教练').getByRole('button', { name: /^加入，付/ }));
  await bo.call('POST', `/deals/${deal.id}/teams`, {});
  await team('老周').waitFor();
  await keeps(page, 'the button of the first team');
  phone.expectNoErrors();
});

test('an entry of mine stands while another of mine comes, from another phone', async (t) => {
  const { server, host, group: home, at, made } = await group(t, '接龙的群');
  const ann = await joins(server, made, '阿禾');
  const chain = await host.call('POST', `${at}/chains`, {
    title: '周日爬山', about: '', asks_name: false, asks_note: false, most: 1, proxies: 2, choices: [], closes_at: inAnHour(),
  });
  const enters = (more) => ann.call('POST', `/chains/${chain.id}/entries`, { proxy: false, name: '', count: 1, note: '', wait: false, ...more });
  await enters({});
  const phone = await phoneOf(t, server, ann, `/g/${home.id}/n/${chain.id}`);
  const { page } = phone;
  const mine = page.getByRole('list', { name: '我接的' }).locator('li');
  await takes(button(mine.first(), '修改'));
  await enters({ proxy: true, name: '外婆' });
  await mine.filter({ hasText: '外婆' }).waitFor();
  await keeps(page, 'the button of my first entry');
  phone.expectNoErrors();
});

test('an answer that is changed by who gave it leaves a host on its button', async (t) => {
  const { server, host, group: home, at, made } = await group(t, '每天一句的群');
  const guest = await joins(server, made, '小河');
  const starts = Date.now() - 3600_000;
  const daily = await host.call('POST', `${at}/dailies`, {
    day: new Date(starts + 43_200_000).toISOString().slice(0, 10), words: '唱一句今天的歌',
    starts_at: new Date(starts).toISOString(), ends_at: new Date(starts + 86_400_000).toISOString(),
  });
  const answers = (words) => guest.call('PUT', `/dailies/${daily.id}/answer`, { words });
  await answers('让我们荡起双桨');
  const phone = await phoneOf(t, server, host, `/g/${home.id}/daily/${daily.id}`);
  const { page } = phone;
  const theirs = page.locator('.daily-answers > li');
  await takes(button(theirs, '删掉'));
  await answers('小船儿推开波浪');
  await theirs.getByText('小船儿推开波浪').waitFor();
  await keeps(page, 'the button under the answer');
  phone.expectNoErrors();
});
