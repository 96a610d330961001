// Inside WeChat's webview: every way in which the bridge fails, and what the webview does to a page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, openPhone, sleep, untilReady } from './lib.mjs';
import * as people from './people.mjs';
import { eachScreen } from './screens.mjs';
import { ANDROID, BANNED, inside, openWeChat, populate, seen, sharedWorld, startWorld } from './wechat.mjs';
import { gather, keepAnswers, pageWords } from './words.mjs';

const { button } = people;

const world = sharedWorld({ before, after }, closeBrowser);

// ── what fails ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Without a bridge: the deal is copied, the scanner page has its other rungs, and no button is dead. */
async function degrades(page) {
  await people.goTo(page, `/g/${world.group.id}/d/${world.deal.id}`);
  await page.getByRole('heading', { name: '天然橡胶瑜伽垫', level: 1 }).waitFor();
  assert.equal(await button(page, '发给朋友').count(), 0);
  await people.goTo(page, '/scan');
  await button(page, '打开相机').waitFor();
  assert.equal(await button(page, '用微信扫一扫').count(), 0);
  await page.getByLabel('邀请码').waitFor();
}

test('without an SDK, an answer, a right signature or a backend that signs, everything goes on without', async (t) => {
  const landed = async (options, tamper) => {
    const phone = await openWeChat(t, { who: world.host, ignore: [/ERR_FAILED/, /status of/], ...options });
    await tamper?.(phone.page);
    await phone.page.goto(`${world.url}#/`);
    await untilReady(phone.page);
    return phone.page;
  };
  const sdk = '**/jweixin-1.6.0.js';
  const pages = await Promise.all([
    landed({}, (page) => page.route(sdk, (route) => route.fulfill({ status: 404, body: '' }))),
    landed({}, (page) => page.route(sdk, (route) => route.fulfill({ contentType: 'text/javascript', body: 'window.wx = {};' }))),
    landed({}, (page) => page.route(sdk, () => {})),
    landed({}, (page) => page.route('**/wechat.js*', (route) => route.abort())),
    landed({ how: { config: 'silent' } }),
    landed({ how: { config: 'fail' } }),
    landed({}, (page) => page.route('**/api/wechat/signatures', (route) => route.abort())),
    landed({}, (page) => page.route('**/api/wechat/signatures', async (route) => {
      const answer = await route.fetch();
      const signed = await answer.json();
      await route.fulfill({ response: answer, json: { ...signed, signature: signed.signature.replace(/^./, (c) => (c === '0' ? '1' : '0')) } });
    })),
  ]);
  await sleep(1200);
  await Promise.all(pages.map(degrades));
  const wrong = await seen(pages.at(-1));
  assert.equal(wrong.signed, false, 'the fake refuses a wrong signature');
  assert.deepEqual(wrong.called, [], 'and nothing was asked of it');
});

test('a backend without WeChat, and a client that names no SDK', async (t) => {
  const off = await startWorld(t, { set_up: false });
  const there = await populate(off.server);
  const phone = await openWeChat(t, { who: there.host });
  await phone.page.goto(`${off.url}#/g/${there.group.id}/d/${there.deal.id}`);
  await phone.page.getByRole('heading', { name: '天然橡胶瑜伽垫', level: 1 }).waitFor();
  await sleep(800);
  assert.equal(await button(phone.page, '发给朋友').count(), 0);
  assert.ok(!off.site.asked.some((file) => file.startsWith('jweixin') || file === 'wechat.js'), 'nothing of it was fetched');
  const visitor = await openWeChat(t);
  await visitor.page.goto(`${off.url}#/sign-in`);
  await visitor.page.getByLabel('手机号').waitFor();
  await sleep(300);
  assert.equal(await button(visitor.page, '用微信登录').count(), 0);
  const none = await startWorld(t, { sdk: null });
  const plain = await openWeChat(t);
  await plain.page.goto(`${none.url}#/sign-in`);
  await button(plain.page, '用微信登录').waitFor();
  await sleep(600);
  assert.ok(!none.site.asked.some((file) => file.startsWith('jweixin') || file === 'wechat.js'));
});

