// Seat resale: classes, seats, listings, and every step until a seat changed hands or not.

const { refuse, accepted } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);
const rules = require(`${__hooks}/lib/rules.js`);
const write = require(`${__hooks}/lib/write.js`);
const feed = require(`${__hooks}/lib/feed.js`);

/** Writes down how many seats of a class are taken; that the class is saved tells its readers. */
exports.countSeats = (app, id) => {
    const lesson = here.find(app, "classes", id);
    if (!lesson) return;
    lesson.set("seats_taken", app.countRecords("seats", $dbx.hashExp({ class: id })));
    app.save(lesson);
};

const addSeat = (app, lesson, member) => {
    const seat = new Record(app.findCollectionByNameOrId("seats"));
    seat.load({ class: lesson.id, group: lesson.getString("group"), holder: member });
    app.save(seat);
    return seat;
};
exports.addSeat = addSeat;

/** Makes a class with its roster; hosts only. */
exports.makeClass = (e) => write.route(e, ({ app, user, body, now }) => {
    const { group, me } = here.enter(app, body.group, user);
    here.mustRun(me);
    const roster = Array.isArray(body.roster) ? body.roster : [];
    const known = here.all(app, "members", "group = {:group}", { group: group.id }).map((m) => m.id);
    accepted(clock.parse(body.starts) <= now ? { starts: "past" } : {});
    accepted(roster.length > Number(body.capacity) ? { roster: "out_of_range" } : {});
    accepted(roster.some((id, i) => known.indexOf(id) < 0 || roster.indexOf(id) !== i) ? { roster: "invalid" } : {});
    const lesson = new Record(app.findCollectionByNameOrId("classes"));
    lesson.load({
        group: group.id, title: String(body.title || "").trim(), coach: String(body.coach || "").trim(),
        place: String(body.place || "").trim(), starts: body.starts, duration_min: body.duration_min,
        face_value: body.face_value, capacity: body.capacity, seats_taken: roster.length,
    });
    app.save(lesson);
    for (const member of roster) addSeat(app, lesson, member);
    return { collection: "classes", record: lesson.id };
});

/** Puts a member on a roster; hosts only. */
exports.createSeat = ({ app, user, record, now }) => {
    const lesson = here.find(app, "classes", record.getString("class")) || refuse("not_found");
    const { group, me } = here.enter(app, lesson.getString("group"), user);
    here.mustRun(me);
    const holder = here.find(app, "members", record.getString("holder"));
    if (!holder || holder.getString("group") !== group.id) refuse("validation_failed", { holder: "invalid" });
    if (now >= clock.of(lesson, "starts")) refuse("class_started");
    const taken = app.countRecords("seats", $dbx.hashExp({ class: lesson.id }));
    if (taken >= lesson.getInt("capacity") || seatOf(app, lesson.id, holder.id)) refuse("seat_taken");
    record.set("group", group.id);
    return () => exports.countSeats(app, lesson.id);
};

const seatOf = (app, lesson, member) => here.first(app, "seats", "class = {:class} && holder = {:member}", { class: lesson, member: member });

/** Offers a seat of mine. */
exports.createListing = ({ app, user, record, now }) => {
    const seat = here.find(app, "seats", record.getString("seat")) || refuse("not_found");
    const { group, me } = here.enter(app, seat.getString("group"), user);
    const lesson = here.find(app, "classes", seat.getString("class"));
    if (seat.getString("holder") !== me.id) refuse("seat_not_yours");
    if (here.first(app, "listings", "seat = {:seat} && open = true", { seat: seat.id })) refuse("seat_listed");
    const expires = clock.of(lesson, "starts") - group.getInt("cut_off_s") * 1000;
    if (now >= expires) refuse("class_started");
    if (record.getInt("asking") > lesson.getInt("face_value")) refuse("price_above_face_value", { asking: "above_face_value" });
    record.load({
        group: group.id, class: lesson.id, seller: me.id, claimant: "", state: "available", open: true, held_until: "",
        note: record.getString("note").trim(), expires: clock.text(expires), closed: clock.text(expires),
        due: clock.text(expires), events: [{ step: "list", by: me.id, at: clock.text(now) }],
    });
    return (saved) => {
        feed.addOffer(app, me, "listing", saved.id, lesson.getString("title"), clock.text(expires));
        // Its seat carries the listing now: whoever looks at the roster is told.
        app.save(seat);
    };
};

/** One step of a person: claim, confirm, decline, release or cancel. */
exports.step = (e) => write.route(e, ({ app, user, now }) => {
    const step = e.request.pathValue("step");
    if (["claim", "confirm", "decline", "release", "cancel"].indexOf(step) < 0) refuse("not_found");
    const listing = here.find(app, "listings", e.request.pathValue("listing")) || refuse("not_found");
    const { group, me } = here.enter(app, listing.getString("group"), user);
    const mine = listing.getString("seller") === me.id || listing.getString("claimant") === me.id;
    const sees = group.getString("history") === "all" || clock.of(listing, "closed") >= clock.of(me, "joined");
    if (!sees && !mine) refuse("not_found");
    take(app, group, listing, step, me.id, now, false);
    return { collection: "listings", record: listing.id };
});

const facts = (listing) => ({
    state: listing.getString("state"), claimant: listing.getString("claimant"), until: clock.of(listing, "held_until"),
    seller: listing.getString("seller"), expires: clock.of(listing, "expires"), auto: listing.getBool("auto_confirm"),
});
exports.facts = facts;

/** Takes a step that the rules allow, with all that follows. `leaving` may take no step when time was first. */
const take = (app, group, listing, step, who, now, leaving) => {
    settle(app, listing, now);
    const before = facts(listing);
    before.hold = group.getInt("hold_s") * 1000;
    const after = rules.step(before, step, who, now);
    if (after.refused && leaving) return;
    if (after.refused) refuse(after.refused);
    if (after.same) return;
    if (after.claimant && seatOf(app, listing.getString("class"), after.claimant)) refuse("seat_taken");
    const steps = [{ step: step, by: who, at: clock.text(now) }];
    // The seller said yes beforehand.
    if (step === "claim" && after.state === "transferred") steps.push({ step: "confirm", by: before.seller, at: clock.text(now) });
    writeDown(app, listing, after, steps, now);
};
exports.take = take;

/** What time alone did, written down. */
const settle = (app, listing, now) => {
    const after = rules.settled(facts(listing), now);
    if (after.step) writeDown(app, listing, after, [{ step: after.step, by: "", at: clock.text(after.at) }], after.at);
};
exports.settle = settle;

/** Writes a new state down: history, roster, feed. */
const writeDown = (app, listing, after, steps, at) => {
    const open = after.state === "available" || after.state === "held";
    const expires = clock.of(listing, "expires");
    const due = !open ? "" : clock.text(after.state === "held" ? Math.min(after.until, expires) : expires);
    listing.load({
        state: after.state, claimant: after.claimant, held_until: after.until ? clock.text(after.until) : "", open: open,
        closed: clock.text(open ? expires : at), due: due, events: (here.json(listing, "events") || []).concat(steps),
    });
    app.save(listing);
    const seat = here.find(app, "seats", listing.getString("seat"));
    if (seat && after.state === "transferred") seat.set("holder", after.claimant);
    if (open) return;
    if (seat) app.save(seat);
    feed.closeOffer(app, listing.id, at);
};
