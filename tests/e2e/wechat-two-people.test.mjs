// The main job, end to end, with both people inside WeChat's webview.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { backendDies, comesByQr, dealMovesLive, seatChangesHands, theyTalk } from './journey.mjs';
import { closeBrowser } from './lib.mjs';
import * as people from './people.mjs';
import { IPHONE, openWeChat, seen, startWorld } from './wechat.mjs';

after(closeBrowser);

test('two people, both inside WeChat, whose session storage is wiped at random', async (t) => {
  const own = await startWorld(t);
  const host = await openWeChat(t);
  const guest = await openWeChat(t, { agent: IPHONE });
  for (const phone of [host, guest]) {
    await phone.context.addInitScript(() => addEventListener('hashchange', () => { if (Math.random() < 0.3) sessionStorage.clear(); }));
  }
  const [h, g] = [host.page, guest.page];
  await people.signInFromHome(h, own.url, '13900000001');
  await people.makeGroup(h, '周四器械小班', '阿满教练');
  const group = await people.here(h);
  await people.writePost(h, '加入之前说的话');
  await people.openDeal(h, '早就开着的团');
  const oldDeal = await people.here(h);
  const both = { h, g, url: own.url, server: own.server, group, oldDeal, name: '周四器械小班', host: '阿满教练', guest: '小河' };
  await comesByQr(t, both);
  await theyTalk(both);
  await backendDies(both);
  await seatChangesHands(both);
  await dealMovesLive(both);
  assert.ok((await seen(h)).signed && (await seen(g)).signed, 'the bridge was open on both');
  // One ticket for both: the backend keeps it, and it was started twice.
  assert.ok(own.wechat.tickets <= 2, `${own.wechat.tickets} tickets`);
  host.expectNoErrors();
  guest.expectNoErrors();
});
