// Invites: making one, taking one back, and what one leads to.

const { refuse, accepted } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const rules = require(`${__hooks}/lib/rules.js`);
const words = require(`${__hooks}/lib/words.js`);

/** What the rules need to know of an invite. */
const facts = (invite) => ({
    kind: invite.getString("kind"),
    revoked: invite.getBool("revoked"),
    latched: invite.getBool("latched"),
    joined: invite.getInt("joined_count"),
    expires: clock.of(invite, "expires"),
});
exports.facts = facts;

/** An open deal or listing of the group; its title is ours, not the client's. */
const target = (app, group, given, now) => {
    if (!given || !given.kind) return null;
    const offer = given.kind === "deal" ? here.find(app, "deals", given.id)
        : given.kind === "listing" ? here.find(app, "listings", given.id) : null;
    if (!offer || offer.getString("group") !== group.id || clock.of(offer, "closed") <= now) {
        refuse("validation_failed", { target: "invalid" });
    }
    const named = given.kind === "deal" ? offer : here.find(app, "classes", offer.getString("class"));
    return { kind: given.kind, id: offer.id, title: named.getString("title") };
};

/** Fills in a new invite. */
exports.create = ({ app, user, record, now, e }) => {
    const { group, me } = here.enter(app, record.getString("group"), user);
    const kind = record.getString("kind");
    // PocketBase takes hidden fields out of what people send; this one is theirs to write and to read.
    const sent = new DynamicModel({ note: "" });
    e.bindBody(sent);
    const note = sent.note.trim();
    accepted(Array.from(note).length > 40 ? { note: "too_long" } : {});
    const why = rules.whyNotMake(kind, here.facts(app, group));
    if (why) refuse(why);
    if (kind === "qr" && group.getString("qr_closed")) {
        // Once the QR codes have died, only a host opens the door again.
        if (me.getString("role") !== "host") refuse("qr_limit_reached");
        group.set("qr_closed", "");
        app.save(group);
    }
    record.load({
        made_by: me.id, token: words.token(), code: freeCode(app), note: note, target: target(app, group, here.json(record, "target"), now),
        expires: clock.text(now + group.getInt("invite_s") * 1000), revoked: false, latched: false, joined_count: 0,
    });
};

/** A typed code that no invite has. */
const freeCode = (app) => {
    for (;;) {
        const code = words.code();
        if (!here.first(app, "invites", "code = {:code}", { code: code })) return code;
    }
};

/** Takes an invite back, for good; nothing else of it changes. */
exports.update = ({ app, user, record, body, e }) => {
    const { me } = here.enter(app, record.original().getString("group"), user);
    const invite = here.find(app, "invites", record.id) || refuse("not_found");
    if (invite.getString("made_by") !== me.id) here.mustRun(me);
    if (body.revoked === true) invite.set("revoked", true);
    e.record = invite;
};

/** The invite that a visitor holds. */
exports.held = (app, body) => {
    const token = words.normalised(body.token);
    const code = body.code ? words.parseCode(body.code) : "";
    const found = token.length === 27 ? here.first(app, "invites", "token = {:token}", { token: token })
        : code ? here.first(app, "invites", "code = {:code}", { code: code }) : null;
    return found || refuse("invite_unknown");
};

/** Whether this account was removed after the invite was made. */
exports.isBanned = (app, invite, user) => {
    if (!user) return false;
    const removal = here.first(app, "removals", "group = {:group} && user = {:user}",
        { group: invite.getString("group"), user: user.id });
    return !!removal && clock.of(invite, "created") <= clock.of(removal, "at");
};

/** What an invite leads to. Opens nothing, joins nothing. */
exports.preview = (e) => {
    const app = e.app;
    const now = clock.now();
    const body = JSON.parse(JSON.stringify(e.requestInfo().body || {}));
    const user = e.auth && e.auth.collection().name === "users" ? e.auth : null;
    const invite = exports.held(app, body);
    const group = here.find(app, "groups", invite.getString("group")) || refuse("invite_unknown");
    const count = here.facts(app, group);
    const isMember = !!user && !!here.memberOf(app, group.id, user.id);
    if (!isMember) {
        const why = rules.whyNotOpen(facts(invite), count, now);
        if (why) refuse(why);
        if (exports.isBanned(app, invite, user)) refuse("not_allowed");
    }
    const persona = (member) => (member ? { nickname: member.getString("nickname"), avatar: member.getString("avatar") } : null);
    return e.json(200, {
        group: { id: group.id, name: group.getString("name"), about: group.getString("about"), history: group.getString("history") },
        member_count: count.count,
        host: persona(here.first(app, "members", "group = {:group} && role = 'host'", { group: group.id }, "joined")),
        inviter: persona(here.find(app, "members", invite.getString("made_by"))),
        kind: invite.getString("kind"),
        expires: invite.getString("expires"),
        places_left: rules.placesLeft(invite.getString("kind"), count),
        target: targetPreview(app, here.json(invite, "target"), now),
        already_member: isMember,
        server_time: clock.text(now),
    });
};

/** What a visitor may know of the thing that an invite points at, while it is open. */
const targetPreview = (app, attachment, now) => {
    const offer = attachment && here.find(app, attachment.kind === "deal" ? "deals" : "listings", attachment.id);
    if (!offer || clock.of(offer, "closed") <= now) return null;
    if (attachment.kind === "deal") {
        const tiers = here.json(offer, "tiers") || [];
        const people = offer.getInt("people");
        return { attachment: attachment, people: people, tiers: tiers, price: rules.priceAt(tiers, people) };
    }
    const held = offer.getString("state") === "held" && clock.of(offer, "held_until") > now;
    return { attachment: attachment, people: held ? 1 : 0, tiers: [], price: offer.getInt("asking") };
};
