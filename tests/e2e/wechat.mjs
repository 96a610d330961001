// A fake of WeChat: its API and its page of consent (one server), and its webview with a scripted SDK (a browser).
//
// The SDK checks the signature as WeChat does: sha1 over ticket, nonce, timestamp and the address, which is the one
// at which the page was opened on iOS and the one it has now on Android.
import { createServer } from 'node:http';
import { DAY, hostOf } from './acting.mjs';
import { DIST, GONE, configFor, freePort, openPhone, serveStatic, startServer, untilReady } from './lib.mjs';

export const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x28003137) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64';
export const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003133) NetType/WIFI Language/zh_CN';
/** Words that would promise something for sharing, or ask for help in a banned game. */
export const BANNED = /砍价|助力|帮我|加速|集赞|奖励|红包|返现|领取|免费拿|转发.{0,4}(得|送|领)/;
const APP = 'wx0123456789abcdef';
const TICKET = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3';
const SDK = 'jweixin-1.6.0.js';

// ── its servers ─────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * WeChat's API and its page of consent. `wechat.consent(query)` says what comes back to a page that asks who somebody
 * is: by default a new code of `wechat.openid`.
 */
async function startWeChat(t) {
  const wechat = { openid: 'o-xiaohe', snapshot: false, codes: new Map(), asked: [], tickets: 0 };
  wechat.newCode = () => {
    const code = `code${wechat.codes.size}x${Math.random().toString(36).slice(2, 10)}`;
    wechat.codes.set(code, { openid: wechat.openid, snapshot: wechat.snapshot, used: false });
    return code;
  };
  const consent = (query) => ({ code: wechat.newCode(), state: query.get('state') });
  wechat.consent = consent;
  wechat.reset = () => Object.assign(wechat, { openid: 'o-xiaohe', snapshot: false, consent });
  const answers = {
    '/cgi-bin/stable_token': () => ({ access_token: 'token', expires_in: 7200 }),
    '/cgi-bin/ticket/getticket': () => { wechat.tickets += 1; return { errcode: 0, errmsg: 'ok', ticket: TICKET, expires_in: 7200 }; },
    '/sns/oauth2/access_token': (query) => {
      const code = wechat.codes.get(query.get('code'));
      if (!code) return { errcode: 40029, errmsg: 'invalid code' };
      if (code.used) return { errcode: 40163, errmsg: 'code been used' };
      code.used = true;
      const more = code.snapshot ? { is_snapshotuser: 1 } : {};
      return { access_token: 'a', expires_in: 7200, refresh_token: 'r', openid: code.openid, scope: query.get('scope') ?? 'snsapi_base', ...more };
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    if (url.pathname === '/connect/oauth2/authorize') {
      wechat.asked.push(Object.fromEntries(url.searchParams));
      const back = new URL(url.searchParams.get('redirect_uri'));
      for (const [name, value] of Object.entries(wechat.consent(url.searchParams))) back.searchParams.set(name, value);
      return response.writeHead(302, { location: back.href }).end();
    }
    const answer = answers[url.pathname];
    request.resume().on('end', () => {
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ? answer(url.searchParams) : {}));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => { server.closeAllConnections(); server.close(); });
  wechat.url = `http://127.0.0.1:${server.address().port}`;
  return wechat;
}

/** The backend, the client's files with the SDK beside them, and WeChat. `wechat: false`: the backend knows none. */
export async function startWorld(t, { sdk = `./${SDK}`, dist = DIST, set_up = true, policies } = {}) {
  const wechat = await startWeChat(t);
  const port = await freePort();
  const override = (file) => (file === SDK ? { type: 'text/javascript', body: `(${fakeSdk})(${JSON.stringify(TICKET)}, ${JSON.stringify(APP)})` } : null);
  const config = { ...await configFor(`http://127.0.0.1:${port}/api`, dist), ...(sdk ? { wechat: { sdk } } : {}), ...(policies ? { policies } : {}) };
  const site = await serveStatic(t, { dir: dist, config, override });
  const env = { QUNLI_WECHAT_APP_ID: APP, QUNLI_WECHAT_SECRET: 'secret', QUNLI_WECHAT_ORIGINS: site.origin,
    QUNLI_WECHAT_API: wechat.url, QUNLI_WECHAT_OPEN: wechat.url };
  // The server takes its environment from here, and keeps it when it is started again.
  for (const [name, value] of Object.entries(env)) if (set_up) process.env[name] = value; else delete process.env[name];
  const server = await startServer(t, { dist: null, port, args: ['--rate-limits', 'off', '--cors', site.origin] });
  return { server, site, wechat, url: site.url };
}

// ── its webview ─────────────────────────────────────────────────────────────────────────────────────────────────

const QUIET = [...GONE, /status of 4\d\d/, /ERR_FAILED/, /blocked by CORS policy/, /ERR_ABORTED/];

/**
 * A phone inside WeChat: no camera, no service worker, no share sheet. `how` tells the SDK what to do:
 * `{ config: 'ok' | 'fail' | 'silent', lacks: [names], fails: [names], scan: text | 'cancel' | 'silent', photo: base64 }`.
 */
export async function openWeChat(t, { agent = ANDROID, how = {}, who, ignore = [], ...options } = {}) {
  const phone = await openPhone(t, { userAgent: agent, ignore: [...QUIET, ...ignore], serviceWorkers: 'block', ...options });
  await phone.context.addInitScript(webview, { how, landing: true });
  if (who) {
    const session = JSON.stringify({ token: who.token, me: who.me });
    await phone.context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), session);
  }
  return phone;
}

