// A backend in the manner of RuoYi, with its habits and its traps: every refusal is HTTP 200 with a code inside, 401
// too; paging repeats the last page past the end; POST answers no row; PUT has its id in the body; ids are 64-bit
// numbers; times have no zone; flags are "0" for yes. In memory, no packages. For tests.
//
//   node ruoyi.mjs [--port N] [--static DIR]      the API is below /prod-api, as RuoYi's nginx has it
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Refused, rules } from './ruoyi-rules.mjs';
import { PASSWORD, seed, snowflakes } from './ruoyi-seed.mjs';

const PREFIX = '/prod-api';
const ZONE_MS = 8 * 3_600_000;
const TIMES = new Set(['createTime', 'joinTime', 'startTime', 'cutOffTime', 'expireTime', 'holdUntil', 'endTime']);

/** "2026-03-12 19:30:00", in Beijing, as Jackson prints a date with RuoYi's pattern. */
const local = ms => new Date(ms + ZONE_MS).toISOString().slice(0, 19).replace('T', ' ');
const unlocal = text => {
  const ms = Date.parse(`${String(text).trim().replace(' ', 'T')}Z`) - ZONE_MS;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(text).trim()) || Number.isNaN(ms)) {
    throw new Refused(60001, `JSON parse error: Cannot deserialize value of type \`java.util.Date\` from String "${text}"`);
  }
  return ms;
};

/** JSON as Jackson prints it: a Long is a bare number however long, a date is text. */
export function print(value, key = '') {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && TIMES.has(key)) return JSON.stringify(local(value));
  if (Array.isArray(value)) return `[${value.map(item => print(item) ?? 'null').join(',')}]`;
  if (value && typeof value === 'object') {
    const members = Object.entries(value).map(([name, item]) => [name, print(item, name)]).filter(([, text]) => text !== undefined);
    return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** JSON as Jackson reads it: long integers stay exact, ids may be numbers or text. */
export function read(text) {
  const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, part => (part.startsWith('"') ? part : `"${part}"`));
  const tidy = (value, key) => {
    if (Array.isArray(value)) return value.map(item => tidy(item));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tidy(item, name)]));
    if (/Id$/.test(key ?? '') && key !== 'clientId' && value !== null) return long(value);
    if (TIMES.has(key) && value !== null) return unlocal(value);
    return value;
  };
  let body;
  try {
    body = JSON.parse(exact);
  } catch (e) {
    throw new Refused(60001, `JSON parse error: ${e.message}`);
  }
  return tidy(body);
}
const long = value => {
  if (!/^\d{1,19}$/.test(String(value))) throw new Refused(60001, `请求参数类型不匹配，参数要求类型为：'java.lang.Long'，但输入值为：'${value}'`);
  return BigInt(value);
};

const ok = (data, msg = '操作成功') => (data === undefined ? { msg, code: 200 } : { msg, code: 200, data });

/** PageHelper with `reasonable`: pages before the first are the first, pages past the last are the last again. */
function table(rows, query) {
  const size = Math.max(1, Number(query.get('pageSize') ?? 10) || 10);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(Math.max(1, Number(query.get('pageNum') ?? 1) || 1), pages);
  return { total: rows.length, rows: rows.slice((page - 1) * size, page * size), code: 200, msg: '查询成功' };
}

function sorted(rows, query, key) {
  const column = query.get('orderByColumn');
  if (!column) return rows;
  if (!/^[a-zA-Z0-9_ ,.]+$/.test(column)) throw new Refused(60001, '参数不符合规范，不能进行查询');
  const sign = /^desc/i.test(query.get('isAsc') ?? 'asc') ? -1 : 1;
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return rows.toSorted((a, b) => sign * (order(a[column], b[column]) || order(a[key], b[key])));
}

