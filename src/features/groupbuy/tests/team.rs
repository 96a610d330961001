//! Deals in teams: what the form reads, what a team's card says, where my money stands.

use contract::groupbuy::{
    Deal, DealState, Payment, PaymentState, Pledge, PledgeState, Refund, RefundState, Settling, Team,
    TeamState, TeamTerms,
};
use contract::{Money, PaymentId, RefundId, TeamId};

use super::super::form::{self, Raw, RawTeam};
use super::super::model::{self, Phase, Stance};
use super::{NOW, deal, member, pledge, raw};
use crate::i18n::{Lang, set_lang};

fn lot() -> RawTeam {
    let text = |s: &str| s.to_owned();
    RawTeam { mode: text("team"), size: text("3"), hours: text("24"), split: text("lot"), price: text("100") }
}

fn in_three() -> Deal {
    let terms = TeamTerms { size: 3, hours: 24, lot: Some(Money::fen(10_000)) };
    let tiers = super::steps(&[(1, 3_334)]);
    let team = |name: &str, people: usize, state| Team {
        id: TeamId::from(name),
        head: Some(member(name)),
        members: [name, "阿禾"].iter().take(people).map(|n| member(n)).collect(),
        people: u32::try_from(people).unwrap_or(u32::MAX),
        held: 0,
        size: 3,
        price: Money::fen(3_333),
        state,
        yours: false,
        opened_at: NOW,
        ends_at: NOW.plus_s(3600),
    };
    Deal {
        unit_price: Money::fen(3_334),
        tiers,
        team: Some(terms),
        teams: vec![team("小满", 2, TeamState::Running)],
        stock: Some(9),
        units: 3,
        ..deal(2)
    }
}

fn wrong(team: RawTeam) -> Vec<String> {
    let notice = form::read(&Raw { team, ..raw() }, NOW).err();
    notice.map(|n| n.fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect()).unwrap_or_default()
}

#[test]
fn the_form_of_a_team_deal_becomes_a_command_and_back() {
    let command = form::read(&Raw { team: lot(), ..raw() }, NOW).unwrap();
    assert_eq!(command.team, Some(TeamTerms { size: 3, hours: 24, lot: Some(Money::fen(10_000)) }));
    assert_eq!((command.minimum, command.per_member, command.tiers[0].price), (3, 1, Money::fen(3_334)));
    let each = RawTeam { split: "each".into(), price: "50".into(), ..lot() };
    let command = form::read(&Raw { team: each, ..raw() }, NOW).unwrap();
    assert_eq!((command.team.unwrap().lot, command.tiers[0].price), (None, Money::fen(5_000)));
    // What stands in the form of a change is what was opened.
    assert_eq!(RawTeam::of(&in_three()), lot());
    assert!(!RawTeam::of(&deal(3)).is_on());
}

#[test]
fn a_wrong_field_of_a_team_deal_is_named_once() {
    assert_eq!(wrong(RawTeam { price: String::new(), ..lot() }), ["tiers/0/price required"]);
    assert_eq!(wrong(RawTeam { hours: "99".into(), ..lot() }), ["team/hours out_of_range"]);
    assert_eq!(wrong(RawTeam { hours: "x".into(), ..lot() }).len(), 1);
    assert_eq!(wrong(RawTeam { size: "1".into(), ..lot() }), ["team/size out_of_range"]);
    assert_eq!(wrong(RawTeam { size: String::new(), ..lot() }), ["minimum required"]);
}

