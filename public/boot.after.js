// What the boot shell does once the app is on screen. A part of boot.js, inside its function, joined by the build; the
// same old syntax.
// Settings of the last visit are never in use in silence.
function sayKept() {
  var note = element("div", "boot-note");
  note.appendChild(element("p", "", words.kept)).setAttribute("role", "status");
  note.appendChild(button(function () { document.body.removeChild(note); }, words.hide));
  document.body.insertBefore(note, document.body.firstChild);
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
