// Two people talk: other words, replies, reactions, a roll call, an accepted answer; each seen live on the other's phone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, goTo, link } from './people.mjs';

after(closeBrowser);

/** A group with a host and a guest, each with a phone in it; `post` is written by the host. */
async function two(t, words = {}) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '会说话的群');
  const guest = await joins(server, await invite(host, at), '小河');
  const post = await host.call('POST', `${at}/posts`, { body: '周四来吗？', kind: 'note', ...words });
  const place = `/g/${group.id}/p/${post.id}`;
  const [h, g] = await Promise.all([host, guest].map((who) => phoneOf(t, server, who, place)));
  await Promise.all([h, g].map(({ page }) => page.locator('article').first().waitFor()));
  return { server, host, guest, group, at, post, place, h: h.page, g: g.page, phones: [h, g] };
}

const comment = (page, words) => page.locator('.comment', { hasText: words });
const sheet = (page) => page.locator('dialog[open]');

async function says(page, words) {
  await page.getByLabel('回应一句').fill(words);
  await button(page, '发送').click();
  await comment(page, words).waitFor();
}

test('words are changed within rules, with a mark, on both phones; hosts delete and put no words into mouths', async (t) => {
  const { h, g, guest, at, post, phones, group } = await two(t);
  await button(h.locator('article'), '更多').click();
  await button(sheet(h), '修改').click();
  const field = sheet(h).getByLabel('要说的话');
  assert.equal(await field.inputValue(), '周四来吗？');
  await field.fill('周五来吗？');
  // What is typed outlives a reload.
  await h.reload();
  await button(h.locator('article'), '更多').click();
  await button(sheet(h), '修改').click();
  assert.equal(await sheet(h).getByLabel('要说的话').inputValue(), '周五来吗？');
  await button(sheet(h), '保存').click();
  await sheet(h).waitFor({ state: 'detached' });
  for (const page of [h, g]) {
    await page.locator('article', { hasText: '周五来吗？' }).getByText(/· 已修改/).waitFor();
  }
  // The guest has no menu on it; the host has one on the guest's post, without other words.
  assert.equal(await button(g.locator('article'), '更多').count(), 0);
  const theirs = await guest.call('POST', `${at}/posts`, { body: '客人的话', kind: 'note' });
  await goTo(h, `/g/${group.id}/p/${theirs.id}`);
  await button(h.locator('article', { hasText: '客人的话' }), '更多').click();
  await button(sheet(h), '删除').waitFor();
  assert.equal(await button(sheet(h), '修改').count(), 0);
  await button(sheet(h), '留着').click();
  await goTo(h, `/g/${group.id}/p/${post.id}`);
  // One's own comment likewise.
  await says(g, '我来');
  await comment(h, '我来').waitFor();
  await button(comment(g, '我来'), '更多').click();
  await button(sheet(g), '修改').click();
  await sheet(g).getByLabel('要说的话').fill('我来，带两位');
  await button(sheet(g), '保存').click();
  await comment(h, '我来，带两位').getByText(/· 已修改/).waitFor();
  for (const phone of phones) phone.expectNoErrors();
});

test('replies stand under their comment on both phones, and outlive it', async (t) => {
  const { h, g, phones } = await two(t);
  await says(g, '我来');
  await says(g, '几点？');
  await comment(h, '几点？').waitFor();
  await button(comment(h, '我来'), '回复').click();
  await h.getByRole('status').getByText('回复 小河').waitFor();
  assert.equal(await h.evaluate(() => document.activeElement.tagName), 'TEXTAREA', 'one can type at once');
  // Whom one replies to is kept with the words.
  await h.getByLabel('回应一句').fill('太好了');
  await h.reload();
  await h.getByRole('status').getByText('回复 小河').waitFor();
  await button(h, '发送').click();
  const order = (page) => page.locator('.comment .words').allInnerTexts();
  for (const page of [h, g]) {
    await comment(page, '太好了').waitFor();
    await until('the reply stands under its comment', async () => (await order(page)).join() === '我来,太好了,几点？');
    assert.equal(await comment(page, '太好了').getAttribute('data-reply'), '');
    assert.match(await comment(page, '太好了').innerText(), /回复 小河/);
  }
  assert.equal(await h.getByRole('status').getByText('回复 小河').count(), 0);
  // A reply to a reply joins the thread.
  await button(comment(g, '太好了'), '回复').click();
  await says(g, '周四见');
  await until('it stands in the thread', async () => (await order(h)).join() === '我来,太好了,周四见,几点？');
  // The first of the thread goes; what was replied stays, with a word in its place.
  await button(comment(g, '我来'), '更多').click();
  await button(sheet(g), '删除').click();
  for (const page of [h, g]) {
    await page.locator('.comment').first().getByText('这条回应已删除').waitFor();
    assert.equal(await comment(page, '太好了').count(), 1);
    assert.equal(await page.getByText('我来').count(), 0);
  }
  await h.locator('article').getByText('周四来吗？').waitFor();
  for (const phone of phones) phone.expectNoErrors();
});

