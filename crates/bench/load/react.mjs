// The page to measure beside: React 19 drawing the very elements of our feed, taken from the running app once, with the
// app's own stylesheet. `fetched`: the cards come from a file of data, as a feed's do; else they are in the script.
import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs in our page: its elements as [tag, attributes, children], the cards of the feed apart, and the styles. */
export function taken() {
  const card = 'article';
  const cards = [];
  const node = (element) => {
    const attributes = {};
    for (const { name, value } of element.attributes) attributes[name === 'class' ? 'className' : name === 'for' ? 'htmlFor' : name] = value;
    // What holds state would want a handler; it looks the same without.
    for (const name of ['value', 'checked', 'style', 'open', 'autofocus']) delete attributes[name];
    const children = [...element.childNodes].flatMap((child) => {
      if (child.nodeType === Node.TEXT_NODE) return child.data ? [child.data] : [];
      if (child.nodeType !== Node.ELEMENT_NODE || child.localName === 'script') return [];
      if (child.localName === card) { cards.push(node(child)); return [['#card', cards.length - 1]]; }
      return [node(child)];
    });
    return [element.localName, attributes, children];
  };
  const shell = [...document.body.children].filter((one) => !['SCRIPT', 'LINK'].includes(one.tagName) && one.id !== 'boot').map(node);
  const css = [...document.styleSheets, ...document.adoptedStyleSheets].map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\n')).join('\n');
  const { attributes } = document.documentElement;
  return { shell, cards, css, html: [...attributes].map(({ name, value }) => `${name}="${value}"`).join(' ') };
}

const APP = `
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import shell from './shell.json';
DATA
const VOID = new Set(['input', 'img', 'br', 'hr', 'source']);
function draw(node, key, cards) {
  if (typeof node === 'string') return node;
  if (node[0] === '#card') return createElement(Card, { key, node: cards[node[1]] });
  return createElement(node[0], { ...node[1], key }, ...(VOID.has(node[0]) ? [] : node[2].map((child, i) => draw(child, i, cards))));
}
function Card({ node }) { const [tag, attributes, children] = node; return createElement(tag, attributes, ...children.map((child, i) => draw(child, i))); }
function App() {
  const [cards, set] = useState(given);
  useEffect(() => { if (!given) fetch('./cards.json').then((answer) => answer.json()).then(set); }, []);
  return cards ? shell.map((node, i) => draw(node, i, cards)) : null;
}
createRoot(document.getElementById('root')).render(createElement(App));
`;

/** Builds it into `dir`. */
export async function reactPage(dir, { shell, cards, css, html }, { fetched }) {
  await mkdir(dir, { recursive: true });
  const put = (name, text) => writeFile(join(dir, name), text);
  await put('shell.json', JSON.stringify(shell));
  await put('cards.json', JSON.stringify(cards));
  await put('app.css', css.replaceAll('body', 'body, #root'));
  const data = fetched ? 'const given = null;' : "import given from './cards.json';";
  await put('app.jsx', APP.replace('DATA', data));
  await build({ entryPoints: [join(dir, 'app.jsx')], outfile: join(dir, 'app.js'), bundle: true, minify: true, format: 'iife',
    target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' },
    nodePaths: [join(dirname(fileURLToPath(import.meta.url)), 'node_modules')], logLevel: 'error' });
  await put('index.html', `<!doctype html><html ${html}><head><meta charset="utf-8"><title>React</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="./app.css"><script defer src="./app.js"></script></head><body><div id="root"></div></body></html>`);
}
