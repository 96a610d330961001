/// <reference path="../pb_data/types.d.ts" />
// Who may read what. The same rules hold for lists, single records, relations that are expanded, and realtime.
//
// Writing: a rule can only answer 400 or 404. So the write rules here say who may try (whoever may see the record),
// and the hooks say why not, with a code. A rule of null is closed to everyone but superusers and the hooks.

migrate((app) => {
    // All `?=` on one alias speak of one and the same row: my membership in the record's group.
    const inGroup = (field) => '@request.auth.id != "" && @collection.members:me.group ?= ' + field +
        " && @collection.members:me.user ?= @request.auth.id";
    const me = inGroup("group");
    const runs = '(@collection.members:me.role ?= "host" || @collection.members:me.role ?= "steward")';
    // Nothing older than my joining, unless the group shows everything.
    const since = (field, group) => "(" + group + '.history = "all" || @collection.members:me.joined ?<= ' + field + ")";

    const rules = {
        groups: { see: inGroup("id") },
        members: { see: me, update: me, remove: me },
        invites: { see: me + " && (made_by.user = @request.auth.id || " + runs + ")", create: true, update: true },
        posts: {
            see: me + " && (pinned = true || open_until > @now || " + since("created", "group") + ")",
            create: true, update: true, remove: true,
        },
        comments: {
            // Talk under a pin or an open offer is still talk: none from before I came.
            see: me + " && " + since("created", "group") +
                " && (post.pinned = true || post.open_until > @now || " + since("post.created", "group") + ")",
            create: true, remove: true,
        },
        classes: { see: me },
        seats: { see: me, create: true },
        // What closed before I came is not mine to see, unless I was in it.
        listings: {
            see: me + " && (" + since("closed", "group") +
                " || seller.user = @request.auth.id || claimant.user = @request.auth.id)",
            create: true,
        },
        deals: {
            see: me + " && (" + since("closed", "group") + " || opener.user = @request.auth.id" +
                " || pledges_via_deal.member.user ?= @request.auth.id)",
            create: true,
        },
        // What others took is for who runs the deal or the group.
        pledges: {
            see: me + " && (member.user = @request.auth.id || deal.opener.user = @request.auth.id || " + runs + ")",
            update: true,
        },
    };
    for (const name in rules) {
        const rule = rules[name];
        const collection = app.findCollectionByNameOrId(name);
        const resolve = (given) => (given === true ? rule.see : given || null);
        collection.listRule = rule.see;
        collection.viewRule = rule.see;
        collection.createRule = rule.create ? '@request.auth.id != ""' : null;
        collection.updateRule = resolve(rule.update);
        collection.deleteRule = resolve(rule.remove);
        app.save(collection);
    }

    // An account sees itself alone. Signing up is joining; sign-up without an invite is off (set "" to open it).
    const users = app.findCollectionByNameOrId("users");
    users.listRule = "id = @request.auth.id";
    users.viewRule = "id = @request.auth.id";
    users.createRule = null;
    users.updateRule = "id = @request.auth.id";
    users.deleteRule = null;
    app.save(users);

    // A typed code has 31^7 forms: two guesses a second get nowhere, and a full room on one Wi-Fi still comes in.
    const settings = app.settings();
    settings.meta.appName = "Qunli";
    settings.rateLimits.enabled = true;
    settings.rateLimits.rules = [
        { label: "*:authWithPassword", maxRequests: 10, duration: 10 },
        { label: "POST /api/qunli/recover", maxRequests: 5, duration: 60 },
        { label: "POST /api/qunli/preview", maxRequests: 120, duration: 60 },
        { label: "POST /api/qunli/join", maxRequests: 120, duration: 60 },
    ];
    app.save(settings);
}, (app) => {
    for (const name of ["groups", "members", "invites", "posts", "comments", "classes", "seats", "listings", "deals",
        "pledges"]) {
        const collection = app.findCollectionByNameOrId(name);
        collection.listRule = collection.viewRule = collection.createRule = null;
        collection.updateRule = collection.deleteRule = null;
        app.save(collection);
    }
});
