// By keys alone, and by ear: joining, writing, answering and opening a deal with Tab, Enter, Space, Escape and arrows;
// the focus is always seen and never lost; and what a screen reader walks through is in the order of the eye.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, phoneOf } from './acting.mjs';
import { closeBrowser, sleep, startServer } from './lib.mjs';
import * as people from './people.mjs';
import { eachScreen } from './screens.mjs';

after(closeBrowser);

/** Where the focus is: its name, and whether it can be seen. */
const focus = (page) => page.evaluate(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { lost: true };
  const name = at.ariaLabel || [...(at.labels ?? [])].map((l) => l.innerText).join(' ') || at.innerText?.trim() || at.placeholder || '';
  const content = at.matches('main, h1, h2, [tabindex="-1"]');
  // A drawn control takes the ring for the one under it.
  const ringed = [at, at.nextElementSibling, at.parentElement].some((e) => {
    if (!e) return false;
    const style = getComputedStyle(e);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const box = at.getBoundingClientRect();
  const shownAt = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const covered = !(shownAt && (at.contains(shownAt) || shownAt.contains(at) || at.parentElement.contains(shownAt)));
  return { name: name.replace(/\s+/g, ' '), tag: at.tagName, type: at.type, content, ringed, covered, html: at.outerHTML.slice(0, 160) };
});

/** Nothing that a key did may leave the reader without a place, or on one that cannot be seen. */
async function seen(page, after) {
  let at = await focus(page);
  // A screen may take a moment to come.
  for (let tries = 0; at.lost && tries < 20; tries++) { await sleep(50); at = await focus(page); }
  assert.ok(!at.lost, `the focus is lost after ${after}`);
  if (!at.content) {
    assert.ok(at.ringed, `the focus cannot be seen after ${after}: ${at.html}`);
    assert.ok(!at.covered, `the focus is covered after ${after}: ${at.html}`);
  }
  return at;
}

/** Tabs until something with this name has the focus. */
async function tabTo(page, name, { back = false } = {}) {
  const passed = [];
  for (let steps = 0; steps < 80; steps++) {
    const at = await focus(page);
    if (!at.lost && !at.content && name.test(at.name)) return at;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    // Behind the last control come those of the browser, and then the first.
    if (!(await focus(page)).lost) passed.push((await seen(page, 'Tab')).name);
  }
  throw new Error(`no key leads to ${name}; passed: ${passed.join(' | ')}`);
}

async function press(page, key, until) {
  await page.keyboard.press(key);
  if (until) await until.waitFor();
  return seen(page, key);
}

async function type(page, name, words) {
  await tabTo(page, name);
  await page.keyboard.type(words);
}

test('somebody comes in by an invite, writes, answers and opens a deal, with keys alone', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, at } = await hostOf(server, '晨练');
  const made = await invite(host, at);
  const { page } = await phoneOf(t, server, null, `/j/${made.token}`);
  const heading = (name, level = 1) => page.getByRole('heading', { name, level });
  await heading('晨练').first().waitFor();

  await type(page, /在这个群里叫什么/, '小河');
  // Arrows choose a print among radio buttons.
  await tabTo(page, /进群/);
  await press(page, 'Enter', heading('晨练'));
  // The recovery code is put away.
  await tabTo(page, /我收好了/);
  await press(page, 'Space');
  await page.getByText('我收好了').waitFor({ state: 'detached' });
  await seen(page, 'putting the code away');

  await tabTo(page, /说点什么/);
  await press(page, 'Enter', page.getByLabel('要说的话'));
  await type(page, /要说的话/, '大家好，我是小河');
  await tabTo(page, /^发出去/);
  await press(page, 'Enter', page.locator('article', { hasText: '我是小河' }));

  await tabTo(page, /^回应/);
  await press(page, 'Enter', page.getByLabel('回应一句'));
  await type(page, /回应一句/, '自己先答一句');
  await tabTo(page, /^发送/);
  await press(page, 'Enter', page.locator('.comment', { hasText: '自己先答一句' }));

  // A sheet takes the focus, keeps it, and gives it back on Escape.
  await tabTo(page, /更多/, { back: true });
  const opener = await seen(page, 'Tab');
  await press(page, 'Enter', page.locator('dialog[open]'));
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest('dialog[open]'))), 'the sheet keeps the focus');
  }
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  assert.equal((await seen(page, 'Escape')).html, opener.html, 'the focus returns to what opened the sheet');
});

test('a deal is opened with keys alone', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group } = await hostOf(server, '晨练');
  const { page } = await phoneOf(t, server, host, `/g/${group.id}`);
  await page.getByRole('heading', { name: '晨练', level: 1 }).waitFor();
  await tabTo(page, /发起拼团/);
  await press(page, 'Enter', page.getByLabel('买什么'));
  await type(page, /买什么/, '瑜伽垫');
  await type(page, /每份价格/, '128');
  await type(page, /从几人起/, '2');
  await type(page, /每份价格/, '99');
  await type(page, /最少几人成团/, '2');
  await tabTo(page, /什么时候截止/);
  // The parts of a date are typed one after another, as its field takes them.
  const ends = new Date(Date.now() + 48 * 3600_000);
  const two = (n) => String(n).padStart(2, '0');
  const day = `${two(ends.getMonth() + 1)}${two(ends.getDate())}`;
  // In which order depends on the language of the browser itself.
  const field = page.getByLabel('什么时候截止');
  for (const parts of [[day + ends.getFullYear(), '0800P'], [`${ends.getFullYear()}`, `${day}2000`]]) {
    if (/T20:00$/.test(await field.inputValue())) break;
    for (const part of parts) {
      await page.keyboard.type(part);
      await page.keyboard.press('ArrowRight');
    }
  }
  assert.match(await field.inputValue(), /^\d{4}-\d\d-\d\dT20:00$/);
  await tabTo(page, /^发起拼团/);
  await press(page, 'Enter', page.getByRole('heading', { name: '瑜伽垫', level: 1 }));
});

