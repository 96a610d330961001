// A group as the place where somebody stands: finding groups and members, and what one may do there.

const { refuse } = require(`${__hooks}/lib/refuse.js`);

/** The first record that fits, or null. */
const first = (app, collection, filter, params, sort) =>
    app.findRecordsByFilter(collection, filter, sort || "", 1, 0, params)[0] || null;
exports.first = first;

/** Every record that fits. */
exports.all = (app, collection, filter, params, sort) =>
    app.findRecordsByFilter(collection, filter, sort || "", 0, 0, params);

/** A record by its id, or null. */
const find = (app, collection, id) => (id ? first(app, collection, "id = {:id}", { id: id }) : null);
exports.find = find;

/** The membership of an account in a group, or null. */
const memberOf = (app, group, user) =>
    (group && user ? first(app, "members", "group = {:group} && user = {:user}", { group: group, user: user }) : null);
exports.memberOf = memberOf;

/** Hosts and stewards. */
exports.runs = (member) => !!member && member.getString("role") !== "member";

/** The group and the caller's membership, or a refusal. */
exports.enter = (app, groupId, user) => {
    const group = find(app, "groups", groupId) || refuse("not_found");
    const me = memberOf(app, groupId, user.id) || refuse("not_member");
    return { group: group, me: me };
};

/** The caller must run the group. */
exports.mustRun = (member) => {
    if (!exports.runs(member)) refuse("not_yours");
};

/** A member as the others see them; null for one who left. */
exports.face = (member) => (member ? {
    id: member.id,
    nickname: member.getString("nickname"),
    avatar: member.getString("avatar"),
    role: member.getString("role"),
    joined: member.getString("joined"),
} : null);

/** What the invite rules need to know of a group. The head count is counted, not believed. */
exports.facts = (app, group) => ({
    count: app.countRecords("members", $dbx.hashExp({ group: group.id })),
    capacity: group.getInt("capacity"),
    qrLimit: group.getInt("qr_limit"),
});

/** A json field as a plain value. */
exports.json = (record, field) => {
    const text = record.getString(field);
    return text && text !== "null" ? JSON.parse(text) : null;
};
