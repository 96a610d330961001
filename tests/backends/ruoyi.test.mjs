// The RuoYi-style server keeps its word: its habits are RuoYi's, and its rules hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { print, read, start } from './ruoyi.mjs';

async function serve(t, options) {
  const server = await start(options);
  t.after(() => server.close());
  const as = token => async (method, path, body) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(server.api + path, { method, headers, body: body && print(body) });
    const text = await answer.text();
    return { status: answer.status, text, ...read(text) };
  };
  const signIn = async username => as((await as()('POST', '/login', { username, password: 'qunli123', code: '', uuid: '' })).token);
  return { server, as, signIn };
}

test('every refusal is HTTP 200 with a code inside, a missing session too', async t => {
  const { as, signIn } = await serve(t);
  const nobody = await as('nonsense')('GET', '/qunli/post/list');
  assert.equal(nobody.status, 200);
  assert.equal(nobody.code, 401);
  assert.equal(nobody.msg, '请求访问：/qunli/post/list，认证失败，无法访问系统资源');
  const wrong = await as()('POST', '/login', { username: 'lizi', password: 'no' });
  assert.deepEqual([wrong.status, wrong.code], [200, 500]);
  const lizi = await signIn('lizi');
  const info = await lizi('GET', '/getInfo');
  assert.equal(info.user.userName, 'lizi');
  const missing = await lizi('GET', '/qunli/post/1');
  assert.deepEqual([missing.status, missing.code, missing.errCode], [200, 500, 60404]);
  assert.equal((await lizi('PATCH', '/qunli/post')).msg, "Request method 'PATCH' is not supported");
});

test('ids are numbers above 2^53, times have no zone, the page past the end is the last again', async t => {
  const { signIn } = await serve(t, { clock: () => Date.UTC(2026, 2, 12, 11, 30) });
  const lizi = await signIn('lizi');
  const groups = await lizi('GET', '/qunli/group/list');
  assert.match(groups.text, /"groupId":\d{18,19},/);
  assert.equal(groups.total, 2);
  const { groupId } = groups.rows[0];
  assert.notEqual(BigInt(Number(groupId)), groupId);
  const page = number => lizi('GET', `/qunli/post/list?pageNum=${number}&pageSize=10&groupId=${groupId}&orderByColumn=createTime&isAsc=desc`);
  const first = await page(1);
  assert.equal(first.rows.length, 10);
  assert.equal(first.rows[0].createTime, Date.UTC(2026, 2, 12, 9, 30));
  assert.match(first.text, /"createTime":"2026-03-12 17:30:00"/);
  const last = await page(Math.ceil(first.total / 10));
  const past = await page(99);
  assert.deepEqual(past.rows, last.rows);
  assert.ok(last.rows.at(-1).createTime < first.rows[0].createTime);
});

test('a post answers nothing, a comment its id; the same intent twice is one row; only one\'s own go away', async t => {
  const { signIn } = await serve(t);
  const [lizi, xiaoman] = [await signIn('lizi'), await signIn('xiaoman')];
  const { groupId } = (await lizi('GET', '/qunli/group/list')).rows[0];
  const post = { groupId, content: '周四谁来？', postType: '1', clientId: 'k1' };
  assert.equal((await lizi('POST', '/qunli/post', post)).text, '{"msg":"操作成功","code":200}');
  await lizi('POST', '/qunli/post', post);
  const again = await xiaoman('GET', '/qunli/post/list?clientId=k1');
  assert.equal(again.total, 1);
  const { postId } = again.rows[0];
  const said = await xiaoman('POST', '/qunli/comment', { postId, content: '我来' });
  assert.equal((await lizi('GET', `/qunli/comment/${said.data}`)).data.content, '我来');
  assert.equal((await lizi('GET', `/qunli/post/${postId}`)).data.commentNum, '1');
  assert.equal((await xiaoman('DELETE', `/qunli/post/${postId}`)).errCode, 60206);
  assert.equal((await lizi('POST', '/qunli/post', { groupId, content: ' ' })).msg, '内容不能为空');
  assert.equal((await lizi('DELETE', `/qunli/post/${postId}`)).code, 200);
  assert.equal((await lizi('GET', `/qunli/post/${postId}`)).errCode, 60404);
});

