// The boot shell: loads the app, shows how far it is, and says what to do when it cannot start or breaks later.
//
// Old engines must be able to read this file and say that they are too old: no syntax after ES5, and no promise or
// fetch before `capable()`. It knows where the app's files are (the data attributes of its own tag) and the events
// `qunli:ready`, `qunli:config-error` {file, key, message}, `qunli:panic` {message, at}; it knows nothing else of the app.
(function () {
  "use strict";

  var tag = document.currentScript;
  var SLOW_MS = 8000, CONFIG_MS = 6000;

  var TEXT = {
    zh: {
      loading: "正在打开", slow: "网络有点慢，还在打开。",
      reload: "重新载入", details: "给管理者看的细节",
      offline: ["还没有连上网络", "没有收到回应。看看网络，再试一次。你写过的内容都在这台设备上。"],
      missing: ["页面还缺一部分", "这个地址上的文件不完整，可能正在更新。过一会儿再试；如果一直这样，请告诉这里的管理者。"],
      config: ["这里的设置有问题", "管理者改好 config.json 之后，重新载入就能打开。你写过的内容都在这台设备上。"],
      old: ["这个浏览器太旧了", "群里需要 Chrome 99、Safari 16 或更新的版本。更新浏览器或微信，或者换一个浏览器打开这个地址。"],
      panic: ["出了点问题", "问题在我们这边。你写的草稿都在，重新载入就能继续。"]
    },
    en: {
      loading: "Opening", slow: "The network is slow. Still opening.",
      reload: "Reload", details: "Details for the administrator",
      offline: ["No connection yet", "Nothing has answered. Check the network and try again. Everything you wrote is safe on this device."],
      missing: ["A part of the page is missing", "The files at this address are incomplete; an update may be under way. Try again in a while, and tell the administrator if it stays like this."],
      config: ["The settings here need a repair", "Once the administrator has corrected config.json, a reload opens the page. Everything you wrote is safe on this device."],
      old: ["This browser is too old", "Qunli needs Chrome 99, Safari 16 or newer. Update the browser or WeChat, or open this address in another browser."],
      panic: ["Something broke", "The fault is ours. Your drafts are safe; reload to go on."]
    }
  };

  // ── small helpers
  function stored(key) { try { return window.localStorage.getItem(key); } catch (e) { return null; } }
  function store(key, value) {
    try {
      if (value === null) window.localStorage.removeItem(key); else window.localStorage.setItem(key, value);
    } catch (e) { /* Storage may be full or forbidden; the page works without it. */ }
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

  var language = (stored("qunli.lang") || navigator.language || "zh").replace(/"/g, "");
  language = language.toLowerCase().indexOf("zh") === 0 ? "zh" : "en";
  var words = TEXT[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  var theme = (stored("qunli.theme") || "").replace(/"/g, "");
  if (theme === "light" || theme === "dark") document.documentElement.setAttribute("data-theme", theme);

  // ── what the person sees
  var shell = document.getElementById("boot");
  var body = shell.querySelector(".boot-body");
  var thread = document.getElementById("boot-thread");
  var wasmUrl = absolute(attribute("wasm"));
  var jsUrl = absolute(attribute("js"));
  var failed = false, ready = false;

  function progress(part) {
    var percent = Math.min(100, Math.round(part * 100));
    thread.setAttribute("aria-valuenow", String(percent));
    thread.firstChild.style.width = percent + "%";
  }

  function reload() { location.reload(); }
  function button(action) {
    var made = element("button", "boot-button", words.reload);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }
  // A wrong answer may sit in the browser's cache under the very name that the next attempt asks for.
  function reloadFresh() {
    var fresh = [wasmUrl, jsUrl].map(function (url) {
      return fetch(url, { cache: "reload" }).then(function (answer) { return answer.blob(); }).catch(function () {});
    });
    var patience = new Promise(function (go) { setTimeout(go, 4000); });
    Promise.race([Promise.all(fresh), patience]).then(reload);
  }

  // Replaces whatever is shown by a page with a title, what to do, the way on, and details for who runs the place.
  function fail(kind, details) {
    if (failed) return;
    failed = true;
    clearTimeout(slowTimer);
    var title = element("h1", "", words[kind][0]);
    title.tabIndex = -1;
    body.textContent = "";
    body.appendChild(title);
    body.appendChild(element("p", "", words[kind][1]));
    body.appendChild(button(kind === "missing" ? reloadFresh : reload));
    if (kind === "old") body.appendChild(element("code", "", location.href.split("#")[0]));
    if (details) {
      var more = element("details");
      // The key in a wrong config is the message: it is open, the rest is for who looks for it.
      more.open = kind === "config";
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

  function capable() {
    try {
      if (!window.Promise || !window.fetch || !("CSSLayerBlockRule" in window)) return false;
      // Compiling, not only validating: some engines refuse any WebAssembly under a strict policy.
      new WebAssembly.Module(new Uint8Array(PROBE));
      return true;
    } catch (e) { return false; }
  }

  // ── the four things to load, side by side
  function problem(kind, details) {
    var error = new Error(details);
    error.kind = kind;
    return error;
  }
  function name(url) { return url.split("?")[0].split("/").pop(); }

  function count(answer) {
    // Bytes on the wire and bytes read differ when the answer is compressed, so the size comes from the build.
    var total = Number(attribute("wasm-bytes"));
    if (!(total > 0) || !answer.body || !answer.body.getReader) return;
    var reader = answer.clone().body.getReader();
    var seen = 0;
    (function next() {
      reader.read().then(function (part) {
        if (part.done) return;
        seen += part.value.length;
        progress(0.95 * seen / total);
        next();
      }, function () { /* The one who compiles reports it. */ });
    })();
  }

  function compile(answer) {
    if (!answer.ok) throw problem("missing", name(wasmUrl) + ": HTTP " + answer.status);
    var type = answer.headers.get("content-type") || "";
    count(answer);
    // Engines want exactly this type, without parameters.
    if (type === "application/wasm" && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(answer);
    // A server that does not know the type of .wasm is common and harmless; one that sends a page instead is not.
    return answer.arrayBuffer().then(function (bytes) {
      var magic = new Uint8Array(bytes.slice(0, 4));
      if (magic[0] !== 0 || magic[1] !== 97 || magic[2] !== 115 || magic[3] !== 109) {
        throw problem("missing", name(wasmUrl) + ": HTTP " + answer.status + ", " + (type || "no type") + ", not WebAssembly");
      }
      return WebAssembly.compile(bytes);
    });
  }

  function loadModule() {
    return fetch(wasmUrl, { credentials: "same-origin" }).then(compile, function (error) {
      throw problem("offline", name(wasmUrl) + ": " + error.message);
    }).catch(function (error) {
      if (error.kind) throw error;
      // A broken connection in the middle is a TypeError, broken content a CompileError.
      throw problem(error instanceof TypeError ? "offline" : "missing", name(wasmUrl) + ": " + error.message);
    });
  }

  function loadGlue() {
    return new Promise(function (found, lost) {
      var script = element("script");
      script.type = "module";
      script.src = absolute(attribute("base") + "import.js?v=" + attribute("build"));
      script.onload = function () {
        if (window.__qunliImport) found(window.__qunliImport(jsUrl)); else lost(problem("old", "import()"));
      };
      script.onerror = function () { lost(problem("missing", name(script.src))); };
      document.head.appendChild(script);
    }).catch(function (error) {
      throw error.kind ? error : problem("missing", name(jsUrl) + ": " + error.message);
    });
  }

  // A file of settings: fresh from the network, or the copy of the last visit when the network does not answer.
  function loadSettings(file, copy) {
    var patience = new Promise(function (go, stop) {
      // Waiting has an end only where there is something to go on with.
      if (copy) setTimeout(function () { stop(problem("offline", file + ": no answer")); }, CONFIG_MS);
    });
    var answer = fetch(absolute(attribute("base") + file), { cache: "no-cache", credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw problem("config", file + ": HTTP " + answer.status);
      return answer.text();
    }, function (error) { throw problem("offline", file + ": " + error.message); });
    return Promise.race([answer, patience]).then(function (text) { return { text: text, source: "network" }; }, function (error) {
      if (error.kind === "config" || !copy) throw error;
      return { text: copy, source: "stored" };
    }).then(function (settings) {
      try { settings.parsed = JSON.parse(settings.text); } catch (error) { throw problem("config", file + ": " + error.message); }
      if (Object(settings.parsed) !== settings.parsed || Array.isArray(settings.parsed)) throw problem("config", file + ": not an object");
      return settings;
    });
  }

  // config.json, and the descriptor of the backend where it names one; what is no path is refused by the app.
  function loadConfig() {
    return loadSettings("config.json", stored("qunli.config")).then(function (config) {
      var file = config.parsed.api && config.parsed.api.descriptor;
      if (typeof file !== "string" || /^[a-z]+:|^\/\//i.test(file)) return config;
      config.copy = "qunli.descriptor/" + file;
      return loadSettings(file, stored(config.copy)).then(function (settings) { config.descriptor = settings.text; return config; });
    });
  }

  // The app without its styles is not worth showing. The link stands after this script, so no event is missed.
  function loadStyles() {
    return new Promise(function (found, lost) {
      function on(type, then) {
        document.addEventListener(type, function (event) { if (event.target.id === "app-css") then(event.target); }, true);
      }
      on("load", found);
      on("error", function (link) { lost(problem("missing", name(link.href))); });
    });
  }

  // ── start, and keep watch
  var slowTimer, config;

  window.addEventListener("qunli:ready", function () {
    if (failed || ready) return;
    ready = true;
    clearTimeout(slowTimer);
    // Only what the app has accepted is worth keeping.
    var keep = config && config.source === "network";
    if (keep) store("qunli.config", config.text);
    if (keep && config.copy) store(config.copy, config.descriptor);
    progress(1);
    shell.className = "boot boot-lift";
    setTimeout(function () { if (!failed && shell.parentNode) shell.parentNode.removeChild(shell); }, 220);
  });

  window.addEventListener("qunli:config-error", function (event) {
    var detail = event.detail || {};
    if (config && config.source === "stored") store("qunli.config", null);
    if (config && config.copy) store(config.copy, null);
    fail("config", (detail.file || "config.json") + ", " + (detail.key || "?") + ": " + (detail.message || ""));
  });

  window.addEventListener("qunli:panic", function (event) {
    var detail = event.detail || {};
    fail("panic", typeof detail === "string" ? detail : [detail.message, detail.at].filter(Boolean).join("\n"));
  });

  function onCrash(error) { if (window.WebAssembly && error instanceof WebAssembly.RuntimeError) fail("panic", error.message); }
  window.addEventListener("error", function (event) { onCrash(event.error); });
  window.addEventListener("unhandledrejection", function (event) { onCrash(event.reason); });

  slowTimer = showLoading();
  if (!capable()) return fail("old", navigator.userAgent);

  Promise.all([loadModule(), loadGlue(), loadConfig(), loadStyles()]).then(function (loaded) {
    config = loaded[2];
    window.__qunli = { config: config.text, descriptor: config.descriptor, source: config.source, base: document.baseURI, build: attribute("build") };
    progress(0.98);
    return loaded[1].default({ module_or_path: loaded[0] });
  }).catch(function (error) {
    fail(error.kind || "panic", error.message || String(error));
  });
})();
