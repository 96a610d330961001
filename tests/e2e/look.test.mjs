// The first look: drawn by the boot script from the first answers, taken over by the app without a jump.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { hostOf, invite, joins } from './acting.mjs';
import { closeBrowser, openPhone, startServer, untilReady } from './lib.mjs';

after(closeBrowser);

const LONG = '第一行\n'.repeat(8);

/** A group with posts of each sort that a first look tells apart. */
async function community(t) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, at } = await hostOf(server, '晨间普拉提');
  // The oldest: how tall its answers are differs by who reads, and nothing stands below.
  await host.call('POST', `${at}/posts`, { kind: 'announcement', body: '台风，都到家了吗？', roll_call: 'safe' });
  for (const body of ['早', LONG, '<b>不是标签</b> & "引号"']) await host.call('POST', `${at}/posts`, { kind: 'note', body });
  await host.call('POST', `${at}/posts`, { kind: 'question', body: '膝盖响，还能练吗？' });
  const other = await host.call('POST', `${at}/posts`, { kind: 'note', body: '写错了' });
  await host.call('PUT', `/posts/${other.id}`, { body: '改好了' });
  const { id } = await host.call('POST', `${at}/posts`, { kind: 'announcement', body: '周日停课一次' });
  await host.call('PUT', `/posts/${id}/pin`, {});
  const invite = await host.call('POST', `${at}/invites`, { kind: 'qr' });
  return { server, host, at, feed: `#${at.replace('/groups', '/g')}`, door: `#/j/${invite.token}` };
}

/**
 * A phone on which the app itself waits until `go` is called. `asked` are the questions of the first page: what is live,
 * and what was read (which changes the group), begin once it is on screen, and ask for themselves.
 */
async function held(t, world, { session = true, ...options } = {}) {
  const phone = await openPhone(t, options);
  const kept = JSON.stringify({ token: world.host.token, me: world.host.me });
  if (session) await phone.context.addInitScript((text) => localStorage.setItem('qunli.data/session', text), kept);
  let go;
  const gate = new Promise((open) => { go = open; });
  await phone.page.route(/\/qunli-[^/]*\.wasm/, async (route) => { await gate; await route.continue().catch(() => {}); });
  const asked = [];
  let settled = false;
  phone.page.on('request', (request) => {
    const path = request.url().split('/api/')[1];
    settled ||= !!path && (path.startsWith('changes') || request.method() === 'PUT');
    if (path && !settled) asked.push(`${request.method()} ${path}`);
  });
  return { ...phone, go, asked };
}

const look = (page) => page.locator('.boot-look');

/** What a reader sees, and where: the texts of what both draw. */
const seen = (page) => page.evaluate(() => [...document.querySelectorAll('h1, .page-head .sub, .grouphead .stops span, .persona span b, .composer-open, .pin .grow, .start span, .by-name b, .by .role, .by .cap, .kind-name, .pill, .words, .list-title, .list-row .cap, .tab span, .plate p, .join-face .cap, .join-hidden span')]
  .map((one) => {
    const { left, top } = one.getBoundingClientRect();
    return { text: one.innerText.trim().replace(/^.*\u00a0/, ''), left: Math.round(left), top: Math.round(top) };
  }));

function same(before, now) {
  assert.deepEqual(now.map((one) => one.text), before.map((one) => one.text));
  for (const [i, one] of before.entries()) {
    const by = Math.max(Math.abs(one.left - now[i].left), Math.abs(one.top - now[i].top));
    assert.ok(by <= 2, `“${one.text}” moved by ${by} px`);
  }
}

