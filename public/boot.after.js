// What the boot shell does once the app is on screen. A part of boot.js, inside its function, joined by the build; the
// same old syntax.
// Settings of the last visit are never in use in silence.
function sayKept() {
  var note = element("div", "boot-note");
  note.appendChild(element("p", "", words.kept)).setAttribute("role", "status");
  note.appendChild(button(gone, words.hide));
  document.body.insertBefore(note, document.body.firstChild);
  // What the app says for a moment stands below it, not under it.
  var root = document.documentElement.style;
  root.setProperty("--note", note.offsetHeight + "px");
  var timer = setInterval(again, 15000);
  window.addEventListener("online", again);
  function gone() {
    clearInterval(timer);
    window.removeEventListener("online", again);
    root.removeProperty("--note");
    if (note.parentNode) document.body.removeChild(note);
  }
  // They hold from the next visit on: nobody's page is taken away.
  function again() {
    loadConfig().then(function (now) {
      if (now.source !== "network" || !note.parentNode) return;
      store("qunli.config", now.text);
      if (now.copy) store(now.copy, now.descriptor);
      gone();
    }).catch(function () { /* Later. */ });
  }
}

// ── the service worker: where there is one, and only once the first page is on screen
function whenQuiet(tries) {
  if (tries && document.querySelector("[aria-busy=true]")) return setTimeout(whenQuiet, 1000, tries - 1);
  (window.requestIdleCallback || setTimeout)(register);
}
function register() {
  try {
    // It asks which build each page is, so that it keeps the files of a page that is still open.
    navigator.serviceWorker.addEventListener("message", function (event) {
      if (event.data === "qunli:build?" && event.ports[0]) event.ports[0].postMessage(attribute("build"));
    });
    navigator.serviceWorker.register(absolute(attribute("base") + "sw.js")).catch(function () { /* Never required. */ });
  } catch (e) { /* None here: plain HTTP, a webview, a private window. */ }
}
function forgetWorker() {
  // As sw.js names them, by the folder that it is in: another community on this host keeps its own.
  var mine = "qunli-shell/" + new URL("./", absolute(attribute("base") + "sw.js")).pathname + "/";
  var keys = window.caches ? caches.keys() : Promise.resolve([]);
  return keys.then(function (names) {
    return Promise.all(names.filter(function (key) { return key.indexOf(mine) === 0; }).map(function (key) { return caches.delete(key); }));
  }).catch(function () {});
}
