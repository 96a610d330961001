// What may be done in the RuoYi-style test server: rows as its mappers would select them, and the checks of its
// services. A refusal is a `Refused` with RuoYi's own code (500, 403) and a business code beside it.

export class Refused extends Error {
  constructor(errCode, message, code = 500) {
    super(message);
    Object.assign(this, { errCode, code });
  }
}

/** The business codes, as its makers would print them in their manual. */
export const CODES = {
  invalid: [60001, '参数不正确'],
  missing: [60404, '数据不存在'],
  notMine: [60206, '只能操作自己的数据'],
  held: [60201, '该课位已被占用'],
  gone: [60202, '该课位已转让'],
  closed: [60203, '该转让已结束'],
  own: [60204, '不能接自己的课位'],
  stale: [60205, '数据已被修改，请刷新后重试'],
  listed: [60207, '该课位已在转让中'],
  notYourSeat: [60208, '这不是你的课位'],
  tooDear: [60209, '转让价不能高于原价'],
  started: [60210, '课程即将开始，不能再操作'],
  hasSeat: [60211, '你已在这节课里'],
  dealClosed: [60301, '拼团已结束'],
  dealFull: [60302, '库存不足'],
  dealLimit: [60303, '超过每人限购数量'],
  inDeal: [60304, '你已参加该拼团'],
  notInDeal: [60305, '你未参加该拼团'],
  tiers: [60306, '阶梯价设置不正确'],
};
const refuse = (name, message) => { throw new Refused(CODES[name][0], message ?? CODES[name][1]); };
const yuan = value => Math.round(Number(value) * 100);

/** Text of 1 to `most` characters, or a refusal as Hibernate Validator words it. */
const words = (value, most, name) => {
  const text = typeof value === 'string' ? value.trim() : '';
  if (!text) refuse('invalid', `${name}不能为空`);
  if ([...text].length > most) refuse('invalid', `${name}长度不能超过${most}个字符`);
  return text;
};

