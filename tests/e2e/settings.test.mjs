// What hosts set in a group, as people meet it: its rules, who runs it, and its end.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import * as people from './people.mjs';

const { button, link } = people;
const heading = (page, name) => page.getByRole('heading', { name, exact: true });

after(closeBrowser);

test('hosts change the rules, and say what that closes; two at once do not undo each other', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '晨练');
  const qr = await invite(host, at);
  await joins(server, qr, '青柠');
  const { page: v } = await phoneOf(t, server, null, `/j/${qr.token}`);
  await v.getByLabel('在这个群里叫什么').fill('小河');
  const phone = await phoneOf(t, server, host, `/g/${group.id}/about`);
  const { page } = phone;
  await page.getByRole('link', { name: '群的设置' }).click();
  const [limit, capacity] = [page.getByLabel('扫码进到几人为止'), page.getByLabel('最多几人')];
  await limit.fill('1');
  await button(page, '保存规则').click();
  await page.getByText('超出了允许的范围').waitFor();
  await limit.fill('2');
  await page.getByText('现在已有 2 人：保存后二维码马上全部停用，不会恢复').waitFor();
  await page.getByLabel('一张邀请用多久').selectOption({ label: '3 天' });

  // Another host is quicker: what was typed stays, what was not follows.
  const was = (await host.call('GET', at)).policy;
  await page.route('**/api/changes**', (route) => route.abort());
  await host.call('PUT', `${at}/policy`, { policy: { ...was, capacity: 400 }, was });
  await button(page, '保存规则').click();
  await until('the form follows', async () => await capacity.inputValue() === '400');
  assert.equal(await limit.inputValue(), '2');
  await button(page, '保存规则').click();
  await page.getByText('新规则已生效').waitFor();
  const now = await host.call('GET', at);
  assert.deepEqual([now.policy.invite_qr_limit, now.policy.capacity, now.policy.invite_ttl_s], [2, 400, 3 * DAY]);
  assert.ok(now.qr_closed_at, 'the QR codes stopped');
  // The limit was lowered while somebody stood at the door.
  await button(v, '用「小河」进群').click();
  await heading(v, '这张二维码停用了').waitFor();
  // What shut it is not guessed at: no last place was taken.
  assert.match(await v.getByRole('alert').innerText(), /栗子教练单独邀请你[^]*你看的时候还能进，后来关上了。你填的名字还留着。/);
});

test('a host hands the group over; members and stewards are not offered what they may not do', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '晨练');
  const heir = await joins(server, await invite(host, at), '青柠');
  const theirs = await phoneOf(t, server, heir, `/g/${group.id}/about`);
  await heading(theirs.page, '晨练').or(theirs.page.getByText('成员和规则').first()).first().waitFor();
  await theirs.page.getByText('栗子教练').waitFor();
  assert.equal(await theirs.page.getByRole('link', { name: '群的设置' }).count(), 0);
  await people.goTo(theirs.page, `/g/${group.id}/settings`);
  await heading(theirs.page, '只有群主能改').waitFor();

  // The last host cannot just go: the way leads to where the group is handed over.
  const { page } = await phoneOf(t, server, host, `/g/${group.id}/about`);
  await button(page, '退出这个群').click();
  await page.locator('dialog[open]').getByRole('button', { name: '退出', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: '最后一位群主' }).waitFor();
  await page.locator('dialog[open]').getByRole('link', { name: '群的设置' }).click();
  const row = (name) => page.getByRole('listitem').filter({ hasText: name });
  const sheet = page.locator('dialog[open]');
  await row('栗子教练').getByRole('button', { name: '改角色' }).click();
  const blocked = sheet.getByRole('button', { name: '先请一位别的群主，才能卸下' }).first();
  await blocked.waitFor();
  assert.equal(await blocked.isDisabled(), true);
  await page.keyboard.press('Escape');
  await row('青柠').getByRole('button', { name: '改角色' }).click();
  await sheet.getByRole('button', { name: /^当群主/ }).click();
  await page.getByText('角色改好了').waitFor();
  // The new host is told without a reload.
  await theirs.page.getByLabel('扫码进到几人为止').waitFor();
  await row('栗子教练').getByRole('button', { name: '改角色' }).click();
  await sheet.getByRole('button', { name: /^当普通成员/ }).click();
  await heading(page, '只有群主能改').waitFor();
  const { items } = await heir.call('GET', `${at}/members`);
  assert.deepEqual(items.map((one) => [one.persona.nickname, one.role]).sort(), [['栗子教练', 'member'], ['青柠', 'host']].sort());
});

test('a group is dissolved while its preview is open: the word is typed, and the visitor is told', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '散了的群');
  const made = await invite(host, at);
  const member = await joins(server, made, '青柠');
  const visitor = await phoneOf(t, server, null, `/j/${made.token}`);
  const v = visitor.page;
  await v.getByLabel('在这个群里叫什么').fill('小河');
  const inside = await phoneOf(t, server, member, `/g/${group.id}`);
  await inside.page.getByRole('heading', { name: '散了的群', level: 1 }).waitFor();

  const { page } = await phoneOf(t, server, host, `/g/${group.id}/settings`);
  await button(page, '解散这个群').click();
  const sheet = page.locator('dialog[open]');
  const sure = sheet.locator('button[data-look=warn]');
  assert.equal(await sure.isDisabled(), true, 'not by a slip of the finger');
  await sheet.getByLabel('输入「解散」来确认').fill('解散');
  await sure.click();
  await page.getByText('群已解散').waitFor();
  assert.equal(await people.here(page), '/');
  await people.expectNot(page, '散了的群');

  await button(v, '用「小河」进群').click();
  await heading(v, '这个群已经解散').waitFor();
  await link(v, '回到群里').click();
  assert.equal(await people.here(v), '/');
  // Who was inside is told as well, and what was in it is gone from the screen.
  await until('the member is told', async () => !/青柠/.test(await people.words(inside.page)), 8000);
  await heading(inside.page, '这个群已经解散').waitFor();
});
