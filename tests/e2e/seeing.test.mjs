// What people ask their devices for: less motion, forced colours, more contrast; and of the app: no counts.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hostOf, invite, joins, phoneOf } from './acting.mjs';
import { closeBrowser, openPhone, startServer, untilReady } from './lib.mjs';
import { button, goTo, here } from './people.mjs';
import { shown, eachScreen } from './screens.mjs';

after(closeBrowser);

/** Whatever would move for longer than a frame. */
const moving = (page) => page.evaluate(() => {
  const seconds = (list) => Math.max(0, ...list.split(',').map((part) => parseFloat(part) * (part.trim().endsWith('ms') ? 0.001 : 1)));
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      const moves = style.animationName !== 'none' && seconds(style.animationDuration) > 0.016;
      if (moves || seconds(style.transitionDuration) > 0.016) found.push(`${element.tagName}.${element.className}${part ?? ''}`);
    }
  }
  return found;
});

/** A colour of the page at a control's edge that differs from what is around it. */
const edgeless = (page) => page.evaluate(() => {
  const bare = [];
  for (const e of document.querySelectorAll('.btn:not([data-look=text]), .input, .choice-face, .seg-face, .switch, .icon-btn:not([data-plain]), .start, .persona, .composer, .pin, .list, .card, .code-cell')) {
    if (!e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    const edged = ['Top', 'Right', 'Bottom', 'Left'].every((side) => parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== 'none');
    if (!edged) bare.push(e.outerHTML.slice(0, 100));
  }
  return bare;
});

/** Gives each control the focus by the keyboard's modality, and names those whose focus cannot be seen. */
const unseen = async (page) => {
  const bare = [];
  await page.keyboard.press('Tab');
  const count = await page.evaluate(() => {
    window.controls = [...document.querySelectorAll('main :is(a[href], button, input, select, textarea), .tabs a, .crumb a')]
      .filter((e) => !e.disabled && e.getClientRects().length && e.type !== 'file');
    return window.controls.length;
  });
  for (let at = 0; at < count; at++) {
    bare.push(...await page.evaluate((index) => {
      const e = window.controls[index];
      e.focus();
      const ringed = [e, e.nextElementSibling, e.parentElement].some((one) => {
        const style = one && getComputedStyle(one);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== 'rgba(0, 0, 0, 0)';
      });
      return ringed || document.activeElement !== e ? [] : [e.outerHTML.slice(0, 120)];
    }, at));
  }
  return bare;
};

test('with less motion nothing moves, on any screen; without it, something does', async (t) => {
  const found = [];
  await eachScreen(t, { phone: { reducedMotion: 'reduce' } }, async (page, name) => {
    found.push(...(await moving(page)).map((what) => `${name}: ${what}`));
    if (name === '10-home') {
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      assert.notDeepEqual(await moving(page), [], 'the look sees motion where there is some');
      await page.emulateMedia({ reducedMotion: 'reduce' });
    }
  });
  assert.deepEqual(found, []);
});

test('with forced colours every control keeps an edge, and with more contrast too the focus is seen', async (t) => {
  const found = [];
  await eachScreen(t, { phone: { forcedColors: 'active' } }, async (page, name) => {
    found.push(...(await edgeless(page)).map((what) => `${name}, no edge: ${what}`));
    if (!/-(sign-in|home|deal|new-deal|settings|me|invite|join)$/.test(name)) return;
    found.push(...(await unseen(page)).map((what) => `${name}, forced colours, focus not seen: ${what}`));
    await page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
    found.push(...(await unseen(page)).map((what) => `${name}, more contrast, focus not seen: ${what}`));
    // Grey on grey is gone: what was lighter ink is ink.
    const inks = await page.evaluate(() => {
      const made = document.body.appendChild(document.createElement('p'));
      const colour = (name) => { made.className = name; return getComputedStyle(made).color; };
      const both = [colour(''), colour('cap')];
      made.remove();
      return both;
    });
    assert.equal(inks[0], inks[1], 'small words are as dark as the rest');
    await page.emulateMedia({ forcedColors: 'active', contrast: null });
  });
  assert.deepEqual(found, []);
});

test('both looks see what is missing', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { page } = await openPhone(t, {});
  await page.goto(`${server.url}#/sign-in`);
  await untilReady(page);
  await shown(page);
  assert.notDeepEqual(await edgeless(page), [], 'without forced colours shadows draw the edges');
  assert.deepEqual(await unseen(page), []);
  await page.evaluate(() => {
    const bare = new CSSStyleSheet();
    bare.replaceSync('*, :focus-visible { outline: none !important }');
    document.adoptedStyleSheets = [bare];
  });
  assert.notDeepEqual(await unseen(page), []);
});

test('counts are hidden by a setting, at once and after a reload; sums and places stay', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '晨练');
  const made = await invite(host, at);
  await joins(server, made, '青柠');
  const post = await host.call('POST', `${at}/posts`, { body: '周四照常', kind: 'note' });
  await host.call('POST', `/posts/${post.id}/comments`, { body: '好' });
  const { page } = await phoneOf(t, server, host, `/g/${group.id}`);
  const reply = page.locator('article', { hasText: '周四照常' }).getByRole('link', { name: /回应/ });
  await reply.waitFor();
  assert.match(await reply.textContent(), /1/);
  await goTo(page, '/');
  await page.getByText('2 位成员').waitFor();

  await goTo(page, '/me');
  await page.getByText('不显示人气数字').click();
  const nothing = async () => {
    await goTo(page, '/');
    await page.getByRole('link', { name: /晨练/ }).waitFor();
    assert.equal(await page.getByText('2 位成员').count(), 0);
    await goTo(page, `/g/${group.id}`);
    await reply.waitFor();
    assert.doesNotMatch(await reply.textContent(), /1/);
    // Places are facts: how many until the code stops is said as before.
    await page.getByRole('img', { name: /二维码在 100 人时停用/ }).waitFor();
    await goTo(page, `/g/${group.id}/invite`);
    await page.getByRole('img', { name: /还可容纳 98 人/ }).first().waitFor();
    assert.equal(await page.getByText('进来 1 人').count(), 0);
  };
  await nothing();
  await page.reload();
  await untilReady(page);
  await nothing();
  await goTo(page, '/me');
  await page.getByText('不显示人气数字').click();
  await goTo(page, '/');
  await page.getByText('2 位成员').waitFor();
  assert.equal(await here(page), '/');

  // Before the door as well, for who is nobody yet.
  const { page: door } = await phoneOf(t, server, null, `/j/${made.token}`);
  await door.getByText('2 位成员').waitFor();
  await door.evaluate(() => localStorage.setItem('qunli.counts', 'hidden'));
  await door.reload();
  await untilReady(door);
  await door.getByRole('heading', { name: '晨练' }).waitFor();
  assert.equal(await door.getByText('2 位成员').count(), 0);
});
