// Every write: one transaction, and once an intent. The same Idempotency-Key of the same account is answered again.

const { refuse } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);

/** One transaction; a refusal inside comes out as it is. */
const transact = (app, work) => {
    let refusal = null;
    try {
        app.runInTransaction((tx) => {
            try {
                work(tx);
            } catch (thrown) {
                refusal = thrown;
                throw thrown;
            }
        });
    } catch (thrown) {
        throw refusal || thrown;
    }
};
exports.transact = transact;

const stable = (value) => {
    if (Array.isArray(value)) return "[" + value.map(stable).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value === undefined ? null : value);
    return "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + stable(value[k])).join(",") + "}";
};

/** The request's body as plain values. */
const bodyOf = (e) => JSON.parse(JSON.stringify(e.requestInfo().body || {}));

/** The HTTP request: record events hold it one level down. */
const requestOf = (e) => e.request || e.requestEvent.request;

/** What the request wants to be done once: {key, fingerprint}; no key, nothing is remembered. */
const intentOf = (e, body) => {
    const request = requestOf(e);
    const key = request.header.get("Idempotency-Key") || "";
    const what = request.method + " " + request.url.path + " " + stable(body);
    return { key: key.slice(0, 64), fingerprint: $security.sha256(what) };
};

const recall = (app, scope, intent) => {
    if (!intent.key || !scope) return null;
    const known = here.first(app, "intents", "scope = {:scope} && key = {:key}", { scope: scope, key: intent.key });
    if (known && known.getString("fingerprint") !== intent.fingerprint) refuse("idempotency_mismatch");
    return known;
};

const remember = (app, scope, intent, done) => {
    if (!intent.key || !scope) return;
    const known = new Record(app.findCollectionByNameOrId("intents"));
    known.load({
        scope: scope, key: intent.key, fingerprint: intent.fingerprint,
        collection: done.collection || "", record: done.record || "", answer: done.answer || null,
    });
    app.save(known);
};

const isGuest = (e) => !e.auth || e.auth.collection().name !== "users";

/** Answers with a record as it is now, or with nothing when it is gone. */
const answerRecord = (e, collection, id) => {
    const record = here.find(e.app, collection, id);
    if (!record) return e.noContent(204);
    $apis.enrichRecord(e.requestEvent || e, record);
    return e.json(200, record);
};

/**
 * A write through the records API. `before` gets {app, user, body, now, record} inside the transaction, may change the
 * record, and answers what is to be done once it is saved. Superusers do as they like.
 */
exports.record = (e, before) => {
    if (e.hasSuperuserAuth()) return e.next();
    if (isGuest(e)) refuse("unauthenticated");
    const outside = e.app;
    const body = bodyOf(e);
    const intent = intentOf(e, body);
    const scope = e.auth.id;
    let known = null;
    try {
        transact(outside, (tx) => {
            known = recall(tx, scope, intent);
            if (known) return;
            // PocketBase saves with the event's app: inside our transaction, and answers after it.
            e.app = tx;
            const after = before({ app: tx, user: e.auth, body: body, now: clock.now(), record: e.record, e: e });
            e.next();
            if (after) after(e.record);
            remember(tx, scope, intent, { collection: e.collection.name, record: e.record.id });
        });
    } finally {
        e.app = outside;
    }
    if (known) return answerRecord(e, known.getString("collection"), known.getString("record"));
};

/** A deletion that was carried out already has no record to be found: it is answered before PocketBase looks. */
exports.deletedBefore = (e) => {
    if (e.request.method !== "DELETE" || isGuest(e) || !e.request.url.path.startsWith("/api/collections/")) return false;
    return recall(e.app, e.auth.id, intentOf(e, bodyOf(e))) !== null;
};

// What may be asked with a session that is over: to get another one, and what is open to anybody.
const OPEN = /\/(auth-with-password|recover|info|health)$/;

/**
 * PocketBase takes a token that is over for no token, and answers a guest's empty list. Whoever had a session must be
 * told that it is over, or their groups would seem to be gone.
 */
exports.mustBeSignedIn = (e) => {
    if (e.auth || OPEN.test(e.request.url.path)) return;
    const path = e.request.url.path;
    const isRecords = /^\/api\/collections\/[^/]+\/records/.test(path);
    if (path.startsWith("/api/") && (isRecords || e.request.header.get("Authorization"))) refuse("unauthenticated");
};

/**
 * A copied link opens for members only; to anyone else it says that it belongs to a closed group, and no more. A rule
 * could only say that there is nothing. What the history rule hides from a member stays nothing.
 */
exports.closedGroup = (e) => {
    const asked = /^\/api\/collections\/(groups|posts|classes|listings|deals)\/records\/([a-z0-9]{15})$/.exec(e.request.url.path);
    if (!asked || e.request.method !== "GET" || isGuest(e)) return;
    const record = here.find(e.app, asked[1], asked[2]);
    const group = record && (asked[1] === "groups" ? record.id : record.getString("group"));
    if (group && !here.memberOf(e.app, group, e.auth.id)) refuse("not_member");
};

/**
 * A route of our own. `work` gets {app, user, body, now, key} inside the transaction and answers {collection, record},
 * which is read again for the answer, or {answer} in plain values. `options.open` lets guests in, whose intents belong
 * to the endpoint and `options.subject(body)`; `options.finish(e, done, key)` may add what is never stored.
 */
exports.route = (e, work, options) => {
    const more = options || {};
    if (isGuest(e) && !more.open) refuse("unauthenticated");
    const user = isGuest(e) ? null : e.auth;
    const body = bodyOf(e);
    const intent = intentOf(e, body);
    const subject = more.subject ? more.subject(body) : "";
    const scope = user ? user.id : "guest:" + $security.sha256(e.request.url.path + " " + subject);
    const key = intent.key || $security.randomString(32);
    let done = null;
    transact(e.app, (tx) => {
        const known = recall(tx, scope, intent);
        if (known) {
            const answer = here.json(known, "answer");
            done = { collection: known.getString("collection"), record: known.getString("record"), answer: answer };
            return;
        }
        done = work({ app: tx, user: user, body: body, now: clock.now(), key: key, e: e });
        remember(tx, scope, intent, done);
    });
    if (more.finish) return more.finish(e, done, key);
    if (done.record) return answerRecord(e, done.collection, done.record);
    return done.answer ? e.json(200, done.answer) : e.noContent(204);
};
