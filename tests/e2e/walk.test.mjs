// Every screen, as people with other needs see it: nothing scrolls sideways, nothing complains, everything has a name.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPhone, signIn, startServer, untilReady } from './lib.mjs';
import { account, allScreens, filled } from './screens.mjs';

const VARIANTS = [
  { lang: 'zh-CN', theme: 'light', text: '100' },
  { lang: 'en', theme: 'dark', text: '140' },
];

after(closeBrowser);

for (const { lang, theme, text } of VARIANTS) {
  test(`every screen in ${lang}, ${theme}, at ${text} % text`, async (t) => {
    const server = await startServer(t, { args: ['--rate-limits', 'off'] });
    const screens = await allScreens();
    for (const who of new Set(screens.map((screen) => screen.as ?? null))) {
      const phone = await openPhone(t, { lang, theme });
      const { page } = phone;
      await phone.context.addInitScript((size) => localStorage.setItem('qunli.text', size), text);
      const person = who && await account(server, who);
      const token = person && (await server.signIn(person)).token;
      if (person) await signIn(page, server.url, person);
      for (const screen of screens.filter((one) => (one.as ?? null) === who)) {
        await page.goto(server.url + await filled(server, screen, token));
        await page.reload();
        await untilReady(page);
        await page.locator('main h1, main h2, header h1').first().waitFor();
        await page.locator('.skel').first().waitFor({ state: 'detached' });
        const seen = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth - innerWidth,
          mains: document.querySelectorAll('main').length,
          title: document.title,
          lang: document.documentElement.lang,
          nameless: [...document.querySelectorAll('button, a, input, select, textarea')].filter((e) => {
            const name = e.ariaLabel || e.textContent.trim() || e.placeholder || [...(e.labels ?? [])].map((l) => l.textContent).join('');
            return !name.trim();
          }).map((e) => e.outerHTML.slice(0, 120)),
          hole: document.body.innerText.match(/\{[a-z_]+\}/)?.[0] ?? null,
        }));
        assert.deepEqual(seen.nameless, [], `${screen.name}: something to press has no name`);
        assert.ok(seen.wide <= 0, `${screen.name}: ${seen.wide} px too wide`);
        assert.equal(seen.mains, 1, `${screen.name}: one main`);
        assert.ok(seen.title, `${screen.name}: no title`);
        assert.equal(seen.lang, lang);
        assert.equal(seen.hole, null, `${screen.name}: a placeholder was not filled`);
      }
      phone.expectNoErrors();
    }
  });
}