test('outside WeChat, and in its windows on a desktop or in a mini-program, nothing of it is fetched', async (t) => {
  const agents = [undefined, `${ANDROID} miniProgram/wx0123456789abcdef`,
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 Chrome/107 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20 WindowsWechat(0x63090a13)'];
  for (const userAgent of agents) {
    const phone = await openPhone(t, { ...(userAgent ? { userAgent } : {}), serviceWorkers: 'block' });
    world.site.asked.length = 0;
    await phone.page.goto(`${world.url}#/sign-in`);
    await phone.page.getByLabel('手机号').waitFor();
    await sleep(700);
    assert.deepEqual(world.site.asked.filter((file) => /wechat|jweixin|card\.png/.test(file)), []);
    assert.equal(await button(phone.page, '用微信登录').count(), 0);
    phone.expectNoErrors();
  }
});

// ── the webview ─────────────────────────────────────────────────────────────────────────────────────────────────

test('a reload comes back to the same place, tabs leave no history, and there is a way to look for news', async (t) => {
  const posts = Array.from({ length: 12 }, (_, at) => `第 ${at} 条\n${'说了很多。'.repeat(30)}`);
  for (const body of posts) await world.host.call('POST', `${world.at}/posts`, { kind: 'note', body });
  const { page } = await inside(t, world, `/g/${world.group.id}`);
  await page.locator('article').nth(6).waitFor();
  await page.evaluate(() => scrollTo(0, 1500));
  await page.reload();
  await page.locator('article').nth(6).waitFor();
  await page.waitForFunction(() => Math.abs(scrollY - 1500) < 40);

  // A restart of the webview that kept nothing begins at the top, and without a fault.
  await page.evaluate(() => { sessionStorage.clear(); addEventListener('pagehide', () => sessionStorage.clear()); });

  const length = await page.evaluate(() => history.length);
  for (const name of ['一起', '我', '群里']) await page.locator('.tabs').getByRole('link', { name, exact: true }).click();
  assert.equal(await page.evaluate(() => history.length), length, 'the bar at the foot stays away');

  await people.goTo(page, `/g/${world.group.id}`);
  await page.locator('article').first().waitFor();
  const asked = page.waitForResponse((answer) => answer.url().includes(`/groups/${world.group.id}/posts`));
  await button(page, '看看有没有新的').click();
  assert.equal((await asked).status(), 200);
});

test('after the keyboard the page is nudged where it stands', async (t) => {
  const { page } = await inside(t, world, `/g/${world.group.id}/write`);
  const field = page.getByLabel('要说的话');
  await field.fill('一\n'.repeat(60));
  await page.evaluate(() => {
    window.moves = [];
    const set = window.scrollTo.bind(window);
    window.scrollTo = (...to) => { window.moves.push(to); set(...to); };
  });
  const y = await page.evaluate(() => scrollY);
  await field.evaluate((element) => element.blur());
  await page.waitForFunction(() => window.moves.length >= 2);
  assert.equal(await page.evaluate(() => scrollY), y);
});

test('on no screen inside WeChat a banned game, or something promised for sharing', async (t) => {
  const found = [];
  const data = new Set();
  // "Nothing is promised": that a share is not paid for may be said.
  const denied = /(没有|不给|不发|不算|不是|不会有|从不|不设|没)[^，。；！？]{0,8}(奖励|红包|返现)/g;
  const phone = { userAgent: ANDROID, serviceWorkers: 'block' };
  const opened = await eachScreen(t, { phone, script: keepAnswers, reads: true }, async (page, name) => {
    // What members wrote is theirs; what the app says around it is not.
    await gather(page, data);
    const ours = (await pageWords(page)).filter((words) => !data.has(words)).map((words) => words.replace(denied, ''));
    found.push(...ours.filter((words) => BANNED.test(words)).map((words) => `${name}: ${words}`));
  });
  assert.ok(opened > 50);
  assert.deepEqual(found, []);
});

test('with a home bar, a notch and large text: what sticks to the foot is whole, and hides nothing', async (t) => {
  const HOME = 34;
  const { page } = await inside(t, world, `/g/${world.group.id}`);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 47, bottom: HOME } });
  const places = [['tabs', ''], ['tabs', '/me'], ['actionbar', `/g/${world.group.id}/d/${world.deal.id}`], ['actionbar', `/g/${world.group.id}/l/${world.listing.id}`],
    ['actionbar', `/g/${world.group.id}/write`], ['actionbar', `/g/${world.group.id}/new-deal`]];
  for (const [bar, place] of places) {
    await people.goTo(page, place || `/g/${world.group.id}`);
    await page.locator(`.${bar}`).waitFor();
    await page.locator('.skel').first().waitFor({ state: 'detached' });
    await page.evaluate(() => { document.documentElement.dataset.text = '140'; });
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 700 });
      const seen = await page.evaluate(async (name) => {
        // Cards are as tall as they are once they are near: the end is where it stays.
        for (let still = 0, tries = 0; still < 5 && tries < 200; tries += 1) {
          const end = document.documentElement.scrollHeight;
          scrollTo(0, end);
          await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
          still = document.documentElement.scrollHeight === end && innerHeight + scrollY >= end - 1 ? still + 1 : 0;
        }
        const foot = document.querySelector(`.${name}`);
        const box = (e) => { const { top, bottom, left, right } = e.getBoundingClientRect(); return { top, bottom, left, right, name: e.textContent.trim().slice(0, 20) }; };
        const inside = [...foot.querySelectorAll('a, button')].filter((e) => e.offsetWidth).map(box);
        const last = [...document.querySelectorAll('main *')].filter((e) => e.offsetHeight && !e.closest('.tabs, .actionbar, .hide, dialog') && !e.children.length).map(box);
        return { foot: box(foot), inside, lowest: Math.max(...last.map((one) => one.bottom)), inset: getComputedStyle(foot).paddingBottom, height: innerHeight, width: innerWidth };
      }, bar);
      const where = `${place || 'group'} at ${width}: ${JSON.stringify(seen)}`;
      assert.ok(seen.inside.length > 0, where);
      assert.ok(Math.abs(seen.foot.bottom - seen.height) <= 1, `it stands at the foot: ${where}`);
      for (const one of seen.inside) {
        assert.ok(one.bottom <= seen.height - HOME + 1, `nothing to press under the home bar: ${where}`);
        assert.ok(one.left >= 0 && one.right <= seen.width + 1 && one.top >= seen.foot.top - 1, `inside of its bar: ${where}`);
      }
      assert.ok(seen.lowest <= seen.foot.top + 1, `the end of the page can be read above it: ${where}`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
  }
});
