//! Group-buy without a browser: what is said in each state, what the form reads, what the preview promises.

mod money;
mod team;

use contract::group::{Member, Persona, Role};
use contract::groupbuy::{Deal, DealState, Pledge, PledgeState, Tier};
use contract::{DealId, GroupId, MemberId, Money, PledgeId, Timestamp};
use loadable::{Loadable, Notice};
use proptest::prelude::*;

use super::form::{self, Raw, Row};
use super::model::{self, FactKind, Phase, Stance};
use crate::i18n::{Lang, set_lang};

/// 10 March 2026, 23:00 UTC.
pub(super) const NOW: Timestamp = Timestamp(1_773_183_600_000);

pub(super) fn member(name: &str) -> Member {
    Member {
        id: MemberId::from(name),
        persona: Persona { nickname: name.into(), avatar: "plum-plum".into() },
        role: Role::Member,
        joined_at: Timestamp(0),
    }
}

pub(super) fn steps(of: &[(u32, i64)]) -> Vec<Tier> {
    of.iter().map(|(from, fen)| Tier { from: *from, price: Money::fen(*fen) }).collect()
}

/// The deal of the mock screen, with so many people in it.
pub(super) fn deal(people: u32) -> Deal {
    let tiers = steps(&[(1, 12_800), (3, 9900), (10, 7900)]);
    Deal {
        id: DealId::from("d"),
        group_id: GroupId::from("g"),
        opener: Some(member("山竹")),
        yours: false,
        title: "天然橡胶瑜伽垫 5 mm".into(),
        about: String::new(),
        pick_up: "前台".into(),
        unit_price: domain::groupbuy::price_at(&tiers, people),
        tiers,
        minimum: 3,
        stock: Some(20),
        per_member: 1,
        people,
        units: people,
        state: DealState::Open,
        opened_at: Timestamp(0),
        ends_at: NOW.plus_s(45 * 3600),
        joined: ["山竹", "阿禾", "老周", "青柠"].iter().take(people as usize).map(|n| member(n)).collect(),
        your_pledge: None,
        server_time: NOW,
        per_order: None,
        options: vec![],
        pick_up_at: vec![],
        post_id: None,
        edited_at: None,
        settling: contract::groupbuy::Settling::WithHost,
        team: None,
        teams: vec![],
        bargain: None,
        bargains: vec![],
    }
}

pub(super) fn pledge(state: PledgeState, quantity: u32, fen: i64) -> Pledge {
    Pledge {
        id: PledgeId::from("p"),
        member: Some(member("阿禾")),
        quantity,
        state,
        total: Money::fen(fen),
        pledged_at: NOW.plus_s(-3600),
        picks: vec![],
        terms: None,
        collected_at: None,
        code: None,
        team_id: None,
        payment: None,
        may_open_team: false,
        refunds: vec![],
    }
}

pub(super) fn mine(mut deal: Deal, state: PledgeState, quantity: u32) -> Deal {
    let total = if state == PledgeState::Released { 0 } else { deal.unit_price.times(quantity).amount };
    deal.your_pledge = Some(pledge(state, quantity, total));
    deal
}

fn ended(state: DealState, people: u32) -> Deal {
    Deal { state, ends_at: NOW.plus_s(-60), ..deal(people) }
}

#[track_caller]
fn check(found: impl Fn() -> String, zh: &str, en: &str) {
    set_lang(Lang::ZhCn);
    let chinese = found();
    set_lang(Lang::En);
    let english = found();
    set_lang(Lang::ZhCn);
    assert_eq!((chinese.as_str(), english.as_str()), (zh, en));
}

#[test]
fn the_meter_has_the_steps_and_their_labels() {
    let tiers = model::tiers(&deal(6).tiers, 1);
    let drawn: Vec<_> = tiers.iter().map(|t| (t.from, t.price, t.label.as_str())).collect();
    assert_eq!(drawn, [(1, 12_800, "¥128"), (3, 9900, "¥99"), (10, 7900, "¥79")]);
    for last in [1, 2, 3, 10, 500] {
        let room = model::room(&steps(&[(1, 200), (last, 100)]), 1);
        assert!((room - i64::from(last)) * 3 >= room, "a third is left beyond {last}");
    }
}

