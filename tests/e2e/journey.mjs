// The main job as steps, for any backend that can do them: two phones, `h` the host's and `g` the guest's.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { sleep, tempDir } from './lib.mjs';
import * as people from './people.mjs';

const { button, link } = people;

/** From the picture on the host's screen to a seat in the group: what the guest sees, and what not. */
export async function comesByQr(t, { h, g, url, group, name, host, guest, recovery = true, keeps }) {
  // An invite: the picture on the host's screen is all that the guest gets.
  await people.goTo(h, `${group}/invite`);
  await button(h, '做一张二维码').click();
  const qr = h.locator('img.qr');
  await qr.waitFor();
  const box = await qr.boundingBox();
  assert.ok(box.width >= 220 && box.height >= 220, `long-press needs 220 px: ${JSON.stringify(box)}`);
  assert.match(await qr.getAttribute('src'), /^data:image\/png/);
  const picture = join(await tempDir(t, 'screen'), 'screen.png');
  await qr.scrollIntoViewIfNeeded();
  await h.screenshot({ path: picture });

  await g.goto(url);
  await link(g, '我有邀请').click();
  await g.locator('input[type=file]').setInputFiles(picture);
  await link(g, '去看看').or(button(g, '去看看')).click();

  // The preview says what there is to say, and nothing is joined by looking.
  await g.getByRole('heading', { name }).waitFor();
  await people.expectNot(g, '加入之前说的话');
  assert.match(await people.words(g), new RegExp(host));
  await g.getByLabel('在这个群里叫什么').fill(guest);
  await button(g, `用「${guest}」进群`).click();
  await g.getByRole('heading', { name, level: 1 }).waitFor();

  // The recovery code is shown until it is put away.
  if (recovery) {
    const code = await g.getByText(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/).textContent();
    keeps?.(code);
    await button(g, '我收好了').click();
  }

  // No older message, but the open deal.
  await g.locator('article', { hasText: '早就开着的团' }).waitFor();
  await people.expectNot(g, '加入之前说的话');
  assert.match(await people.words(g), /你在 .+ 加入/);
}

/** They post and comment; news waits until it is asked for. */
export async function theyTalk({ h, g, group, guest }) {
  const [hello, welcome] = [`大家好，我是${guest}`, `欢迎${guest}`];
  await people.writePost(g, hello);
  await people.goTo(h, group);
  await button(h, '1 条新动态').click();
  await h.locator('article', { hasText: hello }).waitFor();
  await people.writePost(g, '周四见');
  await people.expectNot(h, '周四见');
  await button(h, '1 条新动态').click();
  await h.locator('article', { hasText: '周四见' }).waitFor();
  const post = h.locator('article', { hasText: hello });
  await post.getByRole('link', { name: /回应/ }).click();
  await h.getByLabel('回应一句').fill(welcome);
  await button(h, '发送').click();
  await h.locator('.comment', { hasText: welcome }).waitFor();
  await g.locator('article', { hasText: hello }).getByRole('link', { name: /1 条回应/ }).click();
  await g.locator('.comment', { hasText: welcome }).waitFor();
}

/** The backend dies as in a power cut. A post is written meanwhile and waits; everything said is there afterwards. */
export async function backendDies({ g, group, server }) {
  await people.goTo(g, group);
  await people.goTo(g, `${group}/write`);
  await server.kill9();
  await g.getByLabel('要说的话').fill('断电时写的');
  await button(g, '发出去').click();
  await g.locator('.outbox-one', { hasText: '断电时写的' }).waitFor();
  await server.start();
  await g.reload();
  await g.locator('article', { hasText: '断电时写的' }).waitFor();
  await g.locator('article', { hasText: '周四见' }).waitFor();
  assert.equal(await g.locator('article', { hasText: '断电时写的' }).count(), 1);
}

