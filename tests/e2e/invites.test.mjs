// Invites as people meet them: the life of a code, taking it back, and every door that does not open.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, openPhone, startServer, untilReady } from './lib.mjs';
import * as people from './people.mjs';

const { button, link } = people;

after(closeBrowser);

const invitesOf = (group) => `/g/${group.id}/invite`;
const heading = (page, name) => page.getByRole('heading', { name, exact: true });

/** Waits until this page is inside a group: the door before it has the same heading. */
async function isIn(page, name) {
  await page.waitForFunction(() => location.hash.startsWith('#/g/'));
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** What the invites of this person's list say of one. */
async function stateOf(who, at, id) {
  const { items } = await who.call('GET', `${at}/invites`);
  return items.find((one) => one.id === id).state;
}

// ── what was sent ───────────────────────────────────────────────────────────────────────────────────────────────

test('the list says who came by what and who is awaited; taking back waits, and can be undone', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '晨间普拉提·周四班');
  const qr = await invite(host, at);
  const used = await invite(host, at, 'personal', { note: '楼上邻居' });
  const open = await invite(host, at, 'personal', { note: '楼下邻居' });
  await joins(server, qr, '青柠');
  await joins(server, used, '薄荷');
  const phone = await phoneOf(t, server, host, invitesOf(group));
  const { page } = phone;
  const list = page.getByRole('list', { name: '发出的邀请' });
  const row = (words) => list.getByRole('listitem').filter({ hasText: words });
  assert.match(await row('青柠').innerText(), /通过二维码[^]*已加入/);
  assert.match(await row('薄荷').innerText(), /发给「楼上邻居」[^]*已加入/);
  assert.match(await row('一张二维码').innerText(), /进来 1 人[^]*可用/);
  assert.equal(await row('发给「楼上邻居」').count(), 1, 'who came by a personal invite stands for it');
  const waiting = row('发给「楼下邻居」');
  await waiting.getByText('等待中').waitFor();

  // Undone with the keyboard: nothing was sent, and the row is as before.
  let sent = 0;
  page.on('request', (request) => { if (request.method() === 'DELETE' && request.url().includes('/invites/')) sent += 1; });
  await waiting.getByRole('button', { name: '撤回' }).focus();
  await page.keyboard.press('Enter');
  await waiting.getByText('撤回中').waitFor();
  assert.equal(await waiting.evaluate((row) => row === document.activeElement), true, 'the row keeps the focus');
  assert.match(await waiting.getByRole('status').innerText(), /可以撤销/);
  assert.equal(await waiting.getByRole('button', { name: '打开' }).count(), 0);
  await page.keyboard.press('Tab');
  // A double tap means the first: the way back stands where the finger just was.
  await page.keyboard.press('Enter');
  assert.equal(await waiting.getByText('撤回中').count(), 1, 'a second tap at once takes nothing back');
  await page.waitForTimeout(700);
  await page.keyboard.press('Enter');
  await waiting.getByText('等待中').waitFor();

  // Not undone: it goes out by itself, and is final. What was undone before it has not gone out by then.
  const [asked, poster] = [Date.now(), row('一张二维码')];
  await poster.getByRole('button', { name: '撤回' }).click();
  await poster.getByText('已撤回').waitFor({ timeout: 9000 });
  assert.ok(Date.now() - asked > 5000, 'there was time to undo it');
  assert.equal(await poster.getByRole('button').count(), 0, 'nothing brings it back');
  assert.equal(sent, 1);
  assert.deepEqual([await stateOf(host, at, qr.id), await stateOf(host, at, open.id)], ['revoked', 'open']);

  // An invite that is used while it lies open is not handed over any longer.
  const held = await invite(host, at, 'personal', { note: '对门' });
  await row('发给「对门」').getByRole('button', { name: '打开' }).click();
  const sheet = page.locator('dialog[open]');
  await button(sheet, '复制链接').waitFor();
  await joins(server, held, '桂花');
  await sheet.getByRole('alert').getByText('已加入').waitFor();
  assert.equal(await button(sheet, '复制链接').count(), 0, 'nothing to pass on');
  await page.keyboard.press('Escape');

  // Leaving the page does not forget what was asked for.
  await waiting.getByRole('button', { name: '撤回' }).click();
  await people.goTo(page, `/g/${group.id}`);
  await until('leaving sends it', async () => await stateOf(host, at, open.id) === 'revoked');
  await until('the page sent it', () => sent === 2);
  phone.expectNoErrors();
});

