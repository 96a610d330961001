// Three people and a seat: one offers it, one claims it, one waits in line; and a class that its host moves and cancels.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY, hostOf, invite, joins, phoneOf } from './acting.mjs';
import { closeBrowser, startServer } from './lib.mjs';
import { button, goTo, link } from './people.mjs';

after(closeBrowser);

let numbers = 13600000000;

/** Somebody new with a verified phone. */
async function comes(server, made, nickname) {
  const who = await joins(server, made, nickname);
  const phone = String(numbers += 1);
  const { demo_code: code } = await server.call('POST', '/sign-in/codes', { phone });
  await who.call('POST', '/me/phone', { phone, code });
  return who;
}

/** A class in which 山竹 has a seat, and the phones of 山竹, 小满 and 阿禾. */
async function studio(t, policy = {}) {
  const server = await startServer(t, { args: ['--rate-limits', 'off'] });
  const { host, group, at } = await hostOf(server, '周四器械小班', policy);
  const made = await invite(host, at);
  const people = [];
  for (const nickname of ['山竹', '小满', '阿禾']) people.push(await comes(server, made, nickname));
  const cls = await host.call('POST', `${at}/classes`, { title: '普拉提器械·中级', coach: '栗子', place: 'B 教室',
    starts_at: new Date(Date.now() + 2 * DAY * 1000).toISOString(), duration_min: 60,
    face_value: { amount: 12000, currency: 'CNY' }, capacity: 4, roster: [people[0].member_id] });
  const place = `/g/${group.id}/c/${cls.brief.id}`;
  const phones = await Promise.all(people.map((who) => phoneOf(t, server, who, place)));
  const coach = await phoneOf(t, server, host, place);
  for (const { page } of [...phones, coach]) await page.getByRole('heading', { name: '普拉提器械·中级' }).waitFor();
  const seat = (who) => host.call('POST', `/classes/${cls.brief.id}/seats`, { member_id: people[who].member_id });
  return { place, phones: [...phones, coach], pages: phones.map((phone) => phone.page), h: coach.page, seat, server, people };
}

/** 山竹 offers the seat; all open the listing. Its place. */
async function offers({ pages: [seller, ...others] }) {
  await link(seller, '转让我的名额').click();
  await seller.getByRole('textbox', { name: '转让价' }).fill('80');
  await seller.locator('button[type=submit]').click();
  await seller.getByText('等人接手').waitFor();
  const listing = await seller.evaluate(() => location.hash.slice(1));
  for (const page of others) {
    await goTo(page, listing);
    await page.getByText('可以接手').waitFor();
  }
  return listing;
}

/** What a link that saves a file carries. */
const carried = async (page, name) => decodeURIComponent(await link(page, name).getAttribute('href'));
const sheet = (page) => page.locator('dialog[open]');
const says = (page, text) => page.getByText(text).first().waitFor();

test('who waits in line gets the seat that comes free, and nobody else', async (t) => {
  const world = await studio(t);
  const { pages: [seller, buyer, waiter], h, place } = world;
  await offers(world);
  await button(buyer, /接手这个名额/).click();
  await says(buyer, '为你保留中');
  // The other is told at once, and waits.
  await says(waiter, '别人正在接手');
  await button(waiter, '空出来告诉我').click();
  await says(waiter, '你排在第 1 位');
  await button(seller, '不转给 TA').click();
  await button(sheet(seller), '不转给 TA').click();
  // Nobody reloads: the line moves up on all three phones.
  await says(waiter, '轮到你了');
  await says(buyer, '先问排队的人');
  await says(seller, /名额先问排在最前面的 阿禾/);
  assert.equal(await button(buyer, /接手这个名额/).count(), 0, 'it is the turn of one');
  await button(waiter, /接手这个名额/).click();
  await says(waiter, '为你保留中');
  await button(seller, /^确认转给 阿禾/).click();
  await says(waiter, '名额已是你的');
  // Both read the same steps of what is between them, by persona; who asked before is the seller's to know.
  const ours = ['山竹转出名额', '排队轮到阿禾', '阿禾接手', '山竹确认，名单更新'];
  const before = ['小满接手', '山竹没有同意'];
  for (const [page, me, also] of [[seller, '山竹', true], [waiter, '阿禾', false]]) {
    const told = (await page.locator('.strand').last().innerText()).replaceAll('你', me).replaceAll(' ', '');
    for (const step of ours) assert.ok(told.includes(step), `${step} in ${told}`);
    for (const step of before) assert.equal(told.includes(step), also, `${step} in ${told}`);
  }
  // For the calendar of the new holder, and as text where files cannot be saved.
  const calendar = await carried(waiter, '加到日历');
  assert.match(calendar, /^data:text\/calendar;charset=utf-8,BEGIN:VCALENDAR\r\n/);
  assert.match(calendar, /SUMMARY:普拉提器械·中级\r\nLOCATION:B 教室\r\n/);
  assert.match(calendar, /SEQUENCE:0\r\n/);
  await button(waiter, '复制日历文件').waitFor();
  // The coach sees who has the seat, how it came to them, and takes it along as a table.
  await h.getByRole('list', { name: '名单' }).getByText(/山竹 转来/).waitFor();
  const table = await carried(h, '下载名单（CSV）');
  assert.match(table, /"1","阿禾","山竹 转来"/);
  await goTo(buyer, place);
  await buyer.getByRole('list', { name: '名单' }).getByText('阿禾').waitFor();
  assert.equal(await buyer.getByText(/转来/).count(), 0, 'how it came is not for everybody');
  assert.equal(await link(buyer, '下载名单（CSV）').count(), 0);
  for (const phone of world.phones) phone.expectNoErrors();
});

