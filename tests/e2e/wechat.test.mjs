// Inside WeChat's webview: share cards, the way back to the chat, scanner, album, poster.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { invite, someone, until } from './acting.mjs';
import { closeBrowser } from './lib.mjs';
import * as people from './people.mjs';
import { ANDROID, BANNED, IPHONE, bridged, cardWith, inside, openWeChat, populate, seen, sharedWorld, startWorld } from './wechat.mjs';

const { button } = people;
const TIMELINE = 'menuItem:share:timeline';
const world = sharedWorld({ before, after }, closeBrowser);

// ── share cards ─────────────────────────────────────────────────────────────────────────────────────────────────

async function isClean({ chat, moments }, page) {
  for (const card of [chat, moments]) {
    assert.ok(card.link.startsWith(world.url), card.link);
    assert.ok(!card.link.includes('?') && !card.link.includes('code='), card.link);
    assert.ok(card.title.length > 1 && card.title.length <= 60 && card.desc.length > 4 && card.desc.length <= 120, JSON.stringify(card));
    assert.doesNotMatch(card.title + card.desc, BANNED);
    assert.match(card.imgUrl, /^http:\/\/127\.0\.0\.1:\d+\/.*\.png$/);
    const picture = await fetch(card.imgUrl);
    assert.deepEqual([...new Uint8Array(await picture.arrayBuffer()).slice(0, 4)], [137, 80, 78, 71]);
  }
  assert.doesNotMatch(await people.words(page), BANNED);
}

/** The same person's other phone may have made it meanwhile: the button goes, and the code is there. */
async function makeCode(page) {
  const made = page.locator('img.qr').first();
  await Promise.race([made.waitFor(), button(page, '做一张二维码').click().then(() => made.waitFor())].map((way) => way.catch(() => {})));
  await made.waitFor();
}

