// What surrounds a deal: its photos from the editor to the card and the page, options that run out one by one, and the
// way from a member's pick-up code, by camera or by a photo of it, to their order.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, friendOf, hostOf, invite, phoneOf, until } from './acting.mjs';
import { closeBrowser, getBrowser, startServer } from './lib.mjs';
import { button, expectNot, goTo, inHours, link } from './people.mjs';

after(closeBrowser);

const OFF = ['--rate-limits', 'off'];
const fen = (amount) => ({ amount, currency: 'CNY' });

/** A photo as a file to choose. */
async function photo(colour) {
  const context = await (await getBrowser()).newContext();
  const page = await context.newPage();
  const made = await page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(640, 480);
    const pen = canvas.getContext('2d');
    pen.fillStyle = fill;
    pen.fillRect(0, 0, 640, 480);
    return Array.from(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer()));
  }, colour);
  await context.close();
  return { name: `${colour}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(made) };
}

/** Every photo on the page is there, and there are so many. */
const photosAre = (page, count) => until(`${count} photos`, () => page.evaluate((wanted) => {
  const all = [...document.querySelectorAll('main .photo img')];
  return all.length === wanted && all.every((img) => img.complete && img.naturalWidth > 0);
}, count), 10_000);

test('photos of a deal stand in its card and on its page, for the group and for nobody else', async (t) => {
  const server = await startServer(t, { args: OFF });
  const { host, group, at } = await hostOf(server, '周四普拉提');
  const friend = await friendOf(server, await invite(host, at), '阿禾');
  const b = await phoneOf(t, server, friend, `/g/${group.id}`);
  const a = await phoneOf(t, server, host, `/g/${group.id}/new-deal`);
  const page = a.page;
  await page.getByLabel('买什么').fill('天然橡胶瑜伽垫');
  await page.locator('.tray-add input').setInputFiles([await photo('seagreen'), await photo('navy')]);
  await page.locator('.tray-tile img').nth(1).waitFor();
  // The draft has them too.
  await page.reload();
  await page.locator('.tray-tile img').nth(1).waitFor();
  await page.getByLabel('每份价格').nth(0).fill('128');
  await page.getByLabel('从几人起').nth(0).fill('2');
  await page.getByLabel('每份价格').nth(1).fill('99');
  await page.getByLabel('最少几人成团').fill('1');
  await page.getByLabel('什么时候截止').fill(inHours(48));
  const sent = () => page.evaluate(() => document.querySelectorAll('.tray-tile').length === 2
    && [...document.querySelectorAll('.tray-tile')].every((tile) => !tile.querySelector('progress, [role=progressbar]')));
  await until('both were sent', sent, 10_000);
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '天然橡胶瑜伽垫', level: 1 }).waitFor();
  await photosAre(page, 2);
  const place = await page.evaluate(() => location.hash.slice(1));

  // The card in the friend's feed, then its page; the viewer opens there.
  const waits = b.page.getByRole('button', { name: /1 条新/ });
  if (await waits.isVisible().catch(() => false)) await waits.click();
  await b.page.locator('article', { hasText: '天然橡胶瑜伽垫' }).locator('.photo img').nth(1).waitFor();
  await photosAre(b.page, 2);
  await goTo(b.page, place);
  await photosAre(b.page, 2);
  await b.page.locator('main .photo').first().click();
  await b.page.getByRole('dialog', { name: '看照片' }).waitFor();
  await b.page.keyboard.press('Escape');
  const stranger = await phoneOf(t, server, null, place);
  await expectNot(stranger.page, '天然橡胶瑜伽垫');
  assert.equal(await stranger.page.locator('.photo').count(), 0);
  for (const phone of [a, b]) phone.expectNoErrors();
});

test('an option runs out while another goes on, and is there again when it is given back', async (t) => {
  const server = await startServer(t, { args: OFF });
  const { host, group, at } = await hostOf(server, '周四普拉提');
  const made = await invite(host, at);
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '老周')];
  const deal = await host.call('POST', `${at}/deals`, {
    title: '防滑五指袜', about: '', pick_up: '', minimum: 1, per_member: 3, tiers: [{ from: 1, price: fen(5900) }],
    options: [{ label: '小码', stock: 2 }, { label: '大码', stock: 5 }, { label: '均码' }],
    ends_at: new Date(Date.now() + DAY * 1000).toISOString(),
  });
  const place = `/g/${group.id}/d/${deal.id}`;
  const b = await phoneOf(t, server, bo, place);
  await button(b.page, /^选好，加入拼团/).click();
  const sheet = b.page.locator('dialog[open]');
  const choice = (label) => sheet.locator('.groupbuy-choice', { hasText: label });
  await choice('小码').getByRole('button', { name: '多一份' }).click();
  // Somebody else takes both while it is being chosen: said at once, and the others go on.
  await ann.call('POST', `/deals/${deal.id}/pledge`, { quantity: 2, picks: [{ option: 0, quantity: 2 }] });
  await choice('小码').getByText('没有了').waitFor();
  assert.equal(await choice('小码').getByRole('button', { name: '多一份' }).isDisabled(), true);
  for (const label of ['大码', '均码']) {
    assert.equal(await choice(label).getByRole('button', { name: '多一份' }).isEnabled(), true, label);
  }
  const fewer = choice('小码').getByRole('button', { name: '少一份' });
  if (await fewer.isEnabled()) await fewer.click();
  await choice('大码').getByRole('button', { name: '多一份' }).click();
  await choice('均码').getByRole('button', { name: '多一份' }).click();
  await button(sheet, /^加入/).click();
  await sheet.waitFor({ state: 'detached' });
  await b.page.getByText('大码 ×1、均码 ×1·2 份').first().waitFor();
  await ann.call('DELETE', `/deals/${deal.id}/pledge`);
  await button(b.page, '修改').click();
  await until('it is there again', () => choice('小码').getByRole('button', { name: '多一份' }).isEnabled());
  const now = await host.call('GET', `/deals/${deal.id}`);
  assert.deepEqual(now.options.map((option) => option.taken), [0, 1, 1]);
  b.expectNoErrors();
});

/** The camera of this phone looks at a picture, which moves a little as a hand does. */
async function looksAt(page, picture) {
  await page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const pen = canvas.getContext('2d');
    const side = 400;
    let turn = 0;
    setInterval(() => {
      turn += 0.3;
      pen.fillStyle = '#787878';
      pen.fillRect(0, 0, 640, 480);
      pen.drawImage(image, 120 + 8 * Math.cos(turn), 40 + 8 * Math.sin(turn), side, side);
    }, 60);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(15);
  }, [...picture]);
}

test('a member\'s pick-up code leads whoever runs the deal to their order, by the camera and by a photo of it', async (t) => {
  const server = await startServer(t, { args: OFF });
  const { host, group, at } = await hostOf(server, '周四普拉提');
  const made = await invite(host, at);
  const [ann, bo] = [await friendOf(server, made, '阿禾'), await friendOf(server, made, '老周')];
  const deal = await host.call('POST', `${at}/deals`, {
    title: '防滑五指袜', about: '', pick_up: '前台', minimum: 1, per_member: 2, tiers: [{ from: 1, price: fen(5900) }],
    ends_at: new Date(Date.now() + 4000).toISOString(),
  });
  await ann.call('POST', `/deals/${deal.id}/pledge`, { quantity: 2 });
  await bo.call('POST', `/deals/${deal.id}/pledge`, { quantity: 1 });
  const place = `/g/${group.id}/d/${deal.id}`;
  const b = await phoneOf(t, server, ann, place);
  await button(b.page, '查看取货码').click({ timeout: 15_000 });
  const code = b.page.locator('.groupbuy-code img.qr');
  await code.waitFor();
  const picture = await code.screenshot({ scale: 'device' });

  // By a photo that somebody sent, from the list to hand out by.
  const a = await phoneOf(t, server, host, place);
  const page = a.page;
  const order = page.getByRole('list', { name: '这个码的订单' });
  const leads = async (to) => {
    const dialog = to.locator('dialog[open]');
    await dialog.getByRole('heading', { name: '这是取货码' }).waitFor({ timeout: 15_000 });
    await link(dialog, '看订单').click();
  };
  await link(page, '打开取货单').click();
  await link(page, '扫取货码').click();
  await page.locator('.lens').waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await leads(page);
  await order.getByText('阿禾').waitFor();
  await order.getByText(/2 份·¥118·未付/).waitFor();
  await button(order, '交付').click();
  await page.getByText('已取 1 / 2').waitFor();

  // By the camera: the same order, which says that it was handed over.
  await goTo(page, '/scan');
  await page.locator('.lens').waitFor();
  await looksAt(page, picture);
  await button(page, '打开相机').click();
  await leads(page);
  await order.getByText('阿禾').waitFor();
  await button(order, '撤销').waitFor();

  // Whoever does not run the deal reads nobody's order by it.
  const c = await phoneOf(t, server, bo, '/scan');
  await c.page.locator('.lens').waitFor();
  await c.page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await leads(c.page);
  await expectNot(c.page, '¥118');
  assert.equal(await c.page.getByRole('list', { name: '这个码的订单' }).count(), 0);
  for (const phone of [a, b]) phone.expectNoErrors();
});
