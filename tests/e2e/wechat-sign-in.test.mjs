// Signing in with WeChat inside its webview, against a fake of its page of consent: the ways back, good and bad.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, openPhone, sleep, untilReady } from './lib.mjs';
import * as people from './people.mjs';
import { ANDROID, IPHONE, bridged, inside, openWeChat, seen, sharedWorld } from './wechat.mjs';

const { button, link } = people;

const world = sharedWorld({ before, after }, closeBrowser);

async function atSignIn(t, options = {}) {
  const phone = await openWeChat(t, options);
  await phone.page.goto(world.url);
  await untilReady(phone.page);
  await link(phone.page, '我来过，登录').click();
  return phone;
}

const isClear = (page) => page.waitForFunction(() => !location.search && window.__qunli);

test('signing in with WeChat: the code is gone from the address, and back does not run it again', async (t) => {
  for (const agent of [ANDROID, IPHONE]) {
    world.wechat.reset();
    world.wechat.openid = `o-${agent.length}`;
    const { page, expectNoErrors } = await atSignIn(t, { agent });
    const codes = world.wechat.codes.size;
    await button(page, '用微信登录').click();
    await page.getByText('还没有进任何群').or(page.getByRole('heading', { name: '我的群' })).first().waitFor();
    await isClear(page);
    const asked = world.wechat.asked.at(-1);
    assert.equal(asked.redirect_uri, world.url);
    assert.ok(asked.state.length <= 128 && asked.scope === 'snsapi_base', JSON.stringify(asked));
    // Nothing of the profile is anybody here: no group, no persona, no name.
    await people.goTo(page, '/me');
    await page.getByText('还没有进任何群').first().waitFor();
    // The bridge, too, is for an address without a code.
    await bridged(page);
    assert.ok((await seen(page)).signed);
    await page.goBack().catch(() => {});
    await page.goBack().catch(() => {});
    await sleep(300);
    assert.ok(!page.url().includes('code='), page.url());
    assert.equal(world.wechat.codes.size, codes + 1, 'one code was asked for and used');
    expectNoErrors();
  }
});

test('the same person is the same account, also after the storage was wiped', async (t) => {
  world.wechat.reset();
  world.wechat.openid = 'o-wiped';
  const { page } = await atSignIn(t);
  const signIn = async () => {
    await button(page, '用微信登录').click();
    await page.getByRole('heading', { name: '我的群' }).waitFor();
    return page.evaluate(() => JSON.parse(localStorage.getItem('qunli.data/session')).me.id);
  };
  const first = await signIn();
  await page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });
  await page.goto('about:blank');
  await page.goto(`${world.url}#/sign-in`);
  assert.equal(await signIn(), first);
});

test('a document that is long in loading: signing in leads back to the place before, not off the app', async (t) => {
  world.wechat.reset();
  world.wechat.openid = 'o-late';
  const { page } = await openWeChat(t);
  let come;
  const held = new Promise((done) => { come = done; });
  await page.route('**/late.png', async (route) => { await held; await route.abort(); });
  // What this program asks of a page counts as a hand on it, and an engine adds entries to the history for that. A member
  // who came back has not touched the page: it presses the button itself, and is not asked before it is signed in.
  await page.addInitScript(() => {
    // A picture that does not come keeps the document from being complete.
    if (location.search.includes('code=')) { window.late = new Image(); window.late.src = 'late.png'; return; }
    const press = setInterval(() => {
      const found = [...document.querySelectorAll('button')].find((one) => one.innerText === '用微信登录');
      if (found) { clearInterval(press); found.click(); }
    }, 50);
  });
  const signedIn = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/sessions/wechat'));
  await page.goto(`${world.url}#/sign-in`);
  await signedIn;
  await page.getByRole('heading', { name: '我的群' }).waitFor();
  assert.notEqual(await page.evaluate(() => document.readyState), 'complete');
  assert.ok(page.url().startsWith(world.url));
  come();
});