test('a reaction is shown at once, also before the rest of the app is there and while its answer is on the way', async (t) => {
  const { server, guest, group } = await two(t);
  const { page } = await phoneOf(t, server, guest, '/me');
  await page.route(/(split|chunk)_[^/]+\.wasm/, () => {});
  const answers = [];
  await page.route('**/reaction', (route) => { answers.push(route); });
  await page.goto(`${server.url}#/g/${group.id}`);
  await page.reload();
  const heart = page.locator('article').getByRole('button', { name: /^喜欢/ });
  await heart.click();
  await until('it is on its way', () => answers.length === 1);
  assert.equal(await heart.getAttribute('aria-pressed'), 'true');
  const url = answers[0].request().url();
  await answers[0].continue();
  await page.waitForResponse(url);
  await page.waitForTimeout(300);
  assert.equal(await heart.getAttribute('aria-pressed'), 'true', 'and stays');
});

test('reactions are made and taken back by one press, live, by keys too, and without counts for who wants none', async (t) => {
  const { h, g, group, phones } = await two(t);
  const bar = (page) => page.locator('article').getByRole('group', { name: '表态' });
  const heart = (page) => bar(page).getByRole('button', { name: /^喜欢/ });
  await heart(g).click();
  await bar(g).getByRole('button', { name: '喜欢，1 人', pressed: true }).waitFor();
  await bar(h).getByRole('button', { name: '喜欢，1 人', pressed: false }).waitFor();
  await heart(h).focus();
  await h.keyboard.press('Enter');
  await bar(h).getByRole('button', { name: '喜欢，2 人', pressed: true }).waitFor();
  assert.match(await h.evaluate(() => document.activeElement.ariaLabel), /喜欢/, 'the focus stays');
  await bar(g).getByRole('button', { name: '喜欢，2 人' }).waitFor();
  await heart(g).click();
  await bar(g).getByRole('button', { name: '喜欢，1 人', pressed: false }).waitFor();
  await bar(h).getByRole('button', { name: '喜欢，1 人', pressed: true }).waitFor();
  // Another kind is in the feed once somebody chose it.
  await bar(h).getByRole('button', { name: '谢谢' }).click();
  await goTo(g, `/g/${group.id}`);
  await bar(g).getByRole('button', { name: '谢谢，1 人' }).waitFor();
  assert.equal(await bar(g).getByRole('button').count(), 2);
  // Whoever hides counts sees which, and not how many.
  await goTo(g, '/me');
  await g.getByRole('switch', { name: /不显示人气数字/ }).check();
  await goTo(g, `/g/${group.id}`);
  await bar(g).getByRole('button', { name: '谢谢', exact: true }).waitFor();
  assert.equal(await bar(g).locator('.num').count(), 0);
  for (const phone of phones) phone.expectNoErrors();
});

test('an announcement calls the roll: members answer once, the host sees who is missing', async (t) => {
  const { h, g, host, guest, at, group, server, phones } = await two(t);
  await joins(server, await invite(host, at), '阿木');
  await goTo(h, `/g/${group.id}/write`);
  await h.getByLabel('要说的话').fill('台风，各位都好吗');
  await h.getByRole('radio', { name: '公告' }).check({ force: true });
  await h.getByRole('radio', { name: '我平安' }).check({ force: true });
  await h.getByText(/24 小时内最多 2 条/).waitFor();
  await button(h, '发出去').click();
  const card = (page) => page.locator('article', { hasText: '台风' });
  await card(h).getByText('2 位成员，0 位已确认').waitFor();
  await goTo(g, `/g/${group.id}`);
  await card(g).getByText('紧急').waitFor();
  await g.locator('.pin', { hasText: '台风' }).waitFor();
  await button(card(h), '看谁还没确认').click();
  await sheet(h).getByText('小河').waitFor();
  await sheet(h).getByText('阿木').waitFor();
  // Who is safe and has no network says so all the same; it goes out once there is one.
  await phones[1].context.setOffline(true);
  await button(card(g), '我平安').click();
  await card(g).getByText('记下了，一有网络就送出。').waitFor();
  await phones[1].context.setOffline(false);
  await card(g).getByText(/你.+报了平安/).waitFor();
  // Live, while the host looks.
  await sheet(h).getByText('小河').waitFor({ state: 'detached' });
  assert.equal(await sheet(h).getByText('阿木').count(), 1);
  await h.keyboard.press('Escape');
  await card(h).getByText('2 位成员，1 位已确认').waitFor();
  assert.equal(await card(g).getByText(/位已确认/).count(), 0, 'members see their own answer alone');
  await g.reload();
  await card(g).getByText(/你.+报了平安/).waitFor();
  assert.equal(await button(card(g), '我平安').count(), 0);
  // A third urgent one of the day is refused with a sentence, and the words stay.
  await host.call('POST', `${at}/posts`, { body: '第二条', kind: 'announcement', roll_call: 'safe' });
  await goTo(h, `/g/${group.id}/write`);
  await h.getByLabel('要说的话').fill('第三条');
  await h.getByRole('radio', { name: '公告' }).check({ force: true });
  await h.getByRole('radio', { name: '我平安' }).check({ force: true });
  await button(h, '发出去').click();
  await h.getByText('今天的紧急公告已经用完').first().waitFor();
  assert.ok(guest);
  for (const phone of phones) phone.expectNoErrors();
});

