// Every sheet that a press on a screen opens: what lies over a page is a page as well. By axe-core; and in English, on a
// narrow phone with large text, in words of that language that have their room.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { AXE, found } from './axe.mjs';
import { closeBrowser } from './lib.mjs';
import { eachScreen } from './screens.mjs';
import { foreign, gather, keepAnswers, overflow, pageWords } from './words.mjs';

after(closeBrowser);

/** Each of these is pressed once on a kind of page, wherever it stands first. */
const BUTTONS = 'main button:not(:disabled), header button:not(:disabled), .actionbar button:not(:disabled)';

/** What a button says, without figures. */
const words = (button) => button.evaluate((one) => (one.ariaLabel || one.textContent).replace(/\d+/g, '#').trim());

/** Whether an open sheet stands still on the screen. */
const sheet = async (page) => {
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))); }));
  const open = page.locator('dialog[open]');
  if (await open.count() === 0) return null;
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
  return open.first();
};

/** Opens every sheet once and hands its page over; `ready` is done on each page first. The titles, in their order. */
async function eachSheet(t, options, ready, look) {
  const seen = new Set();
  const pressed = new Set();
  await eachScreen(t, { ...options, reads: true }, async (page, name) => {
    const here = page.url();
    const kind = here.split('#')[1].replace(/[0-9a-f]{16,}/g, '*').split('?')[0];
    const again = async () => {
      if (page.url() !== here) { await page.goto(here); await page.locator('main').first().waitFor(); }
      await ready(page);
    };
    await ready(page);
    for (let nth = 0; nth < await page.locator(BUTTONS).count(); nth += 1) {
      const button = page.locator(BUTTONS).nth(nth);
      const label = `${kind} ${await words(button).catch(() => '')}`;
      if (pressed.has(label) || !await button.isVisible()) continue;
      pressed.add(label);
      await button.click({ timeout: 2000 }).catch(() => {});
      const open = await sheet(page).catch(() => null);
      if (open) {
        const title = await open.evaluate((one) => one.ariaLabel || one.querySelector('h2')?.textContent || one.outerHTML.slice(0, 80));
        if (!seen.has(title)) {
          seen.add(title);
          await look(page, `${name}, "${title}"`);
        }
        await page.keyboard.press('Escape');
        await open.waitFor({ state: 'hidden' });
      }
      await again();
    }
  });
  t.diagnostic(`${seen.size} sheets: ${[...seen].join(' | ')}`);
  assert.ok(seen.size > 30, `only ${seen.size} sheets opened: ${[...seen]}`);
}

test('axe finds nothing in any sheet', async (t) => {
  const faults = [];
  await eachSheet(t, { script: AXE }, () => {}, async (page, name) => {
    faults.push(...(await found(page)).map((fault) => `${name}: ${fault}`));
  });
  assert.deepEqual(faults, []);
});

test('every sheet in English, at 320 px and 140 % text: no word of another language, nothing cut or too wide', async (t) => {
  const faults = [];
  const data = new Set();
  const large = (page) => page.evaluate(() => { document.documentElement.dataset.text = '140'; });
  const phone = { lang: 'en', viewport: { width: 320, height: 640 } };
  await eachSheet(t, { script: keepAnswers, phone }, large, async (page, name) => {
    faults.push(...foreign(await pageWords(page), 'en', await gather(page, data)).map((word) => `${name}: not in English: ${word}`));
    const { wide, cut } = await overflow(page);
    faults.push(...[...wide, ...cut].map((box) => `${name}: no room: ${box}`));
  });
  assert.deepEqual(faults, []);
});
