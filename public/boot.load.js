// What the boot shell loads: the app's module and script, the settings, the styles. A part of boot.js, inside its
// function, joined by the build; the same old syntax.
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
  // What is shown first comes before it, where the network knows an order.
  return fetch(wasmUrl, { credentials: "same-origin", priority: "low" }).then(compile, function (error) {
    throw problem("offline", name(wasmUrl) + ": " + error.message);
  }).catch(function (error) {
    if (error.kind) throw error;
    // A broken connection in the middle is a TypeError, broken content a CompileError.
    throw problem(error instanceof TypeError ? "offline" : "missing", name(wasmUrl) + ": " + error.message);
  });
}

// The app's script leaves its start on window: `import()` would be a word that old engines cannot read.
function loadGlue() {
  return new Promise(function (found, lost) {
    var script = element("script");
    script.type = "module";
    script.src = jsUrl;
    script.onload = function () {
      if (!window.__qunliStart) return lost(problem("missing", name(jsUrl) + ": broken"));
      // The styles are in the shell; to engines that cannot take them so, the file brings them.
      found(styled ? window.__qunliStart : loadStyles().then(function () { return window.__qunliStart; }));
    };
    script.onerror = function () { lost(problem("missing", name(jsUrl))); };
    document.head.appendChild(script);
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

// The app without its styles is not worth showing.
function loadStyles() {
  return new Promise(function (found, lost) {
    var link = element("link"), file = name(attribute("css"));
    link.rel = "stylesheet";
    link.href = attribute("css");
    // A page that stands in for the sheet is no failure to some engines.
    link.onload = function () { if (link.sheet && link.sheet.cssRules.length) found(); else lost(problem("missing", file)); };
    link.onerror = function () { lost(problem("missing", file)); };
    document.head.appendChild(link);
  });
}
