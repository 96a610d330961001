// Never lose, never double: what is written without a network waits, is sent once and in order, by one tab, is undone
// until then, and is given back when it is refused. What was seen is there meanwhile, and gone with the account.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { closeBrowser, startServer, untilReady } from './lib.mjs';
import { button, goTo, here, link } from './people.mjs';

const ends = [];
let server, group, host, at;

before(async () => {
  server = await startServer({ after: (work) => ends.push(work) }, { args: ['--rate-limits', 'off'] });
  ({ host, group, at } = await hostOf(server, '不丢也不重'));
  await host.call('POST', `${at}/posts`, { body: '先前说的话', kind: 'note' });
});
after(async () => { await closeBrowser(); for (const work of ends.reverse()) await work(); });

const feed = () => `/g/${group.id}`;
const waiting = (page, words) => page.locator('.outbox-one', { hasText: words });
const article = (page, words) => page.locator('article', { hasText: words });

/** A member of the group with a phone at its feed, who has seen a post. */
async function member(t, nickname, options) {
  const who = await joins(server, await invite(host, at), nickname);
  await host.call('POST', `${at}/posts`, { body: `欢迎${nickname}`, kind: 'note' });
  const phone = await phoneOf(t, server, who, '', options);
  await goTo(phone.page, feed());
  await article(phone.page, `欢迎${nickname}`).waitFor();
  return { ...phone, who };
}

const API = /\/api\//;
/** The backend cannot be reached from this phone; its files can, as from a cache. */
const cut = (context) => context.route(API, (route) => route.abort('internetdisconnected'));
/** It can be again, and the phone says so. */
async function mend(context) {
  await context.unroute(API);
  for (const page of context.pages()) await page.evaluate(() => dispatchEvent(new Event('online')));
}

async function write(page, words) {
  await goTo(page, `${feed()}/write`);
  await page.getByLabel('要说的话').fill(words);
  await button(page, '发出去').click();
  await page.waitForFunction(() => !location.hash.endsWith('/write'));
}

/** How often these words stand in the group, as the host sees it. */
async function said(words) {
  const { items } = await host.call('GET', `${at}/posts?limit=100`);
  return items.filter((post) => post.body === words).length;
}

test('written without a network, kept over a reload, sent once and in order; seen posts are there meanwhile', async (t) => {
  const { page, context } = await member(t, '小河');
  const other = await phoneOf(t, server, host);
  await goTo(other.page, feed());
  await article(other.page, '欢迎小河').waitFor();

  await cut(context);
  await write(page, '没网时写的一');
  await waiting(page, '没网时写的一').waitFor();
  await write(page, '没网时写的二');
  await waiting(page, '没网时写的二').waitFor();
  await page.getByText('2 条等待发送。').waitFor();
  await page.reload();
  await untilReady(page);
  await article(page, '欢迎小河').waitFor();
  await waiting(page, '没网时写的二').waitFor();
  assert.equal(await said('没网时写的一'), 0);

  await mend(context);
  await article(page, '没网时写的二').waitFor();
  await article(page, '没网时写的一').waitFor();
  await waiting(page, '没网时').first().waitFor({ state: 'detached' });
  assert.equal(await page.getByText(/条等待发送/).count(), 0);
  await button(other.page, '2 条新动态').click();
  await article(other.page, '没网时写的二').waitFor();
  const { items } = await host.call('GET', `${at}/posts`);
  assert.deepEqual(items.slice(0, 2).map((post) => post.body), ['没网时写的二', '没网时写的一'], 'in order');
  for (const words of ['没网时写的一', '没网时写的二']) assert.equal(await article(other.page, words).count(), 1);
  assert.equal((await host.call('GET', `${at}/posts?limit=100`)).items.filter((post) => post.body.startsWith('没网时')).length, 2);
});

