// Two people and what posts tell: a check-in, a place, a film, a book, something to eat, a review, a link, a playlist.
// Each is made by its form, seen live on the other phone, changed, copied and deleted.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, goTo } from './people.mjs';

after(closeBrowser);

async function two(t) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '分享的群');
  const guest = await joins(server, await invite(host, at), '小河');
  const place = `/g/${group.id}`;
  const phones = await Promise.all([host, guest].map((who) => phoneOf(t, server, who, place)));
  await Promise.all(phones.map(({ page, context }) => Promise.all([
    page.getByRole('heading', { name: '分享的群', level: 1 }).waitFor(),
    context.addInitScript(() => {
      Object.defineProperty(navigator, 'share', { configurable: true, value: undefined });
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied = text; } } });
    }),
  ])));
  return { server, host, guest, group, at, place, phones, h: phones[0].page, g: phones[1].page };
}

const card = (page, title) => page.locator('article', { hasText: title });
const open = (page) => page.locator('dialog[open]');

/** What is new on a phone: the first post stands there at once, later ones wait behind the pill. */
async function comes(page, title) {
  const pill = page.locator('.newposts');
  await card(page, title).or(pill).first().waitFor();
  if (await pill.isVisible()) await pill.click();
  await card(page, title).waitFor();
}

/** Opens the form and chooses a kind. */
async function begin(page, place, kind) {
  await goTo(page, `${place}/new-moment`);
  await page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
}

const KINDS = [
  { kind: '地方', title: '云杉山顶的亭子', by: ['在哪一带', '东郊'] },
  { kind: '电影', title: '人生果实', by: ['谁拍的，在哪看', '伏原健之'] },
  { kind: '书', title: '身体从未忘记', by: ['作者', '贝塞尔·范德考克'] },
  { kind: '吃的', title: '素面', by: ['哪家店', '后街第二家'] },
];

test('a check-in names its place in words, and each kind of recommendation reaches the other phone', async (t) => {
  const { h, g, place, phones } = await two(t);
  await begin(h, place, '打卡');
  await h.getByText('这里不取定位，也没有谁在哪里的地图。').waitFor();
  await button(h, '发出去').click();
  await h.getByText('这里需要填写').waitFor();
  await h.getByLabel('在哪里').fill('湖边的教室');
  await h.getByLabel('还想说点什么').fill('雨停了');
  // What was typed survives a reload, and a change of the kind keeps it.
  await h.reload();
  assert.equal(await h.getByLabel('在哪里').inputValue(), '湖边的教室');
  await h.getByRole('radio', { name: '地方', exact: true }).check({ force: true });
  assert.equal(await h.getByLabel('什么地方').inputValue(), '湖边的教室');
  await h.getByRole('radio', { name: '打卡', exact: true }).check({ force: true });
  await button(h, '发出去').click();
  await card(h, '湖边的教室').getByText('雨停了').waitFor();
  await comes(g, '湖边的教室');
  for (const { kind, title, by: [label, name] } of KINDS) {
    await begin(h, place, kind);
    await h.locator('main').getByRole('textbox').first().fill(title);
    await h.getByLabel(label).fill(name);
    await button(h, '发出去').click();
    await card(h, title).waitFor();
    await comes(g, title);
    await card(g, title).getByText(`${label}：${name}`).waitFor();
    assert.equal(await card(g, title).locator('.kind-name').textContent(), kind);
  }
  for (const phone of phones) phone.expectNoErrors();
});

