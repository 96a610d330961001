// The data file that json-server serves, and the habits of its two dialects that the descriptors stand on.
// QUNLI_SERVER names the reference server; the packages come from `npm ci` in backends/json-server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { make } from '../../backends/json-server/make.mjs';

const FOLDER = fileURLToPath(new URL('../../backends/json-server/', import.meta.url));
const PROGRAM = process.env.QUNLI_SERVER ?? fileURLToPath(new URL('../../target/debug/server', import.meta.url));
const lacks = [
  [!existsSync(PROGRAM), `there is no reference server at ${PROGRAM}: cargo build --package server`],
  [!existsSync(join(FOLDER, 'node_modules')), 'json-server is not installed: npm ci in backends/json-server'],
].find(([missing]) => missing)?.[1];

let folder;
before(async () => {
  if (lacks) return;
  folder = await mkdtemp(join(tmpdir(), 'qunli-json-server-test-'));
  await make({ server: PROGRAM, out: join(folder, 'db.json') });
});
after(() => folder && rm(folder, { recursive: true, force: true }));

async function freePort() {
  const probe = createServer();
  await new Promise((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise(done => probe.close(done));
  return port;
}

async function serve(t, dialect) {
  const db = join(folder, `db-${dialect}.json`);
  await writeFile(db, await readFile(join(folder, 'db.json')));
  await writeFile(join(folder, 'index.html'), '<title>client</title>');
  const port = await freePort();
  const options = ['--dialect', dialect, '--db', db, '--static', folder, '--port', String(port)];
  const child = spawn(process.execPath, [join(FOLDER, 'serve.mjs'), ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise(done => child.once('exit', done));
  t.after(async () => { child.kill('SIGKILL'); await ended; });
  const ask = async (path, body) => {
    const options = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, options);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
  };
  for (let tries = 0; tries < 200; tries += 1) {
    if (await ask('/groups').then(answer => answer.status === 200, () => false)) return { ask, db };
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error('json-server did not answer in 10 s');
}

test('the file holds the community, flat, and nothing that opens anything', { skip: lacks }, async () => {
  const text = await readFile(join(folder, 'db.json'), 'utf8');
  const db = JSON.parse(text);
  assert.deepEqual(db.groups.map(group => group.name), ['晨间普拉提·周四班', '云杉路店·一岁宝宝群', '清迈慢住·三月']);
  assert.ok(db.posts.length > 60 && db.comments.length > 100 && db.members.length > 130);
  assert.ok(!text.includes('筋膜球'), 'nothing here forms teams, so none is shown');
  assert.ok(db.listings.length === 4 && db.deals.length === 4 && db.invites.length > 0);
  for (const invite of db.invites) {
    assert.deepEqual(Object.keys(invite).filter(key => /token|code|note|phone/i.test(key)), []);
  }
  assert.doesNotMatch(text, /token|recovery|"phone|246810|1380000/);
  // 0.17 answers DELETE with 500 over a null foreign key, and deletes rows whose foreign key is dead.
  assert.doesNotMatch(text, /Id": null/);
  const ids = new Set(Object.values(db).flat().map(row => row.id));
  for (const [name, rows] of Object.entries(db)) {
    for (const row of rows) {
      for (const [key, id] of Object.entries(row)) {
        if (key.endsWith('Id')) assert.ok(ids.has(id), `${name}/${row.id}: ${key} leads nowhere`);
      }
    }
  }
});

test('0.17: the total is a header, the page past the end is empty, two joins at once', { skip: lacks }, async t => {
  const { ask, db } = await serve(t, '0');
  assert.match((await ask('/')).body, /client/);
  const [group] = (await ask('/groups?_expand=member')).body;
  assert.equal(group.member.nickname, '小满');
  const page = number => ask(`/posts?groupId=${group.id}&_page=${number}&_limit=20&_sort=createdAt&_order=desc&_expand=member&_expand=group&_embed=comments`);
  const first = await page(1);
  assert.equal(first.body.length, 20);
  assert.equal(first.headers.get('x-total-count'), '49');
  assert.ok(first.body[0].member.nickname && first.body[0].group.memberId === group.memberId);
  assert.ok(first.body.some(post => post.comments.length > 0));
  assert.deepEqual((await page(4)).body, []);
  const post = { id: 'a'.repeat(32), groupId: group.id, memberId: group.memberId, kind: 'note', body: '周四谁来？', pinned: false };
  const written = await ask('/posts', post);
  assert.deepEqual([written.status, written.body], [201, post]);
  assert.equal((await ask('/posts', post)).status, 500);
  assert.match(await readFile(db, 'utf8'), /周四谁来/);
  assert.equal((await ask('/posts/none')).status, 404);
});

test('1.0 beta 3: rows below data, the page past the end is the last again, ids may repeat', { skip: lacks }, async t => {
  const { ask } = await serve(t, '1');
  assert.match((await ask('/')).body, /client/);
  const [group] = (await ask('/groups?_embed=member')).body;
  assert.equal(group.member.nickname, '小满');
  const page = number => ask(`/posts?groupId=${group.id}&_page=${number}&_per_page=20&_sort=-createdAt&_embed=member&_embed=group&_embed=comments`);
  const first = await page(1);
  assert.deepEqual([first.body.items, first.body.pages, first.body.next, first.body.data.length], [49, 3, 2, 20]);
  assert.ok(first.body.data[0].createdAt > first.body.data[19].createdAt);
  assert.deepEqual((await page(9)).body, (await page(3)).body);
  const post = { id: 'b'.repeat(32), groupId: group.id, memberId: group.memberId, kind: 'note', body: '周四谁来？' };
  assert.deepEqual((await ask('/posts', post)).body, post);
  assert.equal((await ask('/posts', post)).status, 201);
  assert.equal((await ask('/posts/none')).status, 404);
  const [listing] = (await ask('/listings?_embed=class&_embed=member&_sort=rank,-listedAt')).body;
  assert.deepEqual([listing.class.title, listing.member.nickname], ['普拉提器械·中级', '山竹']);
});
