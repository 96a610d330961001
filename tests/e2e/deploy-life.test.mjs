// docs/deploy.md, what comes after the first day: a new version, going back, and a backend that moves.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { until } from './acting.mjs';
import { DEPLOY, audit, backend, pagesHost, shippedOrigin, shippedTo } from './deploying.mjs';
import { SHIPPED, SHIPPED_PORT, closeBrowser, freePort, openPhone, startServer, tempDir } from './lib.mjs';
import * as people from './people.mjs';

const GROUP = '周四器械小班';
const HASHED = /-[0-9a-f]{10,16}/;

after(closeBrowser);

test('publishing over a version, and going back: what is open keeps its files, and the place is whole each time', async (t) => {
  const root = await tempDir(t, 'published');
  const [first, second] = [await shippedTo(t), await nextVersion(t)];
  await backend(t, { port: SHIPPED_PORT, args: ['--cors', '*'] });
  const publish = (from) => execFileSync(join(DEPLOY, 'publish.sh'), [from, root], { stdio: 'pipe' });
  const url = await pagesHost(t, { root: first, files: root });
  const script = async () => (await (await fetch(url)).text()).match(/data-js="\.\/([^"]+)"/)[1];
  const whole = async () => { const { ok, text } = await audit(url); assert.ok(ok, text); };
  publish(first);
  const old = await script();
  await whole();
  publish(second);
  assert.notEqual(await script(), old);
  assert.equal((await fetch(url + old)).status, 200, 'a page of the first version still finds its script');
  await whole();
  publish(first);
  assert.equal(await script(), old);
  await whole();
  // Long after, the other version goes.
  const other = (await readdir(second)).find((name) => HASHED.test(name) && name.endsWith('.js') && name !== old);
  const then = Date.now() / 1000 - 40 * 86_400;
  // Another community lives in a folder below: its files are not ours to clear away.
  await mkdir(join(root, 'club'));
  await cp(join(root, other), join(root, 'club', other));
  for (const name of [other, old, `club/${other}`]) await utimes(join(root, name), then, then);
  publish(first);
  assert.equal((await fetch(url + other)).status, 404);
  assert.equal((await fetch(url + old)).status, 200);
  assert.equal((await fetch(`${url}club/${other}`)).status, 200, 'the folder below is left alone');
});

test('the backend moves: who was there before goes on at the new address', async (t) => {
  const root = await shippedTo(t);
  const url = await pagesHost(t, { root });
  const args = ['--cors', new URL(url).origin];
  const before = await backend(t, { port: SHIPPED_PORT, args });
  const ignore = [/ERR_CONNECTION/, /ERR_INCOMPLETE_CHUNKED/, /ERR_EMPTY_RESPONSE/, /ERR_FAILED/];
  const { page, expectNoErrors } = await openPhone(t, { ignore });
  await people.signInFromHome(page, url, '13900000001');
  await people.makeGroup(page, GROUP, '阿满教练');
  await people.writePost(page, '大家好');
  await page.evaluate(() => navigator.serviceWorker.ready);

  const [port, old] = [await freePort(), await shippedOrigin()];
  const moved = `http://127.0.0.1:${port}`;
  // The commands of the page, as an operator types them; what they make is published over what is there.
  const dist = async (...args) => {
    const out = await tempDir(t, 'dist');
    await promisify(execFile)(process.env.QUNLI_XTASK, ['dist', '--from', SHIPPED, '--out', out, ...args]);
    await cp(out, root, { recursive: true, force: true });
  };
  // First the policy lets the page talk to both, in the page and in the header. The page that the service worker keeps
  // is renewed a few seconds after a visit.
  await dist('--backend', `${old}/api`, '--connect-src', moved);
  await page.reload();
  await page.locator('article', { hasText: '大家好' }).first().waitFor();
  await until('the kept page has the policy, in itself and in its header', () => page.evaluate(async (origin) => {
    const kept = await caches.match('./');
    return kept?.headers.get('content-security-policy')?.includes(origin) && (await kept.text()).includes(origin);
  }, moved), 15_000);
  // Then the backend moves, and config.json with it: the very next visit is at the new address.
  await before.stop();
  await startServer(t, { dist: null, data: before.data, port, args: ['--rate-limits', 'off', ...args] });
  await dist('--backend', `${moved}/api`, '--connect-src', old);
  await page.reload();
  await page.locator('article', { hasText: '大家好' }).first().waitFor();
  await people.writePost(page, '搬好了');
  const { ok, text } = await audit(url);
  assert.ok(ok, text);
  expectNoErrors();
});

/** The shipped files with a script of another name, as a next version has. */
async function nextVersion(t) {
  const dir = await shippedTo(t);
  const page = await readFile(join(dir, 'index.html'), 'utf8');
  const old = page.match(/data-js="\.\/([^"]+)"/)[1];
  const name = old.replace(HASHED, '-0123456789abcdef');
  await rename(join(dir, old), join(dir, name));
  for (const file of ['index.html', 'sw.js', `${old}.br`, `${old}.gz`, 'index.html.br', 'index.html.gz', 'sw.js.br', 'sw.js.gz']) {
    if (/\.(br|gz)$/.test(file)) await rm(join(dir, file), { force: true });
    else await writeFile(join(dir, file), (await readFile(join(dir, file), 'utf8')).replaceAll(old, name));
  }
  // A copy that is older than its file must not be left for it.
  for (const file of ['index.html', 'sw.js']) {
    await writeFile(join(dir, `${file}.br`), brotliCompressSync(await readFile(join(dir, file))));
    await writeFile(join(dir, `${file}.gz`), gzipSync(await readFile(join(dir, file))));
  }
  return dir;
}
