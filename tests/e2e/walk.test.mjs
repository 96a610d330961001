// Every screen, as people with other needs see it: nothing scrolls sideways or is cut at 320 px and large text, nothing
// complains, everything has a name, and every word is in the reader's language.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPhone, PHONE, signIn, startServer, untilReady } from './lib.mjs';
import { account, allScreens, filled, shown } from './screens.mjs';
import { followData, foreign, overflow, pageWords } from './words.mjs';

// `load`: every third screen from its address, as a pasted link opens it; else from the screen before, as a person goes.
const VARIANTS = [
  { lang: 'zh-CN', theme: 'light' },
  { lang: 'en', theme: 'dark', load: true },
  { lang: 'zh-TW', theme: 'light' },
];

after(closeBrowser);

/** What is wrong with the page, whatever its language. */
const looked = (page) => page.evaluate(() => ({
  mains: document.querySelectorAll('main').length,
  title: document.title,
  lang: document.documentElement.lang,
  nameless: [...document.querySelectorAll('button, a, input, select, textarea')].filter((e) => {
    const name = e.ariaLabel || e.textContent.trim() || e.placeholder || [...(e.labels ?? [])].map((l) => l.textContent).join('');
    return !name.trim();
  }).map((e) => e.outerHTML.slice(0, 120)),
}));

for (const { lang, theme, load } of VARIANTS) {
  test(`every screen in ${lang}, ${theme}`, async (t) => {
    const server = await startServer(t, { args: ['--rate-limits', 'off'] });
    const screens = await allScreens();
    for (const who of new Set(screens.map((screen) => screen.as ?? null))) {
      // A door that is shut answers so.
      const phone = await openPhone(t, { lang, theme, ignore: [/status of 4\d\d .*\/invites\/preview\)/] });
      const { page } = phone;
      const data = await followData(page);
      const person = who && await account(server, who);
      const token = person && (await server.signIn(person)).token;
      if (person) await signIn(page, server.url, person);
      for (const screen of screens.filter((one) => (one.as ?? null) === who)) {
        await page.goto(server.url + await filled(server, screen, token));
        if (load && screens.indexOf(screen) % 3 === 0) await page.reload();
        await untilReady(page);
        await shown(page);
        const seen = await looked(page);
        assert.deepEqual(seen.nameless, [], `${screen.name}: something to press has no name`);
        assert.equal(seen.mains, 1, `${screen.name}: one main`);
        assert.ok(seen.title, `${screen.name}: no title`);
        assert.equal(seen.lang, lang);
        assert.deepEqual(foreign(await pageWords(page), lang, await data()), [], `${screen.name}: not in ${lang}`);
        assert.deepEqual(await overflow(page), { wide: [], cut: [] }, `${screen.name}: at ${PHONE.width} px`);
        await page.setViewportSize({ width: 320, height: 640 });
        await page.evaluate(() => { document.documentElement.dataset.text = '140'; });
        assert.deepEqual(await overflow(page), { wide: [], cut: [] }, `${screen.name}: at 320 px and 140 % text`);
        await page.evaluate(() => { delete document.documentElement.dataset.text; });
        await page.setViewportSize(PHONE);
      }
      phone.expectNoErrors();
      await phone.context.close();
    }
  });
}

test('the phone says which Chinese: Hong Kong and Taiwan read traditional characters, until something else is chosen', async (t) => {
  const server = await startServer(t, {});
  for (const [locale, lang, words] of [['zh-HK', 'zh-TW', '憑邀請進門'], ['zh-SG', 'zh-CN', '凭邀请进门'], ['fr', 'en', 'A QR code, a link from a friend']]) {
    const { page } = await openPhone(t, { lang: locale });
    await page.goto(server.url);
    await page.getByText(words).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang, locale);
  }
  const { page } = await openPhone(t, { lang: 'en' });
  await signIn(page, server.url, await account(server, '小满'));
  await page.goto(`${server.url}#/me`);
  await page.getByLabel('繁體中文').check();
  await page.getByRole('heading', { name: '每個群組裡的我' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '每個群組裡的我' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-TW');
});

test('the judge of words knows each fault', () => {
  const data = new Set(['小满', '周四', 'since_joined']);
  assert.deepEqual(foreign(['Written by 小满', 'Thursday 周四'], 'en', data), []);
  assert.deepEqual(foreign(['发送'], 'en', data), ['发送']);
  assert.deepEqual(foreign(['設定 Save it now', '小满'], 'zh-TW', data), ['設定 Save it now']);
  assert.deepEqual(foreign(['設定', '设定'], 'zh-TW', data), ['设定']);
  assert.deepEqual(foreign(['feed_title', 'since_joined', '{name} 邀请你'], 'zh-CN', data), ['feed_title', '{name} 邀请你']);
  assert.deepEqual(foreign(['群里', '設定'], 'zh-CN', data), ['設定']);
});
