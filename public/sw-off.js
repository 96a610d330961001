// The end of the service worker: an operator who wants it gone serves this file under the name sw.js. Each phone that
// had one removes its caches and its worker at its next visit, and lives by the network alone. Leaving sw.js out
// (404) would not do: browsers then keep the worker that they have.
"use strict";
var PREFIX = "qunli-shell/" + new URL(self.registration.scope).pathname + "/";
self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.indexOf(PREFIX) === 0; }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.registration.unregister(); }));
});