#[test]
fn below_the_minimum_no_price_is_promised_for_now() {
    let short = deal(2);
    let (price, note) = model::figure(&short, NOW).unwrap();
    assert_eq!(price, "¥99", "what it costs with the three people that it takes");
    assert!(note.contains('3') && !note.starts_with("如果现在结束"), "{note}");
    assert!(!model::card(&short, NOW).line.contains('¥'));
    assert!(!model::announce(&short).contains('¥'));
    assert!(model::announce(&deal(6)).contains("¥99"));
}

#[test]
fn the_figure_says_what_i_pay_and_when() {
    let figure = |d: &Deal| model::figure(d, NOW).map(|(v, n)| format!("{v} {n}")).unwrap_or_default();
    check(|| figure(&deal(6)), "¥99 如果现在结束，你付这个价", "¥99 is what you pay if it ended now");
    let two = mine(Deal { per_member: 2, ..deal(6) }, PledgeState::Committed, 2);
    check(
        || figure(&two),
        "¥99 如果现在结束，每份付这个价；你的 2 份共 ¥198",
        "¥99 is what each costs if it ended now; your 2 items: ¥198",
    );
    check(
        || figure(&ended(DealState::Succeeded, 12)),
        "¥79 最终价格，人人一样",
        "¥79 is the final price, the same for all",
    );
    for state in [DealState::Failed, DealState::Cancelled] {
        assert_eq!(model::figure(&ended(state, 2), NOW), None);
    }
}

#[test]
fn what_comes_next_is_honest() {
    let next = |d: Deal| move || model::next(&d, NOW);
    check(next(deal(6)), "再有 4 人加入，所有人都付 ¥79。", "With 4 more, everyone pays ¥79.");
    check(
        next(deal(1)),
        "还差 2 人成团。再有 9 人加入，所有人都付 ¥79。",
        "2 more people are needed for it to go ahead. With 9 more, everyone pays ¥79.",
    );
    check(
        next(Deal { minimum: 1, ..deal(0) }),
        "还差 1 人成团。再有 3 人加入，所有人都付 ¥99。",
        "1 more person is needed for it to go ahead. With 3 more, everyone pays ¥99.",
    );
    check(next(deal(10)), "已经是最低价。", "This is the lowest price.");
    // Four people, sixteen units, four left: the sixth more person finds none.
    let tight = Deal { people: 4, units: 16, ..deal(4) };
    check(
        next(tight),
        "剩下的份数到不了下一档，价格不会再低。",
        "Too few are left to reach the next step, so the price goes no lower.",
    );
    check(next(ended(DealState::Succeeded, 12)), "结束时 12 人。", "12 people at the end.");
}

#[test]
fn people_are_named_as_far_as_it_reads_well() {
    let who = |d: Deal| move || model::who(&d, NOW);
    check(who(deal(0)), "还没有人加入，你可以是第一位。", "Nobody has joined yet. You can be the first.");
    check(who(ended(DealState::Failed, 0)), "没有人加入。", "Nobody joined.");
    check(who(deal(2)), "山竹、阿禾", "山竹 and 阿禾");
    check(who(deal(6)), "山竹、阿禾和另外 4 人", "山竹, 阿禾 and 4 others");
    // All who would be named left the group: they still count.
    check(who(Deal { joined: vec![], ..deal(6) }), "6 人", "6 people");
    assert_eq!(model::faces(&deal(6)), (vec!["plum-plum".to_owned(); 4], 2));
}

#[test]
fn the_facts_name_the_clock_and_the_rule() {
    let facts = model::facts(&deal(6), NOW, true);
    let kinds: Vec<_> = facts.iter().map(|f| f.kind).collect();
    use FactKind::{Minimum, PickUp, Settling, Stock, Time};
    assert_eq!(kinds, [Time, Minimum, Settling, Stock, PickUp]);
    assert_eq!(facts[0].title, "3 月 12 日 周四 20:00 截止");
    assert_eq!(facts[0].note.as_deref(), Some("UTC，以服务器为准·还有 1 天 21 小时"));
    assert_eq!(facts[1].title, "不到 3 人，就不成团");
    assert_eq!(facts[3].title, "共 20 份，还剩 14 份");
    let over = model::facts(&ended(DealState::Succeeded, 12), NOW, true);
    assert_eq!(over.iter().map(|f| f.kind).collect::<Vec<_>>(), [Time, PickUp]);
    assert_eq!(over[0].note.as_deref(), Some("UTC，以服务器为准"));
    let early = Deal { state: DealState::Cancelled, ..deal(2) };
    assert_eq!(model::facts(&early, NOW, true)[0].title, "原定 3 月 12 日 周四 20:00 截止");
}