test('the menu sends the invite, the deal and the listing; a deal goes to no Moments', async (t) => {
  await Promise.all([ANDROID, IPHONE].map(async (agent) => {
    // WeChat adds to the address of what was sent; the signature is over all of it.
    const query = '?from=groupmessage&isappinstalled=0';
    const { page, expectNoErrors } = await inside(t, world, '/', { agent, query });
    const app = await cardWith(page, '群里');
    assert.ok(app.signed);
    assert.equal(app.configs, 1);
    assert.equal(app.cards.chat.link, world.url);
    await isClean(app.cards, page);

    await people.goTo(page, `/g/${world.group.id}/d/${world.deal.id}`);
    const deal = await cardWith(page, '天然橡胶瑜伽垫');
    assert.equal(deal.cards.chat.link, `${world.url}#/g/${world.group.id}/d/${world.deal.id}`);
    assert.match(deal.cards.chat.desc, /¥128/);
    assert.deepEqual(deal.cards.moments, app.cards.chat, 'Moments get the app alone');
    assert.deepEqual(deal.hidden, [TIMELINE]);
    await isClean(deal.cards, page);
    assert.match(await people.words(page), /最少 2 人|2 人成团|满 2 人/, 'a deal shows its rules');

    await people.goTo(page, `/g/${world.group.id}/l/${world.listing.id}`);
    const listing = await cardWith(page, '普拉提器械');
    assert.match(listing.cards.chat.desc, /¥80/);
    await isClean(listing.cards, page);

    await people.goTo(page, `/g/${world.group.id}/invite`);
    await button(page, '做一张二维码').or(page.locator('img.qr')).first().waitFor();
    await makeCode(page);
    const invited = await cardWith(page, '邀请你进群');
    assert.match(invited.cards.chat.link, /#\/j\/[\w-]{22,}$/);
    assert.deepEqual(invited.cards.moments, invited.cards.chat);
    assert.deepEqual(invited.hidden, []);
    await isClean(invited.cards, page);

    // With a deal it is the deal that goes along.
    await people.goTo(page, `/g/${world.group.id}/d/${world.deal.id}/invite`);
    await button(page, '做一张二维码').or(page.locator('img.qr')).first().waitFor();
    await makeCode(page);
    await page.waitForFunction((title) => window.wechat.cards.chat.desc.includes(title), '天然橡胶瑜伽垫');
    assert.deepEqual((await seen(page)).hidden, [TIMELINE]);

    // Elsewhere it is the app again, and the menu is whole.
    await people.goTo(page, '/me');
    await page.waitForFunction((home) => window.wechat.cards.chat.link === home && !window.wechat.hidden.length, world.url);
    expectNoErrors();
  }));
});

test('back to the chat: the guide to the menu, with the text to copy and a way to close', async (t) => {
  const { page } = await inside(t, world, `/g/${world.group.id}/d/${world.deal.id}`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await bridged(page);
  await button(page, '发给朋友').first().click();
  const guide = page.locator('dialog[open]');
  await guide.getByRole('heading', { name: '发到聊天' }).waitFor();
  assert.match(await guide.innerText(), /右上角/);
  await button(guide, '改为复制文字和链接').click();
  await page.getByText('已复制').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes('天然橡胶瑜伽垫') && copied.includes(`#/g/${world.group.id}/d/${world.deal.id}`), copied);
  await button(page, '发给朋友').first().click();
  await button(guide, '关掉，回到聊天').click();
  assert.equal((await seen(page)).closed, 1);
});

test('a post that was sent from the feed is what the menu sends until the next page', async (t) => {
  const post = await world.host.call('POST', `${world.at}/posts`, { body: '周四照常上课', kind: 'note' });
  const { page } = await inside(t, world, `/g/${world.group.id}`);
  await bridged(page);
  await button(page.locator('article', { hasText: '周四照常上课' }), '发给朋友').click();
  await page.waitForFunction((place) => window.wechat.cards.chat.link.endsWith(place), `/p/${post.id}`);
  assert.match((await seen(page)).cards.chat.title, /周四照常上课/);
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await people.goTo(page, '/me');
  await page.waitForFunction((home) => window.wechat.cards.chat.link === home && !window.wechat.hidden.length, world.url);
  assert.doesNotMatch(JSON.stringify((await seen(page)).cards), /周四照常上课/);
  // A page with a card of its own keeps it.
  await people.goTo(page, `/g/${world.group.id}/d/${world.deal.id}`);
  await cardWith(page, '天然橡胶瑜伽垫');
});

test('on the page of a post the menu sends that post, as its button does', async (t) => {
  const post = await world.host.call('POST', `${world.at}/posts`, { body: '周四改在小教室', kind: 'note' });
  const { page } = await inside(t, world, `/g/${world.group.id}/p/${post.id}`);
  await page.locator('article', { hasText: '周四改在小教室' }).waitFor();
  const { cards, hidden } = await cardWith(page, '周四改在小教室');
  assert.equal(cards.chat.link, `${world.url}#/g/${world.group.id}/p/${post.id}`);
  assert.equal(cards.moments.link, world.url, 'what is said in a group goes to no Moments');
  assert.deepEqual(hidden, [TIMELINE]);
  await isClean(cards, page);
});

test('an operator may keep deals off the menu altogether', async (t) => {
  const own = await startWorld(t, { policies: { groupbuy: { share_targets: [] } } });
  const there = await populate(own.server);
  const phone = await openWeChat(t, { who: there.host });
  await phone.page.goto(`${own.url}#/g/${there.group.id}/d/${there.deal.id}`);
  await phone.page.waitForFunction(() => window.wechat.hidden.length === 2);
  const { cards } = await seen(phone.page);
  assert.equal(cards.chat.link, own.url);
  await button(phone.page, '发给朋友').or(button(phone.page, '复制文字')).first().waitFor();
});

// ── scanner, album, poster ──────────────────────────────────────────────────────────────────────────────────────

test('the host scans; where it is closed or fails the next rung is offered', async (t) => {
  const made = await invite(world.host, world.at);
  const ours = `${world.url}#/j/${made.token}`;
  const open = async (how) => {
    const { page } = await inside(t, world, '/scan', { how, who: await someone(world.server) });
    return page;
  };
  const rungs = [
    async () => {
      const page = await open({ scan: ours });
      await button(page, '用微信扫一扫').click();
      await page.getByRole('heading', { name: '读到一个进群邀请' }).waitFor();
    },
    async () => {
      const page = await open({ scan: 'cancel' });
      await button(page, '用微信扫一扫').click();
      await button(page, '打开相机').waitFor();
    },
    async () => {
      const page = await open({ scan: ours, fails: ['scanQRCode'] });
      await button(page, '用微信扫一扫').click();
      // No camera here either: it says so, and photo and typed code are still there.
      await page.locator('.lens-say', { hasText: /相机/ }).waitFor();
      await page.getByLabel('邀请码').waitFor();
      assert.equal(await button(page, '用微信扫一扫').count(), 0, 'what failed is not offered again');
    },
    async () => {
      const page = await open({ lacks: ['scanQRCode'] });
      await bridged(page);
      assert.equal(await button(page, '用微信扫一扫').count(), 0);
    },
    async () => {
      const page = await open({ scan: 'silent' });
      await button(page, '用微信扫一扫').click();
      await page.getByLabel('邀请码').fill(made.code);
      await button(page, '看看这个邀请').click();
      await page.getByRole('heading', { name: '周四器械小班' }).waitFor();
    },
  ];
  await Promise.all(rungs.map((rung) => rung()));
});

test('the album of the host, and the plain picker where it fails', async (t) => {
  // No code is on it: what matters is that it came through.
  const png = (await readFile(new URL('../../public/card.png', import.meta.url))).toString('base64');
  const press = async (how) => {
    const { page } = await inside(t, world, '/scan', { how, who: await someone(world.server) });
    await bridged(page);
    const chooser = page.waitForEvent('filechooser', { timeout: 3000 }).catch(() => null);
    await page.getByLabel('选照片').or(page.locator('label.lens-tool')).first().click();
    return { page, chooser };
  };
  const comes = async (photo) => {
    const { page } = await press({ photo });
    await page.getByText('没有找到二维码').first().waitFor();
  };
  const failed = press({ fails: ['chooseImage'] });
  await Promise.all([comes(png), comes(`data:image/jgp;base64,${png}`), failed]);
  assert.ok(await (await failed).chooser, 'the browser asks for a file');
});

test('a photo for a post comes from the album of the host, too', async (t) => {
  const png = (await readFile(new URL('../../public/card.png', import.meta.url))).toString('base64');
  const { page } = await inside(t, world, `/g/${world.group.id}/write`, { how: { photo: png } });
  await bridged(page);
  await page.locator('.tray-add').click();
  await page.locator('.tray').getByRole('button', { name: '第 1 张，已传好' }).waitFor();
  assert.ok((await seen(page)).called.includes('chooseImage'));
});

test('a photo is shown large by the host, by its address, and grows on the page where that fails', async (t) => {
  const png = (await readFile(new URL('../../public/card.png', import.meta.url))).toString('base64');
  const writer = await inside(t, world, `/g/${world.group.id}/write`, { how: { photo: png } });
  await bridged(writer.page);
  await writer.page.locator('.tray-add').click();
  await writer.page.locator('.tray').getByRole('button', { name: '第 1 张，已传好' }).waitFor();
  await writer.page.getByLabel('要说的话').fill('看这块垫子');
  await button(writer.page, '发出去').click();
  await writer.page.locator('article', { hasText: '看这块垫子' }).waitFor();
  const open = async (how) => {
    const { page } = await inside(t, world, `/g/${world.group.id}`, { how });
    await bridged(page);
    await page.locator('article', { hasText: '看这块垫子' }).locator('.photo').click();
    const viewer = page.getByRole('dialog', { name: '看照片' });
    await button(viewer, '放大').click();
    return { page, viewer };
  };
  const [whole, failing] = await Promise.all([open({}), open({ fails: ['previewImage'] })]);
  await until('the host shows the photo', async () => (await seen(whole.page)).previewed);
  const { current } = (await seen(whole.page)).previewed;
  assert.equal((await fetch(current)).headers.get('content-type'), 'image/jpeg', current);
  assert.equal(await button(whole.viewer, '还原').count(), 0, 'it did not grow here as well');
  await button(failing.viewer, '还原').waitFor();
});

test('a poster has no address: the host is not asked to show it, and it is an <img> to press', async (t) => {
  const { page } = await inside(t, world, `/g/${world.group.id}/invite`);
  await bridged(page);
  await button(page, '做一张二维码').or(page.locator('img.qr')).first().waitFor();
  await makeCode(page);
  assert.match(await page.locator('img.poster-picture').getAttribute('src'), /^data:image\/png/);
  assert.equal(await button(page, '放大看').count(), 0);
  const answer = await page.evaluate(() => window.__qunliHost.preview(document.querySelector('img.poster-picture').src).then(() => 'shown', String));
  assert.equal(answer, 'no address');
  assert.ok(!(await seen(page)).called.includes('previewImage'));
});
