// Every screen by axe-core, in both themes: no violation of a rule of WCAG 2.2 A or AA, nor of axe's best practices.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { closeBrowser, openPhone } from './lib.mjs';
import { eachScreen } from './screens.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

after(closeBrowser);

/**
 * Cards off the screen are as tall as was guessed until they come: axe looks at them as they are then. What sticks to the
 * edge of the screen lies over whatever is scrolled under it just now: that is no fault of what lies there.
 */
const layOut = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important; } .tabs, .actionbar, .newposts-place { position: static !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
});

/** What axe finds, a line each. `rules` alone, when only the colours have changed. */
const found = (page, rules) => page.evaluate(async ({ tags, rules }) => {
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
  const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
    `${id}: ${node.html.slice(0, 140)} — ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}, { tags: RULES, rules });

test('axe finds nothing on any screen, by day and by night', async (t) => {
  const faults = [];
  await eachScreen(t, { script: AXE }, async (page, name) => {
    await layOut(page);
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      const rules = theme === 'dark' ? ['color-contrast', 'link-in-text-block'] : undefined;
      faults.push(...(await found(page, rules)).map((fault) => `${name}, ${theme}: ${fault}`));
    }
  });
  assert.deepEqual(faults, []);
});

test('axe sees a fault where there is one', async (t) => {
  const { page, context } = await openPhone(t, {});
  await context.addInitScript(AXE);
  await page.goto('data:text/html,<html lang=zh><title>x</title><main><h1>x</h1><button></button><p style="color:%23bbb">pale');
  const faults = (await found(page)).map((fault) => fault.split(':')[0]);
  assert.ok(faults.includes('button-name') && faults.includes('color-contrast'), String(faults));
});
