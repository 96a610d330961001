/// <reference path="../pb_data/types.d.ts" />
// Where the hooks hang. Every handler runs in a runtime of its own, so each one loads what it needs.

// What a record is to its reader.
onRecordEnrich((e) => {
    require(`${__hooks}/lib/enrich.js`).record(e, () => e.next());
}, "groups", "members", "posts", "comments", "invites", "classes", "seats", "listings", "deals", "pledges");

// Writes through the records API: why not is said here, with a code.
onRecordCreateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/feed.js`).createPost), "posts");
onRecordUpdateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/feed.js`).updatePost), "posts");
onRecordDeleteRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/feed.js`).remove), "posts", "comments");
onRecordCreateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/feed.js`).createComment), "comments");
onRecordCreateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/invites.js`).create), "invites");
onRecordUpdateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/invites.js`).update), "invites");
onRecordUpdateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/members.js`).update), "members");
onRecordDeleteRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/members.js`).remove), "members");
onRecordCreateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/market.js`).createSeat), "seats");
onRecordCreateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/market.js`).createListing), "listings");
onRecordCreateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/deals.js`).create), "deals");
onRecordUpdateRequest((e) => require(`${__hooks}/lib/write.js`).record(e, require(`${__hooks}/lib/deals.js`).updatePledge), "pledges");

onRecordAuthWithPasswordRequest((e) => require(`${__hooks}/lib/join.js`).signIn(e), "users");

// Routes, only where several records change in one transaction or a visitor has no account yet.
routerAdd("GET", "/api/qunli/info", (e) => require(`${__hooks}/lib/info.js`).info(e));
routerAdd("POST", "/api/qunli/preview", (e) => require(`${__hooks}/lib/invites.js`).preview(e));
routerAdd("POST", "/api/qunli/join", (e) => require(`${__hooks}/lib/join.js`).join(e));
routerAdd("POST", "/api/qunli/recover", (e) => require(`${__hooks}/lib/join.js`).recover(e));
routerAdd("POST", "/api/qunli/recovery-code", (e) => require(`${__hooks}/lib/join.js`).newRecovery(e));
routerAdd("POST", "/api/qunli/groups", (e) => require(`${__hooks}/lib/join.js`).makeGroup(e));
routerAdd("PATCH", "/api/qunli/groups/{group}/me", (e) => require(`${__hooks}/lib/members.js`).setPersona(e));
routerAdd("DELETE", "/api/qunli/groups/{group}/me", (e) => require(`${__hooks}/lib/members.js`).leave(e));
routerAdd("POST", "/api/qunli/classes", (e) => require(`${__hooks}/lib/market.js`).makeClass(e));
routerAdd("POST", "/api/qunli/listings/{listing}/{step}", (e) => require(`${__hooks}/lib/market.js`).step(e));
routerAdd("POST", "/api/qunli/deals/{deal}/pledge", (e) => require(`${__hooks}/lib/deals.js`).pledge(e));
routerAdd("DELETE", "/api/qunli/deals/{deal}/pledge", (e) => require(`${__hooks}/lib/deals.js`).leave(e));
routerAdd("POST", "/api/qunli/deals/{deal}/cancel", (e) => require(`${__hooks}/lib/deals.js`).cancel(e));

// Before anything else: what a client on another origin may read, a session that is over, a deletion that was done.
routerUse((e) => {
    e.response.header().set("Access-Control-Expose-Headers", "Date, Retry-After");
    const write = require(`${__hooks}/lib/write.js`);
    write.mustBeSignedIn(e);
    if (write.deletedBefore(e)) return e.noContent(204);
    try {
        return e.next();
    } catch (failure) {
        write.closedGroup(e);
        throw failure;
    }
});

// The demo community, on an empty database and only when asked.
onBootstrap((e) => {
    e.next();
    require(`${__hooks}/lib/demo.js`).play(e.app);
});

cronAdd("qunli-settle", "* * * * *", () => require(`${__hooks}/lib/settle.js`).due($app));
cronAdd("qunli-forget", "17 4 * * *", () => require(`${__hooks}/lib/settle.js`).forget($app));
