// The first look: what the page will show is asked for and drawn by this script while the app is still on its way. The
// app takes the same answers over, draws the same again, and the look goes. A part of boot.js, inside its function,
// joined by the build; the same old syntax, text nodes only (nothing that a backend says becomes HTML).
//
// It knows, of the contract, what a visit begins with: my groups, a feed, an invite. A backend that speaks its own
// language is left to the app, which translates; so is whatever is not as expected. LOOK holds the app's own words.
var CLOTHS = ["blossom", "sprig", "water", "lattice"];
var FACES = ["bloom-indigo", "sprig-moss", "plum-plum", "seed-turmeric", "moon-celadon", "fish-indigo", "hill-ash", "star-madder", "water-celadon"];
var FEW = 3, FIRST = 5;
var DYES = ["indigo", "moss", "plum", "turmeric", "celadon", "ash", "madder"];
var say = LOOK[language], look, more, short, dates, seen = {};

// ── what the app will ask for, asked for now
function answerOf(method, url, token, body) {
  var headers = { accept: "application/json" }, stop = window.AbortController && new AbortController();
  if (token) headers.authorization = "Bearer " + token;
  if (body) {
    headers["content-type"] = "application/json";
    headers["idempotency-key"] = key();
  }
  var answer = fetch(url, { method: method, headers: headers, body: body, cache: "no-store", credentials: "omit", signal: stop ? stop.signal : undefined });
  if (stop) setTimeout(function () { stop.abort(); }, LOOK_MS);
  // Whole before it is handed over: half an answer is none. The app takes it by what it would have asked.
  answer = answer.then(function (head) { return head.text().then(function (text) { return { status: head.status, ok: head.ok, headers: head.headers, text: text }; }); });
  seen[[method, url, headers.authorization || "", body || ""].join("\n")] = answer.then(function (whole) {
    return new Response(whole.text, { status: whole.status, headers: whole.headers });
  });
  return answer.then(function (whole) {
    if (!whole.ok) throw new Error("HTTP " + whole.status);
    return JSON.parse(whole.text);
  });
}
function key() {
  var bytes = window.crypto.getRandomValues(new Uint8Array(16)), text = "";
  for (var i = 0; i < 16; i++) text += (bytes[i] + 256).toString(16).slice(1);
  return text;
}
function sessionToken() {
  try { return JSON.parse(stored("qunli.data/session")).token; } catch (e) { return ""; }
}