test('who has a seat is offered no second one, until they have given theirs away', async (t) => {
  const world = await studio(t);
  const { pages: [seller, buyer, other], place, seat } = world;
  const listing = await offers(world);
  // Given a seat, they read so on the page that they look at, and the way to another seat is gone.
  await seat(1);
  await says(buyer, '这节课你已经有名额了');
  assert.equal(await button(buyer, /接手这个名额/).count(), 0);
  await button(other, /接手这个名额/).click();
  await says(buyer, '别人正在接手');
  assert.equal(await button(buyer, '空出来告诉我').count(), 0, 'nor do they wait for one');
  await button(seller, '不转给 TA').click();
  await button(sheet(seller), '不转给 TA').click();
  await says(other, '可以接手');
  // They give theirs to somebody, and this one is for them as well.
  await goTo(buyer, place);
  await link(buyer, '转让我的名额').click();
  await buyer.getByRole('textbox', { name: '转让价' }).fill('0');
  await buyer.locator('button[type=submit]').click();
  await buyer.getByText('等人接手').waitFor();
  const given = await buyer.evaluate(() => location.hash.slice(1));
  await goTo(buyer, listing);
  await says(buyer, '这节课你已经有名额了');
  await goTo(other, given);
  await button(other, /接手这个名额/).click();
  await goTo(seller, place);
  const theirs = await phoneOf(t, world.server, world.people[1], given);
  await button(theirs.page, /^确认转给 阿禾/).click();
  await button(buyer, /接手这个名额/).waitFor();
  for (const phone of [...world.phones, theirs]) phone.expectNoErrors();
});

test('the coach is asked, the class moves and ends, and everybody reads it as it happens', async (t) => {
  const world = await studio(t, { seat_consent: true });
  const { pages: [seller, buyer, waiter], h, place } = world;
  const listing = await offers(world);
  await button(buyer, /接手这个名额/).click();
  await button(seller, /^确认转给 小满/).click();
  for (const page of [seller, buyer]) await says(page, '等教练同意');
  await goTo(h, listing);
  await says(h, /等你点头/);
  // A refusal has a reason, which both read; what was typed stays until it is sent.
  await button(h, '不同意').click();
  await button(sheet(h), '不同意').click();
  await sheet(h).getByText('这里需要填写').first().waitFor();
  await sheet(h).getByLabel('原因').fill('要先上过基础');
  await button(sheet(h), '不同意').click();
  for (const page of [seller, buyer]) await says(page, /没有同意，重新开放：要先上过基础/);
  await button(waiter, /接手这个名额/).click();
  await button(seller, /^确认转给 阿禾/).click();
  await button(h, /^同意转给 阿禾/).click();
  await says(waiter, '名额已是你的');

  // Moved: the new holder reads it without a reload, and the calendar counts on.
  await goTo(h, place);
  await button(h, '改时间或地点').click();
  await sheet(h).getByLabel('地点').fill('A 教室');
  await sheet(h).getByLabel('想说的话').fill('B 教室在修');
  await button(sheet(h), '改好').click();
  await says(h, /改到/);
  await says(waiter, 'B 教室在修');
  assert.match(await carried(waiter, '加到日历'), /SEQUENCE:1\r\n(.|\r\n)*LOCATION:A 教室/);

  // Cancelled: what was agreed between the two is shown as what it is.
  await button(h, '取消这节课').click();
  await sheet(h).getByLabel('想说的话').fill('教练病了');
  await button(sheet(h), '取消这节课').click();
  for (const page of [seller, waiter]) {
    await says(page, '这节课取消了');
    await says(page, '教练病了');
    await says(page, /¥80 是你和 (阿禾|山竹) 两人自己结的，群里没有经手/);
  }
  await waiter.getByRole('heading', { name: '普拉提器械·中级' }).waitFor();
  assert.match(await carried(waiter, '从日历里去掉'), /METHOD:CANCEL\r\n(.|\r\n)*STATUS:CANCELLED/);
  await goTo(buyer, place.replace(/\/c\/.*/, '/classes'));
  await buyer.locator('article', { hasText: '普拉提器械' }).getByText('已取消').waitFor();
  for (const phone of world.phones) phone.expectNoErrors();
});
