// axe-core in a page: the rules of WCAG 2.2 A and AA, and axe's best practices.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** To run in a page before it does. */
export const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What axe finds, a line each. `rules` alone, when only the colours have changed. */
export const found = (page, rules) => page.evaluate(async ({ tags, rules }) => {
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
  const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
    `${id}: ${node.html.slice(0, 140)} — ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}, { tags: RULES, rules });