test('the asker accepts an answer; it is shown first on both phones and may be another', async (t) => {
  const { h, g, at, group, guest, phones } = await two(t);
  await goTo(g, `/g/${group.id}/write`);
  await g.getByLabel('要说的话').fill('膝盖疼练什么？');
  await g.getByRole('radio', { name: '提问' }).check({ force: true });
  await button(g, '发出去').click();
  await g.locator('article', { hasText: '膝盖疼' }).waitFor();
  const { items } = await guest.call('GET', `${at}/posts`);
  const place = `/g/${group.id}/p/${items[0].id}`;
  await Promise.all([h, g].map((page) => goTo(page, place)));
  await says(h, '少跳');
  await says(h, '练臀');
  assert.equal(await button(comment(h, '少跳'), '采纳').count(), 0, 'only who asked');
  await button(comment(g, '少跳'), '采纳').click();
  const first = (page) => page.getByRole('region', { name: '采纳的答案' });
  for (const page of [g, h]) await first(page).getByText('少跳').waitFor();
  await h.locator('article').getByText('有了答案').waitFor();
  await button(comment(g, '练臀'), '采纳').click();
  for (const page of [g, h]) await first(page).getByText('练臀').waitFor();
  await button(comment(g, '练臀'), '采纳').click();
  for (const page of [g, h]) await first(page).waitFor({ state: 'detached' });
  await link(g, '会说话的群').first().waitFor();
  for (const phone of phones) phone.expectNoErrors();
});

test('members are mentioned by choosing them; it is marked for whom it concerns, and follows their name', async (t) => {
  const { h, g, guest, at, group, phones } = await two(t);
  await goTo(h, `/g/${group.id}/write`);
  await h.getByLabel('要说的话').fill('钥匙在');
  await button(h, '提到成员').click();
  await sheet(h).getByLabel('找一位成员').fill('小');
  await sheet(h).getByRole('listitem').first().waitFor();
  assert.equal(await sheet(h).getByRole('listitem').count(), 1, 'found, and not oneself');
  await button(sheet(h), '小河').click();
  assert.equal(await h.getByLabel('要说的话').inputValue(), '钥匙在 @小河 ');
  // Who was chosen is kept with the words.
  await h.reload();
  await button(h, '发出去').click();
  const card = (page) => page.locator('article', { hasText: '钥匙在' });
  await card(h).locator('b.mention', { hasText: '@小河' }).waitFor();
  assert.equal(await card(h).getByText('提到了你').count(), 0);
  await goTo(g, `/g/${group.id}`);
  await card(g).getByText('提到了你').waitFor();
  // In a comment, too; and an edit keeps whom it named.
  await goTo(g, `/g/${group.id}`);
  const { items } = await guest.call('GET', `${at}/posts`);
  const post = items.find((one) => one.body.startsWith('钥匙在'));
  assert.equal(post.mentions[0].id, guest.member_id);
  await Promise.all([h, g].map((page) => goTo(page, `/g/${group.id}/p/${post.id}`)));
  await button(g.locator('.comment-line'), '提到成员').click();
  await button(sheet(g), '栗子教练').click();
  await button(g, '发送').click();
  await comment(h, '@栗子教练').getByText('提到了你').waitFor();
  await guest.call('PUT', `${at}/persona`, { nickname: '大河', avatar: 'sprig-moss' });
  await h.reload();
  await card(h).locator('b.mention', { hasText: '@大河' }).waitFor();
  await button(card(h), '更多').click();
  await button(sheet(h), '修改').click();
  await sheet(h).getByLabel('要说的话').fill('钥匙在 @大河 手里');
  await button(sheet(h), '保存').click();
  await card(g).locator('b.mention', { hasText: '@大河' }).waitFor();
  await card(g).getByText('提到了你').waitFor();
  for (const phone of phones) phone.expectNoErrors();
});
