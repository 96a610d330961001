// WeChat's webview as a host: loads its SDK and does what the app asks for, by ability. Fetched inside WeChat alone.
//
// Knows WeChat's names and quirks, and nothing of the app: texts, links and the signature are given. `open` says what
// can be done here; everything answers with a promise that is refused where the bridge fails, and the app goes on
// without. No syntax after ES5, as in boot.js.
(function () {
  "use strict";

  // What the app may ask for, and the bridge's name of it.
  var ABILITIES = { scan: "scanQRCode", card: "updateAppMessageShareData", pick: "chooseImage", preview: "previewImage", close: "closeWindow" };
  var METHODS = ["updateTimelineShareData", "hideMenuItems", "showMenuItems", "getLocalImgData"];
  var ITEMS = { chat: "menuItem:share:appMessage", moments: "menuItem:share:timeline" };
  // For what needs no person. A scanner or an album may stay open for as long as they like.
  var PATIENCE_MS = 4000;
  var wx, loading;

  for (var name in ABILITIES) METHODS.push(ABILITIES[name]);

  function load(url) {
    loading = loading || new Promise(function (found, lost) {
      var script = document.createElement("script");
      script.src = url;
      script.onload = function () {
        wx = window.jWeixin || window.wx;
        if (wx && wx.config && wx.ready && wx.error) found(); else lost("not an SDK");
      };
      script.onerror = function () { lost("not loaded"); };
      document.head.appendChild(script);
    });
    return loading;
  }

  function ask(method, options, ms) {
    return new Promise(function (done, fail) {
      options.success = done;
      options.cancel = function () { fail("cancel"); };
      options.fail = function (error) { fail((error && error.errMsg) || "fail"); };
      if (ms) setTimeout(function () { fail("no answer"); }, ms);
      wx[method](options);
    });
  }

  function configure(signed) {
    return new Promise(function (done, fail) {
      // The SDK calls `ready` after a refusal too; the refusal comes first, and the first word counts.
      wx.error(function (error) { fail((error && error.errMsg) || "refused"); });
      wx.config({
        debug: false,
        appId: signed.app_id,
        // A string, on iOS too.
        timestamp: String(signed.timestamp),
        nonceStr: signed.nonce,
        signature: signed.signature,
        jsApiList: METHODS
      });
      wx.ready(function () { done(); });
    });
  }

  function can() {
    return ask("checkJsApi", { jsApiList: METHODS }, PATIENCE_MS).then(function (answer) {
      var known = answer.checkResult || {};
      // Some versions answer with text.
      if (typeof known === "string") known = JSON.parse(known);
      return function (method) { return known[method] === true && typeof wx[method] === "function"; };
    }).catch(function () {
      return function (method) { return typeof wx[method] === "function"; };
    }).then(function (has) {
      var found = [];
      for (var ability in ABILITIES) {
        // It can always be tried, and closes or does nothing: some versions do not list it.
        if (ability === "close" ? typeof wx.closeWindow === "function" : has(ABILITIES[ability])) found.push(ability);
      }
      return found.join(" ");
    });
  }

  function bytes(base64) {
    var text = atob(base64.replace(/^data:[^,]*,/, "").replace(/\s+/g, ""));
    var all = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
    return all;
  }

  window.__qunliHost = {
    // The abilities, with spaces between.
    open: function (url, signed) {
      return load(url).then(function () { return configure(JSON.parse(signed)); }).then(can);
    },

    // One code; undefined where the person closed the scanner.
    scan: function () {
      return ask("scanQRCode", { needResult: 1, scanType: ["qrCode"] }).then(function (answer) {
        if (!answer.resultStr) throw "nothing read";
        return answer.resultStr;
      }, function (why) {
        if (why !== "cancel") throw why;
      });
    },

    // What the menu sends. `moments` is what goes to everybody one knows; `hide` names what the menu leaves out.
    card: function (card) {
      function data(of) { return { title: of.title, desc: of.text, link: of.link, imgUrl: of.image }; }
      var hide = card.hide.map(function (item) { return ITEMS[item]; });
      var show = Object.keys(ITEMS).map(function (item) { return ITEMS[item]; }).filter(function (item) {
        return hide.indexOf(item) < 0;
      });
      // The menu first: what must not be sent must not be there while the card is still on its way. A version
      // without these keeps its menu, and what it sends is the card all the same.
      if (hide.length && wx.hideMenuItems) wx.hideMenuItems({ menuList: hide });
      if (show.length && wx.showMenuItems) wx.showMenuItems({ menuList: show });
      if (wx.updateTimelineShareData) ask("updateTimelineShareData", data(card.moments), PATIENCE_MS).catch(function () {});
      return ask("updateAppMessageShareData", data(card), PATIENCE_MS);
    },

    // A photo as a file; undefined where the person closed the album.
    pick: function () {
      return ask("chooseImage", { count: 1, sizeType: ["compressed"], sourceType: ["album", "camera"] }).then(function (answer) {
        return ask("getLocalImgData", { localId: answer.localIds[0] }, PATIENCE_MS);
      }).then(function (answer) {
        // Written with a head on iOS and without one on Android.
        return new File([bytes(answer.localData)], "photo.jpg", { type: "image/jpeg" });
      }, function (why) {
        if (why !== "cancel") throw why;
      });
    },

    // A picture on a screen of its own, where a long press saves or reads it.
    preview: function (src) {
      var anchor = document.createElement("a");
      anchor.href = src;
      src = anchor.href;
      // It is documented for addresses of http alone: a picture that the page made has none.
      if (!/^https?:/.test(src)) return Promise.reject("no address");
      return ask("previewImage", { current: src, urls: [src] }, PATIENCE_MS);
    },

    close: function () { wx.closeWindow(); }
  };
})();
