// Every screen by axe-core, in both themes: no violation of a rule of WCAG 2.2 A or AA, nor of axe's best practices.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { AXE, found } from './axe.mjs';
import { closeBrowser, openPhone } from './lib.mjs';
import { eachScreen } from './screens.mjs';

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
