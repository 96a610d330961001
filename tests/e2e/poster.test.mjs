// The poster: one picture that leaves the app, comes back worn, and still opens the group.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPhone, startServer, untilReady } from './lib.mjs';
import * as people from './people.mjs';

const { button } = people;
const IGNORE = [/status of 4\d\d/, /ERR_INCOMPLETE_CHUNKED_ENCODING/];
const POLICY = { history: 'since_joined', invite_qr_limit: 100, capacity: 500, invite_ttl_s: 604800,
  verify_before: 'commitment', hold_s: 7200, cut_off_s: 3600, members_open_deals: true };

after(closeBrowser);

let phones = 13600000000;

/** A host with a group, by the API. */
async function hostOf(server, name, nickname = '小满') {
  const phone = String(phones += 1);
  const { demo_code: code } = await server.call('POST', '/sign-in/codes', { phone });
  const session = await server.call('POST', '/sessions', { phone, code });
  const call = (method, path, body) => server.call(method, path, body, { authorization: `Bearer ${session.token}` });
  const persona = { nickname, avatar: 'star-madder' };
  const group = await call('POST', '/groups', { name, about: '', persona, policy: POLICY });
  const invite = (kind = 'qr') => call('POST', `/groups/${group.id}/invites`, { kind });
  return { session, call, group, invite, at: `/g/${group.id}/invite` };
}

/** The invite page on this host's phone. */
async function page(t, server, host, { lang = 'zh-CN', text, script, ...options } = {}) {
  const phone = await openPhone(t, { ignore: IGNORE, lang, ...options });
  const kept = { 'qunli.data/session': JSON.stringify({ token: host.session.token, me: host.session.me }),
    'qunli.lang': lang, ...(text ? { 'qunli.text': String(text) } : {}) };
  await phone.context.addInitScript((kept) => { for (const key in kept) localStorage.setItem(key, kept[key]); }, kept);
  if (script) await phone.context.addInitScript(script);
  await phone.page.goto(`${server.url}#${host.at}`);
  await untilReady(phone.page);
  return phone.page;
}

const poster = (page) => page.locator('img.poster-picture');

/** The picture's own size, how it is shown, its bytes, and where on it the code is. */
async function seen(page) {
  await poster(page).waitFor();
  return poster(page).evaluate(async (img) => {
    await img.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: img.naturalWidth, height: img.naturalHeight });
    const context = canvas.getContext('2d');
    context.drawImage(img, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    // The code's quiet zone is white; the paper is not quite.
    const white = (x, y) => { const at = (y * canvas.width + x) * 4; return data[at] + data[at + 1] + data[at + 2] === 765; };
    const middle = canvas.width >> 1;
    let [top, end] = [0, 0];
    for (let y = canvas.height >> 3; y < canvas.height; y++) {
      let run = 0;
      for (let x = middle - 300; x < middle + 300; x++) run += white(x, y);
      if (run === 600) { top ||= y; end = y + 1; }
    }
    const row = top + 4;
    let [left, right] = [middle, middle];
    while (white(left - 1, row)) left--;
    while (white(right, row)) right++;
    let inner = row;
    const dark = (x, y) => data[(y * canvas.width + x) * 4] < 128;
    const anyDark = (y) => { for (let x = left; x < right; x++) if (dark(x, y)) return true; return false; };
    while (inner < end && !anyDark(inner)) inner++;
    let module = inner;
    const first = [...Array(right - left).keys()].find((x) => dark(left + x, inner)) + left;
    while (dark(first, module)) module++;
    const box = img.getBoundingClientRect();
    return { width: img.naturalWidth, height: img.naturalHeight, shown: { width: box.width, height: box.height },
      bytes: Math.round(img.src.length * 0.75), code: { width: right - left, height: end - top },
      quiet: { top: inner - top, left: first - left, module: (module - inner) / 7 }, alt: img.alt, src: img.src };
  });
}

/** The picture as it looks after a journey: smaller, squeezed, aslant, on a dark table. */
async function worn(page, { scale = 1, quality = 1, degrees = 0, dark = false }) {
  return poster(page).evaluate(async (img, { scale, quality, degrees, dark }) => {
    const [width, height] = [img.naturalWidth * scale, img.naturalHeight * scale];
    const room = degrees || dark ? Math.hypot(width, height) * 1.05 : 0;
    const canvas = document.createElement('canvas');
    canvas.width = room || width;
    canvas.height = room || height;
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.fillStyle = dark ? '#14110f' : '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate(degrees * Math.PI / 180);
    context.drawImage(img, -width / 2, -height / 2, width, height);
    return canvas.toDataURL('image/jpeg', quality);
  }, { scale, quality, degrees, dark });
}

