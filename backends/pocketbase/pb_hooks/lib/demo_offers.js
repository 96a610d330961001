// The demo class's seats and deals.

const clock = require(`${__hooks}/lib/clock.js`);

const MINUTE = 60 * 1000;

/** A class with its roster and the listing of one seat, and the post that carries it. */
const lesson = (stage, given, offer) => {
    const group = stage.group.id;
    const made = stage.add("classes", {
        group: group, title: given.title, coach: given.coach, place: given.place, starts: clock.text(given.starts),
        duration_min: 60, face_value: given.fen, capacity: given.capacity, seats_taken: given.roster.length,
    });
    const seats = {};
    for (const name of given.roster) seats[name] = stage.add("seats", { class: made.id, group: group, holder: stage.id(name) });
    const seat = seats[offer.seller];
    const expires = given.starts - 3600 * 1000;
    const events = [{ step: "list", by: stage.id(offer.seller), at: clock.text(offer.at) }];
    let state = "available";
    let until = 0;
    let closed = expires;
    if (offer.by) events.push({ step: "claim", by: stage.id(offer.by), at: clock.text(offer.claimed) });
    if (offer.by && offer.agreed) {
        state = "transferred";
        closed = offer.claimed + 25 * MINUTE;
        events.push({ step: "confirm", by: stage.id(offer.seller), at: clock.text(closed) });
        seat.set("holder", stage.id(offer.by));
        stage.app.save(seat);
    } else if (offer.by) {
        state = "held";
        until = Math.min(offer.claimed + 7200 * 1000, expires);
    }
    const open = state !== "transferred";
    const listing = stage.add("listings", {
        group: group, class: made.id, seat: seat.id, seller: stage.id(offer.seller), claimant: stage.id(offer.by), state: state,
        open: open, held_until: until ? clock.text(until) : "", asking: offer.fen, note: offer.note, auto_confirm: false,
        events: events, expires: clock.text(expires), closed: clock.text(closed), due: open ? clock.text(until || expires) : "",
    }, offer.at);
    post(stage, "listing", listing.id, given.title, offer.seller, offer.at, closed);
};

const post = (stage, kind, id, title, who, at, until) => stage.add("posts", {
    group: stage.group.id, author: stage.id(who), kind: "note", offer: id, open_until: clock.text(until),
    attachment: { kind: kind, id: id, title: title },
}, at);

const deal = (stage, given) => {
    const open = given.state === "open";
    const made = stage.add("deals", {
        group: stage.group.id, opener: stage.id(given.opener), title: given.title, about: given.about, pick_up: given.pickUp,
        tiers: given.tiers.map(([from, price]) => ({ from: from, price: price })), minimum: given.minimum,
        limited: given.stock > 0, stock: given.stock, per_member: given.perMember, people: given.pledges.length,
        units: given.pledges.reduce((sum, p) => sum + p[1], 0), state: given.state, open: open,
        ends: clock.text(given.ends), closed: clock.text(given.ends),
    }, given.at);
    given.pledges.forEach(([who, quantity], i) => {
        const state = open ? "committed" : i < given.settled ? "settled" : "due";
        stage.add("pledges", { deal: made.id, group: stage.group.id, member: stage.id(who), quantity: quantity, state: state },
            given.at + (i + 1) * 7 * MINUTE);
    });
    stage.talk(post(stage, "deal", made.id, given.title, given.opener, given.at, given.ends).id, given.at, given.replies);
};

/** Plays classes, listings and deals. */
exports.play = (stage) => {
    lesson(stage, {
        title: "普拉提器械·中级", coach: "栗子教练", place: "云杉路店·B 教室（二楼）", starts: stage.next(3, 19, 30, 5), fen: 12000, capacity: 8,
        roster: ["山竹", "小满", "阿禾", "老周", "团子妈", "阿昭", "星野", "桂圆"],
    }, { seller: "山竹", fen: 8000, note: "临时出差，便宜转给想来的你。", at: stage.ago(150) });
    lesson(stage, {
        title: "垫上基础", coach: "麦冬教练", place: "云杉路店·A 教室", starts: stage.next(5, 9, 0, 8), fen: 6000, capacity: 12,
        roster: ["老周", "青柠", "小雪", "立夏", "阿宁", "豆沙", "莲子", "晚晚", "阿柚", "木槿"],
    }, { seller: "老周", fen: 6000, note: "周末要带娃，原价转。", at: stage.ago(300), by: "小满", claimed: stage.ago(14) });
    lesson(stage, {
        title: "垫上·清晨", coach: "麦冬教练", place: "云杉路店·A 教室", starts: stage.next(1, 7, 0, 8), fen: 6000, capacity: 12,
        roster: ["青柠", "团子妈", "糯米", "月白", "若水"],
    }, { seller: "青柠", fen: 4500, note: "起不来了。", at: stage.day(2, 9, 0), by: "木木", claimed: stage.day(2, 9, 20), agreed: true });
    deal(stage, {
        opener: "山竹", title: "天然橡胶瑜伽垫 5 mm", about: "和工作室同款，墨绿、靛蓝两色，取货时选。", pickUp: "下周四课前，云杉路店前台",
        tiers: [[1, 12800], [3, 9900], [10, 7900]], minimum: 3, stock: 20, perMember: 2, at: stage.day(1, 12, 5),
        ends: stage.day(-2, 20, 0), state: "open", settled: 0,
        pledges: [["山竹", 1], ["阿禾", 1], ["老周", 1], ["团子妈", 2], ["青柠", 1], ["木木", 1]],
        replies: [[8, "阿禾", "我要墨绿"], [40, "团子妈", "两张，一张给妈妈"], [180, "小满", "靛蓝的好看，我想想"]],
    });
    deal(stage, {
        opener: "栗子教练", title: "防滑五指袜 三双装", about: "薄棉，脚底点胶，均码。", pickUp: "课前找我",
        tiers: [[1, 5900], [5, 4900], [10, 3900]], minimum: 5, stock: 0, perMember: 3, at: stage.day(8, 20, 0),
        ends: stage.day(3, 20, 0), state: "succeeded", settled: 7,
        pledges: [["星野", 1], ["阿昭", 2], ["青柠", 1], ["小满", 1], ["木木", 1], ["桂圆", 1], ["小雪", 1], ["立夏", 2], ["阿宁", 1],
            ["豆沙", 1], ["莲子", 1], ["晚晚", 1]],
        replies: [[15, "星野", "正好破了一双"], [7100, "栗子教练", "成团了，12 人，每份 ¥39，周四课前找我付。"]],
    });
};
