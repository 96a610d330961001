// Memberships: changing one's persona, leaving, removing; and what ends with a membership.

const { refuse, accepted } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const words = require(`${__hooks}/lib/words.js`);
const write = require(`${__hooks}/lib/write.js`);
const join = require(`${__hooks}/lib/join.js`);
const market = require(`${__hooks}/lib/market.js`);
const deals = require(`${__hooks}/lib/deals.js`);

/** Sets nickname and avatar of a membership, after the same checks as joining. */
const setPersona = (app, member, body) => {
    accepted(words.personaWrong(body.nickname, body.avatar));
    const nickname = String(body.nickname).trim();
    join.nicknameMustBeFree(app, member.getString("group"), nickname, member.id);
    member.load({ nickname: nickname, nickname_key: words.nicknameKey(nickname), avatar: body.avatar });
};

/** My persona, through the records API. */
exports.update = ({ app, user, record, body, e }) => {
    const member = here.find(app, "members", record.id) || refuse("not_found");
    if (member.getString("user") !== user.id) refuse("not_yours");
    setPersona(app, member, { nickname: body.nickname === undefined ? member.getString("nickname") : body.nickname,
        avatar: body.avatar === undefined ? member.getString("avatar") : body.avatar });
    e.record = member;
};

/** My persona, for who knows the group only. */
exports.setPersona = (e) => write.route(e, ({ app, user, body }) => {
    const { group, me } = here.enter(app, e.request.pathValue("group"), user);
    setPersona(app, me, body);
    app.save(me);
    return { collection: "groups", record: group.id };
});

/** Leaves a group. */
exports.leave = (e) => write.route(e, ({ app, user, now }) => {
    const { group, me } = here.enter(app, e.request.pathValue("group"), user);
    const hosts = app.countRecords("members", $dbx.hashExp({ group: group.id, role: "host" }));
    if (me.getString("role") === "host" && hosts <= 1) refuse("last_host");
    end(app, group, me, now);
    app.delete(me);
    count(app, group);
    return {};
});

/** Removes a member, through the records API: PocketBase deletes the record once this has said yes. */
exports.remove = ({ app, user, record, now }) => {
    const { group, me } = here.enter(app, record.getString("group"), user);
    here.mustRun(me);
    // Hosts leave by themselves, and nobody removes themselves by mistake.
    if (record.getString("role") === "host" || record.id === me.id) refuse("not_yours");
    const account = record.getString("user");
    end(app, group, record, now);
    const removal = here.first(app, "removals", "group = {:group} && user = {:user}", { group: group.id, user: account }) ||
        new Record(app.findCollectionByNameOrId("removals"));
    removal.load({ group: group.id, user: account, at: clock.text(now) });
    app.save(removal);
    // They may hold any of the open QR codes, and a stranger without an account is not known again.
    revoke(app, "group = {:group} && kind = 'qr' && revoked = false && latched = false", { group: group.id });
    return () => count(app, group);
};

const revoke = (app, filter, params) => {
    for (const invite of here.all(app, "invites", filter, params)) {
        invite.set("revoked", true);
        app.save(invite);
    }
};

const count = (app, group) => {
    const fresh = here.find(app, "groups", group.id);
    fresh.set("member_count", here.facts(app, fresh).count);
    app.save(fresh);
};

/** What was offered is taken back, what was held is let go. The record itself is deleted by the caller. */
const end = (app, group, member, now) => {
    const mine = { me: member.id };
    for (const listing of here.all(app, "listings", "open = true && (seller = {:me} || claimant = {:me})", mine)) {
        market.take(app, group, listing, listing.getString("seller") === member.id ? "cancel" : "release", member.id, now, true);
    }
    // Nobody is left to buy and hand out: whoever is in it is free.
    for (const deal of here.all(app, "deals", "open = true && opener = {:me}", mine)) deals.end(app, deal, "cancelled", now);
    for (const pledge of here.all(app, "pledges", "member = {:me} && deal.open = true", mine)) {
        deals.withdraw(app, here.find(app, "deals", pledge.getString("deal")), pledge);
    }
    for (const seat of here.all(app, "seats", "holder = {:me}", mine)) {
        app.delete(seat);
        market.countSeats(app, seat.getString("class"));
    }
    revoke(app, "made_by = {:me} && kind = 'personal' && revoked = false && joined_count = 0", mine);
};
