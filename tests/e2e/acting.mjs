// People who act by the API, as the app would, and the phones on which somebody of them is signed in.
import { GONE, openPhone, sleep, startServer, untilReady } from './lib.mjs';

const IGNORE = [...GONE, /status of 4\d\d/, /ERR_INTERNET_DISCONNECTED/, /ERR_NETWORK_IO_SUSPENDED/];
const POLICY = { history: 'since_joined', invite_qr_limit: 100, capacity: 500, invite_ttl_s: 604800,
  verify_before: 'commitment', hold_s: 7200, cut_off_s: 3600, members_open_deals: true };
export const DAY = 86_400;

/** The server again, so many seconds later by its clock. */
export async function later(server, args, seconds) {
  await server.kill9();
  const again = await startServer({ after: () => {} }, {
    data: server.data, port: server.port, args: ['--rate-limits', 'off', ...args, '--clock-offset-s', String(seconds)],
  });
  server.child = again.child;
}

// ── people without a phone: they act by the API, as the app would ───────────────────────────────────────────────

let phones = 13700000000;

/** Somebody with an account and a verified phone. */
export async function someone(server) {
  const phone = String(phones += 1);
  const { demo_code: code } = await server.call('POST', '/sign-in/codes', { phone });
  const session = await server.call('POST', '/sessions', { phone, code });
  return { ...as(server, session), phone };
}

function as(server, session) {
  const headers = { authorization: `Bearer ${session.token}` };
  return { ...session, phone: session.me.phone, call: (method, path, body) => server.call(method, path, body, headers) };
}

/** A host with a group of these rules. */
export async function hostOf(server, name, policy = {}) {
  const host = await someone(server);
  const persona = { nickname: '栗子教练', avatar: 'star-madder' };
  const group = await host.call('POST', '/groups', { name, about: '', persona, policy: { ...POLICY, ...policy } });
  return { host, group, at: `/groups/${group.id}` };
}

/** Makes an invite. */
export const invite = (who, at, kind = 'qr', more = {}) => who.call('POST', `${at}/invites`, { kind, ...more });

/** Somebody new who joins by an invite. */
export async function joins(server, made, nickname) {
  const persona = { nickname, avatar: 'sprig-moss' };
  const joined = await server.call('POST', '/invites/join', { invite: { token: made.token }, persona });
  return { ...as(server, joined.account.session), member_id: joined.member_id };
}

/** Somebody with a verified phone who joins by an invite: nobody buys without one. */
export async function friendOf(server, made, nickname) {
  const who = await someone(server);
  await who.call('POST', '/invites/join', { invite: { token: made.token }, persona: { nickname, avatar: 'sprig-moss' } });
  return who;
}

/** A phone on which this person is signed in; a visitor's without one. */
export async function phoneOf(t, server, who, hash = '', options = {}) {
  const phone = await openPhone(t, { ignore: IGNORE, ...options });
  if (who) {
    const session = JSON.stringify({ token: who.token, me: who.me });
    await phone.context.addInitScript((kept) => localStorage.setItem('qunli.data/session', kept), session);
  }
  await phone.page.goto(`${server.url}#${hash}`);
  await untilReady(phone.page);
  return phone;
}

/** Waits until something holds that no element tells. */
export async function until(what, holds, ms = 4000) {
  const end = Date.now() + ms;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`did not happen in ${ms} ms: ${what}`);
    await sleep(50);
  }
}