test('hiding the page sends what was taken back', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '瑜伽');
  const qr = await invite(host, at);
  const { page } = await phoneOf(t, server, host, invitesOf(group));
  await button(page, '撤回').click();
  await page.getByText('撤回中').waitFor();
  await page.evaluate(() => {
    const plain = window.fetch;
    window.sent = [];
    window.fetch = (url, init) => {
      window.sent.push(`${init?.method} ${init?.keepalive === true}`);
      return plain(url, init);
    };
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await until('hiding sends it', async () => await stateOf(host, at, qr.id) === 'revoked', 2000);
  const sent = await page.evaluate(() => window.sent);
  assert.ok(sent.includes('DELETE true'), `the browser finishes it when the page goes: ${sent}`);
});

// ── from QR to member to member, and full ───────────────────────────────────────────────────────────────────────

test('the QR hands over to personal invites; a full group hands over to one beside it', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '周四班', { invite_qr_limit: 3, capacity: 4 });
  const qr = await invite(host, at);
  const first = await joins(server, qr, '青柠');
  const phone = await phoneOf(t, server, host, invitesOf(group));
  const member = await phoneOf(t, server, first, invitesOf(group));
  const { page } = phone;
  await page.getByText('现在 2 人，到 3 人停用').waitFor();
  await page.locator('img.qr').waitFor();

  // The third comes while the poster is looked at.
  await joins(server, qr, '薄荷');
  await heading(page, '二维码已经停用').waitFor();
  assert.equal(await page.locator('img.qr').count(), 0);
  await page.getByText('到了 3 人，已经停用').waitFor();
  await heading(member.page, '二维码已经停用').waitFor();
  await button(page, '写一张个人邀请').click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByLabel('发给谁').fill('隔壁的人');
  await sheet.getByRole('button', { name: '做好邀请' }).click();
  await page.locator('dialog[open] img').first().waitFor();
  const { items } = await host.call('GET', `${at}/invites`);
  await page.keyboard.press('Escape');

  // The fourth is the last.
  await joins(server, items.find((one) => one.note === '隔壁的人'), '山茶');
  await heading(page, '群已经满了').waitFor();
  await heading(member.page, '群已经满了').waitFor();
  assert.equal(await link(member.page, '在旁边再开一个群').count(), 0, 'members are not offered what they cannot do');
  await link(member.page, '看看谁是群主').waitFor();

  await link(page, '在旁边再开一个群').click();
  assert.equal(await page.getByLabel('群名').inputValue(), '周四班 · 2');
  await page.getByLabel('在这个群里我叫').fill('栗子教练');
  await button(page, '建好，进去').click();
  await button(page, '做一张二维码').waitFor();
  const groups = (await host.call('GET', '/groups')).items;
  const beside = groups.find((one) => one.name === '周四班 · 2');
  assert.equal(beside.sibling_of, group.id);
  assert.equal(beside.policy.capacity, 4, 'the rules are the same');

  // The next time the full group leads there.
  await people.goTo(page, invitesOf(group));
  await link(page, '去旁边的群请人').click();
  assert.equal(await people.here(page), invitesOf(beside));
  await people.goTo(page, `/g/${beside.id}/about`);
  await page.getByRole('link', { name: '旁边的群' }).click();
  await page.getByRole('heading', { name: '周四班', level: 1 }).waitFor();
  phone.expectNoErrors();
});