const asFile = (url, name = 'poster.jpg') =>
  ({ name, mimeType: url.slice(5, url.indexOf(';')), buffer: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64') });

/** Gives a photo to the scan page and waits for the way to this invite. */
async function reads(page, server, photo, token) {
  await page.goto(`${server.url}#/`);
  await page.goto(`${server.url}#/scan`);
  await page.locator('input[type=file][accept="image/*"]').setInputFiles(photo);
  await page.locator(`a[href="#/j/${token}"]`).waitFor();
}

const WEAR = {
  'as it is': {},
  'half its size': { scale: 0.5 },
  'a JPEG of quality 40': { quality: 0.4 },
  'turned by 10 degrees': { degrees: 10 },
  'on a dark surround': { dark: true },
  'all at once': { scale: 0.5, quality: 0.4, degrees: 10, dark: true },
};

test('the poster is read back after every journey, and a newcomer joins by it', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const host = await hostOf(server, '晨间普拉提·周四班');
  const made = await host.invite();
  const h = await page(t, server, host);
  await poster(h).waitFor();
  const newcomer = await openPhone(t, { ignore: IGNORE });
  const g = newcomer.page;
  await g.goto(server.url);
  await untilReady(g);
  for (const [name, wear] of Object.entries(WEAR)) {
    await reads(g, server, asFile(await worn(h, wear)), made.token).catch((e) => { throw new Error(`${name}: ${e.message}`); });
  }
  // The file that "save as picture" gives: from there into a second browser, and into the group.
  const [download] = await Promise.all([h.waitForEvent('download'), button(h, '存成图片').click()]);
  assert.equal(download.suggestedFilename(), '晨间普拉提·周四班.png');
  await h.getByText('已存成图片').waitFor();
  await reads(g, server, await download.path(), made.token);
  await g.locator(`a[href="#/j/${made.token}"]`).click();
  await g.getByRole('heading', { name: '晨间普拉提·周四班' }).waitFor();
  await g.getByLabel('在这个群里叫什么').fill('小河');
  await button(g, '用「小河」进群').click();
  await g.getByRole('heading', { name: '晨间普拉提·周四班', level: 1 }).waitFor();
  // One more came: the figures on the poster follow, and the picture stays a picture.
  const places = (left) => h.locator(`img.poster-picture[alt*="还可容纳 ${left} 人"]`);
  await places(98).waitFor();
  newcomer.expectNoErrors();
});

test('the code is large enough for a long press, with its quiet zone, and nothing is in the way', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const host = await hostOf(server, '晨间普拉提·周四班');
  const made = await host.invite();
  for (const [width, height] of [[320, 568], [390, 844], [844, 390]]) {
    const h = await page(t, server, host, { viewport: { width, height } });
    const it = await seen(h);
    const what = `${width}x${height}: ${JSON.stringify({ ...it, src: 0 })}`;
    assert.match(it.src, /^data:image\/png/, what);
    const zoom = it.shown.width / it.width;
    assert.ok(1 / zoom >= 2.99, `three device pixels for each CSS px: ${what}`);
    assert.ok(Math.abs(it.shown.height / it.shown.width - it.height / it.width) < 0.01, what);
    assert.ok(it.code.width * zoom >= 220 && it.code.height * zoom >= 220, what);
    assert.ok(it.quiet.top >= 4 * it.quiet.module && it.quiet.left >= 4 * it.quiet.module, what);
    assert.ok(it.bytes > 20_000 && it.bytes < 400_000, what);
    assert.equal(it.alt.includes('晨间普拉提·周四班') && it.alt.includes('小满') && it.alt.includes('还可容纳 99 人')
      && it.alt.includes(`${made.code.slice(0, 4)}-${made.code.slice(4)}`) && /\d+ 月 \d+ 日.*到期/.test(it.alt), true, it.alt);
    // What keeps WeChat and Safari from recognising or saving a picture.
    const wrong = await poster(h).evaluate((img) => {
      const faults = [];
      for (let at = img; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        const say = (name, fine) => { if (!fine) faults.push(`${at.localName}.${at.className}: ${name} ${style[name]}`); };
        say('transform', style.transform === 'none');
        say('transitionDuration', /^(0s(, )?)+$/.test(style.transitionDuration));
        say('userSelect', style.userSelect !== 'none');
        say('pointerEvents', style.pointerEvents !== 'none');
        say('opacity', style.opacity === '1');
        say('filter', style.filter === 'none');
      }
      const box = img.getBoundingClientRect();
      img.scrollIntoView({ block: 'center' });
      const now = img.getBoundingClientRect();
      const top = document.elementFromPoint(now.x + box.width / 2, now.y + box.height / 2);
      if (top !== img) faults.push(`over it: ${top?.outerHTML.slice(0, 80)}`);
      return faults;
    });
    assert.deepEqual(wrong, [], what);
    assert.equal(await h.locator('canvas').count(), 0);
    await h.context().close();
  }
});

