// The boot shell: loads the app, shows how far it is, and says what to do when it cannot start or breaks later.
//
// Old engines must be able to read this file and say that they are too old: no syntax after ES5, and no promise or
// fetch before `capable()`. It knows where the app's files are (the data attributes of its own tag), that an invite's
// address is `#/j/...`, and the events `qunli:ready`, `qunli:config-error` {file, key, message}, `qunli:missing`
// {file, message}, `qunli:panic` {message, at}; it knows nothing else of the app. The build puts in boot.css,
// boot.words.json, what is loaded (boot.load.js), the first look (boot.look.js) and what is done afterwards (boot.after.js).
(function () {
  "use strict";

  var tag = document.currentScript;
  var SLOW_MS = 8000, CONFIG_MS = 6000, LOOK_MS = 12000, HEAD_START_MS = 250;

  // The build puts both in: a page that asks for less is open sooner, and says what is wrong without a network.
  var STYLE = "__BOOT_CSS__", APP_STYLE = "__APP_CSS__", WORDS = "__BOOT_WORDS__", LOOK = "__LOOK_WORDS__", SPRITE = "__SPRITE__";

  // Who signs in with the app around the page comes back with a code in the address. It works once and is a secret: it
  // is taken before anything else runs, and is neither in the address nor in the history afterwards. Addresses with a
  // `state` that none of ours is (ours are letters and digits) are left alone.
  var returned;
  if (/[?&]state=[\w-]{8,128}(&|$)/.test(location.search)) {
    returned = location.search;
    history.replaceState(null, "", location.pathname + location.hash.replace("#wechat_redirect", ""));
  }

  // ── small helpers
  function stored(key) { try { return window.localStorage.getItem(key); } catch (e) { return null; } }
  function store(key, value) {
    try {
      if (value === null) window.localStorage.removeItem(key); else window.localStorage.setItem(key, value);
    } catch (e) { /* Storage may be full or forbidden; the page works without it. */ }
  }
  function canStore() {
    store("qunli.trial", "1");
    var kept = stored("qunli.trial") === "1";
    store("qunli.trial", null);
    return kept;
  }
  function attribute(name) { return tag.getAttribute("data-" + name) || ""; }
  function absolute(url) {
    var link = document.createElement("a");
    link.href = url;
    return link.href;
  }
  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  // A sheet made by a script needs no word in the policy; engines that cannot make one ask for the file.
  var styled = false;
  function sheet(text) {
    var made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  }
  function paint() {
    try {
      document.adoptedStyleSheets = [sheet(STYLE), sheet(APP_STYLE)];
      styled = true;
    } catch (e) {
      var link = element("link");
      link.rel = "stylesheet";
      link.href = attribute("base") + "boot.css?v=" + attribute("build");
      document.head.appendChild(link);
    }
  }

  // What was chosen, then the phone's in its order, as in the app. None of them ours: English; none at all: Chinese.
  var language = "zh", several = navigator.languages && navigator.languages.length;
  var tongues = [stored("qunli.lang")].concat(several ? [].slice.call(navigator.languages) : navigator.language);
  for (var i = 0; i < tongues.length; i++) {
    var parts = String(tongues[i] || "").replace(/"/g, "").toLowerCase().split(/[-_]/);
    if (parts[0] === "zh" || parts[0] === "en") {
      var far = /hant/.test(parts) || (/tw|hk|mo/.test(parts) && !/hans/.test(parts));
      language = parts[0] === "zh" && far ? "tw" : parts[0];
      break;
    }
    if (parts[0]) language = "en";
  }
  var words = WORDS[language];
  document.documentElement.lang = words.tag;
  var theme = (stored("qunli.theme") || "").replace(/"/g, "");
  if (theme === "light" || theme === "dark") document.documentElement.setAttribute("data-theme", theme);
  paint();

  // The app's words in a language that is not in its first file: beside the app, not after it.
  function expectWords() {
    var part = attribute("words-" + words.tag.toLowerCase());
    if (!part) return;
    var link = element("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = attribute("base") + part;
    document.head.appendChild(link);
  }
  expectWords();

  // ── what the person sees
  var shell, body, thread;
  var wasmUrl = absolute(attribute("wasm"));
  var jsUrl = absolute(attribute("js"));
  var failed = false, ready = false;

  function progress(part) {
    if (!thread) return;
    var percent = Math.min(100, Math.round(part * 100));
    thread.setAttribute("aria-valuenow", String(percent));
    thread.firstChild.style.width = percent + "%";
  }

  function reload() { location.reload(); }
  function button(action, text) {
    var made = element("button", "boot-button", text || words.reload);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }
  // A wrong answer may sit in the browser's cache under the very name that the next attempt asks for, or in the service
  // worker's; where there is a network, both are left behind.
  function reloadFresh() {
    if (!window.Promise || !window.fetch || navigator.onLine === false) return reload();
    var fresh = [wasmUrl, jsUrl].map(function (url) {
      return fetch(url, { cache: "reload" }).then(function (answer) { return answer.blob(); }).catch(function () {});
    });
    var patience = new Promise(function (go) { setTimeout(go, 4000); });
    Promise.race([forgetWorker().then(function () { return Promise.all(fresh); }), patience]).then(reload);
  }

  // What stands in the fields of a page that is about to go, where nothing else keeps it.
  function unsent() {
    var fields = ready ? document.querySelectorAll("textarea, input:not([type]), input[type=text]") : [], found = [];
    for (var i = 0; i < fields.length; i++) if (fields[i].value) found.push(fields[i].value);
    return found.join("\n");
  }

  // Replaces whatever is shown by a page with a title, what to do, the way on, and details for who runs the place.
  function fail(kind, details) {
    if (failed) return;
    failed = true;
    clearTimeout(slowTimer);
    dropLook();
    var title = element("h1", "", words[kind][0]);
    var durable = canStore(), text = durable ? "" : unsent();
    title.tabIndex = -1;
    body.textContent = "";
    body.appendChild(title);
    body.appendChild(element("p", "", words[kind][1]));
    if (kind !== "old") body.appendChild(element("p", "", durable ? words.safe : words.unsafe));
    if (text) body.appendChild(element("code", "boot-unsent", text)).setAttribute("aria-label", words.unsent);
    body.appendChild(button(kind === "missing" || kind === "panic" && !ready ? reloadFresh : reload));
    if (!ready && location.hash.indexOf("#/j/") === 0) plain();
    else if (kind === "old") body.appendChild(element("code", "", location.href.split("#")[0]));
    if (details) {
      var more = element("details");
      // The key in a wrong config is the message: it is open, the rest is for who looks for it.
      more.open = kind === "config" || kind === "blocked";
      more.appendChild(element("summary", "", words.details));
      more.appendChild(element("code", "", details));
      body.appendChild(more);
    }
    shell.setAttribute("data-kind", kind);
    shell.setAttribute("role", "alertdialog");
    shell.setAttribute("aria-modal", "true");
    shell.setAttribute("aria-label", words[kind][0]);
    shell.className = "boot";
    var beside = document.body.children;
    for (var i = 0; i < beside.length; i++) if (beside[i] !== shell) beside[i].setAttribute("inert", "");
    // After a start the shell has left the page; it comes back in front of the app.
    if (!shell.parentNode) document.body.appendChild(shell);
    title.focus();
  }

  // An invite says what it leads to without the app: a script of its own, which puts a page in front of the failure's.
  function plain() {
    var script = element("script");
    script.src = absolute(attribute("base") + "plain.js?v=" + attribute("build"));
    window.__qunliPlain = { language: language, page: body, base: absolute(attribute("base") || "./"),
      // Where this script asks for the settings, they are not asked for again.
      settings: settings && function (then) { settings.then(function (config) { then(config.text); }, function () { then(""); }); } };
    document.head.appendChild(script);
  }

  function showLoading() {
    thread.setAttribute("role", "progressbar");
    thread.setAttribute("aria-label", words.loading);
    progress(0);
    body.removeChild(body.querySelector(".boot-late"));
    var status = element("p", "", words.loading);
    status.setAttribute("role", "status");
    body.appendChild(status);
    return setTimeout(function () {
      status.textContent = words.slow;
      shell.setAttribute("data-slow", "");
      body.appendChild(button(reload));
    }, SLOW_MS);
  }

  // ── can this engine run the app?
  // Two functions in one module: a table of externref (reference types) and memory.fill (bulk memory).
  var PROBE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 5, 3, 1, 0, 0,
    10, 13, 1, 11, 0, 65, 0, 65, 0, 65, 0, 252, 11, 0, 11];

  // Null where the app can run, or the kind of page that says why not.
  function obstacle() {
    try {
      if (!window.Promise || !window.fetch || !("CSSLayerBlockRule" in window)) return "old";
      if (!WebAssembly.validate(new Uint8Array(PROBE))) return "old";
    } catch (e) { return "old"; }
    // Compiling, not only validating: engines refuse any WebAssembly under a policy that does not allow it, and those
    // before Safari 16 know no word that would.
    try { return new WebAssembly.Module(new Uint8Array(PROBE)) && null; } catch (e) { return "CSSContainerRule" in window ? "blocked" : "old"; }
  }

  "__BOOT_LOAD__";

  "__BOOT_LOOK__";

  "__BOOT_AFTER__";

  // ── start, and keep watch
  var slowTimer, settings, config;

  function leave() { if (!failed && shell.parentNode) shell.parentNode.removeChild(shell); }
  window.addEventListener("qunli:ready", function () {
    if (failed || ready) return;
    ready = true;
    clearTimeout(slowTimer);
    // Only what the app has accepted is worth keeping.
    var keep = config && config.source === "network";
    if (keep) store("qunli.config", config.text);
    if (keep && config.copy) store(config.copy, config.descriptor);
    progress(1);
    // With a look there is no curtain to lift: what is on screen stays, and becomes the app.
    if (look) handOver(100);
    else {
      shell.className = "boot boot-lift";
      setTimeout(leave, 220);
    }
    setTimeout(function () { seen = window.__qunli.answers = {}; }, LOOK_MS);
    if (config && config.source === "stored") sayKept();
    setTimeout(whenQuiet, 2000, 15);
  });

  window.addEventListener("qunli:config-error", function (event) {
    var detail = event.detail || {};
    if (config && config.source === "stored") store("qunli.config", null);
    if (config && config.copy) store(config.copy, null);
    fail("config", (detail.file || "config.json") + ", " + (detail.key || "?") + ": " + (detail.message || ""));
  });

  window.addEventListener("qunli:missing", function (event) {
    fail("missing", event.detail.file + ": " + event.detail.message);
  });

  window.addEventListener("qunli:panic", function (event) {
    var detail = event.detail || {};
    fail("panic", typeof detail === "string" ? detail : [detail.message, detail.at].filter(Boolean).join("\n"));
  });

  function onCrash(error) { if (window.WebAssembly && error instanceof WebAssembly.RuntimeError) fail("panic", error.message); }
  window.addEventListener("error", function (event) { onCrash(event.error); });
  window.addEventListener("unhandledrejection", function (event) { onCrash(event.reason); });

  // What a policy refuses looks like a missing file or a dead network; the browser says otherwise a moment later.
  var refused = "";
  document.addEventListener("securitypolicyviolation", function (event) {
    refused = refused || event.effectiveDirective + ": " + (event.blockedURI || "inline");
  });

  var why = obstacle();
  settings = why ? null : loadConfig();
  // What is shown first has the network to itself for a moment; the app does not wait long for it.
  var loads = why || headStart().then(function () { return Promise.all([loadModule(), loadGlue(), settings]); });
  if (!why) loads.catch(function () { /* It is told below, once there is a page to tell it on. */ });

  function begin() {
    shell = document.getElementById("boot");
    body = shell.querySelector(".boot-body");
    thread = document.getElementById("boot-thread");
    slowTimer = showLoading();
    if (!why) showSymbols();
    if (!why) settings.then(beginLook).catch(function () { /* What is wrong with them is told below. */ });
    if (why) return fail(why, why === "old" ? navigator.userAgent : "Content-Security-Policy: script-src needs 'wasm-unsafe-eval'");
    loads.then(function (loaded) {
      config = loaded[2];
      window.__qunli = { config: config.text, descriptor: config.descriptor, source: config.source, answers: seen, base: document.baseURI, returned: returned, build: attribute("build") };
      progress(0.98);
      return loaded[1]({ module_or_path: loaded[0] });
    }).catch(function (error) {
      setTimeout(function () {
        if (refused && error.kind) fail("blocked", "Content-Security-Policy: " + refused); else fail(error.kind || "panic", error.message || String(error));
      }, 50);
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