test('taken back, it is in the composer again; a reply waits under the post', async (t) => {
  const { page, context } = await member(t, '小溪');
  await cut(context);
  await write(page, '写早了');
  await waiting(page, '写早了').getByRole('button', { name: '撤回' }).click();
  await page.waitForFunction(() => location.hash.endsWith('/write'));
  await page.waitForFunction(() => document.querySelector('textarea')?.value === '写早了');
  await goTo(page, feed());
  await article(page, '欢迎小溪').waitFor();
  assert.equal(await waiting(page, '写早了').count(), 0);

  await article(page, '欢迎小溪').getByRole('link', { name: /回应/ }).click();
  const line = page.getByLabel('回应一句');
  await line.fill('谢谢大家');
  await button(page, '发送').click();
  await waiting(page, '谢谢大家').waitFor();
  assert.equal(await line.inputValue(), '');
  // Taken back, the words are where they were typed, on the same page.
  await waiting(page, '谢谢大家').getByRole('button', { name: '撤回' }).click();
  await until('the words are back', async () => await line.inputValue() === '谢谢大家');
  await button(page, '发送').click();
  await waiting(page, '谢谢大家').waitFor();
  await mend(context);
  await page.locator('.comment', { hasText: '谢谢大家' }).waitFor();
  await waiting(page, '谢谢大家').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.comment', { hasText: '谢谢大家' }).count(), 1);
});

test('a reaction waits like everything else, as it was pressed, over a reload; what is sent in a second has no line', async (t) => {
  const { page, context } = await member(t, '小汀');
  const heart = (on) => article(page, '欢迎小汀').getByRole('button', { name: /^喜欢/, pressed: on });
  // The outbox is here with its page.
  await goTo(page, '/outbox');
  await page.getByText('都发出去了').waitFor();
  await goTo(page, feed());
  await cut(context);
  await heart(false).click();
  await heart(true).waitFor();
  await page.getByText('1 条等待发送。').waitFor();
  await page.reload();
  await untilReady(page);
  await heart(true).waitFor();
  await goTo(page, '/outbox');
  await waiting(page, '一个表态').waitFor();
  await goTo(page, feed());
  const known = async () => (await host.call('GET', `${at}/posts?limit=100`)).items.find((post) => post.body === '欢迎小汀').reactions ?? [];
  assert.deepEqual(await known(), []);
  await mend(context);
  await until('it arrived', async () => (await known())[0]?.count === 1);
  await heart(true).waitFor();
  await page.locator('.outbox-line').waitFor({ state: 'detached' });
  // With a network nothing is said of what is on its way for a moment.
  let shown = 0;
  await page.exposeFunction('lineShown', () => { shown += 1; });
  await page.evaluate(() => new MutationObserver(() => {
    if (document.querySelector('.outbox-line')?.getBoundingClientRect().height > 0) window.lineShown();
  }).observe(document.body, { childList: true, subtree: true }));
  await heart(true).click();
  await until('it is taken back', async () => ((await known())[0]?.count ?? 0) === 0);
  await heart(false).waitFor();
  assert.equal(shown, 0);
});

test('what does not fit into its draft stays, and says why; nobody is pulled off another page', async (t) => {
  const { page, context, newPage } = await member(t, '小潭');
  const { items: [post] } = await host.call('GET', `${at}/posts?limit=1`);
  for (const body of ['几点集合', '带什么']) await host.call('POST', `/posts/${post.id}/comments`, { body });
  await goTo(page, `${feed()}/p/${post.id}`);
  const comment = (words) => page.locator('.comment', { hasText: words });
  const line = page.getByLabel('回应一句');
  for (const words of ['几点集合', '带什么']) await comment(words).waitFor();
  await cut(context);
  await button(comment('几点集合'), '回复').click();
  await line.fill('七点');
  await button(page, '发送').click();
  await waiting(page, '七点').waitFor();
  await button(comment('带什么'), '回复').click();
  await line.fill('带水');
  const back = waiting(page, '七点').getByRole('button', { name: '撤回' });
  await back.click();
  await waiting(page, '七点').getByText('那里已经写了别的').waitFor();
  await waiting(page, '七点').getByRole('link', { name: '看看那份草稿' }).waitFor();
  if (process.env.QUNLI_SHOTS) await page.screenshot({ path: `${process.env.QUNLI_SHOTS}/in-the-way.png` });
  assert.equal(await line.inputValue(), '带水', 'neither was touched');
  await button(page, '不回复这一条').click();
  await back.click();
  await until('both are in the draft', async () => await line.inputValue() === '七点\n带水');
  assert.equal(await waiting(page, '七点').count(), 0);

  // Another tab has its turn: taking back waits for it, and its person goes on meanwhile.
  const second = await newPage();
  await second.goto(`${server.url}#/me`);
  await write(page, '写早了一点');
  await waiting(page, '写早了一点').waitFor();
  await second.evaluate(() => new Promise((held) => {
    void navigator.locks.request('qunli.outbox', () => new Promise((free) => { window.free = free; held(); }));
  }));
  await waiting(page, '写早了一点').getByRole('button', { name: '撤回' }).click();
  await goTo(page, '/me');
  await second.evaluate(() => window.free());
  await page.getByText(/撤回了，没有发出|不再发了/).waitFor();
  assert.equal(await here(page), '/me');
  await goTo(page, `${feed()}/write`);
  await page.waitForFunction(() => document.querySelector('textarea')?.value === '写早了一点');
});