test('long names, emoji, English, the dark theme and large text: the same paper, nothing jumps', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const long = '城东老小区邻居买菜遛狗拼车借东西互助大群第二分群欢迎新邻居进来坐坐聊聊天喝';
  const cases = [
    [long, {}], ['👨‍👩‍👧‍👦🎈 亲子周末徒步', { theme: 'dark' }], ['Thursday morning Pilates by the river', { lang: 'en' }],
    [long, { text: 140, viewport: { width: 320, height: 568 }, lang: 'en', theme: 'dark' }],
  ];
  for (const [name, options] of cases) {
    const host = await hostOf(server, name);
    await host.invite();
    const hold = `(() => { const Plain = Worker; window.Worker = function (url) { const it = new Plain(url);
      const say = it.postMessage.bind(it); it.postMessage = (...all) => { window.goOn = () => say(...all); }; return it; }; })()`;
    const h = await page(t, server, host, { ...options, script: hold });
    const outline = await h.locator('svg.poster-picture').boundingBox();
    await h.waitForFunction(() => window.goOn);
    await h.evaluate(() => window.goOn());
    const it = await seen(h);
    const now = await poster(h).boundingBox();
    for (const side of ['x', 'y', 'width', 'height']) {
      assert.ok(Math.abs(outline[side] - now[side]) < 1, `${name}: ${JSON.stringify([outline, now])}`);
    }
    assert.ok(it.code.width * it.shown.width / it.width >= 220, name);
    assert.equal(await h.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    if (options.lang === 'en') assert.match(it.alt, /Poster of the group .+ 99 places left/);
    await h.context().close();
  }
});

test('a picture of old figures is never shown, and a new one takes the place of the old without a gap', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const host = await hostOf(server, '晨间普拉提·周四班');
  const made = await host.invite();
  const join = (nickname) => server.call('POST', '/invites/join',
    { invite: { token: made.token }, persona: { nickname, avatar: 'sprig-moss' } });
  // Each request waits until it is let go.
  const hold = `(() => { const Plain = Worker; window.asked = []; window.Worker = function (url) { const it = new Plain(url);
    const say = it.postMessage.bind(it); it.postMessage = (...all) => window.asked.push(() => say(...all)); return it; }; })()`;
  const h = await page(t, server, host, { script: hold });
  await h.waitForFunction(() => window.asked.length === 1);
  await join('青柠');
  await h.getByText('现在 2 人，到 100 人停用').waitFor();
  await h.evaluate(() => window.asked[0]());
  // The first answer is of 99 places: it is dropped, and the second request follows.
  await h.waitForFunction(() => window.asked.length === 2);
  assert.equal(await poster(h).count(), 0);
  await h.evaluate(() => window.asked[1]());
  await h.locator('img.poster-picture[alt*="还可容纳 98 人"]').waitFor();
  const before = await poster(h).getAttribute('src');
  await join('薄荷');
  await h.waitForFunction(() => window.asked.length === 3);
  assert.equal(await poster(h).getAttribute('src'), before, 'the old one stays until the new one is there');
  await h.evaluate(() => window.asked[2]());
  await h.waitForFunction((before) => document.querySelector('img.poster-picture').src !== before, before);
});

