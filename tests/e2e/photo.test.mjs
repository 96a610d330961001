// Photos in posts: chosen, described, sent over a network that breaks, kept over a reload, seen by somebody else.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { closeBrowser, configFor, freePort, getBrowser, serveStatic, startServer, untilReady } from './lib.mjs';
import { hostOf, invite, joins, phoneOf, until } from './acting.mjs';
import { button, goTo } from './people.mjs';

after(closeBrowser);

/** EXIF as phones write it: lying on its side, and where it was made (31°13' north, 121°28' east). */
function exif() {
  const entry = (tag, type, count, value) => {
    const out = Buffer.alloc(12);
    out.writeUInt16BE(tag, 0); out.writeUInt16BE(type, 2); out.writeUInt32BE(count, 4);
    if (typeof value === 'string') out.write(value, 8, 'latin1'); else if (type === 3) out.writeUInt16BE(value, 8); else out.writeUInt32BE(value, 8);
    return out;
  };
  const table = (...entries) => Buffer.concat([Buffer.from([0, entries.length]), ...entries, Buffer.alloc(4)]);
  const degrees = (d, m) => Buffer.from([0, 0, 0, d, 0, 0, 0, 1, 0, 0, 0, m, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  const first = 8 + 2 + 24 + 4;
  const places = first + 2 + 48 + 4;
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\x08', 'latin1'), table(entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, first)),
    table(entry(1, 2, 2, 'N\0'), entry(2, 5, 3, places), entry(3, 2, 2, 'E\0'), entry(4, 5, 3, places + 24)),
    degrees(31, 13), degrees(121, 28), Buffer.from('SECRET-CAMERA')]);
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xe1]), length, content]);
}

/** A JPEG that a camera could have made, with so much detail that it is sent in several parts. */
async function photo(t, width, height, colour) {
  const context = await (await getBrowser()).newContext();
  const page = await context.newPage();
  const made = await page.evaluate(async ([w, h, fill]) => {
    const canvas = new OffscreenCanvas(w, h);
    const pen = canvas.getContext('2d');
    const noise = pen.createImageData(w, h);
    for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 90;
    pen.putImageData(noise, 0, 0);
    pen.fillStyle = fill;
    pen.fillRect(0, 0, w / 2, h / 2);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  }, [width, height, colour]);
  await context.close();
  const bytes = Buffer.from(made);
  return Buffer.concat([bytes.subarray(0, 2), exif(), bytes.subarray(2)]);
}