#[test]
fn the_time_left_is_never_finer_than_a_minute() {
    let left = |minutes: i64| move || model::left(minutes * 60_000);
    check(left(0), "还有不到 1 分钟", "less than a minute left");
    check(left(-5), "还有不到 1 分钟", "less than a minute left");
    check(left(59), "还有 59 分钟", "59 minutes left");
    check(left(60), "还有 1 小时", "1 hour left");
    check(left(61), "还有 1 小时 1 分钟", "1 hour 1 minute left");
    check(left(1440 + 59), "还有 1 天", "1 day left");
    check(left(2 * 1440 + 61), "还有 2 天 1 小时", "2 days 1 hour left");
}

#[test]
fn the_bar_follows_state_and_whether_i_am_in_it() {
    use DealState::{Cancelled, Failed, Open, Succeeded};
    let closing = || Deal { ends_at: NOW, ..deal(6) };
    for (deal, stance, phase) in [
        (deal(6), Stance::Join, Phase::Open),
        (mine(deal(6), PledgeState::Committed, 1), Stance::InIt, Phase::Open),
        (closing(), Stance::Closing, Phase::Closing),
        (mine(closing(), PledgeState::Committed, 1), Stance::Closing, Phase::Closing),
        (ended(Succeeded, 12), Stance::Over, Phase::Succeeded),
        (ended(Failed, 2), Stance::Over, Phase::Failed),
        (ended(Cancelled, 2), Stance::Over, Phase::Cancelled),
    ] {
        assert_eq!((model::stance(&deal, NOW), model::phase(&deal, NOW)), (stance, phase));
    }
    assert_eq!(Open, deal(1).state);
}

#[test]
fn joining_names_the_sum_and_the_rule() {
    let words = |d: Deal, quantity: u32| {
        move || {
            let w = model::join_words(&d, quantity);
            format!("{} | {}", w.blocked.unwrap_or(w.label), w.rule)
        }
    };
    check(
        words(deal(6), 1),
        "加入拼团，现在 ¥99 | 到 10 人就是 ¥79，不到 3 人不用付",
        "Join, now at ¥99 | ¥79 at 10 people; nothing to pay below 3",
    );
    // I am the third: the sum is the one that holds once I am in.
    check(
        words(deal(2), 1),
        "加入拼团，现在 ¥99 | 加上你是 3 人，人人付 ¥99，不到 3 人不用付",
        "Join, now at ¥99 | With you it is 3 people: ¥99 for all; nothing to pay below 3",
    );
    check(
        words(deal(10), 3),
        "加入拼团 3 份，现在 ¥237 | 不到 3 人不用付",
        "Join with 3 items, now at ¥237 | nothing to pay below 3",
    );
    check(
        words(Deal { minimum: 1, ..deal(10) }, 1),
        "加入拼团，现在 ¥79 | 结束后和发起人结算，之前随时可以退出",
        "Join, now at ¥79 | Settle with the host at the end; leave any time before",
    );
    // Two units are left and I take both: the tenth person would find none.
    check(
        words(Deal { stock: Some(10), units: 8, ..deal(6) }, 2),
        "加入拼团 2 份，现在 ¥198 | 不到 3 人不用付",
        "Join with 2 items, now at ¥198 | nothing to pay below 3",
    );
    let full = Deal { units: 20, ..deal(6) };
    assert_eq!(model::most(&full), 0);
    assert_eq!(model::join_words(&full, 1).blocked.as_deref(), Some("20 份都有人了"));
}

#[test]
fn one_takes_no_more_than_is_left() {
    for (units, per_member, most) in [(0, 3, 3), (18, 3, 2), (20, 3, 0), (25, 3, 0)] {
        assert_eq!(model::most(&Deal { units, per_member, ..deal(6) }), most);
    }
    assert_eq!(model::most(&Deal { stock: None, per_member: 3, ..deal(6) }), 3);
}