test('of two tabs one sends, and both see it', async (t) => {
  const { page, context, newPage } = await member(t, '小江');
  const second = await newPage();
  await second.goto(`${server.url}#${feed()}`);
  await article(second, '欢迎小江').first().waitFor();
  await cut(context);
  await write(page, '两个窗口');
  await waiting(page, '两个窗口').waitFor();
  await second.reload();
  await waiting(second, '两个窗口').waitFor();
  await write(second, '另一个窗口');
  await waiting(page, '另一个窗口').waitFor();
  const posts = [];
  context.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/posts')) posts.push(request); });
  await mend(context);
  for (const tab of [page, second]) {
    await waiting(tab, '窗口').first().waitFor({ state: 'detached' });
    assert.equal(await waiting(tab, '窗口').count(), 0);
  }
  assert.deepEqual([await said('两个窗口'), await said('另一个窗口')], [1, 1]);
  assert.equal(posts.length, 2, 'each was sent once, by one of them');
});

test('refused after the group was left: it says so, keeps the words, and lets go when told', async (t) => {
  const { page, context, who } = await member(t, '小湖');
  await cut(context);
  await write(page, '走之前写的');
  await waiting(page, '走之前写的').waitFor();
  await host.call('DELETE', `${at}/members/${who.member_id}`);
  await mend(context);
  await page.getByText('1 条没发成，要你看看。').waitFor();
  await link(page, '看看').click();
  assert.equal(await here(page), '/outbox');
  const one = waiting(page, '走之前写的');
  await one.getByText('你已经不在这个群里了').waitFor();
  // Nothing of the group is left on the phone, and what was written is not thrown away unasked.
  await page.reload();
  await untilReady(page);
  await one.getByRole('button', { name: '算了' }).click();
  await one.getByRole('button', { name: '留着' }).click();
  await one.getByRole('button', { name: '算了' }).click();
  await one.getByRole('button', { name: '不要了' }).click();
  await page.getByRole('heading', { name: '都发出去了' }).waitFor();
  assert.equal(await said('走之前写的'), 0);
});

test('a phone without room says so and sends at once', async (t) => {
  const { page, context } = await member(t, '小海');
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); };
  });
  await cut(context);
  await goTo(page, `${feed()}/write`);
  await page.getByLabel('要说的话').fill('没有空间');
  await button(page, '发出去').click();
  await page.getByRole('alert').filter({ hasText: /连不上|网络/ }).waitFor();
  assert.equal(await page.getByLabel('要说的话').inputValue(), '没有空间');
  await mend(context);
  await button(page, '发出去').click();
  await page.getByText('手机没有空间了').waitFor();
  await article(page, '没有空间').waitFor();
  assert.equal(await said('没有空间'), 1);
});

test('signing out leaves nothing of what was seen or written', async (t) => {
  const { page, context } = await member(t, '小泉');
  const kept = () => page.evaluate(() => new Promise((done) => {
    const open = indexedDB.open('qunli');
    open.onsuccess = () => {
      const names = [...open.result.objectStoreNames];
      const all = open.result.transaction(names).objectStore.bind(open.result.transaction(names));
      Promise.all(names.map((name) => new Promise((one) => { const keys = all(name).getAllKeys(); keys.onsuccess = () => one(keys.result); })))
        .then((keys) => { open.result.close(); done(keys.flat()); });
    };
  }));
  await until('something was kept', async () => (await kept()).some((key) => key.includes('/posts')));
  await cut(context);
  await write(page, '没来得及发');
  await waiting(page, '没来得及发').waitFor();
  await goTo(page, '/me');
  await button(page, '退出登录').click();
  await page.getByText(/还有 1 条没有发出/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await page.waitForFunction(() => location.hash === '#/' || location.hash === '');
  await until('nothing is left', async () => (await kept()).length === 0);
});
