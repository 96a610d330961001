// The scanner, rung by rung: the host's scanner, the browser's detector, our reader on the camera, a photo, a code.
// The camera plays a film that is made here: a code of the app's own maker that moves over a grey wall.
import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { closeBrowser, configFor, freePort, getBrowser, openPhone, PHONE, serveStatic, sleep, startServer, tempDir,
  untilReady } from './lib.mjs';
import { button, link } from './people.mjs';

const NAME = '晨间普拉提·周四班';
const QUIET = [/status of 4\d\d/, /ERR_INVALID_URL|ERR_FILE_NOT_FOUND/];
const world = {};
const clean = [];
const keeper = { after: (f) => clean.push(f) };

before(async () => {
  const port = await freePort();
  world.site = await serveStatic(keeper, { config: await configFor(`http://127.0.0.1:${port}/api`) });
  world.server = await startServer(keeper, { port, dist: null, args: ['--cors', world.site.origin] });
  const { server, site } = world;
  const phone = '13711112222';
  const { demo_code: code } = await server.call('POST', '/sign-in/codes', { phone });
  const session = await server.call('POST', '/sessions', { phone, code });
  const as = { authorization: `Bearer ${session.token}` };
  const group = await server.call('POST', '/groups', { name: NAME, about: '',
    persona: { nickname: '栗子教练', avatar: 'star-madder' }, policy: { history: 'since_joined', invite_qr_limit: 100,
      capacity: 500, invite_ttl_s: 604800, verify_before: 'commitment', hold_s: 7200, cut_off_s: 3600,
      members_open_deals: true } }, as);
  const invite = await server.call('POST', `/groups/${group.id}/invites`, { kind: 'qr' }, as);
  Object.assign(world, { session, group, invite, ours: `${site.url}#/j/${invite.token}` });
  // One page that makes pictures.
  world.studio = await (await (await getBrowser()).newContext()).newPage();
  await world.studio.goto(site.url);
  world.film = join(await tempDir(keeper, 'film'), 'code.y4m');
  await writeFile(world.film, film(await modules(world.ours)));
});

after(async () => {
  await closeBrowser();
  for (const f of clean.reverse()) await f();
});

// ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The modules of the app's own code for a text: rows of '0' and '1'. */
function modules(text) {
  return world.studio.evaluate(async (text) => {
    const worker = new Worker('qr_worker.js?module=qr_maker&v=test');
    const src = await new Promise((done, fail) => {
      worker.onerror = fail;
      worker.onmessage = ({ data }) => {
        if (data[0] === 'ready') worker.postMessage([1, text, [], []]);
        else if (data[1] === 'ok') done([].concat(data[2])[0]);
        else fail(new Error(String(data)));
      };
    });
    worker.terminate();
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data, width } = context.getImageData(0, 0, image.width, image.height);
    const dark = (x, y) => data[(y * width + x) * 4] < 128;
    let edge = 0;
    while (!dark(edge, edge)) edge += 1;
    let seven = 0;
    while (dark(edge + seven, edge)) seven += 1;
    const scale = seven / 7;
    const count = Math.round((width - 2 * edge) / scale);
    const at = (n) => Math.floor(edge + (n + 0.5) * scale);
    return Array.from({ length: count }, (_, y) =>
      Array.from({ length: count }, (_, x) => (dark(at(x), at(y)) ? '1' : '0')).join(''));
  }, text);
}

