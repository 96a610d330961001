// `cargo xtask shots`: every screen of screens.json, in both languages and themes, of a fresh demo community.
//
// A screen is { "name", "route", "as"?, "from"?, "ready"?, "full"? }: a file name, a hash route, the nickname or phone of
// a demo account (none: signed out), another account that the route's values are asked for by, a selector to wait for, and whether the picture is as long as the page. In a route,
// {path:to.a.value} is filled in from the API as that account, and may stand in another: "#/g/{/groups:items.0.id}".
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeBrowser, openPhone, signIn, sleep, startServer, untilReady } from './lib.mjs';
import { account, allScreens, filled } from './screens.mjs';

const OUT = process.env.QUNLI_SHOTS ?? 'target/shots';
const ONLY = process.env.QUNLI_ONLY ?? '';
const VARIANTS = ['zh-CN', 'en'].flatMap((lang) => ['light', 'dark'].map((theme) => ({ lang, theme })));

// The helpers clean up after a test; here the whole run is one.
const cleanups = [];
const run = { after: (work) => cleanups.unshift(work) };

async function takeAll(server, screens) {
  const failures = [];
  for (const who of new Set(screens.map((screen) => screen.as ?? null))) {
    const person = who && await account(server, who);
    const token = person && (await server.signIn(person)).token;
    for (const { lang, theme } of VARIANTS) {
      const phone = await openPhone(run, { lang, theme });
      if (person) await signIn(phone.page, server.url, person);
      for (const screen of screens.filter((one) => (one.as ?? null) === who)) {
        const name = `${screen.name}.${lang}-${theme}.png`;
        try {
          await phone.page.goto(server.url + await filled(server, screen, token));
          // A hash route alone loads nothing new; a reload gives every picture the same beginning.
          await phone.page.reload();
          await untilReady(phone.page);
          if (screen.ready) await phone.page.waitForSelector(screen.ready);
          // Not for an idle network: the change stream stays open. What is still coming has a skeleton, after 150 ms.
          await sleep(250);
          await phone.page.waitForFunction(() => !document.querySelector('.skel'), undefined, { timeout: 5_000 });
          await phone.page.screenshot({ path: join(OUT, name), fullPage: screen.full ?? false });
          phone.expectNoErrors();
          console.log(`  ${name}`);
        } catch (error) {
          failures.push(`${name}: ${error.message.split('\n').slice(0, 3).join(' ')}`);
          phone.errors.length = 0;
        }
      }
      await phone.context.close();
    }
  }
  return failures;
}

try {
  const screens = await allScreens();
  const wanted = screens.filter((screen) => screen.name.includes(ONLY));
  if (!wanted.length) throw new Error(`No screen in screens.json is called "${ONLY}".`);
  await mkdir(OUT, { recursive: true });
  const failures = await takeAll(await startServer(run, {}), wanted);
  if (failures.length) throw new Error(`Some pictures are missing or complained:\n  ${failures.join('\n  ')}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await closeBrowser();
  for (const work of cleanups) await work();
}