// ── doors that do not open ──────────────────────────────────────────────────────────────────────────────────────

test('every refusal at the door is a sentence with a way on', async (t) => {
  const args = ['--rate-limits', 'off'];
  const server = await startServer(t, { args });
  const { host, at } = await hostOf(server, '晨练');
  const [revoked, used] = [await invite(host, at), await invite(host, at, 'personal')];
  await host.call('DELETE', `/invites/${revoked.id}`);
  const insider = await joins(server, used, '薄荷');
  const removed = await joins(server, await invite(host, at, 'personal'), '走的人');
  const before = await invite(host, at, 'personal');
  await host.call('DELETE', `${at}/members/${removed.member_id}`);
  const expires = await invite(host, at);
  const few = await hostOf(server, '小班', { invite_qr_limit: 2, capacity: 3 });
  const [limit, last] = [await invite(few.host, few.at), await invite(few.host, few.at, 'personal')];
  const spare = await invite(few.host, few.at, 'personal');
  await joins(server, limit, '一位');
  const ended = await hostOf(server, '散了的群');
  const dissolved = await invite(ended.host, ended.at);
  await ended.host.call('DELETE', ended.at);

  const visitor = await phoneOf(t, server, null);
  const { page } = visitor;
  /** The door at an invite says this, and has these ways on. */
  const shut = async (on, made, title, body, ways) => {
    await people.goTo(on, `/j/${made.token ?? made}`);
    await heading(on, title).waitFor();
    assert.match(await on.locator('.state').innerText(), body, title);
    for (const way of ways) await on.locator('.state').getByText(way, { exact: true }).waitFor();
    assert.equal(await on.getByLabel('在这个群里叫什么').count(), 0, 'no form behind a shut door');
  };
  await shut(page, '2'.repeat(27), '没有这个邀请', /复制完整/, ['输入另一个码', '登录']);
  await shut(page, revoked, '这个邀请已被撤回', /问问发给你的人/, ['输入另一个码', '登录']);
  await shut(page, used, '这个邀请已经有人用了', /不能转给别人[^]*一张自己的/, ['输入另一个码', '登录']);
  await shut(page, limit, '这张二维码停用了', /单独邀请你/, ['输入另一个码', '登录']);
  await joins(server, last, '两位');
  await shut(page, spare, '群已经满了', /旁边的群/, ['再试一次', '输入另一个码', '登录']);
  await shut(page, dissolved, '这个群已经解散', /不再通向/, ['回到群里']);
  // The way on leads on.
  await shut(page, revoked, '这个邀请已被撤回', /./, []);
  await link(page, '输入另一个码').click();
  assert.equal(await people.here(page), '/scan');

  // Removed: with the same account no older invite lets in.
  const away = await phoneOf(t, server, removed, `/j/${before.token}`);
  await shut(away.page, before, '这个邀请不能让你进去', /请群主重新邀请/, ['回到群里']);

  // A member already is taken into the group, by a good invite and by their own used one.
  const inside = await phoneOf(t, server, insider, `/j/${expires.token}`);
  await isIn(inside.page, '晨练');
  await people.goTo(inside.page, `/j/${used.token}`);
  await isIn(inside.page, '晨练');

  // Time: the server's clock decides, not the phone's.
  await people.goTo(page, `/j/${expires.token}`);
  await page.getByLabel('在这个群里叫什么').fill('慢了一步');
  await server.stop();
  args.push('--clock-offset-s', String(7 * DAY + 60));
  await server.start();
  await button(page, '用「慢了一步」进群').click();
  await heading(page, '这个邀请已经到期').waitFor();
  assert.match(await page.locator('.state').innerText(), /栗子教练[^]*你填的名字还留着/);
  await page.reload();
  await heading(page, '这个邀请已经到期').waitFor();
  visitor.expectNoErrors();
});

