// What people do around the four functions: settings, offline, double taps, signing out, wrong addresses.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPhone, startServer, untilReady } from './lib.mjs';
import { button, goTo, here, link, writePost } from './people.mjs';
import { account } from './screens.mjs';

const OFFLINE = [/ERR_INTERNET_DISCONNECTED/, /ERR_INCOMPLETE_CHUNKED_ENCODING/, /ERR_NETWORK_CHANGED/, /ERR_FAILED/];

after(closeBrowser);

/** A member of the demo community, signed in by one press. */
async function member(t, who, options = {}) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  await account(server, who);
  const phone = await openPhone(t, options);
  const { page } = phone;
  await page.goto(`${server.url}#/sign-in`);
  await untilReady(page);
  await page.getByRole('button', { name: new RegExp(`^${who}`) }).click();
  await page.getByRole('heading', { name: '我的群' }).waitFor();
  return { server, phone, page };
}

test('language, theme and text size take hold at once and survive a reload', async (t) => {
  const { page, phone } = await member(t, '小满');
  await link(page, '我').click();
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('heading', { name: 'Me in each group' }).waitFor();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('radio', { name: '140%' }).check();
  await page.reload();
  await untilReady(page);
  await page.getByRole('heading', { name: 'Me in each group' }).waitFor();
  const root = await page.evaluate(() => ({ ...document.documentElement.dataset, lang: document.documentElement.lang }));
  assert.deepEqual({ theme: root.theme, text: root.text, lang: root.lang }, { theme: 'dark', text: '140', lang: 'en' });
  phone.expectNoErrors();
});

test('offline is said, and what is typed stays', async (t) => {
  const { page, phone } = await member(t, '小满', { ignore: OFFLINE });
  await page.getByRole('link', { name: /普拉提/ }).click();
  await page.locator('.composer-open').click();
  await page.getByLabel('要说的话').fill('地铁里写的');
  await phone.context.setOffline(true);
  await page.getByText('没有网络。').waitFor();
  await button(page, '发出去').click();
  await page.locator('.outbox-one', { hasText: '地铁里写的' }).waitFor();
  await phone.context.setOffline(false);
  await page.getByText('没有网络。').waitFor({ state: 'detached' });
  await page.locator('article', { hasText: '地铁里写的' }).waitFor();
  assert.equal(await page.locator('article', { hasText: '地铁里写的' }).count(), 1);
  phone.expectNoErrors();
});

test('an answer that was lost does not make a second post', async (t) => {
  const { page } = await member(t, '小满', { ignore: OFFLINE });
  await page.getByRole('link', { name: /普拉提/ }).click();
  await page.locator('.composer-open').click();
  await page.getByLabel('要说的话').fill('服务器收到了，回信丢了');
  // The backend does it; the phone never hears.
  await page.route('**/posts', async (route) => {
    if (route.request().method() === 'POST') await route.fetch();
    await route.abort();
  }, { times: 1 });
  await button(page, '发出去').click();
  // It waits, and is asked again under its own key.
  await page.locator('article', { hasText: '回信丢了' }).waitFor();
  await page.locator('.outbox-one').waitFor({ state: 'detached' });
  await page.reload();
  await untilReady(page);
  await page.locator('article', { hasText: '回信丢了' }).waitFor();
  assert.equal(await page.locator('article', { hasText: '回信丢了' }).count(), 1);
});

test('leaving a page while it sends harms nothing', async (t) => {
  const { page, phone } = await member(t, '小满');
  await page.getByRole('link', { name: /普拉提/ }).click();
  await page.route('**/posts', async (route) => {
    if (route.request().method() === 'POST') await new Promise((done) => setTimeout(done, 800));
    await route.continue();
  });
  // The page leaves by itself, too, once the phone has the words: whoever presses the way back in that moment, before it
  // or after it, goes back once.
  const moments = [0, 3, 6, 9, 12, 20, 40];
  for (const ms of moments) {
    await page.locator('.composer-open').click();
    const group = await page.locator('.crumb a').getAttribute('href');
    await page.getByLabel('要说的话').fill(`过了 ${ms} 毫秒走开`);
    await button(page, '发出去').evaluate((press, ms) => {
      const back = document.querySelector('.crumb a');
      press.click();
      setTimeout(() => back.click(), ms);
    }, ms);
    await page.locator('.outbox-one, article', { hasText: `过了 ${ms} 毫秒` }).first().waitFor();
    await page.waitForTimeout(200);
    assert.equal(`#${await here(page)}`, group, `after ${ms} ms`);
  }
  await link(page, '我').click();
  await page.getByRole('heading', { name: '每个群里的我' }).waitFor();
  await page.waitForTimeout(1500);
  await page.getByRole('heading', { name: '每个群里的我' }).waitFor();
  await goTo(page, '/');
  await page.getByRole('link', { name: /普拉提/ }).click();
  for (const ms of moments) {
    const post = page.locator('article', { hasText: `过了 ${ms} 毫秒` });
    await post.waitFor();
    assert.equal(await post.count(), 1);
  }
  phone.expectNoErrors();
});

test('two tabs follow one session', async (t) => {
  const { page, phone, server } = await member(t, '小满');
  const other = await phone.newPage();
  await other.goto(server.url);
  await untilReady(other);
  await other.getByRole('heading', { name: '我的群' }).waitFor();
  await link(page, '我').click();
  await button(page, '退出登录').click();
  await page.locator('dialog[open]').getByRole('button', { name: '退出登录' }).click();
  await other.getByRole('heading', { name: '群里，只有认识的人' }).waitFor();
});