#[test]
fn being_in_it_and_leaving() {
    let one = mine(deal(6), PledgeState::Committed, 1);
    check(|| model::in_it(&one), "你已加入，现在 ¥99", "You joined, now at ¥99");
    let alone = mine(deal(1), PledgeState::Committed, 2);
    check(
        || model::in_it(&alone),
        "你已加入 2 份，成团时 ¥198",
        "You joined with 2 items, ¥198 if it goes ahead",
    );
    let two = mine(deal(6), PledgeState::Committed, 2);
    check(|| model::in_it(&two), "你已加入 2 份，现在 ¥198", "You joined with 2 items, now at ¥198");
    // Leaving as one of three ends it for the two who stay: it is said before.
    check(
        || model::leave_words(&deal(3)),
        "退出后是 2 人，不到 3 人不成团，没有人付钱。截止前可以再加入。",
        "That leaves 2 people: below 3 it does not happen, and nobody pays. You can join again before it ends.",
    );
    check(
        || model::leave_words(&deal(1)),
        "退出后就没有人了。截止前可以再加入。",
        "Nobody would be left in it. You can join again before it ends.",
    );
}

#[test]
fn the_end_says_what_i_owe_or_that_nobody_does() {
    let over = |d: Deal| {
        move || {
            let model::Over { pill, words, .. } = model::over(&d, NOW);
            format!("{pill}: {words}")
        }
    };
    let good = || ended(DealState::Succeeded, 12);
    check(over(good()), "已成团: 12 人，最终每份 ¥79。", "Succeeded: 12 people, final price ¥79 each.");
    check(
        over(mine(good(), PledgeState::Due, 2)),
        "待结算: 最终每份 ¥79。你的 2 份共 ¥158，请和 山竹 结算。",
        "To settle: The final price is ¥79. You have 2 items, ¥158 in all: please settle with 山竹.",
    );
    check(
        over(mine(good(), PledgeState::Settled, 1)),
        "已结清: 山竹 说已经收到你的 ¥79。",
        "Settled: 山竹 says that your ¥79 arrived.",
    );
    check(
        over(mine(Deal { opener: None, ..good() }, PledgeState::Settled, 1)),
        "已结清: 发起人 说已经收到你的 ¥79。",
        "Settled: the host says that your ¥79 arrived.",
    );
    check(
        over(mine(Deal { yours: true, ..good() }, PledgeState::Due, 1)),
        "待结算: 最终每份 ¥79。你自己的 1 份共 ¥79。",
        "To settle: The final price is ¥79. You have 1 item yourself, ¥79 in all.",
    );
    for in_it in [false, true] {
        let maybe = |d: Deal| if in_it { mine(d, PledgeState::Released, 1) } else { d };
        check(
            over(maybe(ended(DealState::Failed, 2))),
            "未成团: 截止时 2 人，没到 3 人。没有人需要付钱。",
            "Not reached: 2 people at the end, 3 were needed. Nobody owes anything.",
        );
        check(
            over(maybe(ended(DealState::Cancelled, 2))),
            "已取消: 发起人或群主取消了。没有人需要付钱。",
            "Called off: The host called it off. Nobody owes anything.",
        );
    }
}

#[test]
fn the_card_of_a_deal() {
    let card = model::card(&deal(6), NOW);
    assert_eq!(
        (
            card.pill.as_str(),
            card.price.as_str(),
            card.was.as_deref(),
            card.line.as_str(),
            card.when.as_str()
        ),
        ("已有 6 人", "¥99", None, "现在结束，每人付 ¥99", "3 月 12 日 周四 20:00 截止")
    );
    // What only holds below the minimum nobody ever pays: it is no price that fell.
    assert_eq!(model::card(&Deal { minimum: 1, ..deal(6) }, NOW).was.as_deref(), Some("¥128"));
    let short = model::card(&deal(2), NOW);
    assert_eq!((short.price.as_str(), short.was), ("¥99", None));
    assert_eq!(model::card(&deal(0), NOW).pill, "进行中");
    assert_eq!(model::card(&Deal { units: 20, ..deal(6) }, NOW).pill, "已满");
    let failed = model::card(&ended(DealState::Failed, 2), NOW);
    assert_eq!((failed.pill.as_str(), failed.line.as_str()), ("未成团", "没有人需要付钱。"));
}

