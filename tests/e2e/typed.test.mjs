// What is typed: two tabs at one place lose nothing, and nothing too long is cut.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, startServer, untilReady } from './lib.mjs';
import { hostOf, phoneOf, until } from './acting.mjs';
import { button } from './people.mjs';

after(closeBrowser);

test('two tabs at one draft keep the words of both, and a long one is counted and kept', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group } = await hostOf(server, '两处写');
  const phone = await phoneOf(t, server, host, `/g/${group.id}/write`);
  const one = phone.page;
  const two = await phone.context.newPage();
  await two.goto(one.url());
  await untilReady(two);
  const words = (page) => page.getByLabel('要说的话');
  // A browser tells its other processes a moment later; nobody types in two tabs within it.
  const heard = (page, text) => until(`${text} is known`, () => page.evaluate((t) => Object.values(localStorage).some((kept) => kept.includes(t)), text));
  await words(one).fill('第一页的话');
  await heard(two, '第一页的话');
  await words(two).fill('第二页的话');
  await heard(one, '第二页的话');
  await words(one).fill('第一页的话，还有');
  for (const page of [one, two]) {
    await page.reload();
    await untilReady(page);
    await until('both are there', async () => (await words(page).inputValue()) === '第一页的话，还有\n第二页的话');
  }

  // Pasted, it is longer than a post may be: all of it stays, and how long it is is said before and after sending.
  const long = '长'.repeat(2100);
  await words(one).fill(long);
  await one.getByText('最多 2,000 个字，现在 2,100 个').waitFor();
  await button(one, '发出去').click();
  await one.getByText('最多 2,000 个字，现在 2,100 个').waitFor();
  assert.equal((await words(one).inputValue()).length, 2100);
  assert.equal((await host.call('GET', `/groups/${group.id}/posts`)).items.filter((post) => post.body?.includes('长')).length, 0);

  // Shorter, nothing is said of it any more.
  await words(one).fill('短');
  await one.getByText(/现在 .* 个/).waitFor({ state: 'detached' });
  phone.expectNoErrors?.();
});
