//! Options, orders, the simulator, what was agreed to, and handing out: the words and the numbers behind them.

use contract::groupbuy::{DealOption, DealTerms, NewOption, Pick, PickUpCode};

use super::tests::{NOW, deal, mine, pledge, raw, steps};
use super::*;
use crate::i18n::{Lang, set_lang};
use contract::groupbuy::{Deal, DealState, Pledge, PledgeState};
use contract::{Money, PledgeId, Timestamp};
use model::Sort;

fn colours(people: u32) -> Deal {
    let option = |label: &str, stock, taken| DealOption { label: label.into(), stock, taken };
    Deal {
        per_member: 4,
        per_order: Some(3),
        options: vec![option("墨绿", Some(4), 3), option("靛蓝", None, 2)],
        ..deal(people)
    }
}

fn picks(of: &[(u32, u32)]) -> Vec<Pick> {
    of.iter().map(|&(option, quantity)| Pick { option, quantity }).collect()
}

fn with_mine(deal: Deal, of: &[(u32, u32)]) -> Deal {
    let quantity = of.iter().map(|p| p.1).sum();
    let mut deal = mine(deal, PledgeState::Committed, quantity);
    if let Some(mine) = &mut deal.your_pledge {
        mine.picks = picks(of);
    }
    deal
}

#[test]
fn an_order_is_chosen_row_by_row() {
    set_lang(Lang::ZhCn);
    let new = colours(6);
    let rows = model::choices(&new);
    let of = |rows: &[model::Choice]| rows.iter().map(|c| (c.most, c.note.clone())).collect::<Vec<_>>();
    assert_eq!(of(&rows), [(1, Some("还剩 1 份".into())), (3, None)]);
    assert_eq!(model::held_counts(&new), [0, 0]);
    let order = model::order(&new, &[1, 2]);
    assert_eq!((order.quantity, order.picks), (3, picks(&[(0, 1), (1, 2)])));
    assert_eq!(model::order_words(&new, &[0, 0]).blocked.as_deref(), Some("至少选一份"));
    assert_eq!(model::order_words(&new, &[1, 2]).blocked, None);
    assert_eq!(model::order_words(&new, &[1, 3]).blocked.as_deref(), Some("现在最多 3 份"));
    assert_eq!(model::order_words(&new, &[0, 5]).blocked.as_deref(), Some("每人最多 4 份"));

    // What one has is one's own to keep, and what it may become counts from there.
    let held = with_mine(colours(6), &[(0, 2)]);
    assert_eq!(of(&model::choices(&held)), [(3, Some("还剩 1 份".into())), (4, None)]);
    assert_eq!(model::order_words(&held, &[2, 0]).blocked.as_deref(), Some("就是现在的订单"));
    assert_eq!(model::order_words(&held, &[1, 3]).label, "改成 4 份，现在 ¥396");
    let plain = mine(Deal { per_member: 4, ..deal(6) }, PledgeState::Committed, 2);
    assert_eq!((model::held_counts(&plain), model::choices(&plain)[0].most), (vec![2], 4));
    assert_eq!(model::order(&plain, &[3]).picks, []);
}

#[test]
fn the_simulator_says_what_each_and_all_pay_and_what_is_next() {
    set_lang(Lang::ZhCn);
    let tiers = steps(&[(1, 12_800), (3, 9900), (10, 7900)]);
    let said = |people, minimum, stock| model::simulated(&tiers, people, minimum, stock).join("|");
    assert_eq!(said(6, 3, None), "6 人时，每份 ¥99。|一人一份，共 ¥594。|再有 4 人加入，所有人都付 ¥79。");
    assert!(said(2, 3, None).starts_with("不到 3 人不成团"), "{}", said(2, 3, None));
    assert!(said(12, 3, None).ends_with("已经是最低价。"));
    assert!(said(6, 3, Some(8)).ends_with("价格不会再低。"), "{}", said(6, 3, Some(8)));
    assert!(model::simulated(&[], 3, 1, None).is_empty());
    // It is the domain's price, whatever the head count.
    for people in 3..30 {
        let price = crate::i18n::money(domain::groupbuy::price_at(&tiers, people).amount, "CNY");
        assert!(said(people, 1, None).contains(&format!("每份 {price}")), "{people}");
    }
}

#[test]
fn options_times_and_limits_are_read_and_judged() {
    let wrong = |change: fn(&mut form::Raw)| {
        let mut raw = raw();
        change(&mut raw);
        let notice = form::read(&raw, NOW).err();
        notice
            .map(|n| n.fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let full = |raw: &mut form::Raw| {
        raw.options = vec![["墨绿".into(), "8".into()], ["靛蓝".into(), String::new()]];
        raw.times = vec![["2026-03-13T19:00".into()]];
        raw.per_order = "1".into();
    };
    let mut all = raw();
    full(&mut all);
    let read = form::read(&all, NOW).unwrap();
    assert_eq!(read.options[0], NewOption { label: "墨绿".into(), stock: Some(8) });
    assert_eq!((read.per_order, read.pick_up_at.len()), (Some(1), 1));
    assert_eq!(
        wrong(|r| r.options = vec![["a".into(), "x".into()], [String::new(), String::new()]]),
        ["options/0/stock not_a_number", "options/1/label required"]
    );
    assert_eq!(wrong(|r| r.options = vec![["a".into(), String::new()]]), ["options out_of_range"]);
    assert_eq!(
        wrong(|r| r.options = vec![["a".into(), "1".into()], ["b".into(), "1".into()]]),
        ["options too_few"]
    );
    assert_eq!(wrong(|r| r.times = vec![["2026-03-11T19:00".into()]]), ["pick_up_at/0 before_end"]);
    assert_eq!(wrong(|r| r.times = vec![[String::new()]]), ["pick_up_at/0 required"]);
    assert_eq!(wrong(|r| r.per_order = "3".into()), ["per_order out_of_range"]);

    // A change says what holds, to the second, and takes nothing back.
    let was = Deal {
        ends_at: Timestamp(NOW.0 + 86_400_000 + 12_345),
        per_member: 2,
        per_order: None,
        ..colours(2)
    };
    let raw = form::raw_of(&was);
    let same = form::read_change(&raw, &was, NOW).unwrap();
    assert_eq!((same.ends_at, &same.tiers), (was.ends_at, &was.tiers));
    let dearer = form::Raw { minimum: "2".into(), ..raw.clone() };
    let refused = form::read_change(&dearer, &was, NOW).unwrap_err();
    assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].code.as_str()), ("minimum", "promised"));
    assert!(
        form::read_change(&dearer, &Deal { people: 0, ..was }, NOW).is_ok(),
        "nobody was promised anything"
    );
}