describe('the first look', { concurrency: 2 }, () => {
  test('a feed is read before the app is here, and stays where it is', async (t) => {
    const world = await community(t);
    for (const options of [{}, { locale: 'en-GB' }, { locale: 'zh-TW' }]) {
      const { page, go, asked, expectNoErrors } = await held(t, world, options);
      await page.goto(world.server.url + world.feed);
      // The first five, and the others after a frame.
      await look(page).locator('article').nth(6).waitFor();
      assert.equal(await page.locator('article').count(), 7);
      assert.equal(await page.locator('.words b').count(), 0, 'nothing becomes HTML');
      const before = await seen(page);
      assert.ok(before.some(({ text }) => text === '<b>不是标签</b> & "引号"'));
      go();
      await look(page).waitFor({ state: 'detached' });
      await untilReady(page);
      same(before, await seen(page));
      assert.equal(await page.evaluate(() => scrollY), 0);
      const questions = asked.filter((one) => one.startsWith('GET '));
      assert.equal(new Set(questions).size, questions.length, 'each question is asked once');
      assert.equal(questions.length, 3, asked.join('\n'));
      expectNoErrors();
    }
  });

  test('below a look that ends at what is new the app is seen as it comes', async (t) => {
    const world = await community(t);
    const guest = await joins(world.server, await invite(world.host, world.at), '小满');
    const says = (body) => world.host.call('POST', `${world.at}/posts`, { kind: 'note', body });
    for (let i = 0; i < 6; i++) await says(`第 ${i} 条`);
    await guest.call('PUT', `${world.at}/read`, { to: new Date(Date.now() + 60_000).toISOString() });
    await says('新的');
    // What the page would show of an app below the look.
    const seenBelow = (page) => page.evaluate(() => {
      const app = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'app' }));
      const { visibility } = getComputedStyle(app);
      app.remove();
      return visibility;
    });
    for (const [host, articles, below] of [[guest, 1, 'visible'], [world.host, 14, 'hidden']]) {
      const { page, go, expectNoErrors } = await held(t, { ...world, host });
      await page.goto(world.server.url + world.feed);
      await look(page).locator('article').nth(articles - 1).waitFor();
      assert.equal(await look(page).locator('article').count(), articles);
      assert.equal(await seenBelow(page), below);
      go();
      await look(page).waitFor({ state: 'detached' });
      await untilReady(page);
      expectNoErrors();
    }
  });

  test('my groups, and the door of an invite', async (t) => {
    const world = await community(t);
    for (const [hash, session, questions] of [['', true, ['GET groups?limit=20']], [world.door, false, ['POST invites/preview']]]) {
      const { page, go, asked } = await held(t, world, { session });
      await page.goto(world.server.url + hash);
      await look(page).waitFor();
      const before = await seen(page);
      assert.ok(before.some(({ text }) => text === '晨间普拉提'));
      go();
      await look(page).waitFor({ state: 'detached' });
      same(before, await seen(page));
      assert.deepEqual(asked, questions);
    }
  });

  test('a link of it leads on', async (t) => {
    const world = await community(t);
    const { page, go } = await held(t, world);
    await page.goto(world.server.url + world.feed);
    await look(page).locator('.tab').last().click();
    await look(page).waitFor({ state: 'detached' });
    assert.equal(await page.getAttribute('#boot', 'data-kind'), 'loading');
    go();
    await untilReady(page);
    await page.getByRole('heading', { name: '设置' }).or(page.locator('h1')).first().waitFor();
    assert.match(page.url(), /#\/me$/);
  });

  test('what breaks behind it is said in front of it', async (t) => {
    const world = await community(t);
    const phone = await openPhone(t);
    const kept = JSON.stringify({ token: world.host.token, me: world.host.me });
    await phone.context.addInitScript((text) => localStorage.setItem('qunli.data/session', text), kept);
    await phone.page.route(/\/qunli-[^/]*\.wasm/, async (route) => {
      await look(phone.page).waitFor();
      await route.fulfill({ status: 404, body: 'none' });
    });
    await phone.page.goto(world.server.url + world.feed);
    await phone.page.locator('#boot[data-kind=missing]').waitFor();
    assert.equal(await look(phone.page).count(), 0);
    assert.equal(await phone.page.locator('#boot h1').innerText(), '页面还缺一部分');
  });

  test('an answer that is none is left to the app', async (t) => {
    const world = await community(t);
    const { page, go } = await held(t, world);
    await page.context().addInitScript(() => {
      const kept = JSON.parse(localStorage.getItem('qunli.data/session'));
      localStorage.setItem('qunli.data/session', JSON.stringify({ ...kept, token: `${kept.token}x` }));
    });
    const [answer] = await Promise.all([page.waitForResponse(/\/api\/groups\//), page.goto(world.server.url + world.feed)]);
    assert.equal(answer.status(), 401);
    await page.waitForTimeout(300);
    assert.equal(await look(page).count(), 0);
    go();
    await untilReady(page);
    await page.getByText('登录').first().waitFor();
  });

  test('a reload returns to a place that only the app knows', async (t) => {
    const world = await community(t);
    const { page, go, asked } = await held(t, world);
    go();
    await page.goto(world.server.url + world.feed);
    await page.locator('.app:not(.boot-look) article').first().waitFor();
    asked.length = 0;
    await page.context().addInitScript(() => new MutationObserver(() => {
      if (document.querySelector('.boot-look')) window.looked = true;
    }).observe(document, { childList: true, subtree: true }));
    await page.reload();
    await untilReady(page);
    await page.locator('article').first().waitFor();
    assert.equal(await page.evaluate(() => window.looked), undefined);
    assert.equal(asked.length, new Set(asked).size, asked.join('\n'));
  });
});
