// Coming in: joining by an invite, making a group, and the account that joining makes.

const { refuse, accepted } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const rules = require(`${__hooks}/lib/rules.js`);
const words = require(`${__hooks}/lib/words.js`);
const invites = require(`${__hooks}/lib/invites.js`);
const write = require(`${__hooks}/lib/write.js`);

/** Makes an account a member. The nickname must be free in the group. */
const enter = (app, group, user, body, role, now) => {
    const nickname = String(body.nickname).trim();
    nicknameMustBeFree(app, group.id, nickname, "");
    const member = new Record(app.findCollectionByNameOrId("members"));
    member.load({
        group: group.id, user: user.id, nickname: nickname, nickname_key: words.nicknameKey(nickname), avatar: body.avatar,
        role: role, rank: ["host", "steward", "member"].indexOf(role), joined: clock.text(now),
    });
    app.save(member);
    const count = here.facts(app, group).count;
    group.set("member_count", count);
    const latches = count >= group.getInt("qr_limit");
    if (latches && !group.getString("qr_closed")) group.set("qr_closed", clock.text(now));
    app.save(group);
    // In the transaction of the joining that reaches the limit, the QR codes die for good.
    const dying = latches ? here.all(app, "invites", "group = {:group} && kind = 'qr' && latched = false", { group: group.id }) : [];
    for (const invite of dying) {
        invite.set("latched", true);
        app.save(invite);
    }
    return member;
};
exports.enter = enter;

const nicknameMustBeFree = (app, group, nickname, except) => {
    const taken = here.first(app, "members", "group = {:group} && nickname_key = {:key} && id != {:except}",
        { group: group, key: words.nicknameKey(nickname), except: except });
    if (taken) refuse("nickname_taken", { nickname: "taken" });
};
exports.nicknameMustBeFree = nicknameMustBeFree;

/** A fresh account without e-mail; its password is known to nobody, its recovery code is the way back. */
const makeAccount = (app, key) => {
    const user = new Record(app.findCollectionByNameOrId("users"));
    user.set("username", "m_" + $security.randomStringWithAlphabet(16, "abcdefghijkmnpqrstuvwxyz23456789"));
    user.setPassword($security.randomString(40));
    app.save(user);
    // Read again: a record whose password was just set gets another secret with its next change.
    const made = here.find(app, "users", user.id);
    giveRecovery(app, made, key);
    return made;
};

/** Sets a recovery code that the same intent can be told again; only its hash is stored. */
const giveRecovery = (app, user, key) => {
    const code = words.recovery(key, user.tokenKey());
    user.set("recovery", $security.sha256(words.normalised(code)));
    app.save(user);
    return code;
};

/** Joins by an invite; makes an account in the same transaction when there is none. */
exports.join = (e) => write.route(e, ({ app, user, body, now, key }) => {
    const invite = invites.held(app, body);
    const group = here.find(app, "groups", invite.getString("group")) || refuse("invite_unknown");
    if (user && here.memberOf(app, group.id, user.id)) refuse("already_member");
    const why = rules.whyNotOpen(invites.facts(invite), here.facts(app, group), now);
    if (why) refuse(why);
    if (invites.isBanned(app, invite, user)) refuse("not_allowed");
    accepted(words.personaWrong(body.nickname, body.avatar));
    const account = user || makeAccount(app, key);
    const member = enter(app, group, account, body, "member", now);
    // Read again: entering may have latched it.
    const used = here.find(app, "invites", invite.id);
    used.set("joined_count", used.getInt("joined_count") + 1);
    app.save(used);
    return { answer: { group: group.id, member: member.id, account: user ? "" : account.id } };
}, {
    open: true,
    subject: (body) => words.normalised(body.token || body.code),
    finish: (e, done, key) => {
        const answer = { group: done.answer.group, member: done.answer.member };
        const account = done.answer.account && here.find(e.app, "users", done.answer.account);
        if (account) {
            // Never stored: made again from the intent's key and the account's secret.
            $apis.enrichRecord(e, account);
            answer.token = account.newAuthToken();
            answer.record = account;
            answer.recovery_code = words.recovery(key, account.tokenKey());
        }
        return e.json(200, answer);
    },
});

/** A new recovery code; the one before stops working. */
exports.newRecovery = (e) => write.route(e, ({ app, user, key }) => {
    giveRecovery(app, here.find(app, "users", user.id), key);
    return { answer: {} };
}, {
    finish: (e, done, key) => e.json(200, { recovery_code: words.recovery(key, here.find(e.app, "users", e.auth.id).tokenKey()) }),
});

/** Signs in with a recovery code, and ends every other session of the account. */
exports.recover = (e) => {
    const code = words.normalised((e.requestInfo().body || {}).recovery_code);
    const hash = $security.sha256(code);
    const user = code.length === 16 ? here.first(e.app, "users", "recovery = {:hash}", { hash: hash }) : null;
    if (!user) refuse("recovery_unknown");
    user.refreshTokenKey();
    e.app.save(user);
    return $apis.recordAuthResponse(e, user, "", null);
};

/** Signing in by a password: a refusal has a code here too, and does not say which of the two was wrong. */
exports.signIn = (e) => {
    try {
        e.next();
    } catch (_) {
        refuse("code_wrong");
    }
};

const POLICY = { history: "since_joined", qr_limit: 100, capacity: 500, invite_s: 7 * 86400, hold_s: 7200, cut_off_s: 3600, members_open_deals: true };
exports.POLICY = POLICY;

/** Makes a group; who makes it is its host. */
exports.makeGroup = (e) => write.route(e, ({ app, user, body, now }) => {
    accepted(words.personaWrong(body.nickname, body.avatar));
    const group = new Record(app.findCollectionByNameOrId("groups"));
    for (const field in POLICY) group.set(field, body[field] === undefined || body[field] === null ? POLICY[field] : body[field]);
    group.load({ name: String(body.name || "").trim(), about: String(body.about || "").trim(), member_count: 0 });
    accepted(group.getInt("qr_limit") > group.getInt("capacity") ? { qr_limit: "out_of_range" } : {});
    app.save(group);
    enter(app, group, user, body, "host", now);
    return { collection: "groups", record: group.id };
});
