// The demo community: one Pilates class, relative to now. Played once, on an empty database, when QUNLI_DEMO=1.

const clock = require(`${__hooks}/lib/clock.js`);
const feed = require(`${__hooks}/lib/demo_feed.js`);

const PASSWORD = "qunli-246810";
const MINUTE = 60 * 1000;
const DAY = 86400 * 1000;
// The class is in China: hours of the day are meant there.
const ZONE = 8 * 3600 * 1000;

/** Who may be tried out. */
exports.SIGN_INS = [
    { identity: "lizi", password: PASSWORD, nickname: "栗子教练", note: "host of the Pilates class" },
    { identity: "xiaoman", password: PASSWORD, nickname: "小满", note: "a member, nine days in the class" },
    { identity: "visitor", password: PASSWORD, nickname: "", note: "an account in no group yet" },
];
const ACCOUNTS = { "栗子教练": "lizi", "小满": "xiaoman" };

const midnight = () => Math.floor((clock.now() + ZONE) / DAY) * DAY - ZONE;
const day = (days, hour, minute) => midnight() - days * DAY + (hour * 60 + minute) * MINUTE;
const ago = (minutes) => clock.now() - minutes * MINUTE;

/** The next such weekday (Monday is 0) at that hour, at least `hours` from now. */
const next = (weekday, hour, minute, hours) => {
    for (let days = 0; ; days++) {
        const at = day(-days, hour, minute);
        const is = (new Date(at + ZONE).getUTCDay() + 6) % 7;
        if (is === weekday && at - clock.now() >= hours * 60 * MINUTE) return at;
    }
};

/** Whether this database holds the demo. */
exports.isPlayed = (app) => {
    try {
        return app.countRecords("users", $dbx.hashExp({ username: "visitor" })) > 0 && !!$os.getenv("QUNLI_DEMO");
    } catch (_) {
        return false;
    }
};

/** Plays it into an empty database. */
exports.play = (app) => {
    if (!$os.getenv("QUNLI_DEMO")) return;
    app.runAllMigrations();
    if (app.countRecords("users") > 0 || app.countRecords("groups") > 0) return;
    app.runInTransaction((tx) => perform(tx));
};

const perform = (app) => {
    const words = require(`${__hooks}/lib/words.js`);
    const join = require(`${__hooks}/lib/join.js`);
    const offers = require(`${__hooks}/lib/demo_offers.js`);
    const stage = {
        app: app, day: day, ago: ago, next: next, members: {}, group: null,
        /** Saves a record; `created` overrules the automatic date. */
        add: (collection, values, created) => {
            const record = new Record(app.findCollectionByNameOrId(collection));
            record.load(values);
            if (created) record.setRaw("created", new DateTime(clock.text(created)));
            app.save(record);
            return record;
        },
        id: (nickname) => (nickname ? stage.members[nickname].id : ""),
    };
    const account = (username, password) => {
        const user = new Record(app.findCollectionByNameOrId("users"));
        user.set("username", username);
        user.setPassword(password);
        app.save(user);
        return user;
    };
    let people = 0;
    const enter = (nickname, avatar, role, at) => {
        people += 1;
        const user = account(ACCOUNTS[nickname] || "demo_" + people, ACCOUNTS[nickname] ? PASSWORD : $security.randomString(40));
        stage.members[nickname] = join.enter(app, stage.group, user, { nickname: nickname, avatar: avatar }, role, at);
    };

    account("visitor", PASSWORD);
    stage.group = stage.add("groups", {
        ...join.POLICY, name: "晨间普拉提·周四班", about: "周四晚的器械课，课后常一起吃早饭。转课、拼团、约课都在这里。",
    }, day(55, 10, 0));
    enter("栗子教练", "star-madder", "host", day(55, 10, 0));
    const prints = ["bloom", "seed", "sprig", "moon", "hill"];
    const dyes = ["indigo", "moss", "ash", "plum"];
    feed.QUIET.forEach((name, i) => enter(name, prints[i % 5] + "-" + dyes[i % 4], "member", day(54, 10, i)));
    for (const [name, avatar, days] of feed.SPEAKERS) enter(name, avatar, "member", day(days, 12, 30));

    const post = (at, who, body, replies, more) => {
        const made = stage.add("posts", { group: stage.group.id, author: stage.id(who), kind: "note", body: body, ...more }, at);
        talk(made.id, at, replies);
    };
    const talk = (id, at, replies) => {
        for (const [after, who, body] of replies) {
            stage.add("comments", { post: id, group: stage.group.id, author: stage.id(who), body: body }, at + after * MINUTE);
        }
    };
    stage.talk = talk;
    for (const [days, hour, minute, who, body, replies] of feed.LINES) post(day(days, hour, minute), who, body, replies, {});
    const pinned = { kind: "announcement", pinned: true };
    post(day(45, 9, 0), "栗子教练", "群里的三条约定：来不了的课请至少提前一小时转出去；转让不高于原价；群里的照片不外传。",
        [[30, "青柠", "收到"], [60, "老周", "收到"]], pinned);
    post(ago(95), "栗子教练", "周四 19:30 的课改到 B 教室（二楼），请带防滑袜。",
        [[6, "山竹", "收到"], [11, "阿昭", "收到，谢谢教练"]], pinned);
    offers.play(stage);

    const invite = (kind, by, at, joined, note) => stage.add("invites", {
        group: stage.group.id, kind: kind, token: words.token(), code: words.code(), made_by: stage.id(by),
        expires: clock.text(at + 7 * DAY), joined_count: joined, note: note,
    }, at);
    invite("qr", "栗子教练", day(3, 10, 0), 5, "");
    invite("personal", "小满", ago(26 * 60), 0, "楼下邻居");
};