#[test]
fn the_text_for_the_chat_is_complete() {
    check(
        || model::as_text(&deal(6), "https://x/#/g/g/d/d", NOW),
        "拼团：天然橡胶瑜伽垫 5 mm\n现在 6 人，如果现在结束，每份 ¥99。\n价格：3 人起 ¥99、10 人起 ¥79\n\
         3 月 12 日 周四 20:00 截止（UTC），不到 3 人不成团\n现在不付钱，结束后和发起人结算。\n\
         群成员打开：https://x/#/g/g/d/d",
        "Group buy: 天然橡胶瑜伽垫 5 mm\n6 people now; if it ended now, ¥99 each.\n\
         Price: from 3 people ¥99 and from 10 people ¥79\n\
         Ends Thu 12 March, 20:00 (UTC); below 3 people it does not happen\n\
         Pay nothing now; settle with the host at the end.\nFor members of the group: https://x/#/g/g/d/d",
    );
    assert!(model::as_text(&ended(DealState::Failed, 2), "x", NOW).contains("未成团，没有人需要付钱。"));
}

#[test]
fn sums_hold_over_the_list() {
    let all = [
        pledge(PledgeState::Due, 1, 7900),
        pledge(PledgeState::Settled, 2, 15_800),
        pledge(PledgeState::Due, 1, 7900),
    ];
    let good = Deal { units: 4, ..ended(DealState::Succeeded, 12) };
    assert_eq!(model::due_sums(&good, &all), (Money::fen(15_800), Money::fen(15_800)));
    check(
        || model::settling(&good, &all, NOW),
        "待收 ¥158，已收 ¥158，4 份共 ¥316。",
        "¥158 to come, ¥158 received; 4 items, ¥316 in all.",
    );
    let row = model::pledge_words(&deal(6), &all[1], NOW);
    assert_eq!((row.name.as_str(), row.note.as_str()), ("阿禾", "2 份·¥158·今天 22:00"));
    let gone =
        model::pledge_words(&deal(6), &Pledge { member: None, ..pledge(PledgeState::Released, 1, 0) }, NOW);
    assert_eq!((gone.name.as_str(), gone.avatar), ("已离开的成员", None));
    assert!(!gone.note.contains('¥'));
    // The first of three reads on their own page what it comes to if it goes ahead: so does who runs it.
    let few = Deal { minimum: 10, ..deal(1) };
    let row = model::pledge_words(&few, &pledge(PledgeState::Committed, 1, 12_800), NOW);
    assert!(row.note.contains("¥79") && !row.note.contains("¥128"), "{}", row.note);
}

#[test]
fn open_deals_come_first_and_those_that_end_soonest_on_top() {
    let of = |id: &str, state, ends: i64| Deal {
        id: DealId::from(id),
        state,
        ends_at: NOW.plus_s(ends),
        ..deal(1)
    };
    let deals = vec![
        of("old", DealState::Failed, -900),
        of("late", DealState::Open, 900),
        of("new", DealState::Succeeded, -60),
        of("soon", DealState::Open, 60),
    ];
    assert_eq!(model::upfront(deals), ["soon", "late", "new", "old"]);
}

#[test]
fn lists_of_groups_merge_without_hiding_a_fault() {
    let ready = |of: Vec<Deal>| Loadable::Ready(of);
    let fault = || Notice::new("offline");
    let two = Loadable::Ready(2);
    assert_eq!(model::merge(&Loadable::Loading(None), vec![]), Loadable::Loading(None));
    assert_eq!(model::merge(&two, vec![ready(vec![])]), Loadable::Loading(None), "one has not answered");
    assert_eq!(model::merge(&Loadable::Ready(0), vec![]), Loadable::Ready(vec![]));
    assert_eq!(model::merge(&two, vec![ready(vec![]), ready(vec![])]), Loadable::Ready(vec![]));
    let ids = vec!["d".to_owned()];
    assert_eq!(
        model::merge(&two, vec![ready(vec![deal(1)]), Loadable::Loading(None)]),
        Loadable::Ready(ids.clone())
    );
    let failed = Loadable::Failed(fault(), None);
    assert_eq!(
        model::merge(&two, vec![ready(vec![deal(1)]), failed.clone()]),
        Loadable::Failed(fault(), Some(ids))
    );
    assert_eq!(model::merge(&two, vec![failed.clone(), failed]), Loadable::Failed(fault(), None));
}

pub(super) fn raw() -> Raw {
    let row = |from: &str, price: &str| Row { from: from.into(), price: price.into() };
    Raw {
        title: " 瑜伽垫 ".into(),
        about: "和工作室同款".into(),
        pick_up: String::new(),
        rows: vec![row("", "128"), row("3", "99.5"), row("１０", "７９")],
        minimum: "3".into(),
        stock: "20".into(),
        per_member: "2".into(),
        per_order: String::new(),
        options: vec![],
        times: vec![],
        ends_at: "2026-03-12T20:00".into(),
        team: form::RawTeam::default(),
    }
}

