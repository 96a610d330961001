// The first visit on a weak phone: CPU 4x slower, 1.6 Mbit/s, 150 ms; medians. Ours beside React 19 with the same cards.
//
//   node load.mjs FOLDER [--runs N]      with QUNLI_SERVER and QUNLI_CHROMIUM; `cargo xtask bench load` sets them
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { reactPage, taken } from './react.mjs';
import { CHROMIUM, LAUNCH, atEnd, end, median, serve, start, tempDir } from './site.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' } } });
const AIM = 1.3;
const BYTES_A_SECOND = 1_600_000 / 8;

/** Runs in the page before anything else. */
function watch() {
  const seen = window.seen = { fcp: 0, lcp: 0, what: '', long: [], shown: 0, ready: 0 };
  addEventListener('qunli:ready', () => { seen.ready = performance.now(); });
  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('paint', (one) => { if (one.name === 'first-contentful-paint') seen.fcp = one.startTime; });
  observe('largest-contentful-paint', (one) => {
    seen.lcp = one.startTime;
    seen.what = `${one.element?.localName ?? '?'}.${one.element?.className ?? ''}: ${one.element?.textContent?.slice(0, 24) ?? ''}`;
  });
  observe('longtask', (one) => seen.long.push([one.startTime, one.duration]));
  new MutationObserver((_, self) => {
    if (document.querySelector(window.wanted)) { seen.shown = performance.now(); self.disconnect(); }
  }).observe(document, { childList: true, subtree: true });
}

/** Runs in the page at the end. */
function read() {
  const { fcp, lcp, what, long, shown, ready } = window.seen;
  const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((one) => !one.name.startsWith('data:'));
  const before = files.filter((one) => one.startTime < lcp);
  const blocking = long.filter(([at]) => at < Math.max(lcp, shown)).reduce((sum, [, ms]) => sum + Math.max(0, ms - 50), 0);
  return { fcp, lcp, what, blocking, shown, ready, requests: before.length };
}

async function visit(browser, page) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  try {
    const tab = await context.newPage();
    await tab.addInitScript((wanted) => { window.wanted = wanted; }, page.wanted);
    if (page.session) await tab.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), page.session);
    await tab.addInitScript(watch);
    const cdp = await context.newCDPSession(tab);
    await cdp.send('Network.enable');
    // What is on the wire counts as it comes, not file by file: the app is half here when the feed is.
    const parts = [];
    let began = 0;
    cdp.on('Network.requestWillBeSent', ({ timestamp }) => { began ||= timestamp; });
    cdp.on('Network.dataReceived', ({ timestamp, encodedDataLength }) => parts.push([timestamp, encodedDataLength]));
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND / 2 });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await tab.goto(page.url, { waitUntil: 'commit', timeout: 60_000 });
    await tab.waitForSelector(page.wanted, { timeout: 60_000 });
    if (page.ours) await tab.waitForFunction(() => window.seen.ready, null, { timeout: 60_000 });
    // A later picture would be a later candidate.
    await tab.waitForTimeout(2000);
    const seen = await tab.evaluate(read);
    const wire = parts.filter(([at]) => (at - began) * 1000 <= seen.lcp).reduce((sum, [, bytes]) => sum + bytes, 0) / 1000;
    return { ...seen, wire };
  } finally {
    await context.close();
  }
}

/** Our feed's elements, without any brake. */
async function takeFeed(browser, feed) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const tab = await context.newPage();
  await tab.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), feed.session);
  await tab.goto(feed.url);
  await tab.waitForFunction(() => document.querySelectorAll('article').length >= 20 && !document.getElementById('boot'));
  const all = await tab.evaluate(taken);
  await context.close();
  if (all.cards.length < 20) throw new Error(`The feed shows ${all.cards.length} cards, not 20.`);
  return all;
}

try {
  const site = await start(positionals[0]);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: LAUNCH });
  atEnd(() => browser.close());
  const feed = { name: 'our feed, 20 posts', url: site.url + site.feed, session: site.session, wanted: 'article', ours: true };
  const elements = await takeFeed(browser, feed);
  const pages = [feed, { name: 'our join page', url: site.url + site.join, wanted: 'input', ours: true }];
  for (const fetched of [false, true]) {
    const dir = join(await tempDir(), 'react');
    await reactPage(dir, elements, { fetched });
    pages.push({ name: `React 19, the cards ${fetched ? 'fetched' : 'in its script'}`, url: await serve(dir, site.backend), wanted: 'article' });
  }
  const runs = new Map(pages.map((page) => [page, []]));
  // In turns, so that a noisy minute costs all of them.
  for (let i = 0; i < Number(values.runs); i += 1) {
    for (const page of pages) runs.get(page).push(await visit(browser, page));
  }
  const of = (page, key) => median(runs.get(page).map((run) => run[key]));
  const base = of(pages[2], 'lcp');
  console.log(`\nCPU 4x, 1.6 Mbit/s, 150 ms, Brotli 11; medians of ${values.runs}, ms\n`);
  console.log('| page | FCP | LCP | cards or form there | app runs | blocking | requests | kB on the wire before LCP | LCP to React |\n|---|---|---|---|---|---|---|---|---|');
  for (const page of pages) {
    const row = ['fcp', 'lcp', 'shown', 'ready', 'blocking', 'requests', 'wire'].map((key) => Math.round(of(page, key)));
    console.log(`| ${page.name} | ${row.join(' | ')} | ${(of(page, 'lcp') / base).toFixed(2)} |`);
  }
  for (const page of pages) console.log(`  largest of ${page.name}: ${runs.get(page)[0].what}`);
  const ratio = of(feed, 'lcp') / base;
  console.log(`\n${ratio <= AIM ? '✓' : '✗'} The feed's LCP is ${ratio.toFixed(2)} of React's; the aim is at most ${AIM}.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await end();
}