// Whether the page is opened at a place that has a first look: its kind, and what the address says of it.
function placeOfLook() {
  var hash = location.hash, at;
  if (!styled) return null;
  if ((at = /^#\/j\/([0-9A-Za-z]{27})$/.exec(hash))) return ["door", at[1].toUpperCase()];
  if (!sessionToken()) return null;
  if ((at = /^#\/g\/([\w-]{1,64})$/.exec(hash))) return ["feed", "/groups/" + at[1]];
  return /^(#\/?)?$/.test(hash) ? ["home"] : null;
}
// When the app may be asked for: at once, or after the first look, which must not take long.
var goOn;
function headStart() {
  return new Promise(function (go) {
    goOn = go;
    if (placeOfLook()) setTimeout(go, HEAD_START_MS); else go();
  });
}

// The first look, once the settings are here.
function beginLook(config) {
  var base = config.parsed.api && config.parsed.api.base, token = sessionToken(), at = placeOfLook();
  if (!at || typeof base !== "string" || config.parsed.api.descriptor !== undefined) return goOn();
  // As the app resolves it: against the page, without a slash at its end.
  base = new URL(base, location.href.split(/[?#]/)[0]).href.replace(/\/+$/, "");
  function read(path) { return answerOf("GET", base + path, token); }
  if (at[0] === "feed") show(Promise.all([read(at[1]), read(at[1] + "/posts?limit=20"), read(at[1] + "/pinned?limit=20")]), feedLook, at[1]);
  else if (at[0] === "home") show(read("/groups?limit=20"), homeLook);
  else show(answerOf("POST", base + "/invites/preview", token, JSON.stringify({ invite: { token: at[1] } })), doorLook);
  addEventListener("hashchange", dropLook);
}

// Who comes back may have a place further down, which the app alone finds: then only the answers wait for it.
function comesBack(path) {
  var entry = window.performance && performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  if (entry && entry.type !== "navigate") return true;
  try {
    return Object.keys(window.localStorage).some(function (key) { return key.indexOf("qunli.data/place/") === 0 && key.indexOf(path + "/posts") > 0; });
  } catch (e) { return false; }
}
function show(answers, draw, path) {
  if (comesBack(path || "/groups")) draw = function () { throw new Error("a place of before"); };
  answers.then(draw).then(function (page) {
    if (!page || failed || ready || look === null) return goOn();
    var size = stored("qunli.text");
    if (size === "120" || size === "140") document.documentElement.setAttribute("data-text", size);
    look = h("div", { class: short ? "app boot-look boot-short" : "app boot-look" }, page);
    document.body.insertBefore(look, shell);
    // The shell is away for a frame: its thread stands above the look, it does not fly there.
    shell.setAttribute("data-kind", "look");
    shell.style.display = "none";
    requestAnimationFrame(function () {
      setTimeout(function () {
        shell.style.display = "";
        goOn();
        // What it cannot draw is the app's, as before.
        try { if (more && look) more(); } catch (e) { dropLook(); }
        more = null;
      });
    });
  }).catch(function () {
    // The app asks again, and says what is wrong.
    goOn();
  });
}

// Null afterwards: what comes later is not drawn, and what was asked for another place is old when one is back here.
function dropLook(event) {
  if (event) for (var each in seen) delete seen[each];
  removeEventListener("hashchange", dropLook);
  if (look) look.parentNode.removeChild(look);
  if (look && !failed && !ready) shell.setAttribute("data-kind", "loading");
  look = null;
}

// The app has begun below: it is read and shown once it has something to show.
function handOver(tries) {
  if (look && tries && document.querySelector(".app:not(.boot-look) [aria-busy=true]")) return setTimeout(handOver, 50, tries - 1);
  dropLook();
  leave();
}

// ── elements, as the app makes them
// Icons and prints are symbols of the page, here and in the app.
function showSymbols() {
  var symbols = h("svg", { class: "sprite", "aria-hidden": "true", width: "0", height: "0" });
  symbols.innerHTML = SPRITE;
  document.body.insertBefore(symbols, document.body.firstChild);
}
function h(name, attributes) {
  var made = name === "svg" || name === "use" ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (var each in attributes) made.setAttribute(each, attributes[each]);
  for (var i = 2; i < arguments.length; i++) add(made, arguments[i]);
  return made;
}
function add(into, child) {
  if (Array.isArray(child)) child.forEach(function (one) { add(into, one); });
  else if (child) into.appendChild(child.nodeType ? child : document.createTextNode(child));
  return into;
}
function icon(name) { return h("svg", { class: "i", "aria-hidden": "true" }, h("use", { href: "#i-" + name })); }
function avatar(of, size) {
  var parts = String(of).split("-");
  return h("span", { class: "av", "data-size": size, "data-dye": parts[1], "aria-hidden": "true" }, h("svg", {}, h("use", { href: "#m-" + parts[0] })));
}
function clothOf(id) {
  var hash = 0x811c9dc5;
  for (var i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return CLOTHS[(hash >>> 16) % CLOTHS.length];
}
function curtain(id, tall) {
  var panels = [], attributes = { class: "curtain", "data-c": clothOf(id), "aria-hidden": "true" };
  if (tall) attributes["data-tall"] = "";
  while (panels.length < (tall ? 4 : 5)) panels.push(h("i"));
  return h("div", attributes, panels);
}

// ── words and moments, as the app says them
function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; }); }
// Making a formatter takes a weak phone 40 ms; nothing is grouped below a thousand.
function number(n) { return n >= 0 && n < 1000 ? String(n) : new Intl.NumberFormat(say.own_intl).format(n); }
function counted(forms, n) { return fill(n === 1 && forms.one || forms.other, { n: number(n) }); }
function counts() { return stored("qunli.counts") !== "hidden"; }
function moment(text) {
  var at = new Date(text), now = new Date();
  function day(of) { return new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime(); }
  var days = Math.round((day(at) - day(now)) / 864e5);
  var time = ("0" + at.getHours()).slice(-2) + ":" + ("0" + at.getMinutes()).slice(-2);
  if (days === 0 || days === -1) return fill(say.day_time, { day: days ? say.yesterday : say.today, time: time });
  dates = dates || new Intl.DateTimeFormat(say.own_intl, { month: "long", day: "numeric" });
  var date = dates.format(at);
  date = date.replace(/([\u2e80-\u9fff])(?=\d)/g, "$1 ").replace(/(\d)(?=[\u2e80-\u9fff])/g, "$1 ");
  if (at.getFullYear() !== now.getFullYear()) date = fill(say.day_year, { year: at.getFullYear(), day: date });
  return fill(say.date_time, { day: date, time: time });
}

// ── the pages
function tabs() {
  function tab(to, name, words, here) { return h("a", here ? { class: "tab", href: to, "aria-current": "page" } : { class: "tab", href: to }, icon(name), h("span", {}, words)); }
  return h("nav", { class: "tabs", "aria-label": say.tabs }, h("i", { class: "tab-knot boot-knot" }), tab("#/", "home", say.group_tab, true), tab("#/deals", "together", say.together_tab), tab("#/me", "me", say.me_tab));
}
function main(children) { return h("div", { class: "page" }, children); }

function feedLook(answers) {
  var group = answers[0], me = group.me.persona, at = "#/g/" + group.id, unread = group.read_to && group.unread;
  document.title = group.name;
  // A line stands below what is new; the look ends there. What a screen holds is shown first.
  var posts = answers[1].items.slice(0, unread || undefined);
  function cards(some) { return some.map(function (post) { return card(post, group.me.id); }); }
  var page = main([]);
  // Below one that fills no screen the app is seen as it comes.
  short = posts.length < FIRST && posts.length < answers[1].items.length;
  if (posts.length > FIRST) more = function () { add(page, cards(posts.slice(FIRST))); };
  function start(name, words, to) { return h("a", { class: "start", href: at + to }, icon(name), h("span", {}, words)); }
  var pins = answers[2].items.slice(0, 2).map(function (post) {
    var text = post.body.split("\n")[0].slice(0, 80);
    return text && h("a", { class: "pin", href: at + "/p/" + post.id }, icon("say"), h("span", { class: "grow" }, h("span", { class: "hide" }, say.pin + " "), text), icon("next"));
  });
  return [
    curtain(group.id),
    h("header", { class: "grouphead" },
      h("div", { class: "grouphead-row" }, h("h1", { class: "grow" }, group.name), h("a", { class: "icon-btn", href: at + "/invite", "aria-label": say.invite }, icon("qr"))),
      line(group),
      h("div", { class: "grouphead-row" },
        h("a", { class: "persona", href: at + "/about" }, avatar(me.avatar, "s"), h("span", {}, say.lead + " ", h("b", {}, me.nickname)), icon("down")),
        h("a", { class: "grouphead-about", href: at + "/about" }, icon("people"), h("span", {}, say.about)))),
    add(page, [pins,
      h("div", { class: "composer" }, avatar(me.avatar, "m"), h("a", { class: "composer-open", href: at + "/write" }, say.say)),
      h("nav", { class: "starts" }, start("qr", say.bring, "/invite"), start("chain", say.chain, "/new-chain"), start("poll", say.poll, "/new-poll"), start("together", say.buy, "/new-deal"), start("seat", say.pass_on, "/classes"), start("plus", say.start_more, "/start")),
      unread > FEW && h("div", { class: "newposts-place", "data-rest": "" }, h("span", { class: "newposts" }, icon("down"), h("span", {}, unread > 99 ? say.unread_many : counted(say.unread, unread)))),
      cards(posts.slice(0, FIRST))]),
    tabs()
  ];
}
// How far the group is on its way to its limit: to that of QR codes while they work, then to its capacity.
function line(group) {
  var by_qr = !group.qr_closed_at && group.member_count < group.policy.invite_qr_limit, limit = by_qr ? group.policy.invite_qr_limit : group.policy.capacity;
  function end(words, note) { return h("span", {}, h("b", { class: "num" }, words), note); }
  return h("div", { class: "grouphead-line" }, h("div", { class: "thread-box" }, h("div", { class: "thread" })),
    h("div", { class: "stops" }, end(counted(say.members, group.member_count), by_qr ? say.qr_open : say.by_members), end(number(limit), by_qr ? say.qr_limit_note : say.capacity_note)));
}
function pill(state, name, words) { return h("span", { class: "pill", "data-s": state }, icon(name), h("span", {}, words)); }
function kind(name, words, mark) { return h("div", { class: "kind" }, icon(name), h("span", { class: "kind-name" }, words), mark); }
function card(post, me) {
  var urgent = post.roll_call && post.roll_call.kind === "safe", named = post.mentions && !post.yours && post.mentions.some(function (one) { return one.id === me; });
  var when = moment(post.created_at);
  var who = post.author, name = who ? who.persona.nickname : say.someone, role = who && say[who.role], replies = counts() && post.comment_count;
  var long = [].slice.call(post.body).length > 160 || post.body.split("\n").length > 6;
  return h("article", { class: "card", "aria-label": name },
    h("header", { class: "by" }, avatar(who ? who.persona.avatar : "seed-ash", "m"), h("div", { class: "by-words" },
      h("div", { class: "by-name" }, h("b", {}, name), role && who.role !== "member" && h("span", { class: "role" }, role),
        post.pinned && pill("off", "say", say.pinned)),
      h("div", { class: "cap" }, post.edited_at ? fill(say.edited_at, { when: when }) : when))),
    named && pill("open", "people", say.mentions_you),
    post.kind === "announcement" && kind("say", say.announcement, urgent && pill("held", "shield", say.urgent)),
    post.kind === "question" && kind("ask", say.question, post.answer && pill("done", "check", say.answered)),
    post.circle_id && h("div", { class: "later", "data-part": "feed/circle" }),
    post.body && h("p", long ? { class: "words", "data-folded": "" } : { class: "words" }, post.body),
    post.body && long && h("span", { class: "btn", "data-look": "text", "data-small": "" }, h("span", { class: "btn-words" }, say.expand)),
    post.attachment && h("p", { class: "later", "data-part": post.attachment.kind }, post.attachment.title),
    post.photos && post.photos[0] && h("div", { class: "photos", "data-shape": shape(post.photos) }),
    post.roll_call && h("div", { class: "later", "data-part": "feed/roll-call" }),
    h("div", { class: "acts" }, h("a", { class: "act", href: "#/g/" + post.group_id + "/p/" + post.id }, icon("talk"), h("span", {}, say.reply), replies ? h("span", { class: "num" }, String(replies)) : "")));
}
// The room for photos, as the app makes it.
function shape(all) {
  var w = all[0].width, t = all[0].height, n = all.length;
  if (n > 1) return n > 6 ? "nine" : ["two", "three", "four", "six", "six"][n - 2];
  return !w || !t ? "square" : w * 10 >= t * 15 ? "wide" : w * 10 >= t * 11 ? "landscape" : t * 10 >= w * 11 ? "portrait" : "square";
}

function homeLook(page) {
  if (!page.items.length) return null;
  document.title = say.title;
  return [main([
    h("header", { class: "page-head" }, h("div", { class: "grow" }, h("h1", {}, say.title), h("p", { class: "sub" }, say.sub))),
    h("ul", { class: "list", role: "list" }, page.items.map(function (group) {
      var me = group.me.persona, note = counts() ? me.nickname + " · " + counted(say.members, group.member_count) : me.nickname;
      return h("li", { class: "list-row", "data-link": "" }, h("a", { class: "list-link", href: "#/g/" + group.id },
        h("span", { class: "patch-box", "aria-hidden": "true" }, h("span", { class: "patch", "data-c": clothOf(group.id) }), h("span", { class: "patch-corner" }, avatar(me.avatar, "s"))),
        h("span", { class: "grow" }, h("span", { class: "list-title" }, group.name), h("span", { class: "cap block" }, note)),
        h("span", { class: "list-end val" }, icon("next"))));
    }))]), tabs()];
}

function doorLook(preview) {
  // Who is in already goes straight in.
  if (preview.already_member) return null;
  document.title = preview.group_name;
  var members = counts() && counted(say.members, preview.member_count), host = preview.host && preview.host.nickname;
  return main([
    h("div", { class: "join-door" }, h("div", { class: "door" }, curtain(preview.group_id, true), h("div", { class: "plate" },
      h("p", { class: "cap" }, preview.inviter ? fill(say.door_lead, { who: preview.inviter.nickname }) : say.door_lead_none),
      h("h1", {}, preview.group_name),
      h("p", { class: "sub num" }, members && host ? fill(say.door_note, { host: host, members: members }) : members || host)))),
    preview.about.trim() && h("section", { class: "card" }, h("h2", {}, say.about_title), h("p", { class: "join-about" }, preview.about.trim())),
    preview.target && h("section", { class: "card" }, h("p", {}, preview.target.attachment.title)),
    preview.verify_before !== "join" && faceLook(preview.inviter)
  ]);
}
// What others will see, as it is before anybody chose.
function faceLook(inviter) {
  var faces = FACES.map(function (of) { return h("span", { class: "face" }, avatar(of, "m")); });
  var dyes = DYES.map(function (dye) { return h("span", { class: "dye" }, h("span", { class: "av dye-dot", "data-dye": dye })); });
  return h("section", { class: "card boot-card" }, h("h2", {}, say.face_title),
    h("div", { class: "well" }, h("div", { class: "join-face" }, avatar(FACES[0], "l"), h("span", { class: "grow" }, h("b", { class: "block", "data-empty": "" }, say.face_none),
      h("span", { class: "cap" }, inviter ? fill(say.face_preview_by, { who: inviter.nickname }) : say.face_preview)))),
    h("div", { class: "join-name" }, h("div", { class: "field" }, h("span", { class: "field-label" }, say.name_label), h("span", { class: "input" }), h("p", { class: "cap" }, say.name_hint))),
    h("div", { class: "field" }, h("span", { class: "field-label" }, say.face_choose), h("div", { class: "faces" }, faces), h("div", { class: "dyes" }, dyes)),
    h("p", { class: "cap join-hidden" }, icon("hidden"), h("span", {}, say.hidden)));
}