/// The fields that are wrong and why, after `change`.
fn wrong(change: impl FnOnce(&mut Raw)) -> Vec<String> {
    let mut raw = raw();
    change(&mut raw);
    let notice = form::read(&raw, NOW).err();
    notice.map(|n| n.fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect()).unwrap_or_default()
}

#[test]
fn the_form_becomes_a_command() {
    let deal = form::read(&raw(), NOW).unwrap();
    assert_eq!((deal.title.as_str(), deal.stock, deal.per_member), ("瑜伽垫", Some(20), 2));
    assert_eq!(deal.tiers, steps(&[(1, 12_800), (3, 9950), (10, 7900)]));
    assert_eq!(deal.ends_at, Timestamp::parse("2026-03-12T20:00:00Z").unwrap());
    let no_limit = Raw { stock: " ".into(), ..raw() };
    assert_eq!(form::read(&no_limit, NOW).map(|d| d.stock), Ok(None));
}

#[test]
fn each_wrong_field_is_named() {
    assert_eq!(wrong(|r| r.title = " ".into()), ["title required"]);
    assert_eq!(wrong(|r| r.rows[0].price = String::new()), ["tiers/0/price required"]);
    assert_eq!(wrong(|r| r.rows[1].price = "abc".into()), ["tiers/1/price not_a_number"]);
    assert_eq!(wrong(|r| r.rows[1].from = "一".into()), ["tiers/1/from not_a_number"]);
    assert_eq!(wrong(|r| r.rows[1].price = "128".into()), ["tiers/1/price tiers_not_falling"]);
    assert_eq!(wrong(|r| r.rows[2].from = "3".into()), ["tiers/2/from tiers_not_rising"]);
    assert_eq!(wrong(|r| r.minimum = "0".into()), ["minimum out_of_range"]);
    assert_eq!(wrong(|r| r.stock = "2".into()), ["stock out_of_range"]);
    assert_eq!(wrong(|r| r.per_member = "99999999999".into()), ["per_member out_of_range"]);
    assert_eq!(wrong(|r| r.ends_at = String::new()), ["ends_at required"]);
    assert_eq!(wrong(|r| r.ends_at = "2026-02-30T20:00".into()), ["ends_at invalid"]);
    assert_eq!(wrong(|r| r.ends_at = "2026-03-10T22:00".into()), ["ends_at past"]);
    assert_eq!(wrong(|r| r.ends_at = "2026-05-12T20:00".into()), ["ends_at out_of_range"]);
    let all = wrong(|r| *r = Raw { rows: vec![Row::default(), Row::default()], ..Raw::default() });
    let named =
        ["tiers/0/price", "tiers/1/from", "tiers/1/price", "minimum", "per_member", "ends_at", "title"];
    assert_eq!(all, named.map(|field| format!("{field} required")));
}

fn typed_rows() -> impl Strategy<Value = Vec<Row>> {
    let text = prop_oneof!["[0-9]{0,3}", "[0-9]{1,3}\\.[0-9]{0,2}", ".{0,4}"];
    let row = (text.clone(), text).prop_map(|(from, price)| Row { from, price });
    prop::collection::vec(row, 0..7)
}

proptest! {
    #[test]
    fn the_preview_price_never_rises(rows in typed_rows()) {
        let tiers = form::preview(&rows);
        let prices: Vec<_> = (0..200).filter(|_| !tiers.is_empty()).map(|n| domain::groupbuy::price_at(&tiers, n)).collect();
        prop_assert_eq!(prices.is_empty(), tiers.is_empty());
        prop_assert!(prices.windows(2).all(|w| w[1].amount <= w[0].amount), "{:?}", tiers);
    }

    #[test]
    fn what_the_form_sends_is_what_the_server_takes(rows in typed_rows(), minimum in "[0-9]{0,3}", stock in "[0-9]{0,3}") {
        let raw = Raw { rows, minimum, stock, ..raw() };
        if let Ok(deal) = form::read(&raw, NOW) {
            prop_assert_eq!(domain::limits::check_deal(&deal, NOW), vec![]);
            prop_assert_eq!(form::preview(&raw.rows), deal.tiers);
        }
    }
}