test('a seat goes to one, by the version that one saw', async t => {
  const { signIn } = await serve(t);
  const [lizi, xiaoman, shanzhu] = await Promise.all(['lizi', 'xiaoman', 'shanzhu'].map(signIn));
  const list = async who => (await who('GET', `/qunli/listing/list?groupId=${(await who('GET', '/qunli/group/list')).rows[0].groupId}`)).rows;
  const { listingId, version, seatId, lesson } = (await list(shanzhu)).find(row => row.myRole === '0');
  const put = (who, status, seen = version) => who('PUT', '/qunli/listing', { listingId, status, version: seen });
  assert.equal((await put(shanzhu, '1')).errCode, 60204);
  assert.equal((await put(xiaoman, '1')).errCode, 60211);
  assert.equal((await put(lizi, '1', 0)).errCode, 60205);
  assert.equal((await put(lizi, '1')).code, 200);
  assert.equal((await put(lizi, '1')).code, 200);
  assert.equal((await put(shanzhu, '2')).errCode, 60205);
  assert.equal((await put(xiaoman, '0', version + 1)).errCode, 60206);
  assert.equal((await put(shanzhu, '2', version + 1)).code, 200);
  const roster = (await lizi('GET', `/qunli/lesson/${lesson.lessonId}`)).data.seatList;
  assert.equal(roster.find(seat => seat.seatId === seatId).mineFlag, '0');
  assert.equal((await put(lizi, '1', version + 2)).code, 200);
  assert.equal((await put(xiaoman, '1', version + 2)).errCode, 60202);
  assert.equal((await lizi('POST', '/qunli/listing', { seatId, askPrice: 120.01 })).errCode, 60209);
  assert.equal((await shanzhu('POST', '/qunli/listing', { seatId, askPrice: 1 })).errCode, 60208);
  const offered = await lizi('POST', '/qunli/listing', { seatId, askPrice: '99.50', clientId: 'k' });
  assert.equal((await lizi('GET', `/qunli/listing/${offered.data}`)).data.askPrice, 99.5);
  assert.equal((await lizi('POST', '/qunli/listing', { seatId, askPrice: 1 })).errCode, 60207);
});

test('two at once: one gets the seat, the other is told so', async t => {
  const { signIn } = await serve(t);
  const [lizi, shanzhu] = [await signIn('lizi'), await signIn('shanzhu')];
  const { groupId } = (await lizi('GET', '/qunli/group/list')).rows[0];
  const { listingId, version } = (await lizi('GET', `/qunli/listing/list?groupId=${groupId}`)).rows.find(row => row.lesson.title === '垫上基础');
  const answers = await Promise.all([lizi, shanzhu].map(who => who('PUT', '/qunli/listing', { listingId, status: '1', version })));
  assert.deepEqual(answers.map(answer => answer.errCode).sort(), [60201, undefined]);
});

test('a deal keeps its stock and its limit, and time ends it', async t => {
  let now = Date.now();
  const { signIn } = await serve(t, { clock: () => now });
  const [lizi, xiaoman] = [await signIn('lizi'), await signIn('xiaoman')];
  const { groupId } = (await lizi('GET', '/qunli/group/list')).rows[0];
  const open = async who => (await who('GET', `/qunli/deal/list?groupId=${groupId}`)).rows[0];
  const { dealId, unitPrice, joinMemberIds } = await open(xiaoman);
  assert.equal(unitPrice, 99);
  assert.equal(joinMemberIds.split(',').length, 4);
  const pledge = (who, quantity, clientId) => who('POST', '/qunli/pledge', { dealId, quantity, clientId });
  assert.equal((await pledge(xiaoman, 3)).errCode, 60303);
  assert.equal((await pledge(xiaoman, 2, 'k')).text, '{"msg":"操作成功","code":200}');
  assert.equal((await pledge(xiaoman, 2, 'k')).code, 200);
  assert.equal((await pledge(xiaoman, 1)).errCode, 60304);
  assert.equal((await pledge(lizi, 2)).errCode, 60302);
  const { myPledge } = await open(xiaoman);
  assert.equal(myPledge.amount, 198);
  assert.equal((await lizi('DELETE', `/qunli/pledge/${myPledge.pledgeId}`)).errCode, 60206);
  assert.equal((await xiaoman('DELETE', `/qunli/pledge/${myPledge.pledgeId}`)).code, 200);
  assert.equal((await pledge(lizi, 1)).code, 200);
  now += 3 * 86_400_000;
  assert.equal((await lizi('GET', `/qunli/deal/${dealId}`)).data.status, '1');
  assert.equal((await pledge(xiaoman, 1)).errCode, 60301);
});

test('forgotten sessions are 401 inside 200, and a new sign-in goes on', async t => {
  const { server, signIn } = await serve(t);
  const lizi = await signIn('lizi');
  server.forgetSessions();
  assert.equal((await lizi('GET', '/getInfo')).code, 401);
  assert.equal((await (await signIn('lizi'))('GET', '/getInfo')).code, 200);
});