#[test]
fn a_team_says_who_is_in_it_how_many_are_missing_and_until_when() {
    set_lang(Lang::ZhCn);
    let open = in_three();
    let words = model::team(&open, &open.teams[0], NOW);
    assert_eq!((words.title.as_str(), words.pill.as_str()), ("小满 的队", "2/3 人"));
    assert!(
        words.line.starts_with("还差 1 人，") && words.line.ends_with(" 前，还有 1 小时"),
        "{}",
        words.line
    );
    assert_eq!(words.join.as_deref(), Some("加入，付 ¥33.33"));
    // A place that is kept for somebody who is paying is said, and is not to be had.
    let held = Team { held: 1, ..open.teams[0].clone() };
    let words = model::team(&open, &held, NOW);
    assert!(words.line.contains("1 个位置有人正在付款") && words.join.is_none());
    // Its time is over: nothing is promised until the backend has said how it ended.
    let words = model::team(&open, &open.teams[0], NOW.plus_s(3601));
    assert_eq!((words.line.as_str(), words.join), ("时间到了，正在等结果。", None));
    let mine = pledge(PledgeState::Committed, 1, 3_334);
    let bound = Deal { your_pledge: Some(mine), ..in_three() };
    assert_eq!(model::team(&bound, &bound.teams[0], NOW).join, None, "one running team a deal");
}

#[test]
fn a_team_is_opened_while_the_deal_is_open_and_there_are_units_for_all_of_it() {
    set_lang(Lang::ZhCn);
    let open = in_three();
    assert_eq!(model::open_words(&open, NOW), ("开一个队，付 ¥33.34".into(), None));
    assert!(model::open_words(&open, open.ends_at).1.unwrap().contains("不能再开队"));
    assert!(model::open_words(&Deal { units: 7, ..open.clone() }, NOW).1.is_some());
    // It goes on after its end while a team runs; only the backend says that it is over.
    assert_eq!(model::phase(&open, open.ends_at.plus_s(1)), Phase::Open);
    let failed = Deal { state: DealState::Failed, ..open };
    assert_eq!(model::figure(&failed, NOW), None);
}

#[test]
fn the_text_for_a_chat_says_the_share_and_what_my_team_lacks() {
    set_lang(Lang::ZhCn);
    let mut mine = in_three();
    mine.teams[0].yours = true;
    let text = model::as_text(&mine, "https://x/#/d", NOW);
    assert!(text.contains("整份 ¥100，3 人分，每份最多 ¥33.34"), "{text}");
    assert!(text.contains("我在的队还差 1 人") && text.ends_with("https://x/#/d"), "{text}");
}

#[test]
fn where_my_money_stands_is_said_in_each_state() {
    set_lang(Lang::ZhCn);
    let of = |state, payment| {
        let payment = Payment {
            id: PaymentId::from("m"),
            amount: Money::fen(5_000),
            state: payment,
            held_until: NOW,
            times: 1,
        };
        let mine = Pledge { payment: Some(payment), ..pledge(state, 1, 5_000) };
        Deal { settling: Settling::PlayMoney, your_pledge: Some(mine), ..deal(2) }
    };
    for (state, payment, title) in [
        (PledgeState::Reserved, PaymentState::Asked, "位置给你留着"),
        (PledgeState::Reserved, PaymentState::Pending, "等付款结果"),
        (PledgeState::Reserved, PaymentState::Declined, "付款被拒绝"),
        (PledgeState::Committed, PaymentState::Paid, "已付款"),
        (PledgeState::Released, PaymentState::Lapsed, "位置没有再留"),
        (PledgeState::Late, PaymentState::Paid, "钱到的时候，位置已经没了"),
    ] {
        assert_eq!(model::payment(&of(state, payment), NOW).unwrap().0, title);
    }
    let stance = |state| model::stance(&of(state, PaymentState::Asked), NOW);
    assert_eq!(stance(PledgeState::Reserved), Stance::Paying);
    assert_eq!(stance(PledgeState::Released), Stance::Join, "what was released binds nobody");
    let refund = |state| Refund {
        id: RefundId::from("r"),
        amount: Money::fen(2_900),
        state,
        tries: 2,
        changed_at: NOW,
    };
    let said = model::refund(&refund(RefundState::Failed), NOW);
    assert!(said.0 == "退 ¥29" && said.1.starts_with("第 2 次没有成功，会再试"), "{said:?}");
    assert!(model::refund(&refund(RefundState::Said), NOW).1.starts_with("发起人说已经退了"));
}
