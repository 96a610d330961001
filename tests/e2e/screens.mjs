// The screens of screens.json: as whom they are seen, and what their routes are in a fresh demo community.
import { readFile } from 'node:fs/promises';
import { callApi, openPhone, signIn, startServer, untilReady } from './lib.mjs';

/** The screens: { name, route, as?, from?, ready?, full? }. */
export async function allScreens() {
  return JSON.parse(await readFile(new URL('screens.json', import.meta.url), 'utf8'));
}

/** A demo account by nickname or phone. */
export async function account(server, who) {
  const { demo } = await server.call('GET', '/info');
  const found = demo?.sign_ins.find((one) => one.nickname === who || one.phone === who);
  if (!found) throw new Error(`The demo has no account "${who}"; it has ${demo?.sign_ins.map((one) => one.nickname).join(', ')}.`);
  return found;
}

/**
 * Fills {path:pointer} in a screen's route by asking the API as its account, or `from`'s, the innermost first. `?kind`
 * in a pointer is the first item of that kind, or that carries something of it or a list of that name, or says yes to it.
 */
export async function filled(server, screen, own) {
  const token = screen.from ? (await server.signIn(await account(server, screen.from))).token : own;
  let { route } = screen;
  for (;;) {
    const found = route.match(/\{([^{}:]+):([^{}]+)\}/);
    if (!found) return route;
    const [whole, path, pointer] = found;
    const answer = await callApi(server.api, 'GET', path, undefined, token ? { authorization: `Bearer ${token}` } : {});
    const is = (kind) => (one) => one.kind === kind || one.attachment?.kind === kind || one[kind] === true || one[kind]?.length > 0;
    const step = (part, key) => (key.startsWith('?') ? part?.find(is(key.slice(1))) : part?.[key]);
    const value = pointer.split('.').reduce(step, answer);
    if (value === undefined) throw new Error(`${route}: ${path} has no ${pointer}.`);
    route = route.replace(whole, encodeURIComponent(value));
  }
}

/** Waits until a screen stands: it has a heading, and nothing of it is still to come. */
export async function shown(page) {
  await page.locator('main h1, main h2, header h1').first().waitFor();
  await page.locator('.skel').first().waitFor({ state: 'detached' });
}

/**
 * Opens each screen as who it is for, and hands its page and its name over. `only` chooses among the names, `script`
 * runs before each page does, `phone` is what `openPhone` takes; with `reads`, what a page sends does not arrive.
 */
export async function eachScreen(t, { only = /./, script = '', phone = {}, reads = false }, look) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const screens = (await allScreens()).filter((screen) => only.test(screen.name));
  for (const who of new Set(screens.map((screen) => screen.as ?? null))) {
    const { page, context } = await openPhone(t, phone);
    if (script) await context.addInitScript(script);
    const person = who && await account(server, who);
    const token = person && (await server.signIn(person)).token;
    if (person) await signIn(page, server.url, person);
    const asks = (request) => request.method() === 'GET' || /\/(preview|read|arrivals)$/.test(request.url());
    const sends = (route) => (asks(route.request()) ? route.fallback() : route.abort());
    if (reads) await page.route(`${server.api}/**`, sends);
    for (const screen of screens.filter((one) => (one.as ?? null) === who)) {
      await page.goto(server.url + await filled(server, screen, token));
      await untilReady(page);
      await shown(page);
      await look(page, screen.name);
    }
    await context.close();
  }
  return screens.length;
}