function webview({ how }) {
  window.wechat = { how, landing: location.href.split('#')[0], called: [], cards: {}, hidden: [], closed: 0 };
  Object.defineProperty(Navigator.prototype, 'mediaDevices', { configurable: true, value: undefined });
  Object.defineProperty(Navigator.prototype, 'share', { configurable: true, value: undefined });
}

/** The SDK, as a script of the page. */
function fakeSdk(ticket, app) {
  const host = window.wechat;
  const { how } = host;
  const ios = navigator.userAgent.includes('iPhone');
  let state = 'new', readies = [], onError = () => {};
  const sha1 = async (text) => {
    const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const settle = (now) => { state = now; readies.forEach((then) => then()); readies = []; };
  const wx = {
    config: async (given) => {
      host.configured = given;
      host.configs = (host.configs ?? 0) + 1;
      if (how.config === 'silent') return;
      const url = ios ? host.landing : location.href.split('#')[0];
      const right = await sha1(`jsapi_ticket=${ticket}&noncestr=${given.nonceStr}&timestamp=${given.timestamp}&url=${url}`);
      const signed = right === given.signature && given.appId === app && typeof given.timestamp === 'string';
      host.signed = signed;
      setTimeout(() => {
        if (how.config === 'fail' || !signed) {
          onError({ errMsg: `config:${signed ? 'fail' : 'invalid signature'}` });
          // As the true one: what waits for `ready` is told after a refusal, too.
          settle('refused');
        } else settle('ready');
      }, 20);
    },
    ready: (then) => { if (state === 'new') readies.push(then); else then(); },
    error: (then) => { onError = then; },
  };
  const names = ['checkJsApi', 'updateAppMessageShareData', 'updateTimelineShareData', 'hideMenuItems', 'showMenuItems', 'scanQRCode',
    'chooseImage', 'getLocalImgData', 'previewImage', 'closeWindow'];
  const acts = {
    checkJsApi: ({ jsApiList }) => ({ checkResult: Object.fromEntries(jsApiList.map((name) => [name, !(how.lacks ?? []).includes(name)])) }),
    updateAppMessageShareData: ({ title, desc, link, imgUrl }) => { host.cards.chat = { title, desc, link, imgUrl }; },
    updateTimelineShareData: ({ title, desc, link, imgUrl }) => { host.cards.moments = { title, desc, link, imgUrl }; },
    hideMenuItems: ({ menuList }) => { host.hidden = [...new Set([...host.hidden, ...menuList])]; },
    showMenuItems: ({ menuList }) => { host.hidden = host.hidden.filter((item) => !menuList.includes(item)); },
    scanQRCode: ({ needResult }) => (how.scan === 'cancel' || how.scan === 'silent' ? how.scan : { resultStr: needResult === 1 ? how.scan : '' }),
    chooseImage: () => (how.photo === 'cancel' ? 'cancel' : { localIds: ['weixin://resourceid/1'] }),
    getLocalImgData: () => ({ localData: how.photo }),
    // As documented: addresses of http alone, and the current one among them.
    previewImage: ({ current, urls }) => (urls.includes(current) && urls.every((url) => /^https?:\/\//.test(url))
      ? void (host.previewed = { current, urls }) : 'fail'),
    closeWindow: () => { host.closed += 1; },
  };
  for (const name of names) {
    if ((how.lacks ?? []).includes(name) && name !== 'checkJsApi') continue;
    wx[name] = (request = {}) => {
      host.called.push(name);
      if (state !== 'ready') throw new Error(`${name} before the SDK is ready`);
      const answer = acts[name](request);
      setTimeout(() => {
        if (answer === 'fail' || (how.fails ?? []).includes(name)) request.fail?.({ errMsg: `${name}:permission denied` });
        else if (answer === 'cancel') request.cancel?.({ errMsg: `${name}:cancel` });
        else if (answer !== 'silent') request.success?.({ ...answer, errMsg: `${name}:ok` });
      }, 10);
    };
  }
  window.wx = window.jWeixin = wx;
}

/** What the webview has seen so far. */
export const seen = (page) => page.evaluate(() => window.wechat);

/** Waits until the menu sends something with this title. */
export async function cardWith(page, title) {
  await page.waitForFunction((title) => window.wechat.cards.chat?.title.includes(title), title);
  return seen(page);
}

// ── a world with something to share ─────────────────────────────────────────────────────────────────────────────

/** A group with an open deal, a class and a listing in it. */
export async function populate(server) {
  const { host, group, at } = await hostOf(server, '周四器械小班');
  const then = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
  const money = (amount) => ({ amount, currency: 'CNY' });
  const deal = await host.call('POST', `${at}/deals`, { title: '天然橡胶瑜伽垫', about: '', pick_up: '前台', minimum: 2, stock: 20,
    per_member: 2, tiers: [{ from: 1, price: money(12800) }, { from: 3, price: money(9900) }], ends_at: then(2 * DAY) });
  const cls = await host.call('POST', `${at}/classes`, { title: '普拉提器械·中级', coach: '栗子', place: 'B 教室', starts_at: then(2 * DAY),
    duration_min: 60, face_value: money(12000), capacity: 4, roster: [group.me.id] });
  const seat = cls.seats.find((one) => one.yours);
  const listing = await host.call('POST', `${at}/listings`, { seat_id: seat.id, asking: money(8000), note: '', auto_confirm: false });
  return { host, group, at, deal, listing };
}

/** A page inside WeChat, on a place of the world. */
export async function inside(t, world, hash, options = {}) {
  const phone = await openWeChat(t, { who: world.host, ...options });
  await phone.page.goto(`${options.url ?? world.url}${options.query ?? ''}#${hash}`);
  await untilReady(phone.page);
  return phone;
}

export const bridged = (page) => page.waitForFunction(() => window.wechat.cards.chat);

/** One world for all tests of a file, with people in it; ends with the file. */
export function sharedWorld({ before, after }, closeBrowser) {
  const world = {}, opened = [];
  before(async () => {
    Object.assign(world, await startWorld({ after: (end) => opened.push(end) }));
    Object.assign(world, await populate(world.server));
  });
  after(async () => {
    await closeBrowser();
    for (const end of opened.reverse()) await end();
  });
  return world;
}
