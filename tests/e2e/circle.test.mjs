// Three people and a circle: two are in it because they agreed, the one who runs the group is not. What is written for
// the circle reaches the two at once and the third by no way; leaving and dissolving take it from every phone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, expectNot, goTo, link, words } from './people.mjs';

after(closeBrowser);

const NAME = '晚班的人';
const article = (page, text) => page.locator('article', { hasText: text });
const choice = (page, label) => page.locator('.choice', { hasText: label });
const mark = (page, people) => page.getByText(`只给圈子「${NAME}」的 ${people} 人看`);

/** The host stays outside; who makes the circle and their friend are members like any other. */
async function three(t) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '圈子的群');
  const maker = await joins(server, await invite(host, at), '小河');
  const friend = await joins(server, await invite(host, at), '青禾');
  const place = `/g/${group.id}`;
  const phones = await Promise.all([maker, friend, host].map((who) => phoneOf(t, server, who, place)));
  const [m, f, h] = phones.map(({ page }) => page);
  await Promise.all([m, f, h].map((page) => page.getByRole('heading', { name: '圈子的群', level: 1 }).waitFor()));
  return { server, host, maker, friend, group, at, place, phones, m, f, h };
}

/** A circle of the maker and the friend, made behind the screens. */
async function circleOfTwo({ maker, friend, at }) {
  const members = await maker.call('GET', `${at}/members`);
  const one = members.items.find((member) => member.persona.nickname === '青禾');
  const circle = await maker.call('POST', `${at}/circles`, { name: NAME, members: [one.id] });
  await friend.call('POST', `/circles/${circle.id}/membership`, {});
  return circle;
}

test('one is asked and agrees; what is written for a circle is seen there and nowhere else', async (t) => {
  const all = await three(t);
  const { m, f, h, place, host, at } = all;
  // Made by a form that loses nothing.
  await link(m, '成员和规则').click();
  await m.getByRole('link', { name: '我的圈子' }).click();
  await m.getByText('还没有圈子').waitFor();
  await link(m, '建一个圈子').click();
  await button(m, '建一个圈子').click();
  await m.getByText('这里需要填写').waitFor();
  await m.getByLabel('圈子叫什么').fill(NAME);
  await m.getByLabel('青禾').check();
  await m.getByText('请 1 人').waitFor();
  await m.reload();
  assert.equal(await m.getByLabel('圈子叫什么').inputValue(), NAME);
  assert.equal(await m.getByLabel('青禾').isChecked(), true);
  await button(m, '建一个圈子').click();
  await m.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  await m.getByText('等回答').waitFor();

  // The friend is asked, live, and sees what agreeing means before anything else.
  await f.getByText(`小河 请你进圈子「${NAME}」`).waitFor();
  await link(f, '看看').click();
  await f.getByRole('heading', { name: `小河 请你进圈子「${NAME}」` }).waitFor();
  await f.getByText('你会看到从现在起写给圈子的内容').waitFor();
  assert.equal(await button(f, '不进').count(), 1);
  // The host knows of none of it.
  await goTo(h, `${place}/circles`);
  await h.getByText('还没有圈子').waitFor();
  const circle = (await all.maker.call('GET', `${at}/circles`)).items[0];
  await goTo(h, `${place}/o/${circle.id}`);
  await h.locator('.state').waitFor();
  await expectNot(h, NAME);
  await goTo(h, place);
  await button(f, '同意，进来').click();
  await f.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  // Live on the maker's page.
  await m.getByText('等回答').waitFor({ state: 'detached' });
  await m.getByText('2 人', { exact: true }).waitFor();

  // Written for the circle: the composer says who sees it, and offers only them to mention.
  await button(m, '写给圈子').click();
  await m.getByText('只有圈子里的 2 人看得到').waitFor();
  assert.equal(await choice(m, NAME).locator('input').isChecked(), true);
  await m.getByLabel('要说的话').fill('圈里的话 ');
  await button(m, '提到成员').click();
  const sheet = m.locator('dialog[open]');
  await button(sheet, '青禾').waitFor();
  assert.equal(await sheet.locator('.list button').count(), 1);
  await button(sheet, '青禾').click();
  // The draft keeps whom it is for.
  await m.reload();
  await m.getByText('这是你上次没发出的').waitFor();
  assert.equal(await choice(m, NAME).locator('input').isChecked(), true);
  await button(m, '发出去').click();
  await m.waitForFunction(() => !location.hash.endsWith('/write'));
  await goTo(m, place);
  await goTo(f, place);
  await article(m, '圈里的话').waitFor();
  await article(f, '圈里的话').waitFor();
  await mark(m, 2).waitFor();
  await mark(f, 2).waitFor();
  await article(f, '圈里的话').getByText('提到了你').waitFor();

  // To the host nothing came, nor anything that says so; what is for all comes.
  const post = (await all.maker.call('GET', `${at}/posts`)).items[0];
  await host.call('POST', `${at}/posts`, { kind: 'note', body: '给大家的话' });
  await article(h, '给大家的话').waitFor();
  await expectNot(h, '圈里的话');
  assert.equal(await h.locator('.newposts').count(), 0);
  await goTo(h, `${place}/p/${post.id}`);
  await h.locator('.state').waitFor();
  await expectNot(h, '圈里的话');
  await assert.rejects(host.call('GET', `/posts/${post.id}`), /not_found|404/);
});

