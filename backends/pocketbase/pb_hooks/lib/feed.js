// Posts and comments: writing, pinning, deleting; and the posts that carry offers.

const { refuse } = require(`${__hooks}/lib/refuse.js`);
const here = require(`${__hooks}/lib/here.js`);
const clock = require(`${__hooks}/lib/clock.js`);

/** A post; announcements are for those who run the group. */
exports.createPost = ({ app, user, record }) => {
    const { me } = here.enter(app, record.getString("group"), user);
    if (record.getString("kind") === "announcement") here.mustRun(me);
    const body = record.getString("body").trim();
    if (!body) refuse("validation_failed", { body: "required" });
    record.load({ author: me.id, body: body, pinned: false, attachment: null, offer: "", open_until: "" });
};

/** Pins or unpins; nothing else of a post changes. */
exports.updatePost = ({ app, user, record, body, e }) => {
    const { me } = here.enter(app, record.original().getString("group"), user);
    here.mustRun(me);
    // As it is inside the transaction: what was read before it began may be old.
    const post = here.find(app, "posts", record.id) || refuse("not_found");
    if (body.pinned !== undefined) post.set("pinned", !!body.pinned);
    e.record = post;
};

/** One's own post or comment, or any for those who run the group. */
exports.remove = ({ app, user, record }) => {
    const { me } = here.enter(app, record.getString("group"), user);
    if (record.getString("author") !== me.id) here.mustRun(me);
};

/** A comment under a post that its writer may see. */
exports.createComment = ({ app, user, record, now }) => {
    const post = here.find(app, "posts", record.getString("post")) || refuse("not_found");
    const { group, me } = here.enter(app, post.getString("group"), user);
    if (!exports.sees(group, me, post, now)) refuse("not_found");
    const body = record.getString("body").trim();
    if (!body) refuse("validation_failed", { body: "required" });
    record.load({ group: group.id, author: me.id, body: body });
};

/** Whether a member may see a post: the same as the view rule, for writes inside a transaction. */
exports.sees = (group, me, post, now) => group.getString("history") === "all" || post.getBool("pinned") ||
    clock.of(post, "open_until") > now || clock.of(post, "created") >= clock.of(me, "joined");

/** Puts an offer into the feed, in the transaction that opens it. */
exports.addOffer = (app, me, kind, id, title, until, created) => {
    const post = new Record(app.findCollectionByNameOrId("posts"));
    post.load({
        group: me.getString("group"), author: me.id, kind: "note", offer: id, open_until: until,
        attachment: { kind: kind, id: id, title: title },
    });
    if (created) post.setRaw("created", created);
    app.save(post);
    return post;
};

/** Notes that an offer is no longer open, in the transaction that closes it: newcomers lose its post. */
exports.closeOffer = (app, id, at) => {
    for (const post of here.all(app, "posts", "offer = {:id}", { id: id })) {
        post.set("open_until", clock.text(at));
        app.save(post);
    }
};
