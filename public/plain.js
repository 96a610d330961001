// An invite without the app: where WebAssembly cannot run, a link to a group still says what the join preview says,
// and how to go on. Fetched only then, by boot.js, which leaves window.__qunliPlain {language, page, base, settings}.
//
// Old engines run this: ES5, XMLHttpRequest, text nodes only (nothing that a backend says becomes HTML). One request,
// to a backend that speaks the contract; it shows what the contract's preview holds for a visitor, and joins nothing.
(function () {
  "use strict";
  var left = window.__qunliPlain;
  if (!left) return;
  var WORDS = {
    zh: {
      tag: "zh-CN", asking: "正在看这个邀请", lead: "{who} 邀请你进来", someone: "有人邀请你进来", host: "群主 {who}", who: "发给你的人",
      places: "这张二维码还能进 {n} 人", personal: "这个邀请只给你一个人，只能用一次", until: "{when} 前有效", people: "现在 {n} 人", members: "{n} 位成员",
      price: "现在结束，每人付 {price}", seat: "转让价 {price}", given: "白送，不收钱", tier: "{n} 人起 {price}", target: "进群之后才能参加，进群本身不花钱。",
      since_joined: "加入之前的内容，只属于更早的成员；置顶和还在进行的事除外", all: "加入之后，以前的内容也都看得到", verify: "这个群要先验证手机号",
      on: "怎样进去", wechat: "点右上角的 ···，选「在浏览器打开」；或者复制链接，发到一台新一点的手机上打开。",
      other: "用新一点的浏览器或手机打开这个链接。", code: "也可以请邀请你的人给你 8 位邀请码，在别的浏览器打开 {site}，点「我有邀请」输入。",
      copy: "复制链接", copied: "复制好了", by_hand: "请长按选中链接来复制",
      unreachable: "现在看不到这个邀请通向哪个群；链接还是有效的。",
      dead: {
        invite_unknown: ["没有这个邀请", "可能链接没有复制完整。请对方再发一次。"],
        invite_expired: ["这个邀请已经到期", "请{who}再给你一个新的。"],
        invite_revoked: ["这个邀请已被撤回", "还想进群的话，问问{who}。"],
        invite_used: ["这个邀请已经有人用了", "个人邀请只让一个人进。请{who}给你一张自己的。"],
        qr_limit_reached: ["这张二维码停用了", "群到了扫码的人数，扫码不再开放。请{who}单独邀请你一次。"],
        group_full: ["群已经满了", "有人离开后才有位置。过些时候再看一次。"],
        group_dissolved: ["这个群已经解散", "里面的人都出来了，这个邀请不再通向哪里。"],
        not_allowed: ["这个邀请不能让你进去", "旧的邀请对你不再有效。可以请群主重新邀请你。"]
      }
    },
    tw: {
      tag: "zh-TW", asking: "正在看這個邀請", lead: "{who} 邀請你進來", someone: "有人邀請你進來", host: "群主 {who}", who: "傳給你的人",
      places: "這張 QR Code 還能進 {n} 人", personal: "這個邀請只給你一個人，只能用一次", until: "{when} 前有效", people: "現在 {n} 人", members: "{n} 位成員",
      price: "現在結束，每人付 {price}", seat: "轉讓價 {price}", given: "免費送，不收錢", tier: "{n} 人起 {price}", target: "加入群組之後才能參加，加入群組本身不花錢。",
      since_joined: "加入之前的內容，只屬於更早的成員；置頂和還在進行的事除外", all: "加入之後，以前的內容也都看得到", verify: "這個群組要先驗證手機號碼",
      on: "怎樣進去", wechat: "點右上角的 ···，選「在瀏覽器打開」；或者複製連結，傳到一台新一點的手機上開啟。",
      other: "用新一點的瀏覽器或手機開啟這個連結。", code: "也可以請邀請你的人給你 8 位邀請碼，在別的瀏覽器開啟 {site}，點「我有邀請」輸入。",
      copy: "複製連結", copied: "複製好了", by_hand: "請長按選取連結來複製",
      unreachable: "現在看不到這個邀請通往哪個群組；連結還是有效的。",
      dead: {
        invite_unknown: ["沒有這個邀請", "可能連結沒有複製完整。請對方再傳一次。"],
        invite_expired: ["這個邀請已經到期", "請{who}再給你一個新的。"],
        invite_revoked: ["這個邀請已被收回", "還想加入群組的話，問問{who}。"],
        invite_used: ["這個邀請已經有人用了", "個人邀請只讓一個人進。請{who}給你一張自己的。"],
        qr_limit_reached: ["這張 QR Code 停用了", "群組到了掃碼的人數，掃碼不再開放。請{who}單獨邀請你一次。"],
        group_full: ["群組已經滿了", "有人離開後才有位置。過些時候再看一次。"],
        group_dissolved: ["這個群組已經解散", "裡面的人都出來了，這個邀請不再通往哪裡。"],
        not_allowed: ["這個邀請不能讓你進去", "舊的邀請對你不再有效。可以請群主重新邀請你。"]
      }
    },
    en: {
      tag: "en", asking: "Looking at the invite", lead: "{who} invites you in", someone: "You are invited in", host: "Hosted by {who}", who: "the person who sent it",
      places: "Places left by this QR code: {n}", personal: "This invite is for you alone and works once", until: "Works until {when}", people: "People in it now: {n}", members: "Members: {n}",
      price: "If it ended now, each pays {price}", seat: "Asking {price}", given: "Given away for free", tier: "from {n}: {price}", target: "You can take part after joining. Joining costs nothing.",
      since_joined: "What was said before you join stays with earlier members, except pinned posts and what is still open", all: "Once you join you see what was said before, too", verify: "This group asks for a verified phone first",
      on: "How to get in", wechat: "Tap ··· at the top right and choose “Open in Browser”, or copy the link and open it on a newer phone.",
      other: "Open this link in a newer browser or on another phone.", code: "Or ask who invited you for the 8-character code, open {site} in another browser and choose “I have an invitation”.",
      copy: "Copy the link", copied: "Copied", by_hand: "Press and hold the link to copy it",
      unreachable: "Where this invite leads cannot be seen right now; the link still works.",
      dead: {
        invite_unknown: ["There is no such invite", "The link may not have been copied in full. Ask them to send it once more."],
        invite_expired: ["This invite has expired", "Ask {who} for a new one."],
        invite_revoked: ["This invite was revoked", "If you still want to join, ask {who}."],
        invite_used: ["Someone else has used this invite", "A personal invite lets one person in. Ask {who} for one of your own."],
        qr_limit_reached: ["This QR code has stopped", "The group reached its size for QR codes. Ask {who} to invite you personally."],
        group_full: ["The group is full", "There is room when someone leaves. Look again later."],
        group_dissolved: ["This group was dissolved", "Everyone has left, and this invite leads nowhere any more."],
        not_allowed: ["This invite cannot let you in", "Older invites no longer work for you. A host can invite you again."]
      }
    }
  };
  var words = WORDS[left.language] || WORDS.zh, link = location.href, site = left.base.split("#")[0];

  function put(into, tag, text, className) {
    var made = document.createElement(tag);
    if (text) made.appendChild(document.createTextNode(text));
    if (className) made.className = className;
    return into.appendChild(made);
  }
  function fill(text, name, value) { return text.split("{" + name + "}").join(value); }
  function time(text) {
    var date = new Date(text);
    if (isNaN(date.getTime())) return "";
    try { return date.toLocaleString(words.tag, { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" }); } catch (e) { return date.toLocaleString(); }
  }
  // Minor units, as a backend counts: 9900 is 99.
  function money(price) {
    if (!price || typeof price.amount !== "number" || !/^[A-Z]{3}$/.test(price.currency)) return "";
    var unit = /JPY|KRW|VND/.test(price.currency) ? 1 : 100, sum = price.amount / unit, digits = price.amount % unit ? 2 : 0;
    try {
      return sum.toLocaleString(words.tag, { style: "currency", currency: price.currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
    } catch (e) { return sum.toFixed(digits) + " " + price.currency; }
  }
  function nickname(persona) { return persona && typeof persona.nickname === "string" ? persona.nickname : ""; }

  // ── where it stands: behind the failure's title and sentence, in front of its buttons
  var card = document.createElement("div"), before = left.page.querySelector("button");
  card.className = "boot-invite";
  left.page.insertBefore(card, before);
  var group = put(card, "div");
  group.setAttribute("role", "status");
  put(group, "p", words.asking);

  var how = put(card, "div");
  put(how, "h3", words.on);
  put(how, "p", /MicroMessenger/i.test(navigator.userAgent) ? words.wechat : words.other);
  var address = put(how, "code", link);
  var copy = put(how, "button", words.copy, "boot-button");
  copy.type = "button";
  copy.onclick = copyLink;
  put(how, "p", fill(words.code, "site", site));

  function copyLink() {
    var done = false;
    try {
      var range = document.createRange();
      range.selectNodeContents(address);
      var selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      done = document.execCommand("copy");
    } catch (e) { /* It stays selected, or selectable by hand. */ }
    copy.firstChild.nodeValue = done ? words.copied : words.by_hand;
  }

  // ── what it says
  function say(preview) {
    if (!preview || typeof preview.group_name !== "string") return nothing();
    group.textContent = "";
    var who = nickname(preview.inviter), host = nickname(preview.host);
    put(group, "p", who ? fill(words.lead, "who", who) : words.someone);
    put(group, "h2", preview.group_name);
    if (typeof preview.about === "string" && preview.about.replace(/\s+/g, "")) put(group, "p", preview.about).style.whiteSpace = "pre-line";
    var facts = put(group, "ul"), target = preview.target && preview.target.attachment;
    function fact(text) { if (text) put(facts, "li", text); }
    fact(host && fill(words.host, "who", host));
    if (typeof preview.member_count === "number") fact(fill(words.members, "n", String(preview.member_count)));
    if (preview.kind === "personal") fact(words.personal);
    else if (typeof preview.places_left === "number") fact(fill(words.places, "n", String(preview.places_left)));
    if (time(preview.expires_at)) fact(fill(words.until, "when", time(preview.expires_at)));
    if (preview.history === "all" || preview.history === "since_joined") fact(words[preview.history]);
    if (preview.verify_before === "join") fact(words.verify);
    if (target && typeof target.title === "string") carried(preview.target, target);
  }
  // The deal or the seat that comes with it: as the door of the app shows it, and nothing that opens it.
  function carried(shown, target) {
    var deal = target.kind === "deal", line = [], price = money(shown.price);
    put(group, "h3", target.title);
    if (deal && shown.people > 0) line.push(fill(words.people, "n", String(shown.people)));
    if (price) line.push(!deal && shown.price.amount === 0 ? words.given : fill(deal ? words.price : words.seat, "price", price));
    if (line.length) put(group, "p", line.join(" · "));
    var tiers = put(group, "ul");
    for (var i = 0; shown.tiers && i < shown.tiers.length; i++) {
      price = money(shown.tiers[i].price);
      if (price && typeof shown.tiers[i].from === "number") put(tiers, "li", fill(fill(words.tier, "n", String(shown.tiers[i].from)), "price", price));
    }
    if (!tiers.firstChild) group.removeChild(tiers);
    put(group, "p", words.target);
  }
  function nothing(code) {
    var dead = words.dead.hasOwnProperty(code) && words.dead[code];
    group.textContent = "";
    if (dead) {
      put(group, "h2", dead[0]);
      // This link leads nowhere, in no browser.
      card.removeChild(how);
    }
    put(group, "p", dead ? fill(dead[1], "who", words.who) : words.unreachable);
  }

  // ── one request
  function ask(method, url, body, then) {
    var request = new XMLHttpRequest();
    request.open(method, url);
    request.timeout = 15000;
    if (body) {
      request.setRequestHeader("content-type", "application/json");
      request.setRequestHeader("idempotency-key", key());
    }
    request.onload = function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (e) { /* Not the contract: nothing to say. */ }
      then(request.status >= 200 && request.status < 300 ? answer : null, answer && answer.code);
    };
    request.onerror = request.ontimeout = function () { then(null); };
    request.send(body);
  }
  function key() {
    var bytes = new Array(16), text = "", crypto = window.crypto || window.msCrypto;
    if (crypto && window.Uint8Array) bytes = crypto.getRandomValues(new Uint8Array(16));
    for (var i = 0; i < 16; i++) text += ((bytes[i] === undefined ? Math.floor(Math.random() * 256) : bytes[i]) + 256).toString(16).slice(1);
    return text;
  }
  function held() {
    var text = link.split("#/j/")[1] || "", plain;
    try { text = decodeURIComponent(text.split(/[?#\/]/)[0]); } catch (e) { text = ""; }
    plain = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
    return plain.length === 27 ? { token: plain } : { code: text };
  }
  function look(config) {
    var api = config && config.api;
    // A backend with a descriptor speaks its own language; only the app translates.
    if (!api || typeof api.base !== "string" || api.descriptor) return nothing();
    var anchor = document.createElement("a");
    anchor.href = /^([a-z]+:)?\/\//i.test(api.base) || api.base.charAt(0) === "/" ? api.base : site.replace(/[^\/]*$/, "") + api.base;
    ask("POST", anchor.href.replace(/\/$/, "") + "/invites/preview", JSON.stringify({ invite: held() }), function (preview, code) {
      if (preview) say(preview); else nothing(code);
    });
  }

  try {
    // What the shell has, or what nobody has asked for yet.
    if (left.settings) left.settings(function (text) { try { look(JSON.parse(text)); } catch (e) { nothing(); } }); else ask("GET", site.replace(/[^\/]*$/, "") + "config.json", null, look);
  } catch (e) { nothing(); }
})();
