// What a record is to its reader: computed for each answer and each realtime message, never stored.

const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const rules = require(`${__hooks}/lib/rules.js`);
const invites = require(`${__hooks}/lib/invites.js`);
const market = require(`${__hooks}/lib/market.js`);
const deals = require(`${__hooks}/lib/deals.js`);

/** The reader's membership in the record's group, or null. */
const reader = (e, group) => {
    const auth = e.requestInfo && e.requestInfo.auth;
    return auth ? here.memberOf(e.app, group || e.record.getString("group"), auth.id) : null;
};

const show = (record, values) => {
    record.withCustomData(true);
    for (const name in values) record.set(name, values[name]);
};

const isOf = (record, field, me) => !!me && record.getString(field) === me.id;

/** My membership's id and one number, in one query: feeds ask this for every row. */
const asked = (e, number) => {
    const auth = e.requestInfo && e.requestInfo.auth;
    const found = arrayOf(new DynamicModel({ id: "", n: 0 }));
    if (auth) {
        e.app.db().newQuery("SELECT m.id AS id, " + number + " AS n FROM members m JOIN groups g ON g.id = m.`group`" +
            " WHERE m.`group` = {:group} AND m.user = {:user}")
            .bind({ group: e.record.getString("group"), user: auth.id, record: e.record.id }).all(found);
    }
    return found.length > 0 ? found[0] : { id: "", n: 0 };
};

const isMine = (e, mine) => !!mine.id && e.record.getString("author") === mine.id;

const SHOWS = {
    groups: (e) => show(e.record, { me: here.face(reader(e, e.record.id)) }),

    members: (e) => {
        const auth = e.requestInfo && e.requestInfo.auth;
        show(e.record, { yours: !!auth && e.record.getString("user") === auth.id });
    },

    posts: (e) => {
        const mine = asked(e, "(SELECT COUNT(*) FROM comments c WHERE c.post = {:record}" +
            " AND (g.history = 'all' OR c.created >= m.joined))");
        show(e.record, { yours: isMine(e, mine), comment_count: mine.n });
    },

    comments: (e) => show(e.record, { yours: isMine(e, asked(e, "0")) }),

    invites: (e) => {
        const yours = isOf(e.record, "made_by", reader(e));
        // Who holds these comes in by them: nobody hands over another's.
        if (yours) e.record.unhide("token", "code", "note");
        show(e.record, { yours: yours, state: rules.inviteState(invites.facts(e.record), clock.now()) });
    },

    classes: (e) => {
        const group = here.find(e.app, "groups", e.record.getString("group"));
        const cutOff = clock.of(e.record, "starts") - (group ? group.getInt("cut_off_s") : 0) * 1000;
        show(e.record, { cut_off: clock.text(cutOff) });
    },

    seats: (e) => {
        const listing = here.first(e.app, "listings", "seat = {:seat} && open = true && expires > @now", { seat: e.record.id });
        show(e.record, { yours: isOf(e.record, "holder", reader(e)), listing: listing ? listing.id : "" });
    },

    listings: (e) => {
        const me = reader(e);
        const now = rules.settled(market.facts(e.record), clock.now());
        const you = isOf(e.record, "seller", me) ? "seller" : me && now.claimant === me.id ? "claimant" : "onlooker";
        const tells = here.runs(me) || you !== "onlooker";
        const events = here.json(e.record, "events") || [];
        const everClaimed = !!me && events.some((event) => event.by === me.id);
        const face = (id) => here.face(here.find(e.app, "members", id));
        show(e.record, {
            you: you,
            state: now.state,
            held_until: now.until ? clock.text(now.until) : "",
            claimed_by: tells && now.claimant ? face(now.claimant) : null,
            history: tells || everClaimed ? events.map((event) => ({ step: event.step, by: face(event.by), at: event.at })) : [],
        });
    },

    deals: (e) => {
        const me = reader(e);
        const state = rules.dealState(deals.facts(e.record), clock.now());
        const price = rules.priceAt(here.json(e.record, "tiers") || [], e.record.getInt("people"));
        const mine = me && deals.pledgeOf(e.app, e.record.id, me.id);
        const faces = e.app.findRecordsByFilter("pledges", "deal = {:deal}", "created", 8, 0, { deal: e.record.id })
            .map((pledge) => here.face(here.find(e.app, "members", pledge.getString("member")))).filter((face) => face);
        show(e.record, {
            yours: isOf(e.record, "opener", me),
            state: state,
            unit_price: price,
            joined: me ? faces : [],
            your_pledge: mine ? pledgeView(mine, state, price, here.face(me)) : null,
        });
    },

    pledges: (e) => {
        const deal = here.find(e.app, "deals", e.record.getString("deal"));
        if (!deal) return;
        const price = rules.priceAt(here.json(deal, "tiers") || [], deal.getInt("people"));
        const view = pledgeView(e.record, rules.dealState(deals.facts(deal), clock.now()), price, null);
        show(e.record, { state: view.state, total: view.total });
    },
};

const pledgeView = (pledge, deal, price, member) => {
    const state = rules.pledgeState(pledge.getString("state"), deal);
    const quantity = pledge.getInt("quantity");
    return {
        id: pledge.id, member: member, quantity: quantity, state: state, total: state === "released" ? 0 : price * quantity,
        created: pledge.getString("created"),
    };
};

/** Shows a record to its reader; `next` expands its relations. */
exports.record = (e, next) => {
    SHOWS[e.record.collection().name](e);
    next();
    // PocketBase notes the ids of a back relation on the record before it asks the rules which of them may be seen.
    for (const name of Object.keys(e.record.customData())) {
        if (name.indexOf("_via_") >= 0) e.record.hide(name);
    }
};
