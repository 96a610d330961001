// A feed that people live in, on a weak phone: CPU 4x slower. Ours beside the same list in plain DOM JavaScript, in the
// same run: the first post from a warm cache, a scroll over all posts, elements and memory near the top and at the end,
// and how long a key waits while 200 changes a second arrive.
//
//   node feed.mjs FOLDER [--long] [--posts N] [--runs N]      with QUNLI_SERVER and QUNLI_CHROMIUM; `cargo xtask bench feed` sets them
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { plainPage, takenCard } from './feed-plain.mjs';
import { CHROMIUM, LAUNCH, atEnd, end, median, serve, start, tempDir } from './site.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' }, posts: { type: 'string' }, long: { type: 'boolean', default: false } } });
// The whole takes a quarter of an hour on two cores; 1,500 posts show the same figures a post.
const [AIM, POSTS, NEAR, CHANGES] = [1.5, Number(values.posts ?? (values.long ? 5000 : 1500)), 100, 200];
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };

/** Runs in the page before anything else. */
function watch() {
  window.seen = { shown: 0, keys: [], memories: [] };
  new MutationObserver((_, self) => {
    if (document.querySelector('article .words')) { window.seen.shown = performance.now(); self.disconnect(); }
  }).observe(document, { childList: true, subtree: true });
  addEventListener('keydown', (event) => window.seen.keys.push(performance.now() - event.timeStamp), true);
  // How much memory a module takes is known by its instance alone.
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...given) => {
      const made = await real(...given);
      const memory = (made.instance ?? made).exports?.memory;
      if (memory) window.seen.memories.push(memory);
      return made;
    };
  }
}

/** Runs in the page: scrolls down until so many posts were passed; gives the frames. */
async function scroll(posts) {
  const frames = [];
  let [before, idle] = [await new Promise(requestAnimationFrame), 0];
  for (;;) {
    const last = [...document.querySelectorAll('article')].at(-1);
    if (last && Number(last.ariaPosInSet) >= posts) return frames;
    const y = scrollY;
    scrollBy(0, 240);
    const now = await new Promise(requestAnimationFrame);
    // A wait for the network at the end of what is here is nobody's frame.
    if (scrollY !== y) { frames.push(now - before); idle = 0; } else if ((idle += 1) > 1200) throw new Error(`no more posts came after ${last?.ariaPosInSet}`);
    before = now;
  }
}

async function size(tab, cdp) {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const more = await tab.evaluate(() => ({ nodes: document.querySelectorAll('*').length, cards: document.querySelectorAll('article').length, wasm: window.seen.memories.reduce((sum, one) => sum + one.buffer.byteLength, 0) }));
  return { ...more, heap: usedSize / 2 ** 20, wasm: more.wasm / 2 ** 20 };
}

async function spent(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name) => metrics.find((one) => one.name === name).value * 1000;
  return { script: of('ScriptDuration'), layout: of('LayoutDuration') + of('RecalcStyleDuration'), task: of('TaskDuration') };
}

async function open(browser, page, url = page.url) {
  const context = await browser.newContext(PHONE);
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.error(`${page.name}: ${error.message}`));
  await tab.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), page.session);
  await tab.addInitScript(watch);
  const cdp = await context.newCDPSession(tab);
  await tab.goto(url);
  await tab.waitForSelector('article .words');
  return { context, tab, cdp };
}

/** The first post of a second visit: everything is in the caches that a visit leaves. */
async function warm(browser, page) {
  const { context, tab, cdp } = await open(browser, page);
  await tab.waitForTimeout(4000);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const times = [];
  for (let i = 0; i < Number(values.runs); i += 1) {
    await tab.reload();
    await tab.waitForSelector('article .words');
    times.push(await tab.evaluate(() => window.seen.shown));
  }
  await context.close();
  return median(times);
}

async function live(browser, page, write) {
  const { context, tab, cdp } = await open(browser, page);
  await tab.waitForTimeout(3000);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let [begun, made, going] = [0, 0, true];
  const [began, seconds] = [Date.now(), values.long ? 30 : 12];
  const writer = async () => {
    while (going) {
      if (begun < (Date.now() - began) * CHANGES / 1000) { begun += 1; await write(POSTS + begun); made += 1; } else await new Promise((done) => { setTimeout(done, 5); });
    }
  };
  const writers = Array.from({ length: 32 }, writer);
  while (Date.now() - began < seconds * 1000) {
    // Not waited for: how long it takes to be heard is what is measured.
    cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Shift', code: 'ShiftLeft', windowsVirtualKeyCode: 16 }).catch(() => {});
    await new Promise((done) => { setTimeout(done, 50); });
  }
  const rate = made / ((Date.now() - began) / 1000);
  going = false;
  await Promise.all(writers);
  const keys = (await tab.evaluate(() => window.seen.keys)).sort((a, b) => a - b);
  const pill = await tab.locator('.newposts-place').first().innerText().catch(() => '');
  await context.close();
  return { p50: keys[Math.floor(keys.length / 2)], p95: keys[Math.floor(keys.length * 0.95)], keys: keys.length, rate, pill };
}