/** What axe finds on the page as it is now, layers above it included. */
async function faults(page) {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`)));
}

const file = (name, buffer, mimeType = 'image/jpeg') => ({ name, mimeType, buffer });
const tiles = (page) => page.locator('.tray-tile');
const named = (page, name) => page.locator('.tray').getByRole('button', { name });

test('photos are sent over a broken network, outlive a reload, and are seen without their places', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '照片群');
  const guest = await joins(server, await invite(host, at), '小河');
  // The feed is not empty: what is new waits there.
  await guest.call('POST', `${at}/posts`, { body: '早', kind: 'note' });
  const a = (await phoneOf(t, server, host, `/g/${group.id}`)).page;
  const phoneB = await phoneOf(t, server, guest, `/g/${group.id}`);
  const b = phoneB.page;
  const [lying, second] = [await photo(t, 1600, 1200, '#e3a62b'), await photo(t, 900, 900, '#1e4e80')];
  assert.ok(lying.includes('SECRET-CAMERA'), 'the test has what it looks for');

  await a.locator('.composer-open').click();
  await a.getByLabel('要说的话').fill('今天的光');

  // What is no photo says so, and what to do; the rest is not held up by it.
  const add = a.locator('.tray-add input');
  await add.setInputFiles([file('a.jpg', Buffer.from('not a photo at all')), file('b.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'image/heic')]);
  await named(a, '第 1 张，没传成，点开看').click();
  await a.getByRole('heading', { name: '这不像照片' }).waitFor();
  await button(a.locator('dialog[open]'), '拿掉').click();
  // The same without opening it: what is wrong stands in sight, and what can be done about it.
  const told = a.locator('.tray-bad');
  await told.getByText('第 1 张，这是 HEIC 照片').waitFor();
  const out = button(told, '拿掉');
  assert.ok((await out.boundingBox()).height >= 44);
  await out.click();
  await tiles(a).first().waitFor({ state: 'detached' });
  await until('the focus stays in the row', () => a.evaluate(() => document.activeElement.classList.contains('tray')));

  // The network breaks after the first part has come.
  const sent = [];
  let broken = false;
  await a.route('**/uploads/*/bytes*', (route) => {
    const offset = Number(new URL(route.request().url()).searchParams.get('offset'));
    if (broken) return route.abort('internetdisconnected');
    sent.push(offset);
    broken = offset > 0;
    return route.continue();
  });
  await add.setInputFiles([file('lying.jpg', lying)]);
  await named(a, '第 1 张，等网络，会自己接着传').waitFor();
  assert.deepEqual(sent.slice(0, 2), [0, 131072], 'it goes up in parts');

  // Published now, it waits for its photo; and it can be held back.
  await button(a, '发出去').click();
  await a.getByText('照片传完就发出').waitFor();
  await button(a, '先不发').click();

  // The page dies half-way: words, photo and the part that has come are still there.
  await a.reload();
  await untilReady(a);
  await named(a, '第 1 张，等网络，会自己接着传').waitFor();
  assert.equal(await a.getByLabel('要说的话').inputValue(), '今天的光');
  await a.waitForFunction(() => document.querySelector('.tray-tile img')?.naturalWidth > 0);
  broken = false;
  sent.length = 0;
  await a.unroute('**/uploads/*/bytes*');
  const went = a.waitForRequest(/uploads\/.*\/bytes/);
  await named(a, '第 1 张，等网络，会自己接着传').click();
  await button(a, '现在接着传').click();
  assert.ok(Number(new URL((await went).url()).searchParams.get('offset')) >= 131072, 'it does not begin again');
  await a.getByLabel('写一句照片里是什么').fill('窗边的垫子');
  await button(a, '好').click();
  await named(a, '第 1 张，已传好').waitFor();

  // A second one is put before the first, and back again.
  await add.setInputFiles([file('second.jpg', second)]);
  await named(a, '第 2 张，已传好').click();
  assert.deepEqual(await faults(a), []);
  await button(a, '往前挪').click();
  await button(a, '往后挪').click();
  await button(a, '好').click();
  assert.equal(await a.locator('.tray [role=status]').first().textContent(), '2 / 2 张已传好');
  await button(a, '发出去').click();
  await a.locator('article', { hasText: '今天的光' }).locator('.photo').first().waitFor();

  // Somebody else sees them, upright, and small enough for a phone.
  await button(b, '1 条新动态').click();
  const post = b.locator('article', { hasText: '今天的光' });
  const cells = post.locator('.photo');
  await cells.nth(1).waitFor();
  await b.waitForFunction(() => [...document.querySelectorAll('.photo img')].every((img) => img.complete && img.naturalWidth > 0));
  const sides = await cells.nth(0).locator('img').evaluate((img) => [img.naturalWidth, img.naturalHeight]);
  assert.deepEqual(sides, [600, 800], 'what lay on its side stands, and a card has it small');
  const src = await cells.nth(0).locator('img').evaluate((img) => img.src);
  const bytes = Buffer.from(await (await fetch(src)).arrayBuffer());
  for (const secret of ['SECRET-CAMERA', 'Exif', 'GPS']) assert.ok(!bytes.includes(secret), `${secret} came through`);
  assert.equal((await fetch(src.replace(/key=.{8}/, 'key=00000000'))).status, 404);

  // The viewer, by keys alone; the focus comes back.
  await cells.nth(0).focus();
  await b.keyboard.press('Enter');
  const viewer = b.getByRole('dialog', { name: '看照片' });
  const count = viewer.locator('.viewer-count');
  await viewer.waitFor();
  await until('the first', async () => (await count.textContent()).startsWith('1 / 2'));
  assert.equal(await viewer.locator('.viewer-alt').textContent(), '窗边的垫子');
  assert.deepEqual(await faults(b), []);
  const whole = viewer.locator('.viewer-page').nth(0).locator('img');
  await until('the whole', () => whole.evaluate((img) => img.naturalWidth === 1200 && img.naturalHeight === 1600));
  await b.keyboard.press('ArrowRight');
  await until('the second', async () => (await count.textContent()).startsWith('2 / 2'));
  assert.equal(await viewer.locator('.viewer-alt').textContent(), '这张照片没有说明');
  await b.keyboard.press('+');
  await until('larger', () => viewer.locator('.viewer-page').nth(1).locator('img').evaluate((img) => img.style.transform.includes('scale(1.5')));
  await b.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  assert.ok(await cells.nth(0).evaluate((cell) => cell === document.activeElement));

  // Opened by touch, closed by the browser's back: the page stays.
  await goTo(b, '/me');
  await b.getByRole('heading', { name: '我', level: 1 }).waitFor();
  await goTo(b, `/g/${group.id}`);
  await post.waitFor();
  await cells.nth(1).click();
  await until('the second again', async () => (await count.textContent()).startsWith('2 / 2'));
  await b.goBack();
  await viewer.waitFor({ state: 'detached' });
  await post.waitFor();

  // An address that leads nowhere is asked for again, by itself.
  let refused = 0;
  await b.route('**/photos/*', (route) => (refused++ < 2 ? route.fulfill({ status: 410 }) : route.continue()));
  await b.reload();
  await untilReady(b);
  await cells.nth(1).waitFor();
  await b.waitForFunction(() => [...document.querySelectorAll('.photo img')].every((img) => img.complete && img.naturalWidth > 0));
  assert.ok(refused > 2, 'it was refused, and came');
  phoneB.expectNoErrors();

  // Sent, the draft is empty, and the phone keeps no copy.
  await a.locator('.composer-open').click();
  await a.locator('.tray-add').waitFor();
  assert.equal(await tiles(a).count(), 0);
  const copies = () => a.evaluate(() => new Promise((done, fail) => {
    const open = indexedDB.open('qunli');
    open.onerror = fail;
    open.onsuccess = () => {
      const keys = open.result.transaction('photos').objectStore('photos').getAllKeys();
      keys.onsuccess = () => { open.result.close(); done(keys.result); };
    };
  }));
  await until('the copies are gone', async () => (await copies()).length === 0, 8000);
});

test('a phone without room and without workers sends photos all the same, to a backend on another origin', async (t) => {
  const port = await freePort();
  const site = await serveStatic(t, { config: await configFor(`http://127.0.0.1:${port}/api`) });
  const server = await startServer(t, { dist: null, port, args: ['--rate-limits', 'off', '--cors', site.origin] });
  const { host, group } = await hostOf(server, '小手机');
  const phone = await phoneOf(t, { ...server, url: site.url }, host, `/g/${group.id}`);
  const a = phone.page;
  await a.evaluate(() => {
    delete window.OffscreenCanvas;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) {
      if (this.name === 'photos') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, all);
    };
  });
  await a.locator('.composer-open').click();
  const [large, small] = [await photo(t, 2400, 1800, '#3f6e3b'), await photo(t, 60, 40, '#a8392f')];
  await a.locator('.tray-add input').setInputFiles([file('0.jpg', large), ...Array.from({ length: 9 }, (_, n) => file(`${n + 1}.jpg`, small))]);
  await a.getByText('一条最多 9 张，多出来的没有加').waitFor();
  await a.getByText('手机没地方存照片了：关掉页面前请发出去').waitFor();
  await a.getByText('9 / 9 张已传好').waitFor();
  assert.equal(await a.locator('.tray-add').count(), 0, 'nine are all');
  // Photos need no words.
  await button(a, '发出去').click();
  const cells = a.locator('article .photo');
  await cells.nth(8).waitFor();
  await a.waitForFunction(() => [...document.querySelectorAll('.photo img')].every((img) => img.complete && img.naturalWidth > 0));
  // What the phone sent, as the viewer has it.
  await cells.first().click();
  const img = a.getByRole('dialog', { name: '看照片' }).locator('.viewer-page').first().locator('img');
  await until('it is here', () => img.evaluate((img) => img.complete && img.naturalWidth > 0));
  const first = await img.evaluate((img) => [img.naturalWidth, img.naturalHeight, img.src]);
  assert.deepEqual([first[0], first[1]], [1536, 2048], 'upright, and at most 2,048 px');
  const bytes = Buffer.from(await (await fetch(first[2])).arrayBuffer());
  assert.ok(!bytes.includes('SECRET-CAMERA') && !bytes.includes('Exif'));
  phone.expectNoErrors();
});