/** A film of 640 by 480: the code wanders over a grey wall. */
function film(rows, frames = 24) {
  const [width, height, scale] = [640, 480, 5];
  const side = (rows.length + 8) * scale;
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420jpeg\n`)];
  for (let n = 0; n < frames; n++) {
    const turn = (n / frames) * 2 * Math.PI;
    const left = Math.round((width - side) / 2 + 24 * Math.cos(turn));
    const top = Math.round((height - side) / 2 + 16 * Math.sin(turn));
    const luma = Buffer.alloc(width * height, 120);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const dark = rows[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4] === '1';
        luma[(top + y) * width + left + x] = dark ? 40 : 225;
      }
    }
    parts.push(Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128));
  }
  return Buffer.concat(parts);
}

/** A picture with codes at `[rows, x, y, scale]`, as a file to choose. */
async function picture(codes, { width = 800, height = 800, type = 'image/png', exif, name = 'photo' } = {}) {
  const data = await world.studio.evaluate(async ([codes, width, height, type]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.fillStyle = '#9a9a92';
    context.fillRect(0, 0, width, height);
    for (const [rows, left, top, scale] of codes) {
      context.fillStyle = '#fff';
      context.fillRect(left, top, (rows.length + 8) * scale, (rows.length + 8) * scale);
      context.fillStyle = '#111';
      rows.forEach((row, y) => [...row].forEach((bit, x) => {
        if (bit === '1') context.fillRect(left + (x + 4) * scale, top + (y + 4) * scale, scale, scale);
      }));
    }
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9));
    canvas.width = 0;
    const reader = new FileReader();
    await new Promise((done) => { reader.onload = done; reader.readAsDataURL(blob); });
    return reader.result.split(',')[1];
  }, [codes, width, height, type]);
  let buffer = Buffer.from(data, 'base64');
  if (exif) buffer = withOrientation(buffer, exif);
  return { name, mimeType: type, buffer };
}

/** A JPEG with an EXIF block that says how it lies. */
function withOrientation(jpeg, orientation) {
  const tiff = Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
    0, 0, 0, 0]);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

// ── phones ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A browser whose camera plays the film. */
async function filming() {
  world.filming ??= chromium.launch({
    executablePath: process.env.QUNLI_CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${world.film}`,
      '--host-resolver-rules=MAP phone.test 127.0.0.1'],
  });
  return world.filming;
}
after(async () => { if (world.filming) await (await world.filming).close(); });

/** Runs in the page: what each reader is given (frames in pixels), how many of them at once, and whether it was ended. */
function watchReaders() {
  const Plain = window.Worker;
  window.readers = [];
  window.Worker = class extends Plain {
    constructor(url, ...more) {
      super(url, ...more);
      if (!String(url).includes('qr_reader')) return;
      this.seen = { frames: [], waiting: 0, most: 0, ended: false };
      window.readers.push(this.seen);
      this.addEventListener('message', ({ data }) => { if (typeof data[0] === 'number') this.seen.waiting -= 1; });
    }

    postMessage(message, ...more) {
      if (this.seen && Array.isArray(message)) {
        this.seen.waiting += 1;
        this.seen.most = Math.max(this.seen.most, this.seen.waiting);
        // [id, width, height, the pixels' bytes, how hard to try]
        const [, width, height, bytes] = message;
        this.seen.frames.push({ pixels: width * height, bytes: bytes.length });
      }
      super.postMessage(message, ...more);
    }

    terminate() {
      if (this.seen) this.seen.ended = true;
      super.terminate();
    }
  };
}

/** The scan page on a phone with that camera; `init` runs before the app, `url` is another address of it. */
async function camera(t, { init, arg, url = world.site.url } = {}) {
  const context = await (await filming()).newContext({ viewport: PHONE, locale: 'zh-CN', isMobile: true,
    hasTouch: true });
  t.after(() => context.close());
  // This browser asks nobody; the app is told that it would. What was given out is kept, so that it can be seen to end.
  await context.addInitScript(watchReaders);
  await context.addInitScript(() => {
    Permissions.prototype.query = async () => ({ state: 'prompt' });
    window.streams = [];
    const devices = navigator.mediaDevices;
    const real = devices?.getUserMedia.bind(devices);
    if (devices) {
      devices.getUserMedia = async (...wish) => {
        const stream = await real(...wish);
        window.streams.push(stream);
        return stream;
      };
    }
  });
  if (init) await context.addInitScript(init, arg);
  return scanPage(context, url);
}

/** The scan page on a phone without a camera, or with what `init` makes of it. */
async function bare(t, { init, arg, grant = false } = {}) {
  const { context } = await openPhone(t, { ignore: QUIET });
  if (grant) await context.grantPermissions(['camera'], { origin: world.site.origin });
  if (init) await context.addInitScript(init, arg);
  return scanPage(context, world.site.url);
}

async function scanPage(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${url}#/scan`);
  await untilReady(page);
  await page.locator('.lens').waitFor();
  return page;
}

const stage = (page, name) => page.locator(`.lens[data-stage="${name}"]`).waitFor();
const says = (page, words) => page.locator('.lens-say').getByText(words).waitFor();
const choose = (page, file) => page.locator('input[type=file]').setInputFiles(file);
const open = (page) => button(page, '打开相机').click();
const dialog = (page) => page.locator('dialog[open]');

/** Whatever happened: a photo and a code are always there. */
async function otherRungs(page) {
  assert.equal(await page.locator('input[type=file]').isEnabled(), true, 'a photo can be chosen');
  assert.equal(await page.getByLabel('邀请码').isVisible(), true, 'a code can be typed');
}

