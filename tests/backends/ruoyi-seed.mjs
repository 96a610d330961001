// The community that the RuoYi-style test server begins with: two groups, their people, talk, lessons, seats, deals.
// Rows only, as its tables would hold them; what may be done with them stands in ruoyi-rules.mjs.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Snowflake ids: 63 bits, far above 2^53, and no two alike. */
export function snowflakes(now) {
  let ms = BigInt(now - Date.UTC(2010, 10, 4));
  let sequence = 0n;
  return () => {
    sequence = (sequence + 1n) & 0xfffn;
    if (sequence === 0n) ms += 1n;
    return (ms << 22n) | (7n << 12n) | sequence;
  };
}

export const PASSWORD = 'qunli123';
const ACCOUNTS = [
  ['lizi', '栗子', '13800000001'],
  ['xiaoman', '小满', '13800000002'],
  ['shanzhu', '山竹', '13800000003'],
];

const PILATES = {
  groupName: '晨间普拉提·周四班', remark: '周四晚的器械课，课后常一起吃早饭。',
  people: [
    ['栗子教练', 'star-madder', 'host', 'lizi'], ['小满', 'bloom-indigo', 'member', 'xiaoman'],
    ['山竹', 'plum-plum', 'member', 'shanzhu'], ['阿禾', 'sprig-moss', 'member'], ['老周', 'hill-ash', 'member'],
    ['团子妈', 'moon-celadon', 'member'], ['青柠', 'seed-moss', 'member'], ['木木', 'star-turmeric', 'member'],
    ['麦冬教练', 'water-celadon', 'steward'], ['星野', 'fish-indigo', 'member'], ['阿昭', 'bloom-madder', 'member'],
    ['桂圆', 'seed-plum', 'member'],
  ],
  talk: [
    '群开张了。约课、转课、拼团都放在这里。', '第一次来的朋友：脚上穿防滑袜，带一瓶水。', '今晚的侧弯终于都松开了。',
    '有没有人拼车去云杉路？', '核心在抖，但是坚持住了。', '早饭吃了街口那家豆腐脑，推荐。', '周四的课能带朋友来看看吗？',
    '膝盖不舒服的同学，今晚我给替代动作。', '瑜伽垫怎么洗比较好？', '今天教练夸我了，记录一下。', '下雨了，路上慢一点。',
    '谁的蓝色水杯落在前台了？', '呼吸跟上动作，是真的不一样。', '器械课后肩膀轻了。', '周末有人练拉伸吗？',
    '新的弹力带到了，颜色很好看。', '早起打卡。', '今天请假，替我多做一组。', '腰酸的可以试试猫式，慢慢来。',
    '谢谢昨天等我的大家。', '课程表更新了，看公告。', '想学倒立的举手。', '练完去喝粥吗？', '第十次课，开心。',
    '有没有推荐的泡沫轴？', '今天的普拉提圈好难。', '教室的灯换了，舒服多了。', '周四见！', '体重没变，裤子松了。', '有人想一起约周六吗？',
  ],
  notice: '周四 19:30 的课改到 B 教室（二楼），请带防滑袜。',
};

const PARENTS = {
  groupName: '云杉路店·一岁宝宝群', remark: '活动、拼团、互相帮忙。',
  people: [
    ['安安顾问', 'sprig-celadon', 'host', 'lizi'], ['小满月嫂', 'seed-madder', 'member', 'xiaoman'],
    ['团团妈妈', 'moon-celadon', 'member'], ['阿布妈妈', 'fish-turmeric', 'member'], ['芽芽爸', 'hill-moss', 'member'],
    ['圆圆妈', 'bloom-plum', 'member'],
  ],
  talk: [
    '云杉路店一岁宝宝群建好了。', '疫苗后低烧，大家一般怎么观察？', '云杉公园的沙坑换新沙了。', '断夜奶第三天，三点醒了一次。',
    '中午吃的番茄鸡蛋面，全吃完了。', '周六上午店里有绘本时间。', '学步鞋什么时候买？', '早上会叫爸爸了，记录一下。',
    '闲置的爬行垫，八成新，自取。', '周末公园野餐，来的报一下。', '换季咳嗽，多喝温水。', '一周岁生日想借小教室。',
    '辅食机谁家有闲置？', '今天走了五步。',
  ],
  notice: '宝宝生病的照片请不要发在群里；要问医生的事，先问医生。',
};

const LESSONS = [
  { title: '普拉提器械·中级', coach: '栗子教练', place: 'B 教室（二楼）', in: 52 * HOUR, price: '120.00', capacity: 8, roster: ['山竹', '小满', '阿禾', '老周', '团子妈', '阿昭'], offer: ['山竹', 80, '临时出差，便宜转。'] },
  { title: '垫上基础', coach: '麦冬教练', place: 'A 教室', in: 76 * HOUR, price: '60.00', capacity: 12, roster: ['老周', '青柠', '小满', '桂圆'], offer: ['老周', 59.5, '周末要带娃。'] },
];

