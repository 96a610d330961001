// Starts one of the two QR modules, or the doctor, in a worker: qr_worker.js?module=NAME&v=VERSION
// Trunk does not hash the names of workers, so the version goes into every
// address here; a failure to load is told to the page, which could not see it.
// Old engines run this: no new syntax.
"use strict";
(function () {
  var query = new URL(self.location.href).searchParams;
  var name = query.get("module");
  var version = "?v=" + encodeURIComponent(query.get("v") || "");
  function fail(error) {
    self.postMessage(["failed", String(error)]);
  }
  if (name !== "qr_maker" && name !== "qr_reader" && name !== "doctor") {
    fail("unknown module");
    return;
  }
  try {
    importScripts("./" + name + ".js" + version);
    wasm_bindgen({ module_or_path: "./" + name + "_bg.wasm" + version }).catch(fail);
  } catch (error) {
    fail(error);
  }
})();