test('sending: the picture with its text, the text alone, or a copy', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const host = await hostOf(server, '晨间普拉提·周四班');
  const made = await host.invite();
  const fake = (files, share) => `window.sent = []; window.copied = [];
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied.push(text); } } });
    Object.defineProperty(navigator, 'canShare', { configurable: true, value: (data) => ${files} || !data.files });
    Object.defineProperty(navigator, 'share', { configurable: true, value: ${share} });`;
  const keep = `async (data) => { window.sent.push({ text: data.text, files: await Promise.all((data.files ?? [])
    .map(async (f) => ({ name: f.name, type: f.type, size: f.size, head: String.fromCharCode(...new Uint8Array(await f.arrayBuffer()).slice(1, 4)) }))) }); }`;
  const refuse = (name) => `(data) => { window.sent.push(data.files ? 'files' : 'text'); return Promise.reject(new DOMException('no', '${name}')); }`;
  let h = await page(t, server, host, { script: fake(true, keep) });
  await poster(h).waitFor();
  const pressed = async (script) => {
    await h.evaluate(script);
    await button(h, '发给朋友').click();
    await h.waitForFunction(() => window.sent.length);
    return h.evaluate(() => window.sent);
  };
  const [{ text, files }] = await pressed(fake(true, keep));
  assert.ok(text.includes(`/j/${made.token}`) && text.includes('晨间普拉提·周四班'), text);
  assert.deepEqual(files.map((f) => [f.name, f.type, f.head]), [['晨间普拉提·周四班.png', 'image/png', 'PNG']]);
  assert.ok(files[0].size > 20_000);
  const [plain] = await pressed(fake(false, keep));
  assert.deepEqual([plain.files, plain.text], [[], text]);
  // Closed by the person: nothing more happens. Refused: the text is copied.
  assert.deepEqual(await pressed(fake(true, refuse('AbortError'))), ['files']);
  assert.deepEqual(await h.evaluate(() => window.copied), []);
  await pressed(fake(true, refuse('NotAllowedError')));
  await h.getByText('已复制').waitFor();
  assert.deepEqual(await h.evaluate(() => [window.sent, window.copied]), [['files', 'text'], [text]]);
  await h.context().close();

  h = await page(t, server, host, { script: fake(false, 'undefined') });
  await button(h, '复制邀请').click();
  await h.waitForFunction(() => window.copied.length);
  await h.context().close();

  // Inside WeChat nothing can be downloaded: a sentence instead of a button that does nothing.
  h = await page(t, server, host, { userAgent: 'Mozilla/5.0 (Linux; Android 14; wv) MicroMessenger/8.0.50' });
  await h.getByText('长按上面的图片，就能保存或转发。').waitFor();
  assert.equal(await button(h, '存成图片').count(), 0);
});

test('a canvas that is missing, blank or falsified: the poster of elements stands in', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const host = await hostOf(server, '晨间普拉提·周四班');
  const made = await host.invite();
  // The worker's own file, with a line before it.
  const cases = {
    missing: 'delete self.OffscreenCanvas;',
    blank: 'OffscreenCanvasRenderingContext2D.prototype.fillRect = () => {};',
    falsified: `const real = OffscreenCanvasRenderingContext2D.prototype.getImageData;
      OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...at) { const it = real.apply(this, at); it.data.fill(255); return it; };`,
    'out of memory': 'OffscreenCanvas.prototype.convertToBlob = () => Promise.reject(new DOMException("no", "EncodingError"));',
  };
  for (const [name, line] of Object.entries(cases)) {
    const phone = await openPhone(t, { ignore: IGNORE });
    await phone.context.route(/qr_worker\.js/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: line + await answer.text() });
    });
    await phone.context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept),
      JSON.stringify({ token: host.session.token, me: host.session.me }));
    await phone.page.goto(`${server.url}#${host.at}`);
    const code = phone.page.locator('.poster img.qr');
    await code.waitFor().catch((e) => { throw new Error(`${name}: ${e.message}`); });
    const box = await code.boundingBox();
    assert.ok(box.width >= 220 && box.height >= 220, name);
    assert.equal(await poster(phone.page).count(), 0, name);
    await phone.page.getByText(`${made.code.slice(0, 4)}-${made.code.slice(4)}`).waitFor();
    assert.equal(await button(phone.page, '存成图片').count(), 0, name);
    await phone.context.close();
  }
});

test('a personal invite has its own picture: for one person, works once', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const host = await hostOf(server, '晨间普拉提·周四班');
  const made = await host.invite('personal');
  const h = await page(t, server, host);
  await button(h, '打开').first().click();
  const picture = h.locator('dialog[open] img.poster-picture');
  await picture.waitFor();
  assert.match(await picture.getAttribute('alt'), /只请一个人，用过一次就失效/);
  const box = await picture.boundingBox();
  assert.ok(box.width * 228 / 366 >= 220, JSON.stringify(box));
  const g = (await openPhone(t, { ignore: IGNORE })).page;
  await g.goto(server.url);
  await untilReady(g);
  await reads(g, server, asFile(await picture.getAttribute('src'), 'poster.png'), made.token);
});