test('a review has words for its rating and its photo, is changed for a day and marked, copied, and deleted', async (t) => {
  const { h, g, host, place, phones } = await two(t);
  await begin(h, place, '点评');
  await h.getByLabel('用的是什么').fill('天然橡胶瑜伽垫');
  await button(h, '发出去').click();
  await h.getByText('请选一个分数').waitFor();
  // A rating is radio buttons with words, and the arrows move among them.
  const five = h.getByRole('radio', { name: '5 非常好', exact: true });
  await five.focus();
  await h.keyboard.press('ArrowRight');
  assert.equal(await h.getByRole('radio', { name: '4.5 很好', exact: true }).isChecked(), true);
  await h.getByLabel('好在哪里').fill('不滑，没有味道');
  await h.getByLabel('哪里不足').fill('有点重');
  await h.getByRole('switch', { name: '我自己买过或用过' }).check({ force: true });
  await h.locator('.tray-add input').setInputFiles(new URL('../../crates/server/src/demo/photos/mats.jpg', import.meta.url).pathname);
  await button(h, '发出去').click();
  await card(h, '天然橡胶瑜伽垫').waitFor();
  await comes(g, '天然橡胶瑜伽垫');
  const seen = card(g, '天然橡胶瑜伽垫');
  for (const words of ['4.5 分（满分 5）· 很好', '不滑，没有味道', '有点重', '自己用过']) await seen.getByText(words).waitFor();
  await g.waitForFunction(() => document.querySelector('article .photos img')?.naturalWidth > 0);
  assert.equal(await button(seen, '改一改').count(), 0, 'nobody changes the words of others');
  // By keys alone: from the card to the form, and back to the post.
  await button(card(h, '天然橡胶瑜伽垫'), '改一改').focus();
  await h.keyboard.press('Enter');
  await h.getByLabel('哪里不足').fill('有点重，卷起来也占地方');
  await h.getByRole('radio', { name: '4 不错', exact: true }).check({ force: true });
  await h.reload();
  assert.equal(await h.getByLabel('哪里不足').inputValue(), '有点重，卷起来也占地方');
  await button(h, '保存').click();
  await seen.getByText('卷起来也占地方').waitFor();
  await seen.getByText('4 分（满分 5）· 不错').waitFor();
  await seen.getByText(/已修改/).first().waitFor();
  await g.reload();
  await button(seen, '转成文字').click();
  await g.waitForFunction(() => window.copied?.includes('天然橡胶瑜伽垫'));
  const text = await g.evaluate(() => window.copied);
  for (const words of ['4 分（满分 5）', '好在哪里：不滑', '本人说自己买过或用过', '#/g/']) assert.ok(text.includes(words), `${words} in ${text}`);
  // Deleted by who wrote it, gone on both phones.
  const [post] = (await host.call('GET', `/groups/${place.slice(3)}/posts`)).items;
  await goTo(h, place);
  await button(card(h, '天然橡胶瑜伽垫'), '更多').click();
  await button(open(h), '删除').click();
  await button(open(h), '真的删除').click();
  for (const page of [h, g]) await card(page, '天然橡胶瑜伽垫').waitFor({ state: 'detached' });
  await assert.rejects(host.call('GET', `/posts/${post.id}`), /post_deleted/);
  for (const phone of phones) phone.expectNoErrors();
});

test('a link shows where it leads; what only looks like an address is refused, and nothing fetches it', async (t) => {
  const { h, g, place, phones } = await two(t);
  const asked = [];
  for (const { context } of phones) await context.route(/example\.(org|com)/, (route) => { asked.push(route.request().url()); return route.abort(); });
  await begin(h, place, '链接');
  await h.getByLabel('标题').fill('腰痛怎么练');
  for (const [typed, words] of [
    ['javascript:alert(1)', /开头/],
    ['https://bank.example.com@evil.example.org/', /看不清楚/],
    ['https://www.xn--80ak6aa92e.com/', /看不清楚/],
    ['https://exаmple.org/', /看不清楚/],
  ]) {
    await h.getByLabel('网址').fill(typed);
    await button(h, '发出去').click();
    await h.locator('.field-error', { hasText: words }).waitFor();
  }
  await h.getByLabel('网址').fill('https://Back.Example.org/guide?p=2');
  await button(h, '发出去').click();
  await card(h, '腰痛怎么练').waitFor();
  await comes(g, '腰痛怎么练');
  const link = card(g, '腰痛怎么练').locator('.moment-link');
  assert.match(await link.innerText(), /打开 back\.example\.org\s+https:\/\/Back\.Example\.org\/guide\?p=2/);
  assert.deepEqual(
    await link.evaluate((a) => [a.href, a.target, a.relList.contains('noopener')]),
    ['https://back.example.org/guide?p=2', '_blank', true],
  );
  assert.deepEqual(asked, [], 'nobody but who presses it goes there');
  const [popup] = await Promise.all([phones[1].context.waitForEvent('page'), link.click()]);
  await until('the link opens once it is pressed', () => asked.length === 1);
  assert.equal(await popup.evaluate(() => window.opener).catch(() => null), null);
  await popup.close();
  for (const phone of phones) phone.expectNoErrors();
});

