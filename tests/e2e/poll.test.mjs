// Two people and a poll: asked, voted, voted otherwise, closed; the sums are the same on both phones at every moment.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, goTo, link } from './people.mjs';

after(closeBrowser);

async function two(t) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '投票的群');
  const guest = await joins(server, await invite(host, at), '小河');
  const place = `/g/${group.id}`;
  const phones = await Promise.all([host, guest].map((who) => phoneOf(t, server, who, place)));
  await Promise.all(phones.map(({ page }) => page.getByRole('heading', { name: '投票的群', level: 1 }).waitFor()));
  return { server, host, guest, group, at, place, phones, h: phones[0].page, g: phones[1].page };
}

const card = (page, question) => page.locator('article', { hasText: question });
const choice = (page, label) => page.locator('.poll-choice', { hasText: label });

/** Waits until a choice has these sums on all phones. */
const sums = (pages, label, text) => Promise.all(pages.map((page) => choice(page, label).getByText(text).waitFor()));

test('a poll is asked by a form that loses nothing, and voted on live; the last vote of each counts', async (t) => {
  const { h, g, place, phones } = await two(t);
  await link(h, '发起投票').click();
  await h.getByLabel('问什么').fill('加课放在哪天？');
  await h.getByLabel('选项 1').fill('周五晚上');
  // One choice is no choice, and the form says so; what was typed stays, across a reload too.
  await button(h, /^发起投票/).click();
  await h.getByText('请写 2 到 10 个选项').waitFor();
  await h.getByLabel('选项 3').fill('周日早上');
  await button(h, '加一项').click();
  await h.getByLabel('选项 4').fill('周五晚上');
  await h.reload();
  assert.equal(await h.getByLabel('选项 3').inputValue(), '周日早上');
  await button(h, /^发起投票/).click();
  await h.getByText('和上面的一项相同').waitFor();
  await h.getByLabel('选项 4').fill('周六下午');
  await button(h, /^发起投票/).click();
  await card(h, '加课放在哪天？').waitFor();

  // The first post of a group stands there at once.
  await card(g, '加课放在哪天？').waitFor();
  await choice(g, '周日早上').click();
  await sums([h, g], '周日早上', '1 票 · 100%');
  // By keys, too: a real group of radio buttons.
  await choice(h, '周五晚上').locator('input').focus();
  await h.keyboard.press('Space');
  await sums([h, g], '周五晚上', '1 票 · 50%');
  await choice(g, '周六下午').click();
  await sums([h, g], '周六下午', '1 票 · 50%');
  await sums([h, g], '周日早上', '0 票 · 0%');
  for (const page of [h, g]) await card(page, '加课').getByText(/2 人投了票/).waitFor();
  // A reload shows my vote; taking it back is one press.
  await g.reload();
  assert.equal(await choice(g, '周六下午').locator('input').isChecked(), true);
  await button(card(g, '加课'), '收回我的票').click();
  await sums([h, g], '周六下午', '0 票 · 0%');
  for (const page of [h, g]) await card(page, '加课').getByText(/1 人投了票/).waitFor();
  assert.equal(await button(card(g, '加课'), '结束投票').count(), 0, 'only who asks, and hosts');
  // Closed on both phones, with its result, and no vote any more.
  await button(card(h, '加课'), '结束投票').click();
  await button(h.locator('dialog[open]'), '结束投票').click();
  for (const page of [h, g]) {
    await card(page, '加课').getByText('已结束').waitFor();
    assert.equal(await choice(page, '周五晚上').locator('input').isDisabled(), true);
  }
  await sums([h, g], '周五晚上', '1 票 · 100%');
  await goTo(h, place);
  for (const phone of phones) phone.expectNoErrors();
});

test('several votes each, from two phones at once and fast: each member counts once', async (t) => {
  const { h, g, host, guest, at, phones } = await two(t);
  const choices = ['甲', '乙', '丙'].map((label) => ({ label: `选${label}` }));
  const closes_at = new Date(Date.now() + 3600_000).toISOString();
  const poll = await host.call('POST', `${at}/polls`, { question: '带什么？', choices, several: true, closes_at });
  await card(h, '带什么？').or(button(h, '1 条新动态')).first().waitFor();
  for (const page of [h, g]) {
    await page.reload();
    await card(page, '带什么？').locator('.poll-choice').last().waitFor();
  }
  // Faster than any answer comes.
  for (const page of [h, g]) await page.evaluate(() => document.querySelectorAll('.poll-choice input').forEach((i) => i.click()));
  await sums([h, g], '选甲', '2 票 · 100%');
  await sums([h, g], '选丙', '2 票 · 100%');
  const now = await guest.call('GET', `/polls/${poll.id}`);
  assert.deepEqual(now.choices.map((c) => [c.votes, c.yours]), [[2, true], [2, true], [2, true]]);
  assert.equal(now.voters, 2);
  await choice(g, '选乙').click();
  await sums([h, g], '选乙', '1 票 · 50%');
  for (const phone of phones) phone.expectNoErrors();
});

test('a vote without a network is on screen at once, waits over a reload, and counts once', async (t) => {
  const { h, g, host, at, phones } = await two(t);
  const closes_at = new Date(Date.now() + 3600_000).toISOString();
  const choices = ['周六', '周日'].map((label) => ({ label }));
  await host.call('POST', `${at}/polls`, { question: '哪天聚？', choices, closes_at });
  for (const page of [h, g]) {
    await page.reload();
    await choice(page, '周六').waitFor();
  }
  // The app loads; the backend does not answer.
  await phones[1].context.route('**/polls/*/vote', (route) => route.abort());
  await choice(g, '周日').click();
  await card(g, '哪天聚？').getByText('有网时会投出去').waitFor();
  await sums([g], '周日', '1 票 · 100%');
  await sums([h], '周日', '0 票 · 0%');
  await g.reload();
  await sums([g], '周日', '1 票 · 100%');
  await phones[1].context.unroute('**/polls/*/vote');
  await sums([h, g], '周日', '1 票 · 100%');
  await card(g, '哪天聚？').getByText('有网时会投出去').waitFor({ state: 'detached' });
  await card(h, '哪天聚？').getByText(/1 人投了票/).waitFor();
});
