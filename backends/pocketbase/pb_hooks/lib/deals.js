// Group-buys: opening a deal, calling it off, ending it, and the pledges to it.

const { refuse, accepted } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const rules = require(`${__hooks}/lib/rules.js`);
const write = require(`${__hooks}/lib/write.js`);
const feed = require(`${__hooks}/lib/feed.js`);

const LONGEST_MS = 30 * 86400 * 1000;

/** What the rules need to know of a deal. */
const facts = (deal) => ({
    state: deal.getString("state"), ends: clock.of(deal, "ends"), people: deal.getInt("people"),
    minimum: deal.getInt("minimum"), perMember: deal.getInt("per_member"),
    left: deal.getBool("limited") ? Math.max(0, deal.getInt("stock") - deal.getInt("units")) : null,
});
exports.facts = facts;

/** Opens a deal. */
exports.create = ({ app, user, record, now }) => {
    const { group, me } = here.enter(app, record.getString("group"), user);
    if (!group.getBool("members_open_deals")) here.mustRun(me);
    const tiers = here.json(record, "tiers");
    const wrong = rules.tiersWrong(tiers);
    if (wrong) refuse("deal_tiers_invalid", { tiers: wrong });
    const ends = clock.of(record, "ends");
    accepted(ends <= now ? { ends: "past" } : ends - now > LONGEST_MS ? { ends: "out_of_range" } : {});
    const stock = record.getInt("stock");
    // A deal that its own stock keeps from succeeding is a trap.
    accepted(stock > 0 && stock < record.getInt("minimum") ? { stock: "out_of_range" } : {});
    record.load({
        opener: me.id, title: record.getString("title").trim(), about: record.getString("about").trim(),
        pick_up: record.getString("pick_up").trim(), people: 0, units: 0, state: "open", open: true,
        limited: stock > 0, closed: clock.text(ends), tiers: tiers.map((t) => ({ from: t.from, price: t.price })),
    });
    return (saved) => feed.addOffer(app, me, "deal", saved.id, saved.getString("title"), clock.text(ends));
};

/** The deal in the path and the caller, who may see it. */
const find = (app, e, user) => {
    const deal = here.find(app, "deals", e.request.pathValue("deal")) || refuse("not_found");
    const { group, me } = here.enter(app, deal.getString("group"), user);
    const pledge = pledgeOf(app, deal.id, me.id);
    const sees = group.getString("history") === "all" || clock.of(deal, "closed") >= clock.of(me, "joined");
    if (!sees && !pledge && deal.getString("opener") !== me.id) refuse("not_found");
    return { deal: deal, me: me, pledge: pledge };
};

const pledgeOf = (app, deal, member) => here.first(app, "pledges", "deal = {:deal} && member = {:member}", { deal: deal, member: member });
exports.pledgeOf = pledgeOf;

/** Heads and units are counted from the pledges, in the transaction that changes them. */
const recount = (app, deal) => {
    const sums = new DynamicModel({ people: 0, units: 0 });
    app.db().newQuery("SELECT COUNT(*) AS people, COALESCE(SUM(quantity), 0) AS units FROM pledges WHERE deal = {:deal}")
        .bind({ deal: deal.id }).one(sums);
    deal.load({ people: sums.people, units: sums.units });
    app.save(deal);
};
exports.recount = recount;

/** Commits to a deal. */
exports.pledge = (e) => write.route(e, ({ app, user, body, now }) => {
    const { deal, me, pledge } = find(app, e, user);
    const why = rules.whyNotPledge(facts(deal), body.quantity, !!pledge, now);
    if (why) refuse(why, why === "deal_limit" || why === "deal_full" ? { quantity: "out_of_range" } : {});
    const made = new Record(app.findCollectionByNameOrId("pledges"));
    made.load({ deal: deal.id, group: deal.getString("group"), member: me.id, quantity: body.quantity, state: "committed" });
    app.save(made);
    recount(app, deal);
    return { collection: "deals", record: deal.id };
});

/** Leaves a deal while it is open. */
exports.leave = (e) => write.route(e, ({ app, user, now }) => {
    const { deal, pledge } = find(app, e, user);
    if (rules.dealState(facts(deal), now) !== "open") refuse("deal_closed");
    if (!pledge) refuse("not_pledged");
    exports.withdraw(app, deal, pledge);
    return { collection: "deals", record: deal.id };
});

/** Takes a pledge to an open deal back. */
exports.withdraw = (app, deal, pledge) => {
    app.delete(pledge);
    recount(app, deal);
};

/** Calls a deal off; who opened it, or a host. */
exports.cancel = (e) => write.route(e, ({ app, user, now }) => {
    const { deal, me } = find(app, e, user);
    if (deal.getString("opener") !== me.id) here.mustRun(me);
    if (rules.dealState(facts(deal), now) !== "open") refuse("deal_closed");
    exports.end(app, deal, "cancelled", now);
    return { collection: "deals", record: deal.id };
});

/** Ends a deal, and with it every pledge: owed, or released. */
exports.end = (app, deal, state, at) => {
    deal.load({ state: state, open: false, closed: clock.text(at) });
    app.save(deal);
    for (const pledge of here.all(app, "pledges", "deal = {:deal}", { deal: deal.id })) {
        pledge.set("state", rules.pledgeState(pledge.getString("state"), state));
        app.save(pledge);
    }
    feed.closeOffer(app, deal.id, at);
};

/** What time alone did, written down. */
exports.settle = (app, deal, now) => {
    const state = rules.dealState(facts(deal), now);
    if (state !== deal.getString("state")) exports.end(app, deal, state, clock.of(deal, "ends"));
};

/** Says that a pledge is paid; who opened the deal, or a host. Nothing else of a pledge changes. */
exports.updatePledge = ({ app, user, record, body, now, e }) => {
    const pledge = here.find(app, "pledges", record.id) || refuse("not_found");
    const deal = here.find(app, "deals", pledge.getString("deal"));
    const { me } = here.enter(app, deal.getString("group"), user);
    if (deal.getString("opener") !== me.id) here.mustRun(me);
    exports.settle(app, deal, now);
    const fresh = here.find(app, "pledges", record.id);
    if (body.state !== "settled" || fresh.getString("state") !== "due") refuse("conflict");
    fresh.set("state", "settled");
    e.record = fresh;
};