export async function start({ port = 0, clock = Date.now, client } = {}) {
  const newId = snowflakes(clock());
  const db = seed(clock(), newId);
  const sessions = new Map();
  const does = rules(db, newId, clock);
  const KEYS = { group: 'groupId', member: 'memberId', post: 'postId', comment: 'commentId', lesson: 'lessonId', listing: 'listingId', deal: 'dealId', pledge: 'pledgeId' };
  const rank = row => (['0', '1'].includes(row.status) ? 0 : 1);
  const offers = rows => rows.toSorted((a, b) => rank(a) - rank(b) || b.createTime - a.createTime);
  const by = (key, rows, query) => (query.get(key) ? rows.filter(row => row[key] === long(query.get(key))) : rows);

  /** The rows of a list: of my groups only, filtered by the columns that its mapper knows; others are ignored. */
  const lists = {
    group: user => db.groups.filter(group => db.members.some(m => m.groupId === group.groupId && m.userId === user.userId)).toReversed(),
    member: (user, query) => {
      const ids = query.get('memberIds')?.split(',').map(long);
      return ids ? db.members.filter(row => ids.includes(row.memberId)) : db.members;
    },
    post: (user, query) => db.posts.filter(row => (!query.get('topFlag') || row.topFlag === query.get('topFlag')) && (!query.get('clientId') || row.clientId === query.get('clientId'))).toReversed(),
    comment: (user, query) => by('postId', db.comments, query),
    lesson: () => db.lessons.filter(row => row.startTime > clock()).toSorted((a, b) => a.startTime - b.startTime),
    listing: () => offers(db.listings),
    deal: (user, query) => offers(db.deals.filter(row => !query.get('clientId') || row.clientId === query.get('clientId'))),
    pledge: (user, query) => {
      does.seesPledges(user, long(query.get('dealId') ?? ''));
      return by('dealId', db.pledges, query);
    },
  };
  const groupOf = (name, row) => row.groupId ?? (name === 'comment' ? does.one('posts', 'postId', row.postId) : does.one('deals', 'dealId', row.dealId)).groupId;

  const writes = {
    'POST post': (user, body) => ok(void does.addPost(user, body)),
    'POST comment': (user, body) => ok(does.addComment(user, body)),
    'POST listing': (user, body) => ok(does.addListing(user, body)),
    'PUT listing': (user, body) => ok(void does.setListing(user, body)),
    'POST deal': (user, body) => ok(void does.addDeal(user, body)),
    'PUT deal': (user, body) => ok(void does.cancelDeal(user, body)),
    'POST pledge': (user, body) => ok(void does.addPledge(user, body)),
    'DELETE post': (user, ids) => ok(void does.remove(user, 'posts', 'postId', ids)),
    'DELETE comment': (user, ids) => ok(void does.remove(user, 'comments', 'commentId', ids)),
    'DELETE pledge': (user, ids) => ok(void does.removePledges(user, ids)),
  };

  function login({ username, password }) {
    const user = db.users.find(one => one.userName === username);
    if (!user || password !== PASSWORD) throw new Refused(undefined, '用户不存在/密码错误');
    const token = `eyJhbGciOiJIUzUxMiJ9.${randomBytes(24).toString('base64url')}`;
    sessions.set(token, user);
    return { msg: '操作成功', code: 200, token };
  }

  function answer(method, path, query, text, token) {
    if (method === 'POST' && path === '/login') return login(read(text));
    if (method === 'GET' && path === '/captchaImage') return { msg: '操作成功', code: 200, captchaEnabled: false };
    const user = sessions.get(token);
    if (!user) return { msg: `请求访问：${path}，认证失败，无法访问系统资源`, code: 401 };
    if (method === 'GET' && path === '/getInfo') return { msg: '操作成功', code: 200, permissions: ['qunli:*:*'], roles: ['common'], user: { ...user, status: '0', delFlag: '0', admin: false } };
    if (method === 'POST' && path === '/logout') {
      sessions.delete(token);
      return { msg: '退出成功', code: 200 };
    }
    does.tick();
    const [, module, name, tail] = path.split('/');
    const key = KEYS[name];
    if (module !== 'qunli' || !key) return { timestamp: local(clock()), status: 404, error: 'Not Found', path };
    const write = writes[`${method} ${name}`];
    if (write && method === 'DELETE') return write(user, (tail ?? '').split(',').map(long));
    if (write && !tail) return write(user, read(text));
    if (method !== 'GET') throw new Refused(undefined, `Request method '${method}' is not supported`);
    const view = row => does.view[name](row, user);
    if (tail === 'list') {
      const seen = lists[name](user, query).filter(row => db.members.some(m => m.groupId === groupOf(name, row) && m.userId === user.userId));
      const page = table(sorted(by('groupId', seen, query), query, key), query);
      return { ...page, rows: page.rows.map(view) };
    }
    const row = does.one(`${name}s`, key, long(tail));
    does.mine(user, groupOf(name, row));
    return ok(view(row));
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://ruoyi');
    // Spring's CORS filter with RuoYi's ResourcesConfig: any origin, any header, nothing exposed.
    if (request.headers.origin) {
      response.setHeader('access-control-allow-origin', request.headers.origin);
      response.setHeader('access-control-allow-credentials', 'true');
      response.setHeader('vary', 'Origin');
    }
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method']) {
      response.setHeader('access-control-allow-methods', request.headers['access-control-request-method']);
      response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '');
      response.setHeader('access-control-max-age', '1800');
      return response.writeHead(200).end();
    }
    if (!url.pathname.startsWith(`${PREFIX}/`)) return file(client, url.pathname, response);
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    let body;
    try {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
      body = answer(request.method, url.pathname.slice(PREFIX.length), url.searchParams, text, token);
    } catch (e) {
      if (!(e instanceof Refused)) console.error(e);
      body = e instanceof Refused ? { msg: e.message, code: e.code, errCode: e.errCode } : { msg: '系统异常，请联系管理员', code: 500 };
    }
    // Spring's own error page keeps its status; everything of RuoYi's is 200.
    response.writeHead(body.status ?? 200, { 'content-type': 'application/json', 'cache-control': 'no-cache, no-store' });
    return response.end(print(body));
  });
  await new Promise((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    url: `${origin}/`, api: `${origin}${PREFIX}`, db,
    /** Every token is forgotten, as when Redis was restarted. */
    forgetSessions: () => sessions.clear(),
    close: () => new Promise(done => { server.close(done); server.closeAllConnections(); }),
  };
}

const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };

async function file(folder, path, response) {
  const found = folder && join(folder, normalize(decodeURIComponent(path)), path.endsWith('/') ? 'index.html' : '');
  const entry = found ? await stat(found).catch(() => null) : null;
  if (!entry?.isFile()) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': KINDS[extname(found)] ?? 'application/octet-stream', 'content-length': entry.size, 'cache-control': 'no-cache' });
  return createReadStream(found).pipe(response);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' }, static: { type: 'string' } } });
  const server = await start({ port: Number(values.port), client: values.static && resolve(values.static) });
  console.log(`RuoYi-style backend: ${server.url} (API ${server.api}; sign in as lizi, xiaoman or shanzhu, password ${PASSWORD})`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.close().then(() => process.exit(0)));
}