#[test]
fn my_order_says_what_when_how_much_and_under_which_rules() {
    set_lang(Lang::ZhCn);
    let mut deal = with_mine(colours(6), &[(0, 1), (1, 2)]);
    let terms = DealTerms {
        title: deal.title.clone(),
        tiers: deal.tiers.clone(),
        minimum: 3,
        ends_at: deal.ends_at,
        leave_until: Some(deal.ends_at),
        per_member: 4,
        per_order: Some(3),
        options: vec!["墨绿".into(), "靛蓝".into()],
        pick_up: "前台".into(),
        pick_up_at: vec![deal.ends_at.plus_s(86_400)],
        agreed_at: NOW,
    };
    let agreed = model::agreed(&terms, NOW).join("|");
    for part in
        ["不到 3 人", "付过的退回", "之前随时可以退出", "每次最多 3 份", "选项：墨绿、靛蓝", "取货：前台"]
    {
        assert!(agreed.contains(part), "{part} is not in {agreed}");
    }
    let pledge = deal.your_pledge.as_mut().unwrap();
    pledge.terms = Some(terms);
    pledge.collected_at = Some(NOW);
    let pledge = pledge.clone();
    let record = model::as_record(&deal, &pledge, NOW);
    for part in ["我的订单：", "墨绿 ×1、靛蓝 ×2·3 份", "加入", "已取货", "同意"] {
        assert!(record.contains(part), "{part} is not in {record}");
    }
    // A minute is no difference; more is said, with the group's time.
    assert_eq!(model::clock(-59_000, &deal, NOW), None);
    assert!(
        model::clock(-7 * 60_000, &deal, NOW).unwrap().starts_with("你的手机快 7 分钟。截止以群里的时间为准")
    );
    assert!(model::clock(120_000, &deal, NOW).unwrap().starts_with("你的手机慢 2 分钟"));
    assert_eq!(model::clock(-7 * 60_000, &Deal { state: DealState::Failed, ..deal }, NOW), None);
}

fn bought(id: &str, name: &str, at_s: i64, of: &[(u32, u32)], collected: bool) -> Pledge {
    let mut one = pledge(PledgeState::Due, of.iter().map(|p| p.1).sum(), 9900);
    one.id = PledgeId::from(id);
    if let Some(member) = &mut one.member {
        member.persona.nickname = name.into();
    }
    one.picks = picks(of);
    one.pledged_at = NOW.plus_s(at_s);
    one.collected_at = collected.then_some(NOW);
    one.code = Some(PickUpCode { token: "T".into(), typed: "7KQ4M2XD".into() });
    one
}

#[test]
fn the_list_is_searched_sorted_counted_and_saved_with_personas_only() {
    set_lang(Lang::ZhCn);
    let deal = Deal { state: DealState::Succeeded, ..colours(3) };
    let all = [
        bought("a", "老周", 1, &[(0, 1)], true),
        bought("b", "=阿禾", 2, &[(1, 2)], false),
        bought("c", "山竹", 3, &[(0, 1), (1, 1)], false),
        Pledge { state: PledgeState::Released, ..bought("d", "走了", 0, &[(0, 1)], false) },
    ];
    let shown = |search: &str, sort| model::shown(&deal, &all, search, sort);
    assert_eq!(shown("", Sort::Waiting), ["b", "c", "a"]);
    assert_eq!(shown("", Sort::Joined), ["a", "b", "c"]);
    assert_eq!(shown(" 靛蓝 ", Sort::Joined), ["b", "c"]);
    assert_eq!(shown("老", Sort::Name), ["a"]);
    assert_eq!(model::progress(&all), "已取 1 / 3");
    let csv = model::as_csv(&deal, &all);
    assert!(csv.contains("\"'=阿禾\",\"靛蓝 ×2\",\"2\",\"¥99\",\"未付\""), "{csv}");
    assert!(!csv.contains("7KQ4") && !csv.contains("走了"), "{csv}");

    let (kept, first) = model::told("", "  周四取货 ", || all.to_vec());
    assert_eq!((first.body.as_str(), first.mentions.len()), ("周四取货\n@老周 @=阿禾 @山竹", 3));
    let many: Vec<Pledge> = (0..40).map(|n| bought("x", &format!("客{n}"), n, &[(1, 1)], false)).collect();
    // Tried again it is the same message, whoever joined or left; other words are another.
    assert_eq!(model::told(&kept, "周四取货", || many.clone()), (kept.clone(), first));
    let (_, other) = model::told(&kept, "周五取货", || many.clone());
    assert_eq!((other.body.as_str(), other.mentions.len()), ("周五取货\n（给参团的 40 人）", 0));
    assert_eq!(Money::fen(9900), all[0].total);
}
