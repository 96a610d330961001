// What time alone decides, written down once a minute so that realtime tells of it. Answers never wait for it: the
// enrichment says how things stand now, and every write settles first.

const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const market = require(`${__hooks}/lib/market.js`);
const deals = require(`${__hooks}/lib/deals.js`);
const write = require(`${__hooks}/lib/write.js`);

/** Holds lapse, listings expire, deals end. */
exports.due = (app) => {
    const now = clock.now();
    const until = { now: clock.text(now) };
    const each = (collection, filter, settle) => {
        for (const found of here.all(app, collection, filter, until)) {
            write.transact(app, (tx) => {
                // Asked again inside the transaction: somebody may have been quicker.
                const fresh = here.find(tx, collection, found.id);
                if (fresh) settle(tx, fresh, now);
            });
        }
    };
    each("listings", "open = true && due <= {:now}", market.settle);
    each("deals", "open = true && ends <= {:now}", deals.settle);
};

/** Forgets intents that nobody will repeat any more. */
exports.forget = (app) => {
    app.db().newQuery("DELETE FROM intents WHERE created < {:before}")
        .bind({ before: clock.text(clock.now() - 7 * 86400 * 1000) }).execute();
};
