// What every page of the boot shell must have, whatever went wrong; each is photographed as target/e2e/boot-*.png.
import assert from 'node:assert/strict';
import { AXE, found } from './axe.mjs';

/** Where the picture of this test is put. */
export function picture(name) {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return new URL(`../../target/e2e/boot-${plain}.png`, import.meta.url).pathname;
}

/** Axe finds nothing on the page as it stands, by day and by night. */
export async function clean(page) {
  await page.evaluate(AXE);
  assert.deepEqual(await found(page), []);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await found(page, ['color-contrast', 'link-in-text-block']), []);
  await page.emulateMedia({ colorScheme: null });
}

/** Waits for the failure page of that kind and returns its words. */
export async function failure(t, page, kind) {
  await page.waitForSelector(`#boot[data-kind="${kind}"]`);
  const button = page.locator('.boot-body > button');
  assert.equal(await button.count(), 1, 'one way on');
  const box = await button.boundingBox();
  assert.ok(box.height >= 44 && box.width >= 44, `the way on is a full target: ${JSON.stringify(box)}`);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the title is read out');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `nothing runs out of the page: ${overflow} px`);
  const details = page.locator('#boot details code');
  await page.screenshot({ path: picture(t.name), fullPage: true });
  await clean(page);
  return {
    title: await page.textContent('#boot h1'),
    text: await page.locator('.boot-body').innerText(),
    button: await button.textContent(),
    details: (await details.count()) ? await details.textContent() : '',
  };
}
