// Lighthouse 12 on the feed and the join page, as on a phone: performance, accessibility and best practices.
//
//   node lighthouse.mjs FOLDER [--runs N]    with QUNLI_SERVER and QUNLI_CHROMIUM; `cargo xtask bench lighthouse` sets them
import lighthouse from 'lighthouse';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM, LAUNCH, atEnd, end, freePort, median, start, tempDir } from './site.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' } } });
const AIM = 95;
const KINDS = ['performance', 'accessibility', 'best-practices'];
const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'];

/** A visit to a page of the profile, which may be signed in; nothing of an earlier visit is kept but that. */
async function visit(port, context, url) {
  const tab = await context.newPage();
  const cdp = await context.newCDPSession(tab);
  await cdp.send('Network.clearBrowserCache');
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'service_workers,cache_storage' });
  await tab.close();
  const result = await lighthouse(url, { port, onlyCategories: KINDS, disableStorageReset: true, logLevel: 'error', locale: 'en-US' });
  if (result.lhr.runtimeError) throw new Error(`${url}: ${result.lhr.runtimeError.message}`);
  return result.lhr;
}

/** What costs points, in words. */
function faults({ categories, audits }) {
  const found = KINDS.slice(1).flatMap((kind) => categories[kind].auditRefs.filter((ref) => ref.weight > 0).map((ref) => audits[ref.id]));
  return found.filter((audit) => audit.score !== null && audit.score < 1).map((audit) => {
    const where = (audit.details?.items ?? []).slice(0, 5).map((item) => `      ${item.node?.snippet ?? item.description ?? item.url ?? JSON.stringify(item).slice(0, 300)}`);
    return [`    ${audit.id}: ${audit.title}`, ...where].join('\n');
  });
}

try {
  const site = await start(positionals[0]);
  const port = await freePort();
  const profile = async () => {
    const context = await chromium.launchPersistentContext(await tempDir(), { executablePath: CHROMIUM, args: [...LAUNCH, `--remote-debugging-port=${port}`], locale: 'zh-CN' });
    atEnd(() => context.close());
    return context;
  };
  let low = 0;
  const context = await profile();
  // The join page is a visitor's; the feed comes after signing in.
  for (const [name, url, session] of [['join', site.url + site.join], ['feed', site.url + site.feed, site.session]]) {
    if (session) {
      const tab = await context.newPage();
      await tab.goto(site.url);
      await tab.evaluate((kept) => localStorage.setItem('qunli.data/session', kept), session);
      await tab.close();
    }
    const reports = [];
    for (let i = 0; i < Number(values.runs); i += 1) reports.push(await visit(port, context, url));
    const scores = KINDS.map((kind) => [kind, median(reports.map((report) => Math.round(report.categories[kind].score * 100)))]);
    const metrics = METRICS.map((id) => `${id} ${+median(reports.map((report) => report.audits[id].numericValue)).toFixed(id.startsWith('cumulative') ? 3 : 0)}`);
    console.log(`\n${name}: ${scores.map(([kind, score]) => `${kind} ${score}`).join(', ')}\n    ${metrics.join(', ')}`);
    console.log([...new Set(reports.flatMap(faults))].join('\n'));
    low += scores.filter(([, score]) => score < AIM).length;
  }
  console.log(low ? `\n✗ ${low} of the scores are below ${AIM}.` : `\n✓ All are at least ${AIM}. Medians of ${values.runs}.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await end();
}