async function leadsToPreview(page) {
  await dialog(page).getByRole('heading', { name: '读到一个进群邀请' }).waitFor();
  await link(dialog(page), '去看看').click();
  await page.getByRole('heading', { name: NAME }).waitFor();
}

/** What the readers were given so far, after some frames; they were given small ones, one after the other. */
async function readGently(page) {
  await page.waitForFunction(() => window.readers.some((reader) => reader.frames.length > 2));
  const readers = await page.evaluate(() => window.readers);
  const frames = readers.flatMap((reader) => reader.frames);
  const most = Math.max(...frames.map((frame) => frame.pixels));
  assert.ok(most <= 300_000 && frames.every((frame) => frame.pixels > 10_000 && frame.bytes === frame.pixels * 4), JSON.stringify(frames.slice(0, 5)));
  assert.deepEqual(readers.map((reader) => reader.most), readers.map(() => 1), 'never two frames in flight');
  return readers.length;
}

/** No reader is left running. */
const readersEnded = (page) => page.waitForFunction(() => window.readers.every((reader) => reader.ended));

/** Everything that was given out has ended. */
const allEnded = (page) => page.waitForFunction(() => window.streams.length > 0
  && window.streams.every((s) => s.getTracks().every((track) => track.readyState === 'ended')));

// ── the camera ──────────────────────────────────────────────────────────────────────────────────────────────────

test('a moving code is read, shown, and leads to the preview', async (t) => {
  const page = await camera(t);
  assert.equal(await page.evaluate(() => window.streams.length), 0, 'nobody is asked before they want it');
  await otherRungs(page);
  const took = await page.evaluate(() => new Promise((done) => {
    const begun = performance.now();
    let viewfinder;
    const watch = () => {
      const video = document.querySelector('.lens video');
      const live = document.querySelector('.lens').dataset.stage === 'live' && video.videoWidth > 0;
      if (live) viewfinder ??= performance.now() - begun;
      if (document.querySelector('dialog[open] h2')) done({ viewfinder, read: performance.now() - begun });
      else requestAnimationFrame(watch);
    };
    document.querySelector('.lens-press').click();
    watch();
  }));
  console.log(`scan: viewfinder ${Math.round(took.viewfinder)} ms, read ${Math.round(took.read)} ms`);
  await allEnded(page);
  await leadsToPreview(page);
});

test('the camera goes on when what was read is put away, and ends when the page is hidden or left', async (t) => {
  const page = await camera(t);
  await open(page);
  await dialog(page).getByRole('heading', { name: '读到一个进群邀请' }).waitFor();
  await button(dialog(page), '先不去').click();
  await page.waitForFunction(() => window.streams.length === 2);
  await stage(page, 'live');
  // The code is still before the camera: it is not shown once more.
  await sleep(3000);
  assert.equal(await dialog(page).count(), 0);
  await stage(page, 'live');
  // Out of view for a while and back, it is read again.
  await page.evaluate(() => {
    window.drawImage = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = () => {};
  });
  await sleep(2500);
  await page.evaluate(() => { CanvasRenderingContext2D.prototype.drawImage = window.drawImage; });
  await dialog(page).getByRole('heading', { name: '读到一个进群邀请' }).waitFor();
  await button(dialog(page), '先不去').click();
  await stage(page, 'live');
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  const before = await readGently(page);
  await hide(true);
  await stage(page, 'closed');
  await says(page, '相机先关上了');
  await allEnded(page);
  await readersEnded(page);
  await hide(false);
  await stage(page, 'live');
  // It reads on, with a reader of its own.
  await page.waitForFunction((before) => window.readers.length > before && window.readers.at(-1).frames.length > 0, before);
  await readGently(page);
  await page.evaluate(() => { location.hash = '#/'; });
  await allEnded(page);
  await readersEnded(page);
  assert.equal(await page.locator('.lens').count(), 0);
});

test('the button closes the camera, and a camera that goes away is told', async (t) => {
  const page = await camera(t, { init: () => { CanvasRenderingContext2D.prototype.drawImage = () => {}; } });
  await open(page);
  await stage(page, 'live');
  await button(page, '关掉相机').click();
  await stage(page, 'off');
  await allEnded(page);
  await open(page);
  await stage(page, 'live');
  // No event comes for one's own stop, as none comes on some phones.
  await page.evaluate(() => window.streams.at(-1).getTracks().forEach((track) => track.stop()));
  await says(page, '相机断开了');
  await button(page, '再试一次').click();
  await stage(page, 'live');
  await otherRungs(page);
});