const DEALS = [
  { title: '天然橡胶瑜伽垫 5 mm', by: '山竹', tiers: [[1, '128.00'], [3, '99.00'], [6, '79.50']], minimum: 3, stock: 8, perMember: 2, people: [['山竹', 1], ['阿禾', 2], ['老周', 1], ['青柠', 1]] },
  { title: '防滑五指袜 三双装', by: '栗子教练', tiers: [[1, '59.00'], [5, '49.00']], minimum: 2, stock: null, perMember: 3, people: [['星野', 1], ['小满', 1]], ended: true },
];

/** The tables, filled. `now` is the clock that everything is relative to. */
export function seed(now, newId) {
  const db = { users: [], groups: [], members: [], posts: [], comments: [], lessons: [], seats: [], listings: [], deals: [], pledges: [] };
  for (const [userName, nickName, phonenumber] of ACCOUNTS) {
    db.users.push({ userId: newId(), userName, nickName, phonenumber, createTime: now - 60 * DAY });
  }
  const rooms = [PARENTS, PILATES].map(room => fill(db, now, newId, room));
  const pilates = rooms[1];
  LESSONS.forEach((one, nth) => lesson(db, now, newId, pilates, one, nth));
  DEALS.forEach((one, nth) => deal(db, now, newId, pilates, one, nth));
  return db;
}

function fill(db, now, newId, { groupName, remark, people, talk, notice }) {
  const group = { groupId: newId(), groupName, remark, createTime: now - 55 * DAY, qrLimit: 100, maxNum: 500, cutOffMinutes: 60, holdMinutes: 120 };
  db.groups.push(group);
  const by = {};
  people.forEach(([nickName, avatar, roleKey, account], nth) => {
    const userId = db.users.find(user => user.userName === account)?.userId ?? null;
    by[nickName] = { memberId: newId(), groupId: group.groupId, userId, nickName, avatar, roleKey, joinTime: now - 54 * DAY + nth * HOUR };
    db.members.push(by[nickName]);
  });
  const names = people.map(([nickName]) => nickName);
  const write = (author, content, createTime, type = '1', topFlag = '1') => {
    const post = { postId: newId(), groupId: group.groupId, memberId: by[author].memberId, content, postType: type, topFlag, createTime, clientId: null, refType: null, refId: null };
    db.posts.push(post);
    return post;
  };
  const apart = (30 * DAY) / (talk.length + 1);
  talk.forEach((content, nth) => {
    const post = write(names[(nth * 5) % names.length], content, now - 31 * DAY + (nth + 1) * apart);
    for (let reply = 0; reply < nth % 3; reply += 1) {
      db.comments.push({ commentId: newId(), postId: post.postId, memberId: by[names[(nth + reply + 1) % names.length]].memberId, content: ['收到', '+1', '我也去'][(nth + reply) % 3], createTime: post.createTime + (reply + 1) * 600_000, clientId: null });
    }
  });
  write(names[0], notice, now - 6 * HOUR, '2', '0');
  return { group, by, write };
}

function lesson(db, now, newId, { group, by, write }, one, nth) {
  const row = { lessonId: newId(), groupId: group.groupId, title: one.title, coach: one.coach, place: one.place, startTime: Math.ceil((now + one.in) / 1_800_000) * 1_800_000, minutes: 60, price: one.price, capacity: one.capacity };
  db.lessons.push(row);
  const seats = one.roster.map(name => ({ seatId: newId(), lessonId: row.lessonId, memberId: by[name].memberId }));
  db.seats.push(...seats);
  const [seller, askPrice, remark] = one.offer;
  const seat = seats[one.roster.indexOf(seller)];
  const listing = { listingId: newId(), groupId: group.groupId, lessonId: row.lessonId, seatId: seat.seatId, memberId: by[seller].memberId, holderId: null, holdUntil: null, status: '0', askPrice, remark, autoConfirm: '1', createTime: now - (nth + 2) * HOUR, expireTime: row.startTime - group.cutOffMinutes * 60_000, version: 1, clientId: null };
  db.listings.push(listing);
  Object.assign(write(seller, `转让：${one.title}`, listing.createTime), { refType: 'listing', refId: listing.listingId, refTitle: one.title });
}

function deal(db, now, newId, { group, by, write }, one, nth) {
  const row = { dealId: newId(), groupId: group.groupId, memberId: by[one.by].memberId, title: one.title, remark: '和工作室同款。', pickUp: '下周四课前，前台', tierList: one.tiers.map(([people, price]) => ({ people, price })), minNum: one.minimum, stock: one.stock, perLimit: one.perMember, status: one.ended ? '1' : '0', createTime: now - (nth * 8 + 1) * DAY, endTime: one.ended ? now - 3 * DAY : now + 2 * DAY, version: 1, clientId: null };
  db.deals.push(row);
  one.people.forEach(([name, quantity], at) => db.pledges.push({ pledgeId: newId(), dealId: row.dealId, memberId: by[name].memberId, quantity, paidFlag: '1', createTime: row.createTime + (at + 1) * HOUR, clientId: null }));
  Object.assign(write(one.by, `拼团：${one.title}`, row.createTime), { refType: 'deal', refId: row.dealId, refTitle: one.title });
}
