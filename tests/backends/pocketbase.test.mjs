// The PocketBase backend over HTTP, against the real binary: every rule that it claims to enforce.
//
//   QUNLI_POCKETBASE=/path/to/pocketbase node --test tests/backends/pocketbase.test.mjs
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BINARY, key, start } from "./pocketbase.lib.mjs";

const DAY = 86400_000;
const iso = (ms) => new Date(ms).toISOString();
const soon = () => iso(Date.now() + 3 * DAY);
const many = (count, work) => Promise.all(Array.from({ length: count }, (_, i) => work(i)));
const how = (answers) => answers.map((a) => a.code ?? a.status).sort();

describe("PocketBase", { skip: BINARY ? false : "QUNLI_POCKETBASE names no PocketBase binary" }, () => {
  let server;
  let names = 0;

  before(async () => {
    server = await start();
    const calm = await server.admin.patch("/api/settings", { rateLimits: { enabled: false } });
    assert.equal(calm.status, 200, calm.text);
  });
  after(() => server?.stop());

  /** An account of its own, by the superuser: 'a host has an account before there is a group'. */
  const account = async (more = {}) => {
    const username = `user_${++names}`;
    const password = "a-long-password";
    const made = await server.admin.create("users", { username, password, passwordConfirm: password, ...more });
    assert.equal(made.status, 200, made.text);
    const session = await server.guest.post("/api/collections/users/auth-with-password", { identity: username, password });
    assert.equal(session.status, 200, session.text);
    return { ...server.as(session.body.token), user: made.body.id, username, password };
  };
  const persona = () => ({ nickname: `人${++names}`, avatar: "bloom-indigo" });
  const group = async (policy = {}) => {
    const host = await account();
    const made = await host.post("/api/qunli/groups", { name: "周四班", about: "", ...persona(), ...policy });
    assert.equal(made.status, 200, made.text);
    return { ...made.body, host, asHost: made.body.me };
  };
  const invite = async (who, groupId, kind = "personal", more = {}) => {
    const made = await who.create("invites", { group: groupId, kind, ...more });
    assert.equal(made.status, 200, made.text);
    return made.body;
  };
  const join = (who, token, more = {}, once) => who.post("/api/qunli/join", { token, ...persona(), ...more }, once);
  /** Somebody new in the group, who came by a personal invite of the host. */
  const member = async (g) => {
    const came = await join(server.guest, (await invite(g.host, g.id)).token);
    assert.equal(came.status, 200, came.text);
    return { ...server.as(came.body.token), user: came.body.record.id, id: came.body.member };
  };
  const post = async (who, groupId, more = {}) => {
    const made = await who.create("posts", { group: groupId, kind: "note", body: "周四谁来？", ...more });
    assert.equal(made.status, 200, made.text);
    return made.body;
  };
  const comment = async (who, postId, body = "我来") => (await who.create("comments", { post: postId, body })).body;
  const lesson = async (g, roster, more = {}) => {
    const made = await g.host.post("/api/qunli/classes", {
      group: g.id, title: "器械", coach: "栗子教练", place: "B 教室", starts: soon(), duration_min: 60, face_value: 12000,
      capacity: 8, roster, ...more,
    });
    assert.equal(made.status, 200, made.text);
    return made.body;
  };
  const seatOf = async (who, classId, memberId) =>
    (await who.list("seats", { filter: `class = "${classId}" && holder = "${memberId}"` }))[0];
  const offer = async (g, seller, more = {}) => {
    const made = await lesson(g, [seller.id]);
    const seat = await seatOf(seller, made.id, seller.id);
    const listing = await seller.create("listings", { seat: seat.id, asking: 8000, note: "出差", ...more });
    assert.equal(listing.status, 200, listing.text);
    return listing.body;
  };
  const step = (who, listing, what, once) => who.post(`/api/qunli/listings/${listing.id}/${what}`, {}, once);
  const deal = async (who, groupId, more = {}) => {
    const made = await who.create("deals", {
      group: groupId, title: "瑜伽垫", tiers: [{ from: 1, price: 12800 }, { from: 3, price: 9900 }], minimum: 2, per_member: 2,
      ends: soon(), ...more,
    });
    assert.equal(made.status, 200, made.text);
    return made.body;
  };
  const pledge = (who, dealId, quantity = 1, once) => who.post(`/api/qunli/deals/${dealId}/pledge`, { quantity }, once);
  const sees = async (who, collection, id) => {
    const one = (await who.view(collection, id)).status === 200;
    const listed = (await who.list(collection)).some((row) => row.id === id);
    assert.equal(one, listed, "a list and a single record are under the same rule");
    return one;
  };

  describe("accounts", () => {
    test("sign-in by user name; an account sees itself alone; nobody signs up without an invite", async () => {
      const [me, other] = [await account(), await account()];
      const wrong = await server.guest.post("/api/collections/users/auth-with-password", { identity: me.username, password: "no" });
      assert.equal(wrong.code, "code_wrong");
      assert.equal((await server.guest.post("/api/collections/users/auth-with-password", { identity: "nobody", password: "no" })).code, "code_wrong");
      assert.deepEqual((await me.list("users")).map((u) => u.id), [me.user]);
      assert.equal((await me.view("users", other.user)).status, 404);
      const signUp = await server.guest.create("users", { username: "somebody", password: "12345678", passwordConfirm: "12345678" });
      assert.equal(signUp.status, 401);
      assert.equal((await me.create("users", { username: "somebody", password: "12345678", passwordConfirm: "12345678" })).status, 403);
      assert.equal((await me.post("/api/collections/users/auth-refresh")).status, 200);
    });

    test("joining makes an account, whose recovery code signs in and ends the other sessions", async () => {
      const g = await group();
      const came = await join(server.guest, (await invite(g.host, g.id)).token);
      const { token, recovery_code: code } = came.body;
      assert.match(code, /^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$/);
      assert.equal((await server.as(token).list("groups")).length, 1);
      const back = await server.guest.post("/api/qunli/recover", { recovery_code: code.toLowerCase().replaceAll("-", " ") });
      assert.equal(back.body.record.id, came.body.record.id, back.text);
      assert.equal((await server.as(back.body.token).list("groups")).length, 1);
      // PocketBase alone would take it for a guest and answer an empty list.
      const over = server.as(token);
      assert.equal((await over.get("/api/collections/groups/records")).code, "unauthenticated", "the old session is over");
      assert.equal((await join(over, (await invite(g.host, g.id)).token)).code, "unauthenticated", "and makes no second account");
      assert.equal((await over.post("/api/collections/users/auth-refresh")).status, 401);
      const fresh = await server.as(back.body.token).post("/api/qunli/recovery-code");
      assert.equal((await server.guest.post("/api/qunli/recover", { recovery_code: code })).code, "recovery_unknown");
      assert.equal((await server.guest.post("/api/qunli/recover", fresh.body)).status, 200);
    });

    test("signed out there is nothing", async () => {
      const g = await group();
      await post(g.host, g.id);
      for (const name of ["groups", "members", "posts", "comments", "invites", "classes", "seats", "listings", "deals", "pledges", "users"]) {
        assert.equal((await server.guest.get(`/api/collections/${name}/records`)).code, "unauthenticated", name);
      }
      assert.equal((await server.guest.view("groups", g.id)).code, "unauthenticated");
      assert.equal((await g.host.get("/api/collections/intents/records")).status, 403);
      assert.equal((await g.host.get("/api/collections/removals/records")).status, 403);
      assert.equal((await server.guest.post("/api/qunli/groups", {})).code, "unauthenticated");
      assert.equal((await server.guest.create("posts", { group: g.id, kind: "note", body: "x" })).code, "unauthenticated");
    });
  });

  describe("joining", () => {
    test("a preview opens nothing and says what is to be known", async () => {
      const g = await group();
      const made = await invite(g.host, g.id, "qr");
      const seen = (await server.guest.post("/api/qunli/preview", { code: ` ${made.code.slice(0, 4)}-${made.code.slice(4)}`.toLowerCase() })).body;
      assert.equal(seen.group.id, g.id);
      assert.deepEqual([seen.member_count, seen.places_left, seen.already_member], [1, 99, false]);
      assert.equal(seen.inviter.nickname, g.asHost.nickname);
      assert.equal((await g.host.view("groups", g.id)).body.member_count, 1);
      assert.equal((await g.host.post("/api/qunli/preview", { token: made.token })).body.already_member, true);
      assert.equal((await join(g.host, made.token)).code, "already_member");
      assert.equal((await server.guest.post("/api/qunli/preview", { token: "2".repeat(27) })).code, "invite_unknown");
      const open = await deal(g.host, g.id);
      const pointed = await invite(g.host, g.id, "personal", { target: { kind: "deal", id: open.id, title: "别的" } });
      assert.deepEqual(pointed.target, { kind: "deal", id: open.id, title: "瑜伽垫" }, "the title is the backend's");
      const look = (await server.guest.post("/api/qunli/preview", { token: pointed.token })).body.target;
      assert.deepEqual([look.attachment.id, look.people, look.price, look.tiers.length], [open.id, 0, 12800, 2]);
      const other = await group();
      assert.equal((await other.host.create("invites", { group: other.id, kind: "qr", target: { kind: "deal", id: open.id } })).body.data.target.code, "invalid");
      assert.equal((await server.guest.post("/api/qunli/preview", { code: "0OIL-1111" })).code, "invite_unknown");
    });

    test("member 100 comes by QR, member 101 does not; the code is dead for good", async () => {
      const g = await group();
      const made = await invite(g.host, g.id, "qr");
      const waiting = await invite(g.host, g.id, "qr");
      // 99 places, and more people at once than there are places for the last of them.
      for (let came = 0; came < 90; came += 15) {
        for (const a of await many(15, () => join(server.guest, made.token))) assert.equal(a.status, 200, a.text);
      }
      const rush = await many(20, () => join(server.guest, made.token));
      assert.deepEqual(how(rush), [...Array(9).fill(200), ...Array(11).fill("qr_limit_reached")]);
      const full = (await g.host.view("groups", g.id)).body;
      assert.equal(full.member_count, 100);
      assert.ok(full.qr_closed);
      assert.equal((await g.host.view("invites", waiting.id)).body.state, "limit_reached", "every QR dies");
      assert.equal((await g.host.create("invites", { group: g.id, kind: "qr" })).code, "qr_limit_reached");
      // A person is still invited by a person.
      assert.equal((await join(server.guest, (await invite(g.host, g.id)).token)).status, 200);

      const leavers = rush.filter((a) => a.status === 200).slice(0, 3).map((a) => server.as(a.body.token));
      for (const who of leavers) assert.equal((await who.delete(`/api/qunli/groups/${g.id}/me`)).status, 204);
      assert.equal((await g.host.view("groups", g.id)).body.member_count, 98);
      assert.equal((await join(server.guest, made.token)).code, "qr_limit_reached", "it does not revive");
      const someone = server.as(rush.filter((a) => a.status === 200)[4].body.token);
      assert.equal((await someone.create("invites", { group: g.id, kind: "qr" })).code, "qr_limit_reached", "hosts only");
      const fresh = await invite(g.host, g.id, "qr");
      assert.equal((await join(server.guest, fresh.token)).status, 200);
      assert.equal((await join(server.guest, made.token)).code, "qr_limit_reached", "nor when there is a new one");
    });

    test("the capacity holds against everything", async () => {
      const g = await group({ qr_limit: 2, capacity: 4 });
      const tokens = [];
      for (let i = 0; i < 8; i++) tokens.push((await invite(g.host, g.id)).token);
      const came = await many(8, (i) => join(server.guest, tokens[i]));
      assert.deepEqual(how(came), [...Array(3).fill(200), ...Array(5).fill("group_full")]);
      assert.equal((await g.host.create("invites", { group: g.id, kind: "personal" })).code, "group_full");
      const policy = await (await account()).post("/api/qunli/groups", { name: "大", ...persona(), capacity: 501 });
      assert.equal(policy.status, 400, "no group is larger than 500");
      assert.equal((await group()).capacity, 500);
    });

    test("an invite ends by the server's clock", async () => {
      const g = await group();
      const made = await invite(g.host, g.id);
      await server.admin.update("invites", made.id, { expires: iso(Date.now() - 1) });
      assert.equal((await join(server.guest, made.token)).code, "invite_expired");
      assert.equal((await server.guest.post("/api/qunli/preview", { token: made.token })).code, "invite_expired");
      assert.equal((await g.host.view("invites", made.id)).body.state, "expired");
    });

    test("a personal invite lets one person in, whoever is quickest", async () => {
      const g = await group();
      const made = await invite(g.host, g.id);
      const came = await many(10, () => join(server.guest, made.token));
      assert.deepEqual(how(came), [200, ...Array(9).fill("invite_used")]);
    });

    test("revoking is for its maker and the hosts, for good; others do not see it", async () => {
      const g = await group();
      const [maker, other] = [await member(g), await member(g)];
      const made = await invite(maker, g.id, "qr", { note: "楼下邻居" });
      assert.equal((await other.update("invites", made.id, { revoked: true })).status, 404);
      const hosts = (await g.host.view("invites", made.id)).body;
      assert.deepEqual([hosts.token, hosts.code, hosts.note, hosts.yours], [undefined, undefined, undefined, false]);
      assert.deepEqual([made.note, made.yours, made.state], ["楼下邻居", true, "open"]);
      const revoked = (await g.host.update("invites", made.id, { revoked: true, expires: soon(), kind: "personal" })).body;
      assert.deepEqual([revoked.state, revoked.kind, revoked.expires], ["revoked", "qr", made.expires]);
      assert.equal((await maker.update("invites", made.id, { revoked: false })).body.state, "revoked");
      assert.equal((await join(server.guest, made.token)).code, "invite_revoked");
    });

    test("who was removed does not come back by an old invite", async () => {
      const g = await group();
      const open = await invite(g.host, g.id);
      const someone = await member(g);
      const qr = await invite(someone, g.id, "qr");
      const theirs = await post(someone, g.id);
      assert.equal((await someone.remove("members", g.asHost.id)).code, "not_yours");
      assert.equal((await g.host.remove("members", g.asHost.id)).code, "not_yours");
      assert.equal((await g.host.remove("members", someone.id)).status, 204);
      assert.equal((await someone.list("groups")).length, 0);
      assert.equal((await join(someone, open.token)).code, "not_allowed");
      assert.equal((await join(server.guest, qr.token)).code, "invite_revoked", "the open QR codes may be in their hands");
      const left = (await g.host.view("posts", theirs.id, "?expand=author")).body;
      assert.deepEqual([left.author, left.expand?.author], ["", undefined], "the persona is erased");
      assert.equal((await g.host.view("groups", g.id)).body.member_count, 1);
      const fresh = await invite(g.host, g.id);
      assert.equal((await join(someone, fresh.token)).status, 200, "a new invite is forgiveness");
    });

    test("a nickname is one in its group, to the eye", async () => {
      const g = await group();
      const as = async (nickname) => join(server.guest, (await invite(g.host, g.id)).token, { nickname });
      assert.equal((await as("Lynn 2")).status, 200);
      for (const same of ["lynn 2", "ＬＹＮＮ　２", " Lynn   2 "]) {
        const taken = await as(same);
        assert.equal(taken.code, "nickname_taken", same);
        assert.equal(taken.body.data.nickname.code, "taken");
      }
      for (const [bad, why] of [["", "required"], ["满".repeat(21), "too_long"], ["小\u202e满", "invalid"], ["小\n满", "invalid"], ["\u3164", "invalid"]]) {
        const refused = await as(bad);
        assert.deepEqual([refused.code, refused.body.data.nickname.code], ["validation_failed", why], JSON.stringify(bad));
      }
      for (const good of ["山竹 🥝", "👩‍👧", "❤️‍🔥", "김하나"]) assert.equal((await as(good)).status, 200, good);
      const race = await Promise.all(await many(6, async () => (await invite(g.host, g.id)).token)
        .then((tokens) => tokens.map((token) => join(server.guest, token, { nickname: "同名" }))));
      assert.deepEqual(how(race), [200, ...Array(5).fill("nickname_taken")]);
    });

    test("a persona is changed by its owner", async () => {
      const g = await group();
      const [me, other] = [await member(g), await member(g)];
      const changed = await me.patch(`/api/qunli/groups/${g.id}/me`, { nickname: "新名字", avatar: "moon-moss" });
      assert.deepEqual([changed.body.me.nickname, changed.body.me.avatar], ["新名字", "moon-moss"]);
      assert.equal((await me.update("members", me.id, { nickname: "又一个", role: "host", group: "x" })).body.role, "member");
      assert.equal((await other.update("members", me.id, { nickname: "坏" })).code, "not_yours");
      assert.equal((await other.patch(`/api/qunli/groups/${g.id}/me`, { nickname: "又一个", avatar: "moon-moss" })).code, "nickname_taken");
      assert.equal((await g.host.delete(`/api/qunli/groups/${g.id}/me`)).code, "last_host");
    });
  });

  describe("privacy", () => {
    test("no answer holds another member's account, token or e-mail, and none can be asked for", async () => {
      const g = await group();
      const me = await member(g);
      const other = await account({ email: "other@example.com", emailVisibility: true });
      other.id = (await join(other, (await invite(g.host, g.id)).token)).body.member;
      await comment(other, (await post(other, g.id)).id);
      const theirs = await invite(other, g.id, "qr");
      const listing = await offer(g, other);
      await pledge(other, (await deal(other, g.id)).id);
      const live = await me.live(["members/*", "posts/*", "listings/*"]);
      await other.patch(`/api/qunli/groups/${g.id}/me`, { nickname: "换个名字", avatar: "moon-moss" });
      await live.until((e) => e.topic === "members/*" && e.record.id === other.id, "the new persona");
      const said = [JSON.stringify(live.events)];
      const expands = { posts: "author,group", comments: "author.user,post", members: "user,group", listings: "claimant,seller.user,class",
        deals: "opener.user,pledges_via_deal.member.user", groups: "members_via_group.user,invites_via_group", seats: "holder.user", classes: "seats_via_class.holder.user" };
      for (const [name, expand] of Object.entries(expands)) {
        said.push((await me.get(`/api/collections/${name}/records?expand=${expand}&fields=*,expand.*`)).text);
        said.push((await me.get(`/api/collections/${name}/records?expand=${expand}`)).text);
      }
      live.close();
      for (const secret of [other.user, "other@example.com", theirs.token, theirs.code]) {
        assert.ok(!said.some((text) => text.includes(secret)), "told to somebody else");
      }
      for (const [name, filter] of [["members", `user = "${other.user}"`], ["posts", `author.user = "${other.user}"`],
        ["posts", `group.invites_via_group.token ~ "${theirs.token[0]}"`], ["listings", `claimant.nickname ~ "a"`],
        ["listings", `claimant != ""`], ["members", `user.email ~ "other"`], ["seats", `listings_via_seat.claimant != ""`]]) {
        const asked = await me.get(`/api/collections/${name}/records?${new URLSearchParams({ filter })}`);
        assert.ok(asked.status === 400 || asked.body.items.length === 0, `${filter}: ${asked.text}`);
      }
      assert.equal((await me.get(`/api/collections/members/records?sort=user`)).status, 400);
      // What a rule hides cannot be felt for by a filter on its way round either.
      for (const [who, name, filter] of [[me, "deals", "pledges_via_deal.quantity ?> 0"], [me, "members", "pledges_via_member.quantity ?> 0"],
        [me, "groups", `invites_via_group.made_by ?= "${other.id}"`]]) {
        const asked = await who.get(`/api/collections/${name}/records?${new URLSearchParams({ filter })}`);
        assert.deepEqual(asked.body.items, [], `${filter}: ${asked.text}`);
      }
      assert.ok(listing.id);
    });

    test("what belongs to a group is for its members", async () => {
      const g = await group();
      const stranger = await account();
      const note = await post(g.host, g.id);
      const open = await deal(g.host, g.id);
      for (const [name, id] of [["groups", g.id], ["posts", note.id], ["deals", open.id], ["members", g.asHost.id]]) {
        assert.equal(await sees(stranger, name, id), false, name);
        assert.equal(await sees(g.host, name, id), true, name);
      }
      // A copied link says that it belongs to a closed group, and no more.
      for (const [name, id] of [["groups", g.id], ["posts", note.id], ["deals", open.id]]) {
        const link = await stranger.view(name, id);
        assert.deepEqual([link.code, Object.keys(link.body.data)], ["not_member", ["qunli"]]);
      }
      assert.equal((await stranger.view("posts", "nothing00000000")).code, undefined);
      assert.equal((await stranger.create("posts", { group: g.id, kind: "note", body: "x" })).code, "not_member");
      assert.equal((await stranger.create("comments", { post: note.id, body: "x" })).code, "not_member");
      assert.equal((await pledge(stranger, open.id)).code, "not_member");
      assert.equal((await stranger.remove("posts", note.id)).status, 404);
    });

    test("a newcomer gets nothing older than their joining, pins and open offers excepted", async () => {
      const g = await group();
      const early = await member(g);
      const old = await post(early, g.id);
      const pinned = await post(g.host, g.id, { kind: "announcement" });
      await g.host.update("posts", pinned.id, { pinned: true });
      const oldTalk = await comment(early, pinned.id);
      const ended = await deal(early, g.id);
      await early.post(`/api/qunli/deals/${ended.id}/cancel`);
      const open = await deal(early, g.id);
      const offerPost = (await early.list("posts")).find((p) => p.attachment?.id === open.id);
      const seat = await offer(g, early);

      const late = await member(g);
      assert.deepEqual([await sees(early, "posts", old.id), await sees(late, "posts", old.id)], [true, false]);
      assert.deepEqual([(await late.view("posts", old.id)).status, (await late.view("posts", old.id)).code], [404, undefined]);
      assert.deepEqual([await sees(early, "deals", ended.id), await sees(late, "deals", ended.id)], [true, false]);
      for (const [name, id] of [["posts", pinned.id], ["posts", offerPost.id], ["deals", open.id], ["listings", seat.id]]) {
        assert.equal(await sees(late, name, id), true, `${name} is still open to act on`);
      }
      assert.deepEqual([await sees(early, "comments", oldTalk.id), await sees(late, "comments", oldTalk.id)], [true, false], "talk is not");
      const newTalk = await comment(late, pinned.id);
      assert.equal(await sees(late, "comments", newTalk.id), true);
      assert.equal((await early.view("posts", pinned.id)).body.comment_count, 2);
      assert.equal((await late.view("posts", pinned.id)).body.comment_count, 1);
      assert.equal((await late.create("comments", { post: old.id, body: "挖坟" })).code, "not_found");
      const underOld = await comment(early, old.id, "新话旧帖");
      assert.equal(await sees(late, "comments", underOld.id), false, "new talk under an old post stays there");
      const expanded = (await late.get("/api/collections/groups/records?expand=posts_via_group,comments_via_group")).text;
      assert.ok(!expanded.includes(old.id), `a relation is no way around: ${expanded}`);
      for (const [name, filter] of [["groups", `posts_via_group.id ?= "${old.id}"`], ["groups", `comments_via_group.id ?= "${oldTalk.id}"`],
        ["members", `posts_via_author.id ?= "${old.id}"`]]) {
        assert.deepEqual(await late.list(name, { filter }), [], filter);
        assert.equal((await early.list(name, { filter })).length, 1, filter);
      }

      // What ends while they are in is news to them; its post goes back to the past when it is older than they are.
      await early.post(`/api/qunli/deals/${open.id}/cancel`);
      assert.equal(await sees(late, "deals", open.id), true);
      assert.equal(await sees(late, "posts", offerPost.id), false);
      await g.host.update("posts", pinned.id, { pinned: false });
      assert.equal(await sees(late, "posts", pinned.id), false);
      assert.equal(await sees(late, "comments", newTalk.id), false);

      const everything = await group({ history: "all" });
      const first = await post(everything.host, everything.id);
      assert.equal(await sees(await member(everything), "posts", first.id), true);
    });

    test("realtime tells by the same rules", async () => {
      const g = await group();
      const early = await member(g);
      const old = await post(early, g.id);
      const late = await member(g);
      const stranger = await account();
      const topics = ["posts/*", "comments/*", "deals/*", "members/*", `posts/${old.id}`];
      const lives = { early: await early.live(topics), late: await late.live(topics), stranger: await stranger.live(topics), guest: await server.guest.live(topics) };
      const about = (who, id) => lives[who].events.filter((e) => e.record?.id === id).map((e) => `${e.action} ${e.topic}`);
      try {
        const talk = await comment(early, old.id);
        await early.remove("posts", old.id);
        const fresh = await post(early, g.id);
        const open = await deal(early, g.id);
        await pledge(late, open.id);
        for (const who of ["early", "late"]) {
          await lives[who].until((e) => e.topic === "deals/*" && e.record.id === open.id && e.record.people === 1, `the pledge, for ${who},`);
          await lives[who].until((e) => e.topic === "posts/*" && e.record.id === fresh.id, `the new post, for ${who},`);
        }
        await lives.early.until((e) => e.topic === "posts/*" && e.action === "delete" && e.record.id === old.id, "the deletion");
        assert.deepEqual(about("early", talk.id).includes("create comments/*"), true);
        assert.deepEqual([about("late", old.id), about("late", talk.id)], [[], []], "nothing of the past");
        const told = (who) => lives[who].events.find((e) => e.record?.id === fresh.id).record;
        assert.deepEqual([told("early").yours, told("late").yours], [true, false], "each is told what it is to them");
        assert.deepEqual([lives.stranger.events.length, lives.guest.events.length], [1, 1], "strangers hear the greeting only");

        await g.host.remove("members", late.id);
        const secret = await post(early, g.id, { body: "走了才说" });
        await lives.early.until((e) => e.record?.id === secret.id, "the post after the removal");
        assert.deepEqual(about("late", secret.id), [], "who was removed hears no more");
      } finally {
        for (const live of Object.values(lives)) live.close();
      }
    });
  });

  describe("feed", () => {
    test("what one writes is what one may write", async () => {
      const g = await group();
      const [me, other] = [await member(g), await member(g)];
      const spoof = await post(me, g.id, { author: other.id, pinned: true, open_until: soon(), attachment: { kind: "deal", id: "x" }, body: "  你好  " });
      assert.deepEqual([spoof.author, spoof.pinned, spoof.open_until, spoof.attachment, spoof.body, spoof.yours], [me.id, false, "", null, "你好", true]);
      assert.equal((await me.create("posts", { group: g.id, kind: "announcement", body: "x" })).code, "not_yours");
      assert.equal((await me.create("posts", { group: g.id, kind: "note", body: "  " })).body.data.body.code, "required");
      assert.equal((await me.create("posts", { group: g.id, kind: "note", body: "字".repeat(2001) })).body.data.body.code, "validation_max_text_constraint");
      assert.equal((await me.update("posts", spoof.id, { pinned: true })).code, "not_yours");
      assert.equal((await g.host.update("posts", spoof.id, { pinned: true, body: "改了" })).body.body, "你好");
      assert.equal((await other.remove("posts", spoof.id)).code, "not_yours");
      const said = await comment(other, spoof.id);
      assert.equal((await me.remove("comments", said.id)).code, "not_yours");
      assert.equal((await g.host.remove("comments", said.id)).status, 204);
      assert.equal((await me.remove("posts", spoof.id)).status, 204);
    });

    test("what only the rules may change is closed", async () => {
      const g = await group();
      const me = await member(g);
      const listing = await offer(g, me);
      const open = await deal(me, g.id);
      assert.equal((await me.create("members", { group: g.id, nickname: "幽灵" })).status, 403);
      assert.equal((await me.update("groups", g.id, { capacity: 2 })).status, 403);
      assert.equal((await me.update("listings", listing.id, { state: "transferred" })).status, 403);
      assert.equal((await me.update("deals", open.id, { units: 0 })).status, 403);
      assert.equal((await me.create("pledges", { deal: open.id, quantity: 1 })).status, 403);
      assert.equal((await me.create("classes", { group: g.id, title: "x" })).status, 403);
      assert.equal((await me.update("seats", listing.seat, { holder: g.asHost.id })).status, 403);
      assert.equal((await me.remove("invites", (await invite(me, g.id)).id)).status, 403);
    });
  });

  describe("seats", () => {
    test("claim, and the seat is held for one; confirm, and the roster has changed", async () => {
      const g = await group();
      const [seller, buyer, other] = [await member(g), await member(g), await member(g)];
      const listing = await offer(g, seller);
      assert.equal((await step(seller, listing, "claim")).code, "listing_own");
      const held = (await step(buyer, listing, "claim")).body;
      assert.deepEqual([held.state, held.you, held.claimed_by.id], ["held", "claimant", buyer.id]);
      assert.ok(Math.abs(Date.parse(held.held_until.replace(" ", "T")) - Date.now() - 7200_000) < 60_000);
      assert.equal((await step(other, listing, "claim")).code, "listing_held");
      const onlooker = (await other.view("listings", listing.id)).body;
      assert.deepEqual([onlooker.you, onlooker.claimed_by, onlooker.history, onlooker.claimant, onlooker.events], ["onlooker", null, [], undefined, undefined]);
      assert.equal((await step(other, listing, "release")).code, "not_yours");
      assert.equal((await step(buyer, listing, "confirm")).code, "not_yours");
      assert.equal((await step(buyer, listing, "claim")).body.state, "held", "again is the same");
      const done = (await step(seller, listing, "confirm")).body;
      assert.deepEqual([done.state, done.claimed_by.id, done.open], ["transferred", buyer.id, false]);
      assert.deepEqual(done.history.map((h) => [h.step, h.by.id]), [["list", seller.id], ["claim", buyer.id], ["confirm", seller.id]]);
      assert.equal((await other.view("seats", listing.seat)).body.holder, buyer.id);
      assert.equal((await step(other, listing, "claim")).code, "listing_gone");
      assert.equal((await step(seller, listing, "cancel")).code, "listing_gone");
    });

    test("twenty at once: one has it", async () => {
      const g = await group();
      const seller = await member(g);
      const buyers = [];
      for (let i = 0; i < 20; i++) buyers.push(await member(g));
      const listing = await offer(g, seller);
      assert.deepEqual(how(await Promise.all(buyers.map((b) => step(b, listing, "claim")))), [200, ...Array(19).fill("listing_held")]);
      const quick = await offer(g, seller, { auto_confirm: true });
      assert.deepEqual(how(await Promise.all(buyers.map((b) => step(b, quick, "claim")))), [200, ...Array(19).fill("listing_gone")]);
      const ending = (await seller.view("listings", quick.id)).body;
      assert.deepEqual(ending.history.map((h) => h.step), ["list", "claim", "confirm"]);
      assert.equal((await seller.view("seats", quick.seat)).body.holder, ending.claimed_by.id);
      assert.equal((await seller.list("seats", { filter: `class = "${quick.class}"` })).length, 1);
    });

    test("only one's own seat, once, and never above what it cost", async () => {
      const g = await group();
      const [seller, other] = [await member(g), await member(g)];
      const made = await lesson(g, [seller.id]);
      const seat = await seatOf(seller, made.id, seller.id);
      const list = (who, more) => who.create("listings", { seat: seat.id, asking: 12000, ...more });
      assert.equal((await list(other)).code, "seat_not_yours");
      assert.equal((await list(seller, { asking: 12001 })).code, "price_above_face_value");
      assert.equal((await list(seller, { asking: -1 })).status, 400);
      const race = await many(5, () => list(seller, { state: "transferred", claimant: other.id, expires: iso(Date.now() + 90 * DAY) }));
      assert.deepEqual(how(race), [200, ...Array(4).fill("seat_listed")]);
      const listing = race.find((a) => a.status === 200).body;
      assert.deepEqual([listing.state, listing.claimed_by], ["available", null]);
      assert.equal((await seller.view("seats", seat.id)).body.listing, listing.id);
      assert.equal(Date.parse(listing.expires.replace(" ", "T")), Date.parse(made.starts.replace(" ", "T")) - 3600_000);
      const near = await lesson(g, [seller.id], { starts: iso(Date.now() + 1800_000) });
      const late = await seatOf(seller, near.id, seller.id);
      assert.equal((await seller.create("listings", { seat: late.id, asking: 1 })).code, "class_started");
    });

    test("declined, released, cancelled; a member takes no second seat", async () => {
      const g = await group();
      const [seller, buyer] = [await member(g), await member(g)];
      const listing = await offer(g, seller);
      assert.equal((await step(seller, listing, "confirm")).code, "conflict");
      await step(buyer, listing, "claim");
      assert.equal((await step(seller, listing, "decline")).body.state, "available");
      await step(buyer, listing, "claim");
      assert.equal((await step(buyer, listing, "release")).body.state, "available");
      assert.equal((await buyer.view("listings", listing.id)).body.history.length, 5, "who claimed once may read on");
      assert.equal((await step(buyer, listing, "cancel")).code, "not_yours");
      assert.equal((await step(seller, listing, "cancel")).body.state, "cancelled");
      assert.equal((await step(buyer, listing, "claim")).code, "listing_closed");
      assert.equal((await seller.view("seats", listing.seat)).body.listing, "");
      const again = await offer(g, seller);
      await g.host.create("seats", { class: again.class, holder: buyer.id });
      assert.equal((await step(buyer, again, "claim")).code, "seat_taken");
      assert.equal((await g.host.create("seats", { class: again.class, holder: buyer.id })).code, "seat_taken");
      assert.equal((await buyer.create("seats", { class: again.class, holder: buyer.id })).code, "not_yours");
    });

    test("a hold and an offer end by the server's clock, at the moment of reading and of writing", async () => {
      const g = await group();
      const [seller, first, second] = [await member(g), await member(g), await member(g)];
      const listing = await offer(g, seller);
      await step(first, listing, "claim");
      const past = iso(Date.now() - 1000);
      await server.admin.update("listings", listing.id, { held_until: past, due: past });
      const lapsed = (await first.view("listings", listing.id)).body;
      assert.deepEqual([lapsed.state, lapsed.held_until, lapsed.you], ["available", "", "onlooker"]);
      assert.equal((await step(seller, listing, "confirm")).code, "conflict", "too late");
      const taken = (await step(second, listing, "claim")).body;
      assert.deepEqual([taken.state, taken.claimed_by.id], ["held", second.id]);
      assert.deepEqual(taken.history.map((h) => h.step), ["list", "claim", "lapse", "claim"]);
      await server.admin.update("listings", listing.id, { expires: past, closed: past, due: past });
      assert.equal((await second.view("listings", listing.id)).body.state, "expired");
      assert.equal((await step(seller, listing, "confirm")).code, "listing_closed");
      // Close to the cut-off a hold is shorter than the policy's two hours.
      const near = await lesson(g, [seller.id], { starts: iso(Date.now() + 3600_000 + 600_000) });
      const seat = await seatOf(seller, near.id, seller.id);
      const close = (await seller.create("listings", { seat: seat.id, asking: 1 })).body;
      assert.equal((await step(first, close, "claim")).body.held_until, close.expires);
    });

    test("who leaves takes back what they offered and lets go what they held", async () => {
      const g = await group();
      const [seller, buyer] = [await member(g), await member(g)];
      const mine = await offer(g, seller);
      const held = await offer(g, buyer);
      await step(seller, held, "claim");
      const open = await deal(seller, g.id);
      const theirs = await deal(buyer, g.id);
      await pledge(buyer, open.id);
      await pledge(seller, theirs.id, 2);
      const out = await invite(seller, g.id);
      assert.equal((await seller.delete(`/api/qunli/groups/${g.id}/me`)).status, 204);
      assert.equal((await buyer.view("listings", mine.id)).body.state, "cancelled");
      assert.equal((await buyer.view("listings", held.id)).body.state, "available");
      const called = (await buyer.view("deals", open.id)).body;
      assert.deepEqual([called.state, called.your_pledge.state, called.your_pledge.total], ["cancelled", "released", 0]);
      const other = (await buyer.view("deals", theirs.id)).body;
      assert.deepEqual([other.people, other.units], [0, 0]);
      assert.equal((await buyer.view("classes", mine.class)).body.seats_taken, 0);
      assert.equal((await join(server.guest, out.token)).code, "invite_revoked");
      assert.equal((await buyer.list("members", { filter: `id = "${seller.id}"` })).length, 0);
    });
  });

  describe("deals", () => {
    test("the price falls with the people, and is what the record says", async () => {
      const g = await group();
      const people = [await member(g), await member(g), await member(g)];
      const open = await deal(people[0], g.id, { people: 99, units: 99, state: "succeeded" });
      assert.deepEqual([open.people, open.units, open.state, open.unit_price, open.yours], [0, 0, "open", 12800, true]);
      for (const who of people) assert.equal((await pledge(who, open.id, 2)).status, 200);
      const now = (await people[1].view("deals", open.id)).body;
      assert.deepEqual([now.people, now.units, now.unit_price, now.your_pledge.total], [3, 6, 9900, 19800]);
      assert.deepEqual(now.joined.map((m) => m.id), people.map((p) => p.id));
      assert.equal((await people[1].list("pledges")).length, 1, "what others took is not for all");
      assert.equal((await people[0].list("pledges", { filter: `deal = "${open.id}"` })).length, 3);
      const left = (await people[2].delete(`/api/qunli/deals/${open.id}/pledge`)).body;
      assert.deepEqual([left.people, left.unit_price, left.your_pledge], [2, 12800, null]);
      assert.equal((await people[2].delete(`/api/qunli/deals/${open.id}/pledge`)).code, "not_pledged");
    });

    test("twenty at once for two units: two have one", async () => {
      const g = await group();
      const people = [];
      for (let i = 0; i < 20; i++) people.push(await member(g));
      const open = await deal(g.host, g.id, { stock: 2, minimum: 2 });
      assert.deepEqual(how(await Promise.all(people.map((p) => pledge(p, open.id)))), [200, 200, ...Array(18).fill("deal_full")]);
      const after = (await g.host.view("deals", open.id)).body;
      assert.deepEqual([after.people, after.units], [2, 2]);
    });

    test("one pledge a member, within the limit, and none after the end", async () => {
      const g = await group();
      const me = await member(g);
      const open = await deal(g.host, g.id);
      assert.equal((await pledge(me, open.id, 3)).code, "deal_limit");
      assert.equal((await pledge(me, open.id, 0)).code, "deal_limit");
      assert.equal((await pledge(me, open.id, 1.5)).code, "deal_limit");
      assert.deepEqual(how(await many(6, () => pledge(me, open.id))), [200, ...Array(5).fill("already_pledged")]);
      const past = iso(Date.now() - 1000);
      await server.admin.update("deals", open.id, { ends: past, closed: past });
      const ended = (await me.view("deals", open.id)).body;
      assert.deepEqual([ended.state, ended.your_pledge.state, ended.your_pledge.total], ["failed", "released", 0], "one of two");
      assert.equal((await pledge(await member(g), open.id)).code, "not_found", "over before they came");
      assert.equal((await pledge(g.host, open.id)).code, "deal_closed");
      assert.equal((await me.delete(`/api/qunli/deals/${open.id}/pledge`)).code, "deal_closed");
    });

    test("a deal that succeeded is owed, and settled by who runs it", async () => {
      const g = await group();
      const [opener, me] = [await member(g), await member(g)];
      const open = await deal(opener, g.id);
      await pledge(opener, open.id);
      await pledge(me, open.id);
      const mine = (await me.list("pledges"))[0];
      assert.equal((await opener.update("pledges", mine.id, { state: "settled" })).code, "conflict", "nothing is owed yet");
      const past = iso(Date.now() - 1000);
      await server.admin.update("deals", open.id, { ends: past, closed: past });
      assert.deepEqual([(await me.view("deals", open.id)).body.state, (await me.view("pledges", mine.id)).body.state], ["succeeded", "due"]);
      assert.equal((await me.update("pledges", mine.id, { state: "settled" })).code, "not_yours");
      const settled = (await opener.update("pledges", mine.id, { state: "settled", quantity: 9 })).body;
      assert.deepEqual([settled.state, settled.quantity, settled.total], ["settled", 1, 12800]);
      assert.equal((await opener.post(`/api/qunli/deals/${open.id}/cancel`)).code, "deal_closed");
    });

    test("once a minute what time did is written down, and realtime tells", async () => {
      const g = await group();
      const [me, other] = [await member(g), await member(g)];
      const open = await deal(g.host, g.id, { minimum: 1 });
      await pledge(me, open.id);
      const listing = await offer(g, me);
      await step(other, listing, "claim");
      const past = iso(Date.now() - 1000);
      await server.admin.update("deals", open.id, { ends: past, closed: past });
      await server.admin.update("listings", listing.id, { held_until: past, due: past });
      const live = await me.live(["deals/*", "listings/*", "pledges/*"]);
      assert.equal((await server.admin.post("/api/crons/qunli-settle")).status, 204);
      await live.until((e) => e.topic === "deals/*" && e.record.id === open.id && e.record.open === false, "the deal's end");
      await live.until((e) => e.topic === "listings/*" && e.record.id === listing.id && e.record.state === "available", "the lapse");
      await live.until((e) => e.topic === "pledges/*" && e.record.state === "due", "the debt");
      live.close();
      const lapsed = (await other.view("listings", listing.id)).body;
      assert.deepEqual(lapsed.history.map((h) => [h.step, h.by?.id]), [["list", me.id], ["claim", other.id], ["lapse", undefined]]);
      assert.equal((await server.admin.post("/api/crons/qunli-forget")).status, 204);
    });

    test("tiers are honest, windows short, and calling off is for who opened it", async () => {
      const g = await group();
      const me = await member(g);
      const open = (more) => me.create("deals", { group: g.id, title: "垫", tiers: [{ from: 1, price: 100 }], minimum: 1, per_member: 1, ends: soon(), ...more });
      for (const tiers of [[{ from: 2, price: 100 }], [{ from: 1, price: 100 }, { from: 3, price: 100 }], [{ from: 1, price: 100 }, { from: 1, price: 90 }],
        [{ from: 1, price: 0 }], [{ from: 1, price: 1.5 }], "no tiers"]) {
        assert.equal((await open({ tiers })).code, "deal_tiers_invalid", JSON.stringify(tiers));
      }
      assert.equal((await open({ ends: iso(Date.now() - 1) })).body.data.ends.code, "past");
      assert.equal((await open({ ends: iso(Date.now() + 31 * DAY) })).body.data.ends.code, "out_of_range");
      assert.equal((await open({ minimum: 3, stock: 2 })).body.data.stock.code, "out_of_range");
      const made = (await open({})).body;
      assert.equal((await (await member(g)).post(`/api/qunli/deals/${made.id}/cancel`)).code, "not_yours");
      assert.equal((await g.host.post(`/api/qunli/deals/${made.id}/cancel`)).body.state, "cancelled");
      const quiet = await group({ members_open_deals: false });
      const someone = await member(quiet);
      assert.equal((await someone.create("deals", { group: quiet.id, title: "垫", tiers: [{ from: 1, price: 1 }], minimum: 1, per_member: 1, ends: soon() })).code, "not_yours");
    });
  });

  describe("once an intent", () => {
    test("the same key of the same account is answered, not done again", async () => {
      const g = await group();
      const [me, other] = [await member(g), await member(g)];
      const once = key();
      const body = { group: g.id, kind: "note", body: "一次" };
      const answers = await many(8, () => me.create("posts", body, once));
      const told = new Set(answers.map((a) => `${a.status} ${a.body.id} ${a.body.body}`));
      assert.equal(told.size, 1, JSON.stringify([...told]));
      assert.equal((await me.list("posts", { filter: 'body = "一次"' })).length, 1);
      assert.equal((await me.create("posts", { ...body, body: "另一次" }, once)).code, "idempotency_mismatch");
      assert.notEqual((await other.create("posts", body, once)).body.id, answers[0].body.id, "keys belong to an account");

      const gone = key();
      assert.deepEqual([(await me.remove("posts", answers[0].body.id, gone)).status, (await me.remove("posts", answers[0].body.id, gone)).status], [204, 204]);
      assert.equal((await me.remove("posts", answers[0].body.id)).status, 404);

      const open = await deal(g.host, g.id);
      const pledging = key();
      assert.deepEqual(how(await many(5, () => pledge(me, open.id, 1, pledging))), Array(5).fill(200));
      assert.equal((await g.host.view("deals", open.id)).body.people, 1);
      const leaving = key();
      for (let i = 0; i < 2; i++) assert.equal((await me.delete(`/api/qunli/deals/${open.id}/pledge`, leaving)).body.people, 0);

      const refused = key();
      assert.equal((await me.create("posts", { ...body, kind: "announcement" }, refused)).code, "not_yours");
      assert.equal((await me.create("posts", { ...body, kind: "announcement" }, refused)).code, "not_yours", "a refusal leaves no trace");
    });

    test("a joining that is repeated is one joining, with the same secrets", async () => {
      const g = await group();
      const made = await invite(g.host, g.id);
      const who = persona();
      const once = key();
      const answers = await many(4, () => join(server.guest, made.token, who, once));
      const told = answers.map((a) => [a.status, a.body.member, a.body.record?.id, a.body.recovery_code].join());
      assert.equal(new Set(told).size, 1, JSON.stringify(told));
      assert.equal((await g.host.view("groups", g.id)).body.member_count, 2);
      for (const a of answers) assert.equal((await server.as(a.body.token).list("groups")).length, 1);
      assert.equal((await server.guest.post("/api/qunli/recover", { recovery_code: answers[3].body.recovery_code })).status, 200);
      const group2 = key();
      const host = await account();
      const made2 = await many(3, () => host.post("/api/qunli/groups", { name: "一个", nickname: "我", avatar: "moon-moss" }, group2));
      assert.equal(new Set(made2.map((a) => a.body.id)).size, 1);
      assert.equal((await host.list("groups")).length, 1);
    });
  });

  test("the server ran without a fault of its own", () => {
    assert.doesNotMatch(server.log(), /panic|GoError|TypeError|ReferenceError/);
  });
});