test('torch and zoom are there where the camera has them', async (t) => {
  const page = await camera(t, { init: () => {
    CanvasRenderingContext2D.prototype.drawImage = () => {};
    window.applied = [];
    const track = MediaStreamTrack.prototype;
    track.getCapabilities = () => ({ torch: true, zoom: { min: 1, max: 4, step: 0.5 } });
    track.applyConstraints = async ({ advanced }) => { window.applied.push(advanced[0]); };
  } });
  await open(page);
  const torch = button(page, '手电筒');
  await torch.click();
  const lit = (on) => page.locator(`.lens-tool[aria-pressed=${on}]`).waitFor();
  await lit(true);
  await page.getByLabel('放大').fill('2');
  assert.deepEqual(await page.evaluate(() => window.applied), [{ torch: true }, { zoom: 2 }]);
  // Where the light stays as it is, so does the button.
  await page.evaluate(() => {
    MediaStreamTrack.prototype.applyConstraints = async () => { window.refused = true; throw new Error('no'); };
  });
  await torch.click();
  await page.waitForFunction(() => window.refused);
  await sleep(200);
  await lit(true);
});

test('each way a camera can fail: its own sentence, and trying again', async (t) => {
  const page = await bare(t, { init: () => {
    window.asked = 0;
    navigator.mediaDevices.getUserMedia = async () => { window.asked += 1; throw new DOMException('x', window.name_); };
  } });
  assert.equal(await page.evaluate(() => window.asked), 0);
  for (const [name, words] of [['NotAllowedError', '相机没有得到允许'], ['NotFoundError', '这台设备没有找到相机'],
    ['NotReadableError', '相机正被占用'], ['TypeError', '相机没有送来画面']]) {
    await page.evaluate((name) => { window.name_ = name; }, name);
    await page.locator('.lens-press').click();
    await says(page, words);
    await otherRungs(page);
    await button(page, '再试一次').waitFor();
  }
  assert.equal(await page.evaluate(() => window.asked), 4);
});

test('a picture that does not play is told, and no camera begins while the page is hidden', async (t) => {
  const page = await camera(t, { init: () => {
    const media = HTMLMediaElement.prototype;
    Object.defineProperty(media, 'srcObject', { get: () => null, set: () => {}, configurable: true });
    media.play = () => Promise.reject(new DOMException('x', 'NotAllowedError'));
  } });
  await open(page);
  await says(page, '相机没有送来画面');
  await allEnded(page);
  await otherRungs(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  });
  await button(page, '再试一次').click();
  await says(page, '相机先关上了');
  assert.equal(await page.evaluate(() => window.streams.length), 1);
});

test('a real refusal, a real lack of cameras, and a camera that is allowed already', async (t) => {
  const strict = await chromium.launch({ executablePath: process.env.QUNLI_CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--use-fake-device-for-media-stream'] });
  t.after(() => strict.close());
  const refused = await scanPage(await strict.newContext({ viewport: PHONE, locale: 'zh-CN' }), world.site.url);
  await open(refused);
  await says(refused, '相机没有得到允许');
  // Allowed: it opens without being asked, and there is none.
  const missing = await bare(t, { grant: true });
  await says(missing, '这台设备没有找到相机');
});

test('no encryption, no camera: said, and the other rungs work', async (t) => {
  const url = world.site.url.replace('127.0.0.1', 'phone.test');
  const page = await camera(t, { url });
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await open(page);
  await says(page, '这个网址不能用相机');
  await otherRungs(page);
  assert.equal(await page.locator('.lens-press').isHidden(), true, 'trying again could not help');
  await choose(page, await picture([[await modules(`${url}#/j/${world.invite.token}`), 100, 100, 8]]));
  await dialog(page).getByRole('heading', { name: '读到一个进群邀请' }).waitFor();
  const old = await bare(t, { init: () => { Object.defineProperty(navigator, 'mediaDevices', { value: undefined }); } });
  await open(old);
  await says(old, '这里不能用相机');
});

// ── the browser's detector ──────────────────────────────────────────────────────────────────────────────────────

/** A detector that sees the known picture by its dark pixels; `kind` says how honest it is. */
function detector({ kind, text }) {
  window.detected = 0;
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return kind === 'lists nothing' ? [] : ['qr_code']; }

    async detect(canvas) {
      window.detected += 1;
      if (kind === 'hangs') return new Promise(() => {});
      if (kind === 'throws') throw new Error('no service');
      if (kind === 'late' && canvas.width !== 116 && (window.looks = (window.looks ?? 0) + 1) < 40) return [];
      const found = (rawValue) => [{ rawValue, format: 'qr_code', cornerPoints: [{ x: 0, y: 0 }] }];
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      if (data.every((byte) => byte === 255)) return kind === 'sees things' ? found('x') : [];
      return found(width === 116 ? (kind === 'lies' ? 'QUNL1' : 'QUNLI') : text);
    }
  };
}

