// An invite where WebAssembly cannot run: plain HTML and JS, one request, nothing more than the join preview says.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { clean, failure, picture } from './boot-look.mjs';
import { closeBrowser, configFor, openPhone, serveStatic, startServer } from './lib.mjs';

after(closeBrowser);

const HOST = { phone: '13800000001', code: '246810' };
const PERSON = { nickname: '小河', avatar: 'bloom-indigo' };
const without = () => { delete window.WebAssembly; };

/** A server, an invite of its demo group, and that group. */
async function invited(t, kind = 'qr', args = [], target = async () => ({})) {
  const server = await startServer(t, { args: ['--rate-limits', 'off', ...args] });
  const { token } = await server.signIn(HOST);
  const as = { authorization: `Bearer ${token}` };
  const { items } = await server.call('GET', '/me/groups', undefined, as).catch(() => server.call('GET', '/groups', undefined, as));
  const group = items.find((group) => group.me.role === 'host' && group.member_count < group.policy.invite_qr_limit);
  const invite = await server.call('POST', `/groups/${group.id}/invites`, { kind, ...await target(server, group, as) }, as);
  return { server, as, group, invite };
}

async function openPlain(t, url, options = {}) {
  const phone = await openPhone(t, options);
  await phone.context.addInitScript(without);
  const asked = [];
  phone.page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await phone.page.goto(url);
  return { ...phone, asked };
}

test('an invite says what the preview says, by one request, and joins nothing', async (t) => {
  const { server, as, group, invite } = await invited(t);
  const { page, asked } = await openPlain(t, `${server.url}#/j/${invite.token}`);
  await page.getByRole('heading', { name: group.name }).waitFor();
  const seen = await failure(t, page, 'old');
  assert.equal(seen.title, '这个浏览器太旧了');
  const card = await page.locator('.boot-invite').innerText();
  for (const words of [/栗子教练 邀请你进来/, /群主 栗子教练/, /这张二维码还能进 \d+ 人/, /月.*日.*前有效/, /加入之前的内容，只属于更早的成员/]) assert.match(card, words);
  assert.match(card, new RegExp(`还能进 ${group.policy.invite_qr_limit - group.member_count} 人`));
  // How to go on: another browser, the link, the typed code.
  for (const words of [/用新一点的浏览器/, new RegExp(invite.token), /8 位邀请码/]) assert.match(card, words);
  assert.deepEqual(asked.filter((line) => line.includes('/api/')), ['POST /api/invites/preview']);
  const now = await server.call('GET', `/groups/${group.id}`, undefined, as);
  assert.equal(now.member_count, group.member_count);
});

/** The first deal of a group whose price has steps. */
async function deal(server, group, as) {
  const { items } = await server.call('GET', `/groups/${group.id}/deals`, undefined, as);
  return { target: { kind: 'deal', id: items.find((deal) => deal.tiers.length > 1).id } };
}

test('a deal that comes along has its price now and its steps, and the group says what it is for', async (t) => {
  const { server, invite } = await invited(t, 'qr', [], deal);
  const preview = await server.call('POST', '/invites/preview', { invite: { token: invite.token } });
  const { price, tiers, people } = preview.target;
  assert.ok(price && tiers.length > 1 && preview.about.trim(), JSON.stringify(preview));
  for (const [lang, now, step] of [['zh-CN', '现在结束，每人付', '人起'], ['zh-TW', '現在結束，每人付', '人起'], ['en', 'If it ended now, each pays', 'from ']]) {
    const { page } = await openPlain(t, `${server.url}#/j/${invite.token}`, { lang });
    await page.getByRole('heading', { name: preview.target.attachment.title }).waitFor();
    const card = await page.locator('.boot-invite').innerText();
    const yuan = ({ amount }) => (amount % 100 ? (amount / 100).toFixed(2) : String(amount / 100));
    for (const words of [now, yuan(price), preview.about.trim(), String(preview.member_count), ...tiers.map((tier) => yuan(tier.price))]) assert.ok(card.includes(words), `${lang}: ${words}\n${card}`);
    assert.equal(card.split('\n').filter((line) => line.includes(step) && /[¥]/.test(line)).length, tiers.length, card);
    assert.ok(people === 0 || card.includes(String(people)), card);
    await clean(page);
    if (lang === 'en') await page.screenshot({ path: picture(t.name), fullPage: true });
  }
});

