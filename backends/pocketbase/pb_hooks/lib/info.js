// What this backend says of itself to anybody; with a demo, who may be tried out.

const clock = require(`${__hooks}/lib/clock.js`);
const demo = require(`${__hooks}/lib/demo.js`);

exports.info = (e) => e.json(200, {
    name: "qunli-pocketbase",
    version: "0.1.0",
    contract: 1,
    server_time: clock.text(clock.now()),
    demo: demo.isPlayed(e.app) ? { sign_ins: demo.SIGN_INS } : null,
});
