// The same client against backends of other dialects, by configuration alone: each really run, each on screen.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { make } from '../../backends/json-server/make.mjs';
import * as pocketbase from '../backends/pocketbase.lib.mjs';
import { start as startRuoyi } from '../backends/ruoyi.mjs';
import { PASSWORD as RUOYI_PASSWORD } from '../backends/ruoyi-seed.mjs';
import { comesByQr, dealMovesLive, seatChangesHands, theyTalk } from './journey.mjs';
import { DIST, closeBrowser, configFor, freePort, openPhone, serveStatic, sleep, tempDir, untilReady } from './lib.mjs';
import * as people from './people.mjs';

const { button, link } = people;
const JSON_SERVER = fileURLToPath(new URL('../../backends/json-server/', import.meta.url));
const ADVISORY = /只是约定/;
// A refusal is no fault of the page: the browser writes every 4xx into its console.
const ignore = [/status of 4\d\d/, /ERR_ABORTED/];

after(closeBrowser);

/** The built client on a static server of its own, pointed at a backend. */
async function clientFor(t, base, descriptor) {
  const config = await configFor(base, DIST);
  config.api.descriptor = `./backends/${descriptor}.json`;
  return serveStatic(t, { config });
}

/** Signs in by a name and a password from the first-visit page. */
async function signIn(page, url, identity, password) {
  await page.goto(url);
  await untilReady(page);
  await link(page, '我来过，登录').click();
  await page.locator('input[autocomplete=username]').fill(identity);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await button(page, '登录').click();
  await page.getByRole('heading', { name: '我的群' }).waitFor();
}

/** Walks down a list to its end and counts it: an endless one would not come to an end. */
async function countToTheEnd(page) {
  const seen = new Set();
  // What is far from the reader is not drawn: each is counted while it is.
  const note = async () => (await page.locator('article[data-item]').evaluateAll((all) => all.map((one) => one.dataset.item))).forEach((id) => seen.add(id));
  for (let steps = 0; steps < 60; steps += 1) {
    await note();
    const more = page.getByRole('button', { name: '看更早的' });
    if (!(await more.isVisible().catch(() => false)) && await page.evaluate(() => innerHeight + scrollY >= document.documentElement.scrollHeight - 2)) {
      await note();
      return seen.size;
    }
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(120);
  }
  assert.fail('the feed does not end');
}

test('PocketBase: two people, invited, talking, trading, live', { skip: pocketbase.BINARY ? false : 'QUNLI_POCKETBASE is not set: no PocketBase' }, async (t) => {
  const server = await pocketbase.start({ QUNLI_DEMO: '1' });
  t.after(server.stop);
  const site = await clientFor(t, server.base, 'pocketbase');
  const [host, guest] = [await openPhone(t, { ignore }), await openPhone(t, { ignore })];
  const [h, g] = [host.page, guest.page];
  const name = '周四器械小班';
  const sign = await fetch(`${server.base}/api/qunli/info`).then((r) => r.json()).then((info) => info.demo.sign_ins[0]);

  await signIn(h, site.url, sign.identity, sign.password);
  await people.goTo(h, '/new-group');
  await h.getByLabel('群名').fill(name);
  await h.getByLabel('在这个群里我叫').fill('阿满教练');
  await button(h, '建好，进去').click();
  await h.getByRole('heading', { name, level: 1 }).waitFor();
  const group = await people.here(h);
  await people.writePost(h, '加入之前说的话');
  await people.openDeal(h, '早就开着的团');
  const oldDeal = await people.here(h);

  const both = { h, g, url: site.url, group, oldDeal, name, host: '阿满教练', guest: '小河', verify: false };
  await comesByQr(t, both);
  await theyTalk(both);
  await seatChangesHands(both);
  await dealMovesLive(both);

  // A reload keeps the session: the token is renewed on the way, and the feed is there.
  await g.goto(`${site.url}#${group}`);
  await g.reload();
  await g.locator('article', { hasText: '周四见' }).waitFor();
  // What only the reference offers is not offered here.
  await people.goTo(g, '/verify');
  await people.expectNot(g, '发验证码');
  host.expectNoErrors();
  guest.expectNoErrors();
});