describe("the PocketBase demo", { skip: BINARY ? false : "QUNLI_POCKETBASE names no PocketBase binary" }, () => {
  let server;
  before(async () => (server = await start({ QUNLI_DEMO: "1" })));
  after(() => server?.stop());

  test("a class with its feed, seats and deals, three accounts, and a limit on guessing", async () => {
    const info = (await server.guest.get("/api/qunli/info")).body;
    const sessions = [];
    for (const { identity, password } of info.demo.sign_ins) {
      const session = await server.guest.post("/api/collections/users/auth-with-password", { identity, password });
      assert.equal(session.status, 200, session.text);
      sessions.push(server.as(session.body.token));
    }
    const [host, one, visitor] = sessions;
    assert.equal((await host.list("groups"))[0].me.role, "host");
    assert.deepEqual(await visitor.list("groups"), []);
    const [all, since] = [await host.list("posts"), await one.list("posts")];
    assert.ok(all.length >= 36 && since.length < all.length && since.length > 10, `${all.length}, ${since.length}`);
    assert.ok(all.every((p) => Date.parse(p.created.replace(" ", "T")) <= Date.now()), "nothing is from the future");
    assert.ok((await host.list("comments")).length > 60);
    assert.deepEqual((await one.list("listings")).map((l) => l.state).sort(), ["available", "held", "transferred"]);
    const deals = await one.list("deals", { sort: "-open" });
    assert.deepEqual(deals.map((d) => [d.state, d.people, d.unit_price]), [["open", 6, 9900], ["succeeded", 12, 3900]]);
    const guesses = await many(130, () => server.guest.post("/api/qunli/preview", { code: "22222222" }));
    assert.ok(guesses.some((g) => g.status === 429), "guessing is limited");
  });
});