test('what waits keeps whom it is for; who leaves keeps nothing of it, not even without a network', async (t) => {
  const all = await three(t);
  const { m, f, h, place, maker, at, phones } = all;
  const circle = await circleOfTwo(all);
  await maker.call('POST', `${at}/posts`, { kind: 'note', body: '先前的圈内话', circle_id: circle.id });
  await article(f, '先前的圈内话').waitFor();

  // Without a network it waits, with its mark; then it arrives where it is for.
  await goTo(m, `${place}/write`);
  await choice(m, NAME).click();
  await m.getByLabel('要说的话').fill('等网络的圈内话');
  await phones[0].context.setOffline(true);
  await button(m, '发出去').click();
  const row = m.locator('.outbox-one', { hasText: '等网络的圈内话' });
  await row.getByText('只给圈子').waitFor();
  await phones[0].context.setOffline(false);
  await article(m, '等网络的圈内话').waitFor();
  await until('it is there for the friend', async () => (await words(f)).includes('等网络的圈内话') || (await f.locator('.newposts').count()) > 0);
  const kept = (await maker.call('GET', `${at}/posts`)).items.find((post) => post.body === '等网络的圈内话');
  assert.equal(kept.circle_id, circle.id);

  await goTo(h, `${place}/write`);
  assert.equal(await h.getByText('给谁看').count(), 0, 'nothing to choose for who is in no circle');

  // The friend leaves: nothing stays on the phone.
  await goTo(f, `${place}/o/${circle.id}`);
  await button(f, '离开圈子').click();
  const sheet = f.locator('dialog[open]');
  await sheet.getByText('你写过的留给还在里面的人').waitFor();
  await button(sheet, '离开圈子').click();
  await f.getByRole('heading', { name: '圈子的群', level: 1 }).waitFor();
  await until('its posts are gone', async () => !(await words(f)).includes('圈内话'));
  await f.reload();
  await f.getByRole('heading', { name: '圈子的群', level: 1 }).waitFor();
  await expectNot(f, '圈内话');
  await phones[1].context.setOffline(true);
  await f.reload().catch(() => {});
  await expectNot(f, '圈内话');
  await phones[1].context.setOffline(false);
  await mark(m, 1).first().waitFor();
});

test('who looks after it asks, takes out and dissolves; each is said to whom it concerns', async (t) => {
  const all = await three(t);
  const { m, f, h, place, friend, maker, host, at } = all;
  const circle = await circleOfTwo(all);
  await maker.call('POST', `${at}/posts`, { kind: 'note', body: '圈子的旧话', circle_id: circle.id });
  await article(f, '圈子的旧话').waitFor();
  await goTo(m, `${place}/o/${circle.id}`);
  await button(m, '再请几个人').click();
  const ask = m.locator('dialog[open]');
  assert.equal(await ask.getByLabel('青禾').count(), 0, 'who is in it is not asked again');
  const hostName = (await host.call('GET', at)).me.persona.nickname;
  await ask.getByLabel(hostName).check();
  await button(ask, '请 1 人').click();
  await h.getByText(`小河 请你进圈子「${NAME}」`).waitFor();
  await link(h, '看看').click();
  await button(h, '同意，进来').click();
  await h.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  await goTo(h, place);
  await h.getByRole('heading', { name: '圈子的群', level: 1 }).waitFor();
  await maker.call('POST', `${at}/posts`, { kind: 'note', body: '圈子的新话', circle_id: circle.id });
  await article(h, '圈子的新话').waitFor();
  await expectNot(h, '圈子的旧话');

  // The friend is taken out, and the circle goes from their phone.
  await m.locator('.list-row', { hasText: '青禾' }).getByRole('button', { name: '移出' }).click();
  await button(m.locator('dialog[open]'), '移出').click();
  await m.getByText('已移出').waitFor();
  await until('nothing is left on the phone of who was taken out', async () => !(await words(f)).includes('圈子的旧话'));
  assert.deepEqual((await friend.call('GET', `${at}/circles`)).items, []);

  // Another name is everybody's at once.
  await m.getByLabel('圈子叫什么').fill('早班的人');
  await button(m, '改名字').click();
  await h.getByText('只给圈子「早班的人」的 2 人看').waitFor();
  // Dissolved: what becomes of it is said before, and to who was in it after.
  await button(m, '解散圈子').click();
  const sheet = m.locator('dialog[open]');
  await sheet.getByText('从所有人那里删除').waitFor();
  await button(sheet, '解散圈子').click();
  await m.getByRole('heading', { name: '圈子的群', level: 1 }).waitFor();
  await expectNot(m, '圈子的新话');
  await h.getByText('圈子「早班的人」解散了').waitFor();
  await until('its posts are gone', async () => !(await words(h)).includes('圈子的新话'));
  await button(h, '知道了').click();
  await h.getByText('圈子「早班的人」解散了').waitFor({ state: 'detached' });
});