for (const [dialect, descriptor] of [['0', 'json-server'], ['1', 'json-server-1']]) {
  test(`json-server ${dialect}.x: everything is read, a post and a comment are written, rules are advice`, {
    skip: existsSync(join(JSON_SERVER, 'node_modules')) ? false : 'json-server is not installed (npm ci in backends/json-server)',
  }, async (t) => {
    const base = await startJsonServer(t, dialect);
    const site = await clientFor(t, base, descriptor);
    const phone = await openPhone(t, { ignore });
    const { page } = phone;
    await page.goto(site.url);
    await untilReady(page);
    await page.getByRole('heading', { name: '我的群' }).waitFor();
    await page.getByRole('link', { name: /晨间普拉提/ }).first().click();
    await page.getByRole('heading', { name: /晨间普拉提/, level: 1 }).waitFor();
    const group = await people.here(page);
    const id = group.split('/').at(-1);
    const posts = await fetch(`${base}/posts`).then((r) => r.json()).then((all) => all.filter((p) => p.groupId === id));
    await page.locator('article').first().waitFor();
    assert.equal(await countToTheEnd(page), posts.length, 'every post once, and an end');

    await people.writePost(page, '从另一种服务发来的');
    await page.locator('article', { hasText: '从另一种服务发来的' }).getByRole('link', { name: /回应/ }).click();
    await page.getByLabel('回应一句').fill('隔着另一种服务回一句');
    await button(page, '发送').click();
    await page.locator('.comment', { hasText: '隔着另一种服务回一句' }).waitFor();
    const written = await fetch(`${base}/comments`).then((r) => r.json());
    assert.equal(written.filter((c) => c.body === '隔着另一种服务回一句').length, 1, 'written once');

    // Rules are shown as advice; commitments that nobody would keep are not offered.
    await people.goTo(page, `${group}/about`);
    await page.getByText(ADVISORY).first().waitFor();
    await people.goTo(page, '/deals');
    await page.getByRole('link', { name: /瑜伽垫|团/ }).first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await button(page, /^加入拼团/).count(), 0);
    phone.expectNoErrors();
  });
}