test('too many tries are told how long to wait', async (t) => {
  const server = await startServer(t);
  const { host, at } = await hostOf(server, '晨练');
  const made = await invite(host, at);
  for (let tries = 0; tries < 200; tries++) {
    const ok = await server.call('POST', '/invites/preview', { invite: { code: made.code } }).then(() => true, () => false);
    if (!ok) break;
  }
  const { page } = await phoneOf(t, server, null, `/j/${made.code}`);
  await heading(page, '试得有点快').waitFor();
  assert.match(await page.locator('.state').innerText(), /请等 \d+ 秒/);
  await button(page, '再试一次').waitFor();
});

test('the last place is taken while a name is typed; the name stays, and so does the way in', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, at } = await hostOf(server, '两人间', { invite_qr_limit: 2, capacity: 2 });
  const [mine, other] = [await invite(host, at, 'personal'), await invite(host, at, 'personal')];
  const phone = await phoneOf(t, server, null, `/j/${mine.token}`);
  const { page } = phone;
  const name = page.getByLabel('在这个群里叫什么');
  await name.fill('小河');
  const quicker = await joins(server, other, '快一步');
  await button(page, '用「小河」进群').click();
  await heading(page, '群已经满了').waitFor();
  assert.match(await page.locator('.state').innerText(), /栗子教练[^]*你看的时候还能进，后来关上了[^]*名字还留着/);
  // Still full: the sentence stays, without "just now".
  await button(page, '再试一次').click();
  await heading(page, '群已经满了').waitFor();

  await quicker.call('DELETE', `${at}/membership`);
  await button(page, '再试一次').click();
  await name.waitFor();
  assert.equal(await name.inputValue(), '小河');
  await button(page, '用「小河」进群').click();
  await isIn(page, '两人间');
  phone.expectNoErrors();
});

test('no network at the door: the name stays and joining again works', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, at } = await hostOf(server, '晨练');
  const made = await invite(host, at);
  const phone = await phoneOf(t, server, null, `/j/${made.token}`);
  const { page } = phone;
  await page.getByLabel('在这个群里叫什么').fill('小河');
  await phone.context.setOffline(true);
  await button(page, '用「小河」进群').click();
  await page.getByRole('alert').filter({ hasText: /网络|连不上/ }).waitFor();
  assert.equal(await page.getByLabel('在这个群里叫什么').inputValue(), '小河');
  await phone.context.setOffline(false);
  await button(page, '用「小河」进群').click();
  await isIn(page, '晨练');
  assert.equal((await host.call('GET', at)).member_count, 2);
});

// ── an invite that points at something ──────────────────────────────────────────────────────────────────────────

test('an invite with a deal shows it at the door and leads to it', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '团购群');
  const price = (amount) => ({ amount, currency: 'CNY' });
  const ends_at = new Date(Date.now() + DAY * 1000).toISOString();
  const deal = await host.call('POST', `${at}/deals`, { title: '天然橡胶瑜伽垫', about: '', pick_up: '', minimum: 1,
    tiers: [{ from: 1, price: price(12800) }, { from: 2, price: price(9900) }, { from: 10, price: price(7900) }],
    per_member: 1, ends_at });
  await host.call('POST', `/deals/${deal.id}/pledge`, { quantity: 1 });
  const phone = await phoneOf(t, server, host, `/g/${group.id}/d/${deal.id}`);
  const { page } = phone;
  await link(page, '请人一起').click();
  await heading(page, '带着它请人').waitFor();
  await page.getByText('天然橡胶瑜伽垫').first().waitFor();
  await button(page, '做一张二维码').click();
  await page.locator('img.qr').waitFor();
  assert.equal(await page.locator('h1').count(), 1, 'one heading of the page');
  const made = (await host.call('GET', `${at}/invites`)).items[0];
  assert.deepEqual([made.kind, made.target.kind, made.target.id], ['qr', 'deal', deal.id]);
  // And for one person, with the deal already chosen.
  await button(page, '写一张个人邀请').click();
  await page.locator('dialog[open]').getByRole('button', { name: '做好邀请' }).click();
  await until('a personal one', async () =>
    (await host.call('GET', `${at}/invites`)).items.some((one) => one.kind === 'personal' && one.target?.id === deal.id));

  const guest = await phoneOf(t, server, null, `/j/${made.token}`);
  const g = guest.page;
  const card = g.locator('.card', { hasText: '邀请里带着一次拼团' });
  assert.match(await card.innerText(), /天然橡胶瑜伽垫[^]*现在 1 人[^]*¥128/);
  assert.match(await card.getByRole('img').first().getAttribute('aria-label'), /1 人/);
  await g.getByLabel('在这个群里叫什么').fill('小河');
  await button(g, '用「小河」进群').click();
  await g.getByRole('heading', { name: '天然橡胶瑜伽垫', level: 1 }).waitFor();
  phone.expectNoErrors();
  guest.expectNoErrors();
});