test('a detector that proves itself reads, and our reader is not fetched', async (t) => {
  world.site.asked.length = 0;
  const page = await camera(t, { init: detector, arg: { kind: 'works', text: world.ours } });
  await open(page);
  await leadsToPreview(page);
  assert.deepEqual(world.site.asked.filter((file) => file.startsWith('qr_')), []);
});

test('a detector goes on where our reader cannot be had', async (t) => {
  const init = ([source, arg]) => {
    (0, eval)(`(${source})`)(arg);
    window.asked = 0;
    window.Worker = class { constructor() { window.asked += 1; throw new Error('none'); } };
  };
  const page = await camera(t, { init, arg: [String(detector), { kind: 'late', text: world.ours }] });
  await open(page);
  await leadsToPreview(page);
  assert.ok(await page.evaluate(() => window.asked) <= 2, 'not asked again and again');
});

/** A reader that loads and then breaks down, or never answers. */
function brokenReader(how) {
  window.Worker = class {
    constructor() { setTimeout(() => this.onmessage(new MessageEvent('message', { data: ['ready'] })), 5); }

    postMessage() { if (how === 'dies') setTimeout(() => this.onerror(new Event('error')), 5); }

    terminate() {}
  };
}

test('a reader that breaks down is told, and one that hangs can be cancelled', async (t) => {
  const file = await picture([[await modules(world.ours), 150, 150, 8]]);
  const live = await camera(t, { init: brokenReader, arg: 'dies' });
  await choose(live, file);
  await says(live, '识别二维码的部分现在用不了');
  await open(live);
  await says(live, '识别二维码的部分现在用不了');
  await allEnded(live);
  const page = await bare(t, { init: brokenReader, arg: 'hangs' });
  await choose(page, file);
  await stage(page, 'reading');
  await button(page, '取消').click();
  await stage(page, 'off');
  await otherRungs(page);
});

test('a detector that lies, sees things, hangs, throws or lists nothing is not used', async (t) => {
  const file = await picture([[await modules(world.ours), 150, 150, 8]]);
  await Promise.all(['lies', 'sees things', 'hangs', 'throws', 'lists nothing'].map(async (kind) => {
    const page = await bare(t, { init: detector, arg: { kind, text: 'https://evil.example/' } });
    await choose(page, file);
    await dialog(page).getByRole('heading', { name: '读到一个进群邀请' }).waitFor();
    assert.ok(await page.evaluate(() => window.detected) <= 2, `${kind}: asked once a page`);
  }));
});

// ── photos ──────────────────────────────────────────────────────────────────────────────────────────────────────

test('photos that cannot be read say what to do', async (t) => {
  const page = await bare(t);
  const large = join(await tempDir(t, 'large'), 'large.jpg');
  await writeFile(large, '');
  await truncate(large, 65 * 1024 * 1024);
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(400)]);
  for (const [file, words, more] of [
    [{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) }, '这个文件是空的', '换一张'],
    [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('你好') }, '这个文件打不开', 'JPEG'],
    [{ name: 'IMG_1.HEIC', mimeType: '', buffer: heic }, '这是一张 HEIC 照片', '截图'],
    [{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: heic }, '这是一张 HEIC 照片', 'JPEG'],
    [large, '这张照片太大了', '截图'],
    [await picture([]), '没有找到二维码', '邀请码'],
  ]) {
    await choose(page, file);
    await says(page, words);
    await says(page, new RegExp(more));
    await otherRungs(page);
  }
  // None of them keeps the next one from being read.
  await choose(page, await picture([[await modules(world.ours), 150, 150, 8]]));
  await leadsToPreview(page);
});