for (const [what, answer] of [
  ['a page with status 200', { status: 200, contentType: 'text/html', body: '<!doctype html><h1>Welcome</h1>' }],
  ['half a JSON', { status: 200, contentType: 'application/json', body: '{"items":[{"id":"1","na' }],
  ['wrong types', { status: 200, contentType: 'application/json', body: '{"items":7,"server_time":"soon"}' }],
  ['a proxy\'s 502', { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }],
]) {
  test(`garbage from the backend is a sentence with a way on: ${what}`, async (t) => {
    const first = await member(t, '小满');
    const session = await first.page.evaluate(() => localStorage.getItem('qunli.data/session'));
    // A phone that has seen nothing yet: one that has shows that.
    const { page, context } = await openPhone(t, { ignore: [/status of 502/] });
    await context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), session);
    await page.route(/\/api\/groups\?/, (route) => route.fulfill(answer));
    await page.goto(first.server.url);
    await untilReady(page);
    await page.locator('.state h2').waitFor();
    assert.ok(!(await page.locator('main').innerText()).match(/<|Welcome|gateway|items/i), 'nothing of the garbage is shown');
    assert.equal(await page.locator('.state').getByRole('button').count(), 1);
    await page.unroute(/\/api\/groups\?/);
    // Whoever is first: the app asks again by itself, and a press asks at once.
    await page.locator('.state').getByRole('button').click({ timeout: 1000 }).catch(() => {});
    await page.getByRole('link', { name: /普拉提/ }).waitFor();
  });
}

test('a double tap posts once', async (t) => {
  const { page, phone } = await member(t, '小满');
  await page.getByRole('link', { name: /普拉提/ }).click();
  await page.locator('.composer-open').click();
  await page.getByLabel('要说的话').fill('点了两下');
  await button(page, '发出去').dblclick();
  await page.locator('article', { hasText: '点了两下' }).waitFor();
  await page.reload();
  await untilReady(page);
  await page.locator('article', { hasText: '点了两下' }).waitFor();
  assert.equal(await page.locator('article', { hasText: '点了两下' }).count(), 1);
  phone.expectNoErrors();
});

test('an own post can be deleted, and only the own one', async (t) => {
  const { page, phone } = await member(t, '小满');
  await page.getByRole('link', { name: /普拉提/ }).click();
  await writePost(page, '写错了');
  assert.equal(await page.locator('article', { hasText: '栗子教练' }).first().getByRole('button', { name: '更多' }).count(), 0);
  await page.locator('article', { hasText: '写错了' }).getByRole('button', { name: '更多' }).click();
  const press = (name) => page.locator('dialog[open]').getByRole('button', { name, exact: true }).click();
  // Nothing brings it back: one press beside "edit" is not enough.
  await press('删除');
  await press('留着');
  assert.equal(await page.locator('article', { hasText: '写错了' }).count(), 1);
  await page.locator('article', { hasText: '写错了' }).getByRole('button', { name: '更多' }).click();
  await press('删除');
  await press('真的删除');
  await page.locator('article', { hasText: '写错了' }).waitFor({ state: 'detached' });
  phone.expectNoErrors();
});

test('back closes an open sheet, and only then leaves the page', async (t) => {
  const { page, phone } = await member(t, '小满');
  await page.getByRole('link', { name: /普拉提/ }).click();
  await writePost(page, '看看能不能退回去');
  const here = await page.evaluate(() => location.hash);
  await page.locator('article', { hasText: '看看能不能退回去' }).getByRole('button', { name: '更多' }).click();
  await page.locator('dialog[open]').waitFor();
  await page.goBack();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.locator('article', { hasText: '看看能不能退回去' }).waitFor();
  await page.waitForFunction((hash) => location.hash === hash, here);
  await page.goBack();
  await page.getByRole('heading', { name: '我的群' }).waitFor();
  phone.expectNoErrors();
});

test('a card is copied as text with its link', async (t) => {
  const { page, phone } = await member(t, '小满');
  await phone.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('link', { name: /普拉提/ }).click();
  await page.locator('article', { hasText: '周四课后早餐' }).first().getByRole('button', { name: '复制' }).click();
  await page.getByText('已复制').waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /阿禾/);
  assert.match(text, /晨间普拉提/);
  assert.match(text, /http:\/\/127\.0\.0\.1:\d+\/#\/g\/[0-9a-f]+\/p\/[0-9a-f]+$/);
  phone.expectNoErrors();
});

test('signing out leaves nothing of the account on the phone', async (t) => {
  const { page, phone } = await member(t, '小满');
  await link(page, '我').click();
  await button(page, '退出登录').click();
  await page.locator('dialog[open]').getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '群里，只有认识的人' }).waitFor();
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('qunli.data/')));
  assert.deepEqual(kept, []);
  assert.ok(!(await page.locator('body').innerText()).includes('小满'));
  phone.expectNoErrors();
});

test('a wrong address and a closed group say what they are and lead on', async (t) => {
  const { page, server } = await member(t, '山竹', { ignore: [/status of 40[34]/] });
  await goTo(page, '/no/such/place');
  await link(page, '回到群里').click();
  await page.getByRole('heading', { name: '我的群' }).waitFor();
  const other = await account(server, '小满');
  const { token } = await server.signIn(other);
  const groups = await server.call('GET', '/groups', undefined, { authorization: `Bearer ${token}` });
  const trip = groups.items.find((group) => group.name.includes('清迈'));
  await goTo(page, `/g/${trip.id}`);
  await page.locator('.state').waitFor();
  assert.ok(!(await page.locator('body').innerText()).includes('清迈'), 'a closed group does not say its name');
});