async function measure(browser, page, write) {
  const first = await warm(browser, page);
  const { context, tab, cdp } = await open(browser, page);
  await tab.waitForTimeout(3000);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await tab.evaluate(scroll, NEAR);
  await tab.waitForTimeout(1500);
  const few = await size(tab, cdp);
  const before = await spent(cdp);
  const frames = await tab.evaluate(scroll, POSTS);
  const after = await spent(cdp);
  await tab.waitForTimeout(1500);
  const many = await size(tab, cdp);
  await context.close();
  const used = Object.fromEntries(Object.keys(after).map((key) => [key, after[key] - before[key]]));
  const dropped = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / (1000 / 60)) - 1), 0);
  const keys = await live(browser, page, write);
  return { first, few, many, used, dropped, frames: frames.length, worst: Math.max(...frames), keys };
}

const fixed = (value, digits = 0) => value.toFixed(digits);

try {
  console.log(`A group of ${POSTS} posts is being written…`);
  const site = await start(positionals[0], { posts: POSTS, history: 'all' });
  const joined = await site.joins('小河');
  const { token, me } = joined.account.session;
  const session = JSON.stringify({ token, me });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: LAUNCH });
  atEnd(() => browser.close());
  const ours = { name: 'ours', url: site.url + site.feed, session };
  const { context, tab } = await open(browser, ours);
  await tab.waitForTimeout(1500);
  const card = await tab.evaluate(takenCard);
  await context.close();
  const dir = join(await tempDir(), 'plain');
  await plainPage(dir, card);
  const plain = { name: 'plain', url: (await serve(dir, site.backend)) + site.feed, session };
  const results = [];
  for (const page of [ours, plain]) results.push(await measure(browser, page, site.write));
  const [a, b] = results;
  const ratio = (x, y) => (y > 0 ? (x / y).toFixed(2) : '–');
  const rows = [];
  const row = (name, of, digits, judged = false) => rows.push({ name, ours: fixed(of(a), digits), plain: fixed(of(b), digits), ratio: ratio(of(a), of(b)), judged, worth: of(a) / of(b) });
  row('first post from a warm cache, ms', (r) => r.first, 0, true);
  row(`scripting while scrolling ${POSTS} posts, ms`, (r) => r.used.script, 0, true);
  row('layout and style, ms', (r) => r.used.layout);
  row('the main thread at work, ms', (r) => r.used.task, 0, true);
  row('frames dropped', (r) => r.dropped, 0, true);
  row('frames drawn', (r) => r.frames);
  row('longest frame, ms', (r) => r.worst);
  row(`elements at post ${NEAR}`, (r) => r.few.nodes);
  row(`elements at post ${POSTS}`, (r) => r.many.nodes, 0, true);
  row(`cards at post ${POSTS}`, (r) => r.many.cards);
  row(`JavaScript heap at post ${NEAR}, MiB`, (r) => r.few.heap, 1);
  row(`JavaScript heap at post ${POSTS}, MiB`, (r) => r.many.heap, 1);
  row(`WebAssembly memory at post ${NEAR}, MiB`, (r) => r.few.wasm, 1);
  row(`WebAssembly memory at post ${POSTS}, MiB`, (r) => r.many.wasm, 1);
  row(`changes a second, of ${CHANGES}`, (r) => r.keys.rate);
  row('a key waits, median, ms', (r) => r.keys.p50, 1);
  row('a key waits, 95 of 100, ms', (r) => r.keys.p95, 1, true);
  console.log(`\nCPU 4x; in this order: ours, the same list in plain DOM JavaScript\n\n| | ours | plain | ratio |\n|---|---|---|---|`);
  for (const one of rows) console.log(`| ${one.name} | ${one.ours} | ${one.plain} | ${one.ratio} |`);
  if (Math.min(a.keys.rate, b.keys.rate) < CHANGES * 0.9) console.log(`\nThis machine does not make ${CHANGES} changes a second now: what a key waits says little.`);
  console.log(`\nThe pill at the end: ours "${a.keys.pill}", plain "${b.keys.pill}".`);
  for (const one of rows.filter((one) => one.judged)) console.log(`${one.worth <= AIM ? '✓' : '✗'} ${one.name}: ${one.ratio} of plain; the aim is at most ${AIM}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await end();
}