test('a photo of twenty megapixels with a small code in its corner is read, and the page stays alive', async (t) => {
  const page = await bare(t);
  const rows = await modules(world.ours);
  const file = await picture([[rows, 4700, 3000, 7]], { width: 5472, height: 3648, type: 'image/jpeg' });
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    setInterval(() => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; }, 10);
  });
  const begun = Date.now();
  await choose(page, file);
  await dialog(page).getByRole('heading', { name: '读到一个进群邀请' }).waitFor({ timeout: 20_000 });
  const longest = await page.evaluate(() => Math.round(window.longest));
  console.log(`scan: 20 megapixels ${Date.now() - begun} ms, the page was held up for ${longest} ms at most`);
  // Not a measure of speed: reading it on the page itself, or shrinking it there by hand, holds a page up for seconds.
  assert.ok(longest < 1500, `the page stood still for ${longest} ms`);
});

test('how a photo lies is known: two codes stand in the order of the upright picture', async (t) => {
  const page = await bare(t);
  const codes = [[await modules('上面的字'), 40, 40, 7], [await modules('https://shop.example/'), 440, 700, 7]];
  const size = { width: 800, height: 1100, type: 'image/jpeg' };
  for (const [exif, first, last] of [[1, /上面的字/, /shop\.example/], [3, /shop\.example/, /上面的字/]]) {
    await choose(page, await picture(codes, { ...size, exif }));
    await dialog(page).getByRole('heading', { name: '画面里有 2 个二维码' }).waitFor();
    const buttons = await dialog(page).locator('.btn').allInnerTexts();
    assert.match(buttons[0], first);
    assert.match(buttons[1], last);
    // Chosen, it is named and read out; nothing is opened, and the others are a press away.
    const focused = (words) => page.waitForFunction((words) => document.activeElement?.matches('.sheet-title')
      && document.activeElement.textContent.includes(words), words);
    await dialog(page).getByRole('button', { name: /上面的字/ }).click();
    await focused('这不是邀请');
    await button(dialog(page), '回到几个二维码').click();
    await focused('画面里有 2 个二维码');
    await dialog(page).getByRole('button', { name: /shop\.example/ }).click();
    await dialog(page).getByText('它通向 shop.example', { exact: false }).waitFor();
    assert.equal(await dialog(page).locator('a').count(), 0);
    await button(dialog(page), '扫别的').click();
    await dialog(page).waitFor({ state: 'detached' }).catch(() => {});
  }
});

test('what is not ours is named and not opened', async (t) => {
  const page = await bare(t);
  const token = world.invite.token;
  const { port } = world.site;
  for (const [text, title, shown] of [
    [`https://evil.example/some/folder/#/j/${token}`, '这个邀请属于另一个网站', 'evil.example'],
    [`http://127.0.0.1:${port}@evil.example/some/folder/#/j/${token}`, '这个网址容易认错', 'evil.example'],
    [`http://127.0.0.1:${port + 1}/some/folder/#/j/${token}`, '这个邀请属于另一个网站', `127.0.0.1:${port + 1}`],
    [`${world.site.url}#/me`, '这是本站的链接，但不是邀请', '#/me'],
    ['wxp://f2f0abc', '这不是邀请', 'wxp://f2f0abc'],
  ]) {
    await choose(page, await picture([[await modules(text), 100, 100, 8]]));
    await dialog(page).getByRole('heading', { name: title }).waitFor();
    assert.ok((await dialog(page).innerText()).includes(shown), shown);
    assert.equal(await dialog(page).locator('a').count(), 0, 'no way there');
    await page.keyboard.press('Escape');
  }
  assert.equal(await page.evaluate(() => location.hash), '#/scan');
});

test('a typed code leads to the same preview', async (t) => {
  const page = await bare(t);
  await page.getByLabel('邀请码').fill(world.invite.code.toLowerCase());
  await button(page, '看看这个邀请').click();
  await page.getByRole('heading', { name: NAME }).waitFor();
});

test('showing an invite does not fetch the reader, and neither module is in the first visit', async (t) => {
  const phone = await openPhone(t, { ignore: QUIET });
  const session = JSON.stringify({ token: world.session.token, me: world.session.me });
  await phone.context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), session);
  world.site.asked.length = 0;
  await phone.page.goto(world.site.url);
  await untilReady(phone.page);
  assert.deepEqual(world.site.asked.filter((file) => file.startsWith('qr_')), []);
  await phone.page.goto(`${world.site.url}#/g/${world.group.id}/invite`);
  await phone.page.locator('img[src^="data:image/png"]').first().waitFor();
  const asked = world.site.asked.filter((file) => file.startsWith('qr_'));
  assert.ok(asked.some((file) => file.startsWith('qr_maker')), 'the maker was fetched');
  assert.ok(!asked.some((file) => file.startsWith('qr_reader')), `the reader was not: ${asked}`);
});