export function rules(db, newId, clock) {
  const one = (table, key, id) => db[table].find(row => row[key] === id) ?? refuse('missing');
  const member = id => db.members.find(row => row.memberId === id);
  const mine = (user, groupId) => db.members.find(row => row.groupId === groupId && row.userId === user.userId) ?? (() => { throw new Refused(60403, '没有权限，请联系管理员授权', 403); })();
  const runs = who => who.roleKey !== 'member';
  const repeated = (table, clientId) => clientId && db[table].find(row => row.clientId === clientId);

  /** Time passes: holds lapse, listings expire, deals end. */
  function tick() {
    const now = clock();
    for (const row of db.listings) {
      if (['0', '1'].includes(row.status) && row.expireTime <= now) Object.assign(row, { status: '4', holderId: null, holdUntil: null, version: row.version + 1 });
      if (row.status === '1' && row.holdUntil <= now) Object.assign(row, { status: '0', holderId: null, holdUntil: null, version: row.version + 1 });
    }
    for (const row of db.deals) {
      if (row.status === '0' && row.endTime <= now) Object.assign(row, { status: pledgesOf(row).length >= row.minNum ? '1' : '2', version: row.version + 1 });
    }
  }
  const pledgesOf = deal => db.pledges.filter(row => row.dealId === deal.dealId);
  const priceOf = deal => (deal.tierList.filter(tier => tier.people <= Math.max(1, pledgesOf(deal).length)).at(-1) ?? deal.tierList[0]).price;
  const brief = row => ({ ...row, takenNum: db.seats.filter(seat => seat.lessonId === row.lessonId).length });
  const flat = (row, who) => ({ nickName: who?.nickName ?? null, avatar: who?.avatar ?? null, roleKey: who?.roleKey ?? null, joinTime: who?.joinTime ?? null, userId: who?.userId ?? null, ...row });
  const pledgeView = (row, deal) => ({ ...flat(row, member(row.memberId)), status: { 0: '0', 1: row.paidFlag === '0' ? '2' : '1' }[deal.status] ?? '3', amount: deal.status === '2' || deal.status === '3' ? 0 : (yuan(priceOf(deal)) * row.quantity) / 100 });

  // Rows as they go out. Posts carry their author's columns flat; comments only the id; listings nested objects.
  const view = {
    group: (row, user) => ({ ...row, memberNum: String(db.members.filter(m => m.groupId === row.groupId).length), member: mine(user, row.groupId) }),
    member: row => row,
    post: row => ({ ...flat(row, member(row.memberId)), commentNum: String(db.comments.filter(c => c.postId === row.postId).length) }),
    comment: row => ({ ...row, userId: member(row.memberId)?.userId ?? null }),
    lesson: (row, user) => ({
      ...brief(row),
      cutOffTime: row.startTime - one('groups', 'groupId', row.groupId).cutOffMinutes * 60_000,
      seatList: db.seats.filter(seat => seat.lessonId === row.lessonId).map(seat => {
        const open = db.listings.find(l => l.seatId === seat.seatId && ['0', '1'].includes(l.status));
        return { ...seat, member: member(seat.memberId), mineFlag: member(seat.memberId)?.userId === user.userId ? '0' : '1', listingId: open?.listingId ?? null };
      }),
    }),
    listing: (row, user) => {
      const [seller, holder, me] = [member(row.memberId), member(row.holderId), mine(user, row.groupId)];
      const told = runs(me) || me === seller || me === holder;
      return { ...row, holderId: undefined, lesson: brief(one('lessons', 'lessonId', row.lessonId)), seller, holder: told ? holder ?? null : null, myRole: me === seller ? '0' : me === holder ? '1' : '2' };
    },
    deal: (row, user) => {
      const all = pledgesOf(row);
      const me = mine(user, row.groupId);
      const own = all.find(one => one.memberId === me.memberId);
      return {
        ...row, userId: member(row.memberId)?.userId ?? null, peopleNum: all.length, unitNum: all.reduce((sum, one) => sum + one.quantity, 0), unitPrice: yuan(priceOf(row)) / 100,
        joinMemberIds: all.slice(0, 8).map(one => one.memberId).join(','), myPledge: own ? pledgeView(own, row) : null,
      };
    },
    pledge: row => pledgeView(row, one('deals', 'dealId', row.dealId)),
  };

  function addPost(user, { groupId, content, postType = '1', clientId = null }) {
    if (repeated('posts', clientId)) return;
    const me = mine(user, groupId);
    if (postType === '2' && !runs(me)) refuse('notMine', '只有群主可以发公告');
    db.posts.push({ postId: newId(), groupId, memberId: me.memberId, content: words(content, 2000, '内容'), postType, topFlag: '1', createTime: clock(), clientId, refType: null, refId: null });
  }

  function addComment(user, { postId, content, clientId = null }) {
    const before = repeated('comments', clientId);
    if (before) return before.commentId;
    const me = mine(user, one('posts', 'postId', postId).groupId);
    const row = { commentId: newId(), postId, memberId: me.memberId, content: words(content, 500, '评论'), createTime: clock(), clientId };
    db.comments.push(row);
    return row.commentId;
  }

  /** Deletes all or none, as a statement with `in (...)` inside a transaction. */
  function remove(user, table, key, ids) {
    const rows = ids.map(id => one(table, key, id));
    for (const row of rows) {
      const me = mine(user, row.groupId ?? one('posts', 'postId', row.postId).groupId);
      if (row.memberId !== me.memberId && !runs(me)) refuse('notMine');
    }
    db[table] = db[table].filter(row => !rows.includes(row));
    if (table === 'posts') db.comments = db.comments.filter(row => !ids.includes(row.postId));
    return rows.length;
  }

  function addListing(user, { seatId, askPrice, remark = '', autoConfirm = '1', clientId = null }) {
    const before = repeated('listings', clientId);
    if (before) return before.listingId;
    const seat = one('seats', 'seatId', seatId);
    const lesson = one('lessons', 'lessonId', seat.lessonId);
    const me = mine(user, lesson.groupId);
    if (seat.memberId !== me.memberId) refuse('notYourSeat');
    if (db.listings.some(row => row.seatId === seatId && ['0', '1'].includes(row.status))) refuse('listed');
    const price = yuan(askPrice);
    if (!Number.isFinite(price) || price < 0) refuse('invalid', '转让价不正确');
    if (price > yuan(lesson.price)) refuse('tooDear');
    const expireTime = lesson.startTime - one('groups', 'groupId', lesson.groupId).cutOffMinutes * 60_000;
    if (expireTime <= clock()) refuse('started');
    const row = { listingId: newId(), groupId: lesson.groupId, lessonId: lesson.lessonId, seatId, memberId: me.memberId, holderId: null, holdUntil: null, status: '0', askPrice: price / 100, remark, autoConfirm: String(autoConfirm), createTime: clock(), expireTime, version: 1, clientId };
    db.listings.push(row);
    db.posts.push({ postId: newId(), groupId: lesson.groupId, memberId: me.memberId, content: `转让：${lesson.title}`, postType: '1', topFlag: '1', createTime: clock(), clientId: null, refType: 'listing', refId: row.listingId, refTitle: lesson.title });
    return row.listingId;
  }

  /** The one update: the status that it shall have next, and the version that the caller saw. */
  function setListing(user, { listingId, status, version }) {
    const row = one('listings', 'listingId', listingId);
    const me = mine(user, row.groupId);
    const [seller, holder] = [row.memberId === me.memberId, row.holderId === me.memberId];
    // Said again after a lost answer: it is as they wished.
    if (status === row.status && ((status === '1' && holder) || (['2', '3'].includes(status) && seller))) return undefined;
    if (status === '1' && row.status === '2' && holder) return undefined;
    if (row.status === '2') refuse('gone');
    if (['3', '4'].includes(row.status)) refuse('closed');
    if (status === '1' && seller) refuse('own');
    if (status === '1' && row.status === '1') refuse('held');
    if (status === '1' && db.seats.some(seat => seat.lessonId === row.lessonId && seat.memberId === me.memberId)) refuse('hasSeat');
    if (Number(version) !== row.version) refuse('stale');
    const change = fields => Object.assign(row, fields, { version: row.version + 1 });
    const move = to => { one('seats', 'seatId', row.seatId).memberId = to; };
    if (status === '1') {
      if (row.autoConfirm === '0') {
        move(me.memberId);
        return change({ status: '2', holderId: me.memberId, holdUntil: null });
      }
      const holdUntil = Math.min(clock() + one('groups', 'groupId', row.groupId).holdMinutes * 60_000, row.expireTime);
      return change({ status, holderId: me.memberId, holdUntil });
    }
    if (status === '2' && row.status === '1') {
      if (!seller) refuse('notMine');
      move(row.holderId);
      return change({ status, holdUntil: null });
    }
    if (status === '0' && row.status === '1') {
      if (!seller && !holder) refuse('notMine');
      return change({ status, holderId: null, holdUntil: null });
    }
    if (status === '3') {
      if (!seller) refuse('notMine');
      return change({ status, holderId: null, holdUntil: null });
    }
    return refuse('stale');
  }

  function addDeal(user, { groupId, title, remark = '', pickUp = '', tierList, minNum, stock = null, perLimit, endTime, clientId = null }) {
    if (repeated('deals', clientId)) return;
    const me = mine(user, groupId);
    const tiers = (Array.isArray(tierList) ? tierList : []).map(tier => ({ people: Number(tier.people), price: (yuan(tier.price) / 100).toFixed(2) }));
    const rising = tiers.every((tier, nth) => (nth ? tier.people > tiers[nth - 1].people && yuan(tier.price) < yuan(tiers[nth - 1].price) : tier.people === 1));
    if (!tiers.length || tiers.length > 6 || !rising) refuse('tiers');
    if (!(endTime > clock())) refuse('invalid', '结束时间必须在将来');
    const row = { dealId: newId(), groupId, memberId: me.memberId, title: words(title, 60, '标题'), remark, pickUp, tierList: tiers, minNum: Number(minNum), stock: stock === null ? null : Number(stock), perLimit: Number(perLimit), status: '0', createTime: clock(), endTime, version: 1, clientId };
    db.deals.push(row);
    db.posts.push({ postId: newId(), groupId, memberId: me.memberId, content: `拼团：${row.title}`, postType: '1', topFlag: '1', createTime: clock(), clientId: null, refType: 'deal', refId: row.dealId, refTitle: row.title });
  }

  function cancelDeal(user, { dealId, status, version }) {
    const row = one('deals', 'dealId', dealId);
    const me = mine(user, row.groupId);
    if (row.memberId !== me.memberId && !runs(me)) refuse('notMine');
    if (row.status === '3' && status === '3') return;
    if (row.status !== '0') refuse('dealClosed');
    if (status !== '3') refuse('invalid');
    if (Number(version) !== row.version) refuse('stale');
    Object.assign(row, { status, version: row.version + 1 });
  }

  function addPledge(user, { dealId, quantity, clientId = null }) {
    if (repeated('pledges', clientId)) return;
    const deal = one('deals', 'dealId', dealId);
    const me = mine(user, deal.groupId);
    const all = pledgesOf(deal);
    if (deal.status !== '0') refuse('dealClosed');
    if (all.some(row => row.memberId === me.memberId)) refuse('inDeal');
    const count = Number(quantity);
    if (!Number.isInteger(count) || count < 1) refuse('invalid', '数量不正确');
    if (count > deal.perLimit) refuse('dealLimit');
    if (deal.stock !== null && all.reduce((sum, row) => sum + row.quantity, count) > deal.stock) refuse('dealFull');
    db.pledges.push({ pledgeId: newId(), dealId, memberId: me.memberId, quantity: count, paidFlag: '1', createTime: clock(), clientId });
    deal.version += 1;
  }

  function removePledges(user, ids) {
    for (const id of ids) {
      const row = db.pledges.find(pledge => pledge.pledgeId === id) ?? refuse('notInDeal');
      const deal = one('deals', 'dealId', row.dealId);
      if (row.memberId !== mine(user, deal.groupId).memberId) refuse('notMine');
      if (deal.status !== '0') refuse('dealClosed');
      db.pledges = db.pledges.filter(pledge => pledge !== row);
      deal.version += 1;
    }
  }

  const seesPledges = (user, dealId) => {
    const deal = one('deals', 'dealId', dealId);
    const me = mine(user, deal.groupId);
    if (deal.memberId !== me.memberId && !runs(me)) refuse('notMine');
  };
  return { tick, one, mine, view, addPost, addComment, remove, addListing, setListing, addDeal, cancelDeal, addPledge, removePledges, seesPledges };
}