// ── by ear ──────────────────────────────────────────────────────────────────────────────────────────────────────

const LANDMARKS = new Set(['main', 'navigation', 'region', 'complementary']);
const STOPS = new Set(['heading', 'link', 'button', 'textbox', 'radio', 'checkbox', 'switch', 'combobox', 'spinbutton', 'image', 'img']);

/** What a screen reader walks through, in its order, with where each thing is for the eye. */
async function heard(page) {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const { documents: [{ nodes: dom, layout }], strings } = await cdp.send('DOMSnapshot.captureSnapshot', { computedStyles: [] });
  await cdp.detach();
  const index = new Map(dom.backendNodeId.map((id, at) => [id, at])), boxes = new Map();
  layout.nodeIndex.forEach((at, row) => boxes.set(at, layout.bounds[row]));
  const attribute = (at, name) => {
    const pairs = dom.attributes[at] ?? [], found = pairs.findIndex((one, place) => place % 2 === 0 && strings[one] === name);
    return found < 0 ? null : strings[pairs[found + 1]];
  };
  const atFoot = (at) => at >= 0 && (atFoot(dom.parentIndex[at])
    || (/^(actionbar|tabs)$/.test(attribute(at, 'class')) && attribute(at, 'data-inset') === null));
  const byId = new Map(nodes.map((node) => [node.nodeId, node])), out = [];
  const walk = (node) => {
    const role = node.role?.value, at = index.get(node.backendDOMNodeId);
    if (!node.ignored && (STOPS.has(role) || LANDMARKS.has(role)) && at !== undefined) {
      const [left, top, width, height] = boxes.get(at) ?? [0, 0, 0, 0];
      const level = node.properties?.find((one) => one.name === 'level')?.value?.value;
      out.push({ role, level, name: node.name?.value ?? '', left, top, right: left + width, bottom: top + height,
        foot: atFoot(at), hidden: width <= 1 });
    }
    for (const id of node.childIds ?? []) if (byId.has(id)) walk(byId.get(id));
  };
  walk(nodes[0]);
  return out;
}

/** Neighbours that are heard in another order than they are read: the later one stands above, or before it in its line. */
function misplaced(stops) {
  const say = ({ role, name }) => `${role} "${name.slice(0, 30)}"`;
  return stops.slice(1).flatMap((later, at) => {
    const first = stops[at];
    if (first.foot && !later.foot) return [`${say(first)} of the foot before ${say(later)}`];
    if (first.foot !== later.foot) return [];
    const share = Math.min(first.bottom, later.bottom) - Math.max(first.top, later.top);
    const inLine = share > 0.5 * Math.min(first.bottom - first.top, later.bottom - later.top);
    const wrong = later.bottom <= first.top + 1 || (inLine && later.right <= first.left + 1);
    return wrong ? [`${say(first)} before ${say(later)}`] : [];
  });
}

test('what is heard is in the order of the eye: a first heading of level one, named landmarks, the foot last', async (t) => {
  const faults = [];
  const opened = await eachScreen(t, {}, async (page, name) => {
    const all = await heard(page);
    const note = (fault) => faults.push(`${name}: ${fault}`);
    const headings = all.filter(({ role }) => role === 'heading');
    if (headings[0]?.level !== 1) note(`the first heading is ${JSON.stringify(headings[0]?.name)} of level ${headings[0]?.level}`);
    headings.slice(1).forEach((one, at) => { if (one.level > headings[at].level + 1) note(`a level is left out before "${one.name}"`); });
    const landmarks = all.filter(({ role }) => LANDMARKS.has(role));
    if (landmarks.filter(({ role }) => role === 'main').length !== 1) note('not one main');
    for (const mark of landmarks) if (!mark.name && mark.role !== 'main') note(`a ${mark.role} without a name`);
    misplaced(all.filter((one) => STOPS.has(one.role) && !one.hidden)).forEach(note);
  });
  assert.ok(opened >= 15);
  assert.deepEqual(faults, []);
});

test('the ear knows what is out of order', () => {
  const at = (name, left, top, foot = false) => ({ role: 'link', name, left, right: left + 50, top, bottom: top + 40, foot });
  assert.deepEqual(misplaced([at('a', 0, 0), at('b', 60, 0), at('c', 0, 50), at('d', 0, 700, true)]), []);
  assert.equal(misplaced([at('a', 0, 50), at('b', 0, 0)]).length, 1);
  assert.equal(misplaced([at('a', 60, 0), at('b', 0, 5)]).length, 1);
  assert.equal(misplaced([at('a', 0, 0, true), at('b', 0, 50)]).length, 1);
});
