// The main job, end to end: two people, two profiles, a durable backend that dies in between.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { GONE, SHIPPED, SHIPPED_PORT, closeBrowser, openPhone, serveStatic, startServer } from './lib.mjs';
import { backendDies, comesByQr, dealMovesLive, seatChangesHands, theyTalk } from './journey.mjs';
import * as people from './people.mjs';

const GROUP = '周四器械小班';

after(closeBrowser);

test('two people, client and backend on one port', async (t) => {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  await twoPeople(t, server, server.url);
});

test('the same journey from dist/ on a plain static server, in a subfolder on another port', async (t) => {
  assert.ok(SHIPPED, 'run the browser tests by `cargo xtask test`: it makes the files that are shipped');
  const site = await serveStatic(t, { dir: SHIPPED });
  const args = ['--rate-limits', 'off', '--cors', site.origin];
  const server = await startServer(t, { dist: null, port: SHIPPED_PORT, args });
  const policy = (await (await fetch(site.url)).text()).match(/connect-src [^;"]+/)[0];
  assert.equal(policy, `connect-src 'self' http://127.0.0.1:${SHIPPED_PORT}`);
  await twoPeople(t, server, site.url);
});

async function twoPeople(t, server, url) {
  // While the backend is dead the browser says so in its console, as it should.
  const ignore = [...GONE, /status of 40[0-9]/, /status of 422/, /blocked by CORS policy/, /ERR_FAILED/];
  const host = await openPhone(t, { ignore });
  const guest = await openPhone(t, { ignore });
  const [h, g] = [host.page, guest.page];

  // A host signs in, makes a group, says something, opens a deal.
  await people.signInFromHome(h, url, '13900000001');
  await people.makeGroup(h, GROUP, '阿满教练');
  const group = await people.here(h);
  await people.writePost(h, '加入之前说的话');
  await people.openDeal(h, '早就开着的团');
  const oldDeal = await people.here(h);

  const both = { h, g, url, server, group, oldDeal, name: GROUP, host: '阿满教练', guest: '小河' };
  await comesByQr(t, both);
  await theyTalk(both);
  await backendDies(both);
  await seatChangesHands(both);
  await dealMovesLive(both);

  host.expectNoErrors();
  guest.expectNoErrors();
}