test('the link can be copied', async (t) => {
  const { server, invite } = await invited(t, 'personal');
  const { page, context } = await openPlain(t, `${server.url}#/j/${invite.token}`, { lang: 'zh-TW' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(server.url).origin });
  await page.getByText('這個邀請只給你一個人，只能用一次').waitFor();
  const copy = page.getByRole('button', { name: '複製連結' });
  const box = await copy.boundingBox();
  assert.ok(box.height >= 44, JSON.stringify(box));
  await copy.click();
  await page.getByRole('button', { name: '複製好了' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${server.url}#/j/${invite.token}`);
  await page.screenshot({ path: picture(t.name), fullPage: true });
});

test('an invite that no longer works says why', async (t) => {
  const { server, as, invite } = await invited(t);
  await server.call('DELETE', `/invites/${invite.id}`, undefined, as);
  const { page } = await openPlain(t, `${server.url}#/j/${invite.token}`, { lang: 'en-GB', theme: 'dark' });
  await page.getByRole('heading', { name: 'This invite was revoked' }).waitFor();
  assert.equal(await page.locator('.boot-invite code, .boot-invite button').count(), 0, 'a link that leads nowhere is not offered');
  await page.screenshot({ path: picture(t.name), fullPage: true });
});

test('a used personal invite and a typed code are understood', async (t) => {
  const { server, invite } = await invited(t, 'personal');
  const { page } = await openPlain(t, `${server.url}#/j/${invite.code}`);
  await page.getByText('这个邀请只给你一个人').waitFor();
  await server.call('POST', '/invites/join', { invite: { token: invite.token }, persona: PERSON });
  await page.reload();
  await page.getByRole('heading', { name: '这个邀请已经有人用了' }).waitFor();
});

test('in WeChat the way on is its own menu', async (t) => {
  const { server, invite } = await invited(t);
  const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.2';
  const { page } = await openPlain(t, `${server.url}#/j/${invite.token}`, { userAgent });
  await page.getByText('选「在浏览器打开」').waitFor();
});

test('from another origin, and with a missing WebAssembly file, it is the same', async (t) => {
  const site = await serveStatic(t, { override: (file) => (/(?:_bg)?\.wasm$/.test(file) ? { status: 404 } : null) });
  const { server, group, invite } = await invited(t, 'qr', ['--cors', site.origin]);
  const config = JSON.stringify(await configFor(server.api));
  site.override = (file) => (/(?:_bg)?\.wasm$/.test(file) ? { status: 404 } : file === 'config.json' ? { body: config } : null);
  const { page } = await openPhone(t);
  await page.goto(`${site.url}#/j/${invite.token}`);
  await page.getByRole('heading', { name: group.name }).waitFor();
  await failure(t, page, 'missing');
  assert.equal(site.asked.filter((file) => file === 'config.json').length, 1, 'what the shell has is not asked for again');
});

test('what a backend says is text, and what is no preview is not shown', async (t) => {
  const evil = '<img src=x onerror="window.ran=1">';
  const answer = { group_name: evil, inviter: { nickname: '<b>x</b>' }, places_left: '<i>', kind: 'qr', history: 'toString', expires_at: 'never', secret: 'not for you' };
  const site = await serveStatic(t);
  site.override = (file) => (file === 'api/invites/preview' ? { body: JSON.stringify(answer), type: 'application/json' } : null);
  const { page } = await openPlain(t, `${site.url}#/j/7KQ4M2XD9HFTR4WAZC3P8NYJB6E`);
  await page.getByRole('heading', { name: evil }).waitFor();
  assert.equal(await page.locator('.boot-invite img, .boot-invite b, .boot-invite i').count(), 0);
  assert.doesNotMatch(await page.innerText('.boot-invite'), /not for you|toString|Invalid|function/);
  for (const body of ['<!doctype html>', '[]', 'null', '{"group_name": 7}']) {
    site.override = (file) => (file === 'api/invites/preview' ? { body, type: 'application/json' } : null);
    await page.reload();
    await page.getByText('现在看不到这个邀请通向哪个群').waitFor();
  }
});

test('a backend that speaks its own language is not asked; how to go on is said', async (t) => {
  const config = { version: 1, api: { base: './api', descriptor: './backends/json-server-1.json' } };
  const site = await serveStatic(t, { config });
  const { page, asked } = await openPlain(t, `${site.url}#/j/7KQ4M2XD9HFTR4WAZC3P8NYJB6E`);
  await page.getByText('现在看不到这个邀请通向哪个群').waitFor();
  assert.ok(!asked.some((line) => line.includes('/api/')), asked.join());
  assert.match(await page.innerText('.boot-invite'), /8 位邀请码/);
});

test('other pages than an invite ask for nothing of it', async (t) => {
  const site = await serveStatic(t);
  const { page, asked } = await openPlain(t, `${site.url}#/g/x`);
  await failure(t, page, 'old');
  assert.ok(!asked.some((line) => line.includes('plain.js')));
});