/** The host lists a seat, the other claims, the host confirms; both see each step live. */
export async function seatChangesHands({ h, g, group, host, guest, verify = true }) {
  await people.goTo(h, `${group}/new-class`);
  await h.getByLabel('课名').fill('普拉提器械·中级');
  await h.getByLabel('教练').fill(host);
  await h.getByLabel('地点').fill('B 教室');
  await h.getByLabel('开始时间').fill(people.inHours(30));
  await h.getByLabel('时长（分钟）').fill('60');
  await h.getByLabel('每个名额的原价').fill('120');
  await h.getByLabel('名额数').fill('2');
  await button(h, '建好这节课').click();
  await h.getByRole('heading', { name: '普拉提器械·中级' }).waitFor();
  // The host takes a seat, then passes it on.
  await button(h, '加一位成员').click();
  const row = h.locator('dialog[open]').getByRole('listitem').filter({ hasText: host });
  await button(row, '放进名单').click();
  await h.getByRole('list', { name: '名单' }).getByText(host).waitFor();
  await h.keyboard.press('Escape');
  await link(h, '转让我的名额').click();
  await h.getByRole('textbox', { name: '转让价' }).fill('80');
  // The stream brings the listing before the answer comes: the form goes on to it all the same.
  await h.route('**/*', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const response = await route.fetch();
    await sleep(1500);
    return route.fulfill({ response });
  });
  await h.locator('button[type=submit]').click();
  await h.getByText('等人接手').waitFor();
  await h.unroute('**/*');
  const listing = await people.here(h);

  // The first commitment needs a verified phone; the way there leads back.
  await people.goTo(g, listing);
  await button(g, /接手这个名额/).click();
  if (verify) {
    await g.getByRole('alert').getByRole('button', { name: '验证手机号' }).click();
    await people.byPhone(g, '13900000002', '验证');
    await button(g, /接手这个名额/).click();
  }
  await g.getByText('为你保留中').waitFor();
  await button(h, new RegExp(`确认转给 ${guest}`)).click({ timeout: 5000 });
  await g.getByText('名额已是你的').first().waitFor({ timeout: 5000 });
  await people.goTo(h, `${group}/classes`);
  await h.getByRole('link', { name: /普拉提器械/ }).click();
  const roster = h.getByRole('list', { name: '名单' });
  await roster.getByText(guest).waitFor();
  // A host reads from whom it came, too; who holds it stands in bold.
  const holders = await roster.locator('.list-title').allInnerTexts();
  assert.ok(!holders.some((holder) => holder.includes(host)), 'the seat has one holder');
}

/** A deal of three tiers: the host's meter moves within two seconds, without a reload. */
export async function dealMovesLive({ h, g, group, oldDeal }) {
  await people.goTo(h, group);
  await people.openDeal(h, '天然橡胶瑜伽垫 5 mm');
  const deal = await people.here(h);
  await button(h, /^加入拼团/).click();
  await h.getByText('你已加入').first().waitFor();
  const meter = h.getByRole('img', { name: /1 人/ }).first();
  await meter.waitFor();
  await h.evaluate(() => { window.notReloaded = true; });

  await people.goTo(g, deal);
  await button(g, /^加入拼团/).click();
  const pressed = Date.now();
  await h.getByText('¥99').first().waitFor({ timeout: 2000 });
  await h.getByRole('img', { name: /2 人/ }).first().waitFor({ timeout: 2000 });
  const took = Date.now() - pressed;
  assert.ok(took < 2000, `the host's meter moved after ${took} ms`);
  assert.equal(await h.evaluate(() => window.notReloaded), true);

  // Leaving is as near as joining, and the figures follow.
  await button(g, '退出').click();
  await button(g, '退出拼团').click();
  await h.getByRole('img', { name: /1 人/ }).first().waitFor({ timeout: 5000 });
  await sleep(100);
  await people.goTo(g, oldDeal);
  await g.getByRole('heading', { name: '早就开着的团', level: 1 }).waitFor();
}