async function startJsonServer(t, dialect) {
  const folder = await tempDir(t, 'json-server');
  const port = await freePort();
  await make({ server: process.env.QUNLI_SERVER, out: join(folder, 'db.json') });
  const options = ['--dialect', dialect, '--db', join(folder, 'db.json'), '--static', folder, '--port', String(port)];
  const child = spawn(process.execPath, [join(JSON_SERVER, 'serve.mjs'), ...options], { stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  t.after(async () => { child.kill('SIGKILL'); await ended; });
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (await fetch(`${base}/groups`).then((answer) => answer.ok, () => false)) return base;
    await sleep(50);
  }
  throw new Error('json-server did not answer in 10 s');
}

test('a RuoYi-style backend: the feed ends, a seat changes hands, a deal fills, both see it', async (t) => {
  const server = await startRuoyi();
  t.after(() => server.close());
  const site = await clientFor(t, server.api, 'ruoyi');
  const [coach, member] = [await openPhone(t, { ignore }), await openPhone(t, { ignore })];
  const [h, g] = [coach.page, member.page];
  await signIn(h, site.url, 'lizi', RUOYI_PASSWORD);
  await signIn(g, site.url, 'xiaoman', RUOYI_PASSWORD);
  for (const page of [h, g]) {
    await page.getByRole('link', { name: /普拉提/ }).first().click();
    await page.getByRole('heading', { name: /普拉提/, level: 1 }).waitFor();
    await page.locator('article').first().waitFor();
  }
  const group = await people.here(h);
  // The last page comes again past the end: every post is there once.
  const shown = await countToTheEnd(g);
  const posts = server.db.posts.filter((post) => String(post.groupId) === group.split('/').at(-1));
  assert.ok(posts.length > 20, 'more than a page');
  assert.equal(shown, posts.length, 'every post once, and an end');

  // What one writes the other hears of by asking again.
  await people.goTo(h, group);
  await people.writePost(h, '从若依发来的');
  await button(g, '1 条新动态').click({ timeout: 20_000 });
  await g.locator('article', { hasText: '从若依发来的' }).waitFor();
  assert.equal(await h.locator('article', { hasText: '从若依发来的' }).count(), 1);

  // A seat: offered, claimed, confirmed; a second claim would be refused by its version.
  await people.goTo(g, `${group}/classes`);
  await g.getByRole('link', { name: /普拉提器械/ }).first().click();
  await link(g, '转让我的名额').click();
  await g.getByRole('textbox', { name: '转让价' }).fill('80');
  await g.locator('button[type=submit]').click();
  await g.getByText('等人接手').waitFor();
  const listing = await people.here(g);
  await people.goTo(h, listing);
  await button(h, /接手这个名额/).click();
  await h.getByText('为你保留中').waitFor();
  await button(g, /确认转给 栗子教练/).click({ timeout: 20_000 });
  await h.getByText('名额已是你的').first().waitFor({ timeout: 20_000 });

  // A deal: opened here, joined there, and the meter moves.
  await people.goTo(h, group);
  await people.openDeal(h, '天然橡胶瑜伽垫 6 mm');
  const deal = await people.here(h);
  await people.goTo(g, deal);
  await button(g, /^加入拼团/).click();
  await g.getByText('你已加入').first().waitFor();
  await h.getByRole('img', { name: /1 人/ }).first().waitFor({ timeout: 20_000 });
  coach.expectNoErrors();
  member.expectNoErrors();
});

test('a session that ends in the middle of work: sign in again, back on the page, the words still there', async (t) => {
  const server = await startRuoyi();
  t.after(() => server.close());
  const site = await clientFor(t, server.api, 'ruoyi');
  const phone = await openPhone(t, { ignore });
  const { page } = phone;
  await signIn(page, site.url, 'xiaoman', RUOYI_PASSWORD);
  await page.getByRole('link', { name: /普拉提/ }).first().click();
  await page.locator('article').first().waitFor();
  const group = await people.here(page);
  await page.locator('.composer-open').click();
  await page.getByLabel('要说的话').fill('写到一半，登录没了');
  server.forgetSessions();
  await button(page, '发出去').click();
  // Whoever's session ended is asked to sign in, and comes back to what they were writing.
  await page.getByRole('link', { name: '登录' }).or(page.getByRole('button', { name: '登录' })).first().click();
  await page.locator('input[autocomplete=username]').fill('xiaoman');
  await page.locator('input[autocomplete=current-password]').fill('错的');
  await page.locator('button[type=submit]').click();
  await page.getByText(/密码/).nth(1).waitFor();
  await page.locator('input[autocomplete=current-password]').fill(RUOYI_PASSWORD);
  await page.locator('button[type=submit]').click();
  // What was sent meanwhile waits with its account, and goes out as soon as that is back.
  await page.waitForFunction((to) => location.hash.endsWith(to), group);
  await page.locator('article', { hasText: '写到一半，登录没了' }).waitFor();
  const said = server.db.posts.filter((post) => post.content === '写到一半，登录没了');
  assert.equal(said.length, 1, 'sent once');
  phone.expectNoErrors();
});

test('Settings, Backend: what is missing and why, and the doctor row by row, which writes nothing', async (t) => {
  const server = await startRuoyi();
  t.after(() => server.close());
  const site = await clientFor(t, server.api, 'ruoyi');
  const phone = await openPhone(t, { ignore });
  const { page } = phone;
  await signIn(page, site.url, 'xiaoman', RUOYI_PASSWORD);
  const before = server.db.posts.length;
  await people.goTo(page, '/me');
  await page.locator('a[href="#/backend"]').first().click();
  await page.getByRole('heading', { name: '这里的服务' }).waitFor();
  await page.getByText(/invites\.create/).first().waitFor();
  await page.getByText(/history/).first().waitFor();
  await button(page, '检查这个后端').click();
  await button(page, '再查一遍').waitFor();
  await page.getByText('正在检查…').waitFor({ state: 'hidden', timeout: 60_000 });
  const report = await people.words(page);
  for (const row of ['连接', '列表', '时钟']) assert.ok(report.includes(row), `the report has the row ${row}`);
  assert.equal(server.db.posts.length, before, 'nothing was written');
  phone.expectNoErrors();
});

test('a fault in the descriptor is a page that names its file, pointer and line', async (t) => {
  const config = await configFor('http://127.0.0.1:9', DIST);
  config.api.descriptor = './backends/ruoyi.json';
  const wrong = '{"descriptor": 1, "name": "x",\n "types": {"Post": {"boody": "/content"}},\n "operations": {}}';
  const site = await serveStatic(t, {
    config,
    override: (file) => (file === 'backends/ruoyi.json' ? { type: 'application/json', body: wrong } : null),
  });
  const phone = await openPhone(t, { ignore });
  await phone.page.goto(site.url);
  const shown = phone.page.locator('#boot[data-kind=config]');
  await shown.waitFor({ timeout: 20_000 });
  const words = await shown.innerText();
  assert.match(words, /ruoyi\.json, \/types\/Post\/boody \(line 2, column \d+\): the contract's Post has no field `boody`/);
});