test('an invite with a seat shows it at the door', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '器械班');
  const lesson = await host.call('POST', `${at}/classes`, { title: '器械·中级', coach: '栗子', place: '二楼', capacity: 4,
    starts_at: new Date(Date.now() + 3 * DAY * 1000).toISOString(), duration_min: 60,
    face_value: { amount: 12000, currency: 'CNY' }, roster: [group.me.id] });
  const seat = lesson.seats.find((one) => one.holder?.id === group.me.id);
  const listing = await host.call('POST', `${at}/listings`, { seat_id: seat.id, note: '', auto_confirm: false,
    asking: { amount: 8000, currency: 'CNY' } });
  const { page } = await phoneOf(t, server, host, `/g/${group.id}/l/${listing.id}`);
  await link(page, '带着它请人进群').click();
  await button(page, '做一张二维码').click();
  await page.locator('img.qr').waitFor();
  const made = (await host.call('GET', `${at}/invites`)).items[0];
  const guest = await phoneOf(t, server, null, `/j/${made.token}`);
  const card = guest.page.locator('.card', { hasText: '邀请里带着一个转课名额' });
  assert.match(await card.innerText(), /器械·中级[^]*¥80/);
});

// ── a new phone ─────────────────────────────────────────────────────────────────────────────────────────────────

test('who joined without a phone number comes back on a new phone by the code they kept, and the old phone is out', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '晨间普拉提');
  const made = await invite(host, at);
  const old = await phoneOf(t, server, null, `/j/${made.token}`);
  await old.page.getByLabel('在这个群里叫什么').fill('青柠');
  await button(old.page, '用「青柠」进群').click();
  await isIn(old.page, group.name);
  const code = await old.page.getByText(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/).textContent();
  await button(old.page, '我收好了').click();
  await people.writePost(old.page, '换手机之前说的');

  // A phone that knows nothing. A code that nobody has is refused, with what was typed still there.
  const { page } = await openPhone(t, { ignore: [/status of 4\d\d/] });
  await people.byRecoveryCode(page, server.url, '2222-2222-2222-2222');
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByLabel('恢复码').inputValue(), /2222/);
  // Typed by hand, without its dashes and in small letters.
  await page.getByLabel('恢复码').fill(code.replaceAll('-', '').toLowerCase());
  await button(page, '找回我的账号').click();
  await page.getByRole('link', { name: new RegExp(group.name) }).first().click();
  await isIn(page, group.name);
  const mine = page.locator('article', { hasText: '换手机之前说的' });
  await mine.waitFor();
  assert.match(await mine.innerText(), /青柠/);
  await people.writePost(page, '换手机之后说的');

  // The old phone is out: it is told so, and shows the group no more.
  await old.page.reload();
  await untilReady(old.page);
  await old.page.waitForFunction(() => !document.body.innerText.includes('换手机之后说的') && /登录/.test(document.body.innerText));
  assert.equal(await old.page.locator('article').count(), 0);
  // The same account: nobody new is in the group.
  assert.equal((await host.call('GET', at)).member_count, 2);
});
