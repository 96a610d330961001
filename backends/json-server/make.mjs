// Makes json-server's data file from the demo community: starts the reference server on a database of its own, reads
// everything that its demo members may see through the contract's API, and writes it down flat, as people write
// json-server files: rows with ids and foreign keys. Times are relative to now, so the file is made, not kept.
//
//   node make.mjs --server PROGRAM --out db.json
//
// Nothing of it opens anything: no session, phone, recovery code, invite link or typed code is written.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The demo member whose eyes the file is seen with: in all three groups, a persona in each. */
const VIEWER = '小满';

export async function make({ server, out }) {
  const folder = await mkdtemp(join(tmpdir(), 'qunli-json-server-'));
  const port = await freePort();
  const child = spawn(server, ['--listen', `127.0.0.1:${port}`, '--data', folder, '--demo'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, QUNLI_LOG: 'error' },
  });
  const failed = new Promise((_, reject) => {
    child.once('error', e => reject(new Error(`The reference server could not be started: ${e.message}`)));
    child.once('exit', code => reject(new Error(`The reference server stopped while starting (${code}).`)));
  });
  // Its end is awaited below; by then nobody races it any more.
  failed.catch(() => {});
  try {
    const base = `http://127.0.0.1:${port}/api`;
    await Promise.race([awake(base), failed]);
    const data = flat(await read(base));
    await mkdir(dirname(resolve(out)), { recursive: true });
    // Whole or not at all: json-server may be watching the file.
    await writeFile(`${out}.new`, `${JSON.stringify(data, null, 2)}\n`);
    await rename(`${out}.new`, out);
    return data;
  } finally {
    child.removeAllListeners('exit');
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      const ended = new Promise(done => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise(done => probe.close(done));
  return port;
}

async function awake(base) {
  for (let tries = 0; tries < 400; tries += 1) {
    const answer = await fetch(`${base}/info`).catch(() => null);
    if (answer?.ok) return;
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error('The reference server did not answer within 20 s.');
}

async function call(url, { token, body } = {}) {
  const headers = { accept: 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': randomBytes(16).toString('hex') });
  const answer = await fetch(url, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

/** Every page of a list. */
async function all(url, token) {
  const items = [];
  let after = '';
  do {
    const page = await call(`${url}?limit=100${after && `&after=${encodeURIComponent(after)}`}`, { token });
    items.push(...page.items);
    after = page.next ?? '';
  } while (after);
  return items;
}

/** Each group as its viewer sees it, read by whoever of the demo members sees most of it: its host, if one is there. */
async function read(base) {
  const { demo } = await call(`${base}/info`);
  const sees = [];
  for (const { phone, code, nickname } of demo.sign_ins) {
    const { token } = await call(`${base}/sessions`, { body: { phone, code } });
    for (const group of await all(`${base}/groups`, token)) sees.push({ nickname, token, group });
  }
  const seen = sees.filter(one => one.nickname === VIEWER);
  return Promise.all(seen.map(async viewer => {
    const { id } = viewer.group;
    const reader = sees.find(one => one.group.id === id && one.group.me.role === 'host') ?? viewer;
    const below = (what, token = reader.token) => all(`${base}/groups/${id}/${what}`, token);
    const classes = await below('classes');
    const all_deals = await below('deals', viewer.token);
    // Nothing here forms teams, bargains or keeps a circle to itself: what is for them stays out.
    const deals = all_deals.filter(deal => !deal.team && !deal.bargain);
    const left_out = new Set(all_deals.filter(deal => !deals.includes(deal)).map(deal => deal.id));
    const posts = (await below('posts')).filter(post => !post.circle_id && !left_out.has(post.attachment?.id));
    const each = (list, what) => Promise.all(list.map(one => all(`${base}/${what(one)}`, reader.token)));
    return {
      group: viewer.group,
      members: await below('members'),
      posts,
      comments: (await each(posts.filter(post => post.comment_count > 0), post => `posts/${post.id}/comments`)).flat(),
      classes: await Promise.all(classes.map(one => call(`${base}/classes/${one.brief.id}`, { token: reader.token }))),
      listings: await below('listings'),
      deals,
      pledges: reader === viewer ? [] : await each(deals, deal => `deals/${deal.id}/pledges`),
      invites: await below('invites'),
    };
  }));
}

/** A list's newest row last, as rows lie that were written one after another. */
const oldestFirst = (rows, at) => rows.sort((a, b) => (a[at] < b[at] ? -1 : a[at] > b[at] ? 1 : 0));

function flat(groups) {
  const db = {};
  for (const name of ['groups', 'members', 'posts', 'comments', 'classes', 'seats', 'listings', 'deals', 'pledges', 'invites']) db[name] = [];
  for (const { group, members, posts, comments, classes, listings, deals, pledges, invites } of groups) {
    const groupId = group.id;
    // `memberId` and not `authorId`, so that json-server joins it: _expand=member, or _embed=member from 1.0 on. Where
    // a row names a second person, it cannot, and the person lies embedded. A foreign key that leads nowhere is left
    // out: json-server 0.17 answers every DELETE with 500 while there is a null in one, and deletes rows with a dead one.
    const by = member => member?.id;
    const embedded = member =>
      member ? { id: member.id, groupId, ...member.persona, role: member.role, joinedAt: member.joined_at } : null;
    db.groups.push({
      id: groupId, name: group.name, about: group.about, memberId: group.me.id, memberCount: group.member_count,
      history: group.policy.history, inviteQrLimit: group.policy.invite_qr_limit, capacity: group.policy.capacity,
      inviteTtlS: group.policy.invite_ttl_s, verifyBefore: group.policy.verify_before, holdS: group.policy.hold_s,
      cutOffS: group.policy.cut_off_s, membersOpenDeals: group.policy.members_open_deals,
      qrClosedAt: group.qr_closed_at ?? null, createdAt: group.created_at, joinedAt: group.me.joined_at,
    });
    db.members.push(...members.map(member => embedded(member)));
    const known = new Set(classes.map(one => one.brief.id));
    db.posts.push(...posts.map(post => ({
      id: post.id, groupId, memberId: by(post.author), kind: post.kind, body: post.body, pinned: post.pinned,
      attachment: post.attachment ?? null, createdAt: post.created_at,
    })));
    db.comments.push(...comments.map(comment => ({
      id: comment.id, groupId, postId: comment.post_id, memberId: by(comment.author), body: comment.body, createdAt: comment.created_at,
    })));
    for (const { brief, seats, cut_off_at: cutOffAt } of classes) {
      db.classes.push({ ...lesson(brief), groupId, cutOffAt });
      db.seats.push(...seats.map(seat => ({
        id: seat.id, classId: brief.id, memberId: by(seat.holder), holder: embedded(seat.holder), listingId: seat.listing_id,
      })));
    }
    db.listings.push(...listings.filter(one => known.has(one.class.id)).map(one => ({
      id: one.id, groupId, classId: one.class.id, seatId: one.seat_id, memberId: by(one.seller), claimant: embedded(one.claimant),
      state: one.state, rank: ['available', 'held'].includes(one.state) ? 0 : 1, heldUntil: one.held_until ?? null,
      asking: one.asking.amount, note: one.note, autoConfirm: one.auto_confirm, listedAt: one.listed_at, expiresAt: one.expires_at,
      history: one.history.map(({ step, by: who, at }) => ({ step, by: embedded(who), at })),
    })));
    db.deals.push(...deals.map(deal => ({
      id: deal.id, groupId, memberId: by(deal.opener), title: deal.title, about: deal.about, pickUp: deal.pick_up,
      tiers: deal.tiers.map(({ from, price }) => ({ from, price: price.amount })), minimum: deal.minimum, stock: deal.stock ?? null,
      perMember: deal.per_member, people: deal.people, units: deal.units, unitPrice: deal.unit_price.amount, state: deal.state,
      rank: deal.state === 'open' ? 0 : 1, openedAt: deal.opened_at, endsAt: deal.ends_at, joined: deal.joined.map(embedded),
      yourPledge: deal.your_pledge ? pledged(deal.id, deal.your_pledge, embedded) : null,
    })));
    deals.forEach((deal, nth) => db.pledges.push(...(pledges[nth] ?? []).map(one => pledged(deal.id, one, embedded))));
    // The secrets of an invite stay behind; so does its maker's note to self.
    db.invites.push(...invites.map(one => ({
      id: one.id, groupId, kind: one.kind, memberId: by(one.made_by), madeAt: one.made_at, expiresAt: one.expires_at,
      state: one.state, joinedCount: one.joined_count,
    })));
  }
  oldestFirst(db.posts, 'createdAt');
  oldestFirst(db.comments, 'createdAt');
  return db;
}

const lesson = brief => ({
  id: brief.id, title: brief.title, coach: brief.coach, place: brief.place, startsAt: brief.starts_at,
  durationMin: brief.duration_min, faceValue: brief.face_value.amount, capacity: brief.capacity, seatsTaken: brief.seats_taken,
});

const pledged = (dealId, one, embedded) => ({
  id: one.id, dealId, memberId: one.member?.id, member: embedded(one.member), quantity: one.quantity,
  state: one.state, total: one.total.amount, pledgedAt: one.pledged_at,
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { server: { type: 'string' }, out: { type: 'string' } } });
  if (!values.server || !values.out) {
    console.error('usage: node make.mjs --server PROGRAM --out FILE');
    process.exit(2);
  }
  const data = await make({ server: resolve(values.server), out: values.out });
  console.log(Object.entries(data).map(([name, rows]) => `${rows.length} ${name}`).join(', '));
}