test('every way back that brings nobody in says so, and the other ways in are beside it', async (t) => {
  const begin = async (set) => {
    world.wechat.reset();
    Object.assign(world.wechat, set);
    const { page } = await atSignIn(t);
    await button(page, '用微信登录').click();
    return page;
  };
  const says = async (page, words) => {
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    await isClear(page);
    await page.getByLabel('手机号').waitFor();
    await button(page, '用微信登录').waitFor();
  };
  const used = world.wechat.newCode();
  world.wechat.codes.get(used).used = true;
  await says(await begin({ consent: (query) => ({ code: used, state: query.get('state') }) }), '已经用过');
  await says(await begin({ consent: (query) => ({ state: query.get('state') }) }), '没有同意');
  const snapshot = await begin({ snapshot: true });
  await says(snapshot, '快照页');
  // The way on is the same button.
  world.wechat.reset();
  world.wechat.openid = 'o-again';
  await button(snapshot, '用微信登录').click();
  await snapshot.waitForFunction(() => localStorage.getItem('qunli.data/session')?.includes('token'));

  // Somebody else's way back, and one whose beginning was wiped away: nobody is signed in by it.
  const { page } = await atSignIn(t);
  await page.goto('about:blank');
  await page.goto(`${world.url}?code=${world.wechat.newCode()}&state=0123456789abcdef0123456789abcdef`);
  await says(page, '已经失效');
  assert.equal(await page.evaluate(() => localStorage.getItem('qunli.data/session')), null);
});

test('an old way back does nothing to who is in already', async (t) => {
  const { page } = await inside(t, world, '/me', { query: '?code=0123456789&state=0123456789abcdef0123456789abcdef' });
  await isClear(page);
  assert.equal(await people.here(page), '/me');
  await sleep(300);
  assert.equal(await page.getByRole('alert').filter({ hasText: '失效' }).count(), 0);
});

test('who came in by phone links WeChat once, and is the same person by it', async (t) => {
  world.wechat.reset();
  world.wechat.openid = 'o-linked';
  const phone = await atSignIn(t);
  const { page } = phone;
  await people.byPhone(page, '13900000077', '登录');
  await page.getByRole('heading', { name: '我的群' }).waitFor();
  const id = () => page.evaluate(() => JSON.parse(localStorage.getItem('qunli.data/session')).me.id);
  const mine = await id();
  await people.goTo(page, '/me');
  await button(page, '以后也用微信登录').click();
  await page.getByText('这个账号也能用微信登录').waitFor();
  assert.equal(await people.here(page), '/me');
  await isClear(page);
  assert.equal(await id(), mine);

  const other = await atSignIn(t);
  await button(other.page, '用微信登录').click();
  await other.page.getByRole('heading', { name: '我的群' }).waitFor();
  assert.equal(await other.page.evaluate(() => JSON.parse(localStorage.getItem('qunli.data/session')).me.id), mine);
});

test('where WeChat is the only way in, it is offered inside, and outside the page says where to go', async (t) => {
  const files = {
    'config.json': { version: 1, api: { base: `${world.url}api`, descriptor: './only.json' } },
    'only.json': { descriptor: 1, name: 'only', auth: { kind: 'bearer' }, operations: { 'wechat.begin': { post: '/begin' }, 'sessions.wechat': { post: '/finish' } } },
  };
  const at = async (page) => {
    for (const [name, json] of Object.entries(files)) await page.route(`**/${name}*`, (route) => route.fulfill({ json }));
    await page.goto(`${world.url}#/sign-in`);
    await untilReady(page);
    return page;
  };
  const [inside, outside] = await Promise.all([openWeChat(t), openPhone(t)].map(async (phone) => at((await phone).page)));
  await button(inside, '用微信登录').waitFor();
  await outside.getByText('再从微信打开').waitFor();
  assert.equal(await button(outside, '用微信登录').count(), 0);
});
