/// <reference path="../pb_data/types.d.ts" />
// The collections: what a community is made of. Who may read them is in the next migration, what may be done with
// them is in ../pb_hooks. Hidden fields never leave the server unless a hook shows them to the one who may know.

migrate((app) => {
    const text = (name, more) => ({ type: "text", name: name, ...more });
    const whole = (name, more) => ({ type: "number", name: name, onlyInt: true, min: 0, ...more });
    const bool = (name, more) => ({ type: "bool", name: name, ...more });
    const date = (name, more) => ({ type: "date", name: name, ...more });
    const json = (name, more) => ({ type: "json", name: name, maxSize: 20000, ...more });
    const one = (name, values, more) => ({ type: "select", name: name, values: values, maxSelect: 1, required: true, ...more });
    const created = { type: "autodate", name: "created", onCreate: true, onUpdate: false };
    const printable = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$";

    const make = (name, fields, indexes) => {
        const collection = new Collection({ type: "base", name: name, fields: fields, indexes: indexes || [] });
        app.save(collection);
        return collection;
    };
    const to = (name, collection, more) => ({
        type: "relation", name: name, collectionId: collection.id, maxSelect: 1, cascadeDelete: false, ...more,
    });
    const inside = { required: true, cascadeDelete: true };

    // Accounts. `username` or e-mail signs in; what joining makes has a recovery code instead of an e-mail.
    const users = app.findCollectionByNameOrId("users");
    users.fields.removeByName("name");
    users.fields.removeByName("avatar");
    users.fields.add(new TextField({ name: "username", required: true, min: 3, max: 60, pattern: "^[A-Za-z0-9_.-]+$" }));
    users.fields.add(new TextField({ name: "recovery", hidden: true, max: 64 }));
    users.fields.getByName("email").required = false;
    users.indexes = users.indexes.concat([
        "CREATE UNIQUE INDEX idx_users_username ON users (username COLLATE NOCASE)",
        "CREATE UNIQUE INDEX idx_users_recovery ON users (recovery) WHERE recovery != ''",
    ]);
    users.passwordAuth.enabled = true;
    users.passwordAuth.identityFields = ["username", "email"];
    users.authAlert.enabled = false;
    users.authToken.duration = 30 * 86400;
    app.save(users);

    // The policy of a group stands in flat fields; seconds where the name ends in _s.
    const groups = make("groups", [
        text("name", { required: true, max: 40, pattern: printable }),
        text("about", { max: 200, pattern: printable }),
        one("history", ["since_joined", "all"]),
        whole("qr_limit", { min: 2, max: 100 }),
        whole("capacity", { min: 2, max: 500 }),
        whole("invite_s", { min: 60, max: 30 * 86400 }),
        whole("hold_s", { min: 60, max: 7200 }),
        whole("cut_off_s", { max: 7 * 86400 }),
        bool("members_open_deals"),
        whole("member_count"),
        date("qr_closed"),
        created,
    ]);

    // One person in one group. `user` is never shown: personas of two groups cannot be joined up.
    const members = make("members", [
        to("group", groups, inside),
        to("user", users, { hidden: true, required: true, cascadeDelete: true }),
        text("nickname", { required: true, max: 20 }),
        text("nickname_key", { hidden: true, required: true, max: 40 }),
        text("avatar", { required: true, max: 30 }),
        one("role", ["host", "steward", "member"]),
        whole("rank"),
        date("joined", { required: true }),
    ], [
        "CREATE UNIQUE INDEX idx_members_once ON members (`group`, user)",
        "CREATE UNIQUE INDEX idx_members_nickname ON members (`group`, nickname_key)",
        "CREATE INDEX idx_members_user ON members (user, `group`)",
    ]);

    // Who was removed, and when: no invite of before that moment lets them in again. Nobody reads this.
    make("removals", [
        to("group", groups, inside),
        to("user", users, { hidden: true, required: true, cascadeDelete: true }),
        date("at", { required: true }),
    ], ["CREATE UNIQUE INDEX idx_removals ON removals (`group`, user)"]);

    make("invites", [
        to("group", groups, inside),
        one("kind", ["qr", "personal"]),
        text("token", { hidden: true, max: 27 }),
        text("code", { hidden: true, max: 8 }),
        text("note", { hidden: true, max: 40 }),
        to("made_by", members),
        date("expires"),
        bool("revoked"),
        bool("latched"),
        whole("joined_count"),
        json("target"),
        created,
    ], [
        "CREATE UNIQUE INDEX idx_invites_token ON invites (token)",
        "CREATE UNIQUE INDEX idx_invites_code ON invites (code)",
        "CREATE INDEX idx_invites_group ON invites (`group`, created)",
    ]);

    // `open_until`: until when the offer it carries is open to act on; newcomers see the post as long.
    const posts = make("posts", [
        to("group", groups, inside),
        to("author", members),
        one("kind", ["note", "announcement"]),
        text("body", { max: 2000, pattern: printable }),
        bool("pinned"),
        json("attachment"),
        text("offer", { hidden: true, max: 20 }),
        date("open_until"),
        created,
    ], [
        "CREATE INDEX idx_posts_group ON posts (`group`, created)",
        "CREATE INDEX idx_posts_offer ON posts (offer) WHERE offer != ''",
    ]);

    make("comments", [
        to("post", posts, inside),
        to("group", groups, inside),
        to("author", members),
        text("body", { required: true, max: 500, pattern: printable }),
        created,
    ], ["CREATE INDEX idx_comments_post ON comments (post, created)"]);

    // Money is whole minor units (fen), everywhere.
    const classes = make("classes", [
        to("group", groups, inside),
        text("title", { required: true, max: 40, pattern: printable }),
        text("coach", { required: true, max: 20, pattern: printable }),
        text("place", { required: true, max: 60, pattern: printable }),
        date("starts", { required: true }),
        whole("duration_min", { min: 10, max: 600 }),
        whole("face_value", { max: 100000000 }),
        whole("capacity", { min: 1, max: 500 }),
        whole("seats_taken"),
        created,
    ], ["CREATE INDEX idx_classes_group ON classes (`group`, starts)"]);

    const seats = make("seats", [
        to("class", classes, inside),
        to("group", groups, inside),
        to("holder", members, { required: true, cascadeDelete: true }),
        created,
    ], ["CREATE UNIQUE INDEX idx_seats_once ON seats (class, holder)"]);

    // `claimant` and `events` are shown to those who may know, by the hooks. `due` is when time alone changes it next,
    // `closed` when it closes, or closed: newcomers see what was still open when they came.
    make("listings", [
        to("group", groups, inside),
        to("class", classes, inside),
        to("seat", seats),
        to("seller", members),
        to("claimant", members, { hidden: true }),
        one("state", ["available", "held", "transferred", "cancelled", "expired"]),
        bool("open"),
        date("held_until"),
        whole("asking", { max: 100000000 }),
        text("note", { max: 200, pattern: printable }),
        bool("auto_confirm"),
        json("events", { hidden: true }),
        date("expires"),
        date("closed"),
        date("due", { hidden: true }),
        created,
    ], [
        "CREATE UNIQUE INDEX idx_listings_one_open ON listings (seat) WHERE open = TRUE AND seat != ''",
        "CREATE INDEX idx_listings_group ON listings (`group`, open, created)",
        "CREATE INDEX idx_listings_due ON listings (due) WHERE due != ''",
    ]);

    // `tiers` is [{from, price}], rising in people and falling in price. Without `limited` there is no stock to run out.
    const deals = make("deals", [
        to("group", groups, inside),
        to("opener", members),
        text("title", { required: true, max: 60, pattern: printable }),
        text("about", { max: 1000, pattern: printable }),
        text("pick_up", { max: 200, pattern: printable }),
        json("tiers", { required: true }),
        whole("minimum", { min: 1, max: 10000 }),
        bool("limited"),
        whole("stock", { max: 1000000 }),
        whole("per_member", { min: 1, max: 1000 }),
        whole("people"),
        whole("units"),
        one("state", ["open", "succeeded", "failed", "cancelled"]),
        bool("open"),
        date("ends", { required: true }),
        date("closed"),
        created,
    ], ["CREATE INDEX idx_deals_group ON deals (`group`, open, created)"]);

    make("pledges", [
        to("deal", deals, inside),
        to("group", groups, inside),
        to("member", members),
        whole("quantity", { min: 1, max: 1000 }),
        one("state", ["committed", "due", "settled", "released"]),
        created,
    ], ["CREATE UNIQUE INDEX idx_pledges_once ON pledges (deal, member) WHERE member != ''"]);

    // What was done for which intent: the same key of the same account is answered, not carried out again.
    make("intents", [
        text("scope", { required: true, max: 80 }),
        text("key", { required: true, max: 64 }),
        text("fingerprint", { required: true, max: 64 }),
        text("collection", { max: 60 }),
        text("record", { max: 60 }),
        json("answer", { maxSize: 100000 }),
        created,
    ], [
        "CREATE UNIQUE INDEX idx_intents ON intents (scope, key)",
        "CREATE INDEX idx_intents_created ON intents (created)",
    ]);
}, (app) => {
    for (const name of ["intents", "pledges", "deals", "listings", "seats", "classes", "comments", "posts", "invites",
        "removals", "members", "groups"]) {
        app.delete(app.findCollectionByNameOrId(name));
    }
});