test('members add to a playlist, each to their own rows, nothing twice; its maker has the last word', async (t) => {
  const { h, g, host, guest, at, place, phones } = await two(t);
  await goTo(h, `${place}/new-playlist`);
  await h.getByLabel('清单叫什么').fill('拉伸时放的歌');
  await h.getByLabel('先放几项').fill('River Flows in You\n夜曲 https://music.example.org/2\nriver flows  in you');
  await button(h, '发出清单').click();
  await h.getByText('第 3 行：清单里已经有了').waitFor();
  await h.getByLabel('先放几项').fill('River Flows in You\n夜曲 https://music.example.org/2');
  await button(h, '发出清单').click();
  const [mine, theirs] = [h, g].map((page) => card(page, '拉伸时放的歌'));
  const rows = (of) => of.locator('.playlist-rows > li');
  await mine.locator('.playlist-title').waitFor();
  await comes(g, '拉伸时放的歌');
  await theirs.getByText('2 项 · 大家都可以加').waitFor();
  assert.match(await rows(theirs).nth(1).innerText(), /夜曲\s+栗子教练 加的\s+打开 music\.example\.org/);

  // The other adds; what is there already is refused where it was typed.
  await button(theirs, '加一项').click();
  await open(g).getByLabel('名字').fill('另一个名字');
  await open(g).getByLabel('网址').fill('http://www.music.example.org/2/');
  await button(open(g), '加一项').click();
  await theirs.getByText(/没加成/).or(open(g).getByText('清单里已经有了')).first().waitFor();
  const refused = theirs.getByText(/没加成/);
  if (await refused.isVisible()) {
    // Sent by the outbox: it says so, and what was typed comes back to be changed.
    await refused.click();
    await button(g, '改一改再发').click();
    await theirs.waitFor();
    await button(theirs, '加一项').click();
  }
  assert.equal(await open(g).getByLabel('名字').inputValue(), '另一个名字');
  await open(g).getByLabel('名字').fill('月光');
  await open(g).getByLabel('网址').fill('');
  await button(open(g), '加一项').click();
  for (const of of [mine, theirs]) await rows(of).nth(2).getByText('月光').waitFor();

  // One's own is changed in its place; of others' rows there is nothing to do.
  assert.equal(await rows(theirs).first().getByRole('button').count(), 0);
  await button(rows(theirs).nth(2), '改「月光」').click();
  await open(g).getByLabel('名字').fill('月光（德彪西）');
  await button(open(g), '保存').click();
  for (const of of [mine, theirs]) await rows(of).nth(2).getByText('月光（德彪西）').waitFor();

  // Two at once: one is first.
  const list = (await guest.call('GET', `${at}/posts`)).items[0].attachment.id;
  const both = await Promise.allSettled([host, guest].map((who, nth) =>
    who.call('POST', `/playlists/${list}/rows`, { title: nth ? ' 同一首 ' : '同一首' })));
  assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1);
  for (const of of [mine, theirs]) await rows(of).nth(3).getByText('同一首').waitFor();

  // Its maker takes one out, and keeps the list to herself.
  await rows(mine).nth(3).getByRole('button').click();
  await button(open(h), '删除').click();
  for (const of of [mine, theirs]) await rows(of).nth(3).waitFor({ state: 'detached' });
  await button(mine, '设置').click();
  await open(h).getByRole('switch', { name: '大家都可以往里加' }).uncheck({ force: true });
  await button(open(h), '保存').click();
  await theirs.getByText('只有发起人能加').waitFor();
  assert.equal(await button(theirs, '加一项').count(), 0);
  await g.reload();
  await button(theirs, '转成文字').click();
  await g.waitForFunction(() => window.copied?.includes('1. River Flows in You\n2. 夜曲 https://music.example.org/2\n3. 月光（德彪西）'));
  for (const phone of phones) phone.expectNoErrors();
});

test('a newcomer sees no moment from before, and what is added without a network goes out once', async (t) => {
  const { server, host, h, g, at, place, phones } = await two(t);
  await host.call('POST', `${at}/moments`, { post: { body: '', kind: 'note' }, moment: { kind: 'food', title: '旧的素面' } });
  await host.call('POST', `${at}/playlists`, { post: { body: '', kind: 'note' }, title: '大家的书单', shared: true });
  const late = await joins(server, await invite(host, at), '新来的');
  const n = await phoneOf(t, server, late, place);
  await n.page.getByText('此前的内容只属于更早的成员').first().waitFor();
  assert.equal(await n.page.getByText('旧的素面').count() + await n.page.getByText('大家的书单').count(), 0);
  for (const page of [h, g]) await page.reload();
  const [mine, theirs] = [h, g].map((page) => card(page, '大家的书单'));
  await theirs.getByText('还没有内容，加第一项吧。').waitFor();
  await mine.getByText('0 项').waitFor();
  // The app loads; the backend does not answer.
  await phones[1].context.route('**/playlists/*/rows', (route) => route.abort());
  await button(theirs, '加一项').click();
  await open(g).getByLabel('名字').fill('身体从未忘记');
  await button(open(g), '加一项').click();
  await theirs.getByText('1 项等着发出').waitFor();
  await g.reload();
  await theirs.getByText('1 项等着发出').waitFor();
  await phones[1].context.unroute('**/playlists/*/rows');
  for (const of of [mine, theirs]) await of.locator('.playlist-rows > li').getByText('身体从未忘记').waitFor();
  assert.equal(await mine.locator('.playlist-rows > li').count(), 1);
  await theirs.getByText('1 项等着发出').waitFor({ state: 'detached' });
  for (const phone of [phones[0], n]) phone.expectNoErrors();
});
