// Draws the PNG icons of public/ from icon.svg: `node icons.mjs` with QUNLI_CHROMIUM set. Run it when the SVG changes.
//
// `icon-*` as it is; `maskable-*` and the one for iOS fill their square, with the drawing inside the circle that every
// mask leaves (80 %).
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const folder = new URL('../../public/', import.meta.url);
const svg = await readFile(new URL('icon.svg', folder), 'utf8');
const plain = (size) => `<img src="data:image/svg+xml,${encodeURIComponent(svg)}" width="${size}" height="${size}">`;
// The ground reaches the edges: the drawing's own corner is as round as a mask's.
const full = (size, part) => `<div style="width:${size}px;height:${size}px;background:#eef1ef;display:grid;place-items:center">${plain(Math.round(size * part))}</div>`;

const browser = await chromium.launch({ executablePath: process.env.QUNLI_CHROMIUM, args: ['--no-sandbox', '--force-color-profile=srgb'] });
const page = await browser.newPage({ deviceScaleFactor: 1 });
for (const [name, size, html] of [
  ['icon-192', 192, plain(192)], ['icon-512', 512, plain(512)],
  ['maskable-192', 192, full(192, 0.7)], ['maskable-512', 512, full(512, 0.7)],
  ['icon-180', 180, full(180, 0.92)],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<body style="margin:0;background:transparent">${html}`);
  await page.locator('img').evaluate((image) => image.decode());
  await page.screenshot({ path: new URL(`${name}.png`, folder).pathname, omitBackground: true });
}
await browser.close();
