// Two people and the days of a group: planned, appearing by itself, answered once, changed, deleted, past and readable.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, goTo, here, link } from './people.mjs';

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

const MS = 86_400_000;
/** A day from a moment, as the calendar of whoever has midnight then has it. */
const dayFrom = (starts, words) => ({
  day: new Date(starts + MS / 2).toISOString().slice(0, 10), words,
  starts_at: new Date(starts).toISOString(), ends_at: new Date(starts + MS).toISOString(),
});
const field = (page) => page.getByLabel('写一句', { exact: true });
const answers = (page) => page.locator('.daily-answers > li');
const card = (page, words) => page.locator('article', { hasText: words });

test('the host plans today, it is in the feed at once; each member has one answer, changed and deleted by who gave it', async (t) => {
  const { h, g, place, phones } = await two(t, '每天一句');
  await goTo(g, `${place}/daily`);
  await g.getByText('还没有活动').waitFor();
  assert.equal(await link(g, '安排一天').count(), 0, 'hosts plan');
  await goTo(h, `${place}/daily`);
  await link(h, '安排一天').click();
  await button(h, /^安排好/).click();
  await h.getByLabel('题目').fill('唱一句今天的歌');
  await h.reload();
  assert.equal(await h.getByLabel('题目').inputValue(), '唱一句今天的歌');
  await button(h, /^安排好/).click();
  await h.getByRole('heading', { name: '每日活动', level: 1 }).waitFor();
  await link(h, /唱一句今天的歌/).waitFor();
  // The same day again is refused by name, and what was typed stays.
  await link(h, '安排一天').click();
  await h.getByLabel('题目').fill('第二个题目');
  await button(h, /^安排好/).click();
  await h.getByText('这一天已经安排了活动').waitFor();
  assert.equal(await h.getByLabel('题目').inputValue(), '第二个题目');

  // The list of who only looked is live; the card is in the feed.
  await link(g, /唱一句今天的歌/).waitFor();
  await goTo(g, place);
  await link(card(g, '唱一句今天的歌'), '写一句').click();
  await g.getByText('还没有人写。').first().waitFor();
  await field(g).fill('让我们荡起双桨');
  await button(g, '发出').click();
  await answers(g).getByText('让我们荡起双桨').waitFor();
  assert.equal(await field(g).count(), 0, 'one answer a day');

  await goTo(h, await here(g));
  await answers(h).getByText('让我们荡起双桨').waitFor();
  await field(h).fill('小船儿推开波浪');
  await button(h, '发出').click();
  await answers(g).getByText('小船儿推开波浪').waitFor();
  assert.equal(await button(answers(g).nth(1), '删掉').count(), 0, 'another’s');
  // Once somebody answered, the prompt stays as they read it.
  assert.equal(await button(h, '修改题目').count(), 0);

  await button(answers(g).nth(0), '修改').click();
  const change = g.getByLabel('改我写的');
  assert.equal(await change.inputValue(), '让我们荡起双桨');
  await change.fill('让我们荡起双桨呀');
  await button(g, '改好').click();
  for (const page of [h, g]) await answers(page).nth(0).getByText('让我们荡起双桨呀').waitFor();
  await answers(h).nth(0).getByText(/改过/).waitFor();
  await button(answers(g).nth(0), '删掉').click();
  await button(g.locator('dialog[open]'), '删掉').click();
  await field(g).waitFor();
  await h.waitForFunction(() => document.querySelectorAll('.daily-answers > li').length === 1);
  // Nothing anywhere counts days or ranks anybody.
  for (const page of [h, g]) assert.doesNotMatch(await page.locator('main').innerText(), /连续|打卡|第 ?\d+ ?天|排名|榜/);

  // As text: the prompt, and nobody's answer.
  await phones[0].context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(h, '复制成文字').click();
  const copied = await h.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes('唱一句今天的歌') && copied.includes('#/g/') && !copied.includes('波浪'), copied);
  await button(h, '删掉这一天的活动').click();
  await button(h.locator('dialog[open]'), '删掉这一天的活动').click();
  await h.getByRole('heading', { name: '每日活动', level: 1 }).waitFor();
  await goTo(g, place);
  await card(g, '唱一句今天的歌').waitFor({ state: 'detached' });
  for (const phone of phones) phone.expectNoErrors();
});

test('a planned day appears by itself while people look, and an answer written without a network arrives', async (t) => {
  const { h, g, host, guest, at, place, phones } = await two(t, '明天见');
  // Yesterday's, which members answered: nobody can plan the past, so its day ends while we look.
  const soon = Date.now() + 6000;
  const past = await host.call('POST', `${at}/dailies`, dayFrom(soon - MS, '昨天的题目'));
  await guest.call('PUT', `/dailies/${past.id}/answer`, { words: '昨天写的' });
  const next = await host.call('POST', `${at}/dailies`, dayFrom(soon, '今天的题目'));
  await host.call('POST', `${at}/dailies`, dayFrom(soon + MS, '明天的题目'));
  await goTo(h, `${place}/daily`);
  await link(h, /明天的题目/).waitFor();
  await goTo(g, `${place}/daily`);
  await link(g, /昨天的题目/).waitFor();
  assert.equal(await link(g, /天的题目/).count(), 1, 'what is planned is the hosts’');
  await link(g, /今天的题目/).waitFor({ timeout: 15_000 });
  assert.equal(await link(g, /明天的题目/).count(), 0);
  const posts = await guest.call('GET', `${at}/posts`);
  assert.deepEqual(posts.items.map((post) => post.attachment.title), ['今天的题目', '昨天的题目'], 'each exactly once');

  // Past: to be read, and not to be answered.
  await goTo(g, `${place}/daily/${past.id}`);
  await answers(g).getByText('昨天写的').waitFor();
  await g.getByText('这一天已经过去，写过的都在，不能再写。').waitFor();
  assert.equal(await field(g).count(), 0);

  const { context } = phones[1];
  await goTo(g, `${place}/daily/${next.id}`);
  await field(g).waitFor();
  await context.route(/\/api\//, (route) => route.abort('internetdisconnected'));
  await field(g).fill('地铁里写的');
  await button(g, '发出').click();
  await link(g, '1 条等有网时发出').waitFor();
  await context.unroute(/\/api\//);
  await g.evaluate(() => dispatchEvent(new Event('online')));
  await answers(g).getByText('地铁里写的').waitFor();
  await goTo(h, `${place}/daily/${next.id}`);
  await answers(h).getByText('地铁里写的').waitFor();
  const { items } = await host.call('GET', `/dailies/${next.id}/answers`);
  assert.deepEqual(items.map((one) => one.words), ['地铁里写的']);
  for (const phone of phones) phone.expectNoErrors();
});
