// The service worker: the app's own files of ONE build, kept together, so that the app opens without a network and a
// page never mixes two builds of what is kept at once; a module first used under a newer worker is the newer build's.
//
// Kept at once: the page and the hashed files of this build. At their first use: the workers' modules (QR, doctor).
// Never: config.json, descriptors, the API; this worker does not even see to them. A page is answered from the same
// cache as its files; a new build is fetched beside it and serves the next page that opens; caches that no open page
// uses are removed. A server that has only half of a new build changes nothing here, since each file that is kept is
// checked against the digest that the build wrote below (`cargo xtask stage`): another build's is an error, not an answer.
//
// To switch it off everywhere, put sw-off.js in its place on the server (see there). It must not know what the app does.
"use strict";
var BUILD = "__BUILD__", SHELL = "__SHELL__", LATER = "__LATER__";
// Caches are the whole origin's, this worker is one folder's: a community beside it, or below, has its own names.
var PREFIX = "qunli-shell/" + new URL(self.registration.scope).pathname + "/";
var CACHE = PREFIX + BUILD, PAGE = "./", CHECK_MS = 4000, ASK_MS = 3000;

// The page as the server has it now, if it is of this build; edits by the operator (a policy, a base) are kept.
function freshPage() {
  return fetch(PAGE, { cache: "no-cache", credentials: "same-origin" }).then(function (answer) {
    if (!answer.ok) throw new Error("HTTP " + answer.status);
    return answer.text().then(function (text) {
      var headers = new Headers(answer.headers);
      ["content-encoding", "content-length", "transfer-encoding"].forEach(function (name) { headers.delete(name); });
      var build = /data-build="?([0-9a-f]+)/.exec(text);
      // Built anew: what came by a redirect cannot answer a page.
      return { build: build && build[1], text: text, answer: function () { return new Response(text, { headers: headers }); } };
    });
  });
}

function fill() {
  return Promise.all([caches.open(CACHE), freshPage()]).then(function (both) {
    if (both[1].build !== BUILD) throw new Error("The page here is of another build.");
    return Promise.all(Object.keys(SHELL).map(function (name) {
      return fetch(name, { integrity: SHELL[name], credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) throw new Error(name + ": HTTP " + answer.status);
        return both[0].put(name, answer);
      });
    })).then(function () {
      // Last, so that a page is only here with all of its files.
      return both[0].put(PAGE, both[1].answer());
    });
  });
}

self.addEventListener("install", function (event) {
  event.waitUntil(fill().then(function () { return self.skipWaiting(); }, function (error) {
    return caches.delete(CACHE).then(function () { throw error; });
  }));
});

self.addEventListener("activate", function (event) { event.waitUntil(sweep()); });

// Removes the caches of builds that no open page is of. A page that does not say keeps them all.
function sweep() {
  // The cache that a new worker is filling is no page's yet; it tidies up itself once it is active.
  if (self.registration.installing || self.registration.waiting) return Promise.resolve();
  return Promise.all([caches.keys(), self.clients.matchAll({ type: "window", includeUncontrolled: true })]).then(function (both) {
    var old = both[0].filter(function (name) { return name.indexOf(PREFIX) === 0 && name !== CACHE; });
    if (!old.length) return;
    return Promise.all(both[1].map(function (client) {
      return new Promise(function (told, silent) {
        var channel = new MessageChannel();
        channel.port1.onmessage = function (event) { told(PREFIX + event.data); };
        setTimeout(silent, ASK_MS, new Error("silent"));
        client.postMessage("qunli:build?", [channel.port2]);
      });
    })).then(function (used) {
      return Promise.all(old.filter(function (name) { return used.indexOf(name) < 0; }).map(function (name) { return caches.delete(name); }));
    }, function () { /* The next page asks again. */ });
  });
}

// A while after a page has opened: is there a new build, was this one's page edited, is something to tidy up?
function lookAround() {
  return new Promise(function (go) { setTimeout(go, CHECK_MS); }).then(freshPage).then(function (page) {
    if (page.build && page.build !== BUILD) return self.registration.update();
    if (page.build === BUILD) return caches.open(CACHE).then(function (cache) {
      return cache.match(PAGE).then(function (kept) {
        if (!kept) return fill();
        // The policy may be in a header alone: an old one would forbid a backend that has moved.
        var now = page.answer(), policy = "content-security-policy";
        return kept.text().then(function (text) {
          if (text !== page.text || kept.headers.get(policy) !== now.headers.get(policy)) return cache.put(PAGE, now);
        });
      });
    });
  }).catch(function () { /* No network, or half a deployment: what is here is whole. */ }).then(sweep);
}

self.addEventListener("fetch", function (event) {
  var request = event.request, url = new URL(request.url), scope = self.registration.scope;
  if (request.method !== "GET" || url.href.indexOf(scope) !== 0) return;
  // The boot shell asks like this when it believes no cache.
  if (request.cache === "reload" || request.cache === "no-store") return;
  var name = url.href.slice(scope.length).split(/[?#]/)[0];
  if (request.mode === "navigate") {
    if (name && name !== "index.html") return;
    event.waitUntil(lookAround());
    event.respondWith(caches.open(CACHE).then(function (cache) { return cache.match(PAGE); }).then(function (page) {
      return page || fetch(request);
    }));
  } else if (/\.(js|css|wasm)$/.test(name)) {
    // Any build's: a page of the one before is still served whole. Addresses carry a hash or the build.
    event.respondWith(caches.match(url.href, { ignoreVary: true }).then(function (kept) {
      return kept || (LATER[name] ? keep(name, request) : fetch(request));
    }));
  }
});

// A file that is not of this build fails as it would without a network: a page must not get another build's.
function keep(name, request) {
  return fetch(request.url, { integrity: LATER[name], credentials: "same-origin" }).then(function (answer) {
    if (!answer.ok) return answer;
    var copy = answer.clone();
    return caches.open(CACHE).then(function (cache) { return cache.put(request.url, copy); }).then(function () { return answer; }, function () { return answer; });
  });
}
