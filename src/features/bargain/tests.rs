use contract::group::{Member, Persona, Role};
use contract::groupbuy::{
    Bargain, BargainState, BargainTerms, Deal, DealState, Help, Pledge, PledgeState, Settling, Tier,
};
use contract::{Money, Timestamp};

use super::form::{self, Raw};
use super::model::{self, Can};

const NOW: Timestamp = Timestamp(1_773_000_000_000);

fn member(nickname: &str) -> Member {
    Member {
        id: nickname.into(),
        persona: Persona { nickname: nickname.into(), avatar: "bloom-indigo".into() },
        role: Role::Member,
        joined_at: NOW,
    }
}

fn bargain(yours: bool, state: BargainState) -> Bargain {
    let help = |name: Option<&str>, fen| Help { member: name.map(member), cut: Money::fen(fen) };
    Bargain {
        id: "b".into(),
        member: Some(member("小河")),
        yours,
        helped: false,
        price: Money::fen(12_060),
        missing: 6,
        next: Some(Money::fen(362)),
        helps: vec![help(Some("阿禾"), 370), help(None, 370)],
        state,
        opened_at: NOW,
        ends_at: NOW.plus_s(3600),
    }
}

fn deal(bargains: Vec<Bargain>, helps_left: u32) -> Deal {
    let terms = BargainTerms { floor: Money::fen(9_900), helps: 8, hours: 24, any_price: false, helps_left };
    Deal {
        id: "d".into(),
        group_id: "g".into(),
        opener: Some(member("栗子")),
        yours: false,
        title: "瑜伽垫".into(),
        about: String::new(),
        pick_up: String::new(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }],
        minimum: 1,
        stock: Some(10),
        per_member: 1,
        per_order: None,
        options: vec![],
        pick_up_at: vec![],
        post_id: None,
        edited_at: None,
        team: None,
        teams: vec![],
        bargain: Some(terms),
        bargains,
        settling: Settling::WithHost,
        people: 1,
        units: 1,
        unit_price: Money::fen(12_800),
        state: DealState::Open,
        opened_at: NOW,
        ends_at: NOW.plus_s(86_400),
        joined: vec![],
        your_pledge: None,
        server_time: NOW,
    }
}

#[test]
fn what_i_can_do_about_a_bargain() {
    let of = |b: Bargain, left: u32, now: Timestamp| model::can(&deal(vec![b.clone()], left), &b, now);
    let running = bargain(false, BargainState::Running);
    assert_eq!(of(running.clone(), 3, NOW), Can::Help);
    assert_eq!(of(running.clone(), 0, NOW), Can::NoneLeft);
    assert_eq!(of(Bargain { helped: true, ..running.clone() }, 0, NOW), Can::Helped);
    assert_eq!(of(bargain(true, BargainState::Running), 0, NOW), Can::Run);
    assert_eq!(of(running, 3, NOW.plus_s(3600)), Can::Nothing, "the time is over by the backend's clock");
    assert_eq!(of(bargain(false, BargainState::Reached), 3, NOW), Can::Nothing);
}

#[test]
fn every_figure_is_the_backends() {
    let mine = bargain(true, BargainState::Running);
    let words = model::words(&deal(vec![mine.clone()], 3), &mine, NOW);
    assert!(words.price.contains("120.6") && words.was.contains("128"), "{words:?}");
    assert!(words.line.contains('6') && words.line.contains("99"), "{}", words.line);
    assert!(words.next.unwrap().contains("3.62"));
    assert_eq!(words.helps[0].0, "阿禾");
    assert_eq!(words.helps[1].0, crate::i18n::k::bargain::gone());
    assert!(words.helps.iter().all(|(_, cut)| cut.contains("3.7")), "{:?}", words.helps);
    // Over: nothing is promised any more.
    let over = Bargain { next: None, ..bargain(true, BargainState::Over) };
    let words = model::words(&deal(vec![over.clone()], 3), &over, NOW);
    assert_eq!((words.next, words.when), (None, None));
}

#[test]
fn what_is_owed_is_said_to_who_owes_it_until_it_is_settled() {
    let pledge = |state| Pledge {
        id: "p".into(),
        member: None,
        quantity: 1,
        picks: vec![],
        state,
        team_id: None,
        may_open_team: false,
        code: None,
        total: Money::fen(9_900),
        pledged_at: NOW,
        collected_at: None,
        terms: None,
        payment: None,
        refunds: vec![],
    };
    let line = |mine: &Bargain, yours: bool, state| {
        let of = Deal { your_pledge: Some(pledge(state)), yours, ..deal(vec![mine.clone()], 3) };
        model::words(&of, mine, NOW).line
    };
    let mine = Bargain { price: Money::fen(9_900), ..bargain(true, BargainState::Reached) };
    assert_eq!(line(&mine, false, PledgeState::Due), "买下了，把 ¥99 付给 栗子");
    assert_eq!(line(&mine, false, PledgeState::Settled), "栗子 说已经收到你的 ¥99。");
    assert_eq!(line(&mine, true, PledgeState::Settled), "你自己的 ¥99 已经记下。");
    // What somebody else bought is theirs to pay.
    let other = Bargain { yours: false, ..mine };
    assert_eq!(line(&other, false, PledgeState::Committed), "买下了，¥99");
    let left = bargain(true, BargainState::Left);
    assert_eq!(line(&left, false, PledgeState::Released), "什么都不用付，也没有买");
}

#[test]
fn the_text_for_a_chat_is_whole_and_honest() {
    let text =
        model::as_text(&deal(vec![bargain(true, BargainState::Running)], 3), "https://x/#/g/g/d/d", NOW);
    for part in ["瑜伽垫", "128", "99", "120.6", "https://x/#/g/g/d/d"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let mine = text.lines().nth(2).unwrap();
    assert!(mine.find("120.6") < mine.find("99"), "the price, then what is missing: {mine}");
    let plain = model::as_text(&deal(vec![], 3), "https://x", NOW);
    assert!(!plain.contains("120.6") && plain.lines().count() == 5, "{plain}");
}

fn raw() -> Raw {
    Raw {
        title: " 瑜伽垫 ".into(),
        first: "128".into(),
        floor: "99".into(),
        helps: "8".into(),
        stock: "10".into(),
        ends_at: crate::i18n::local_input(NOW.plus_s(86_400).0),
        ..Raw::default()
    }
}

#[test]
fn the_form_is_read_or_says_what_is_wrong() {
    let deal = form::read(&raw(), NOW).unwrap();
    let terms = deal.bargain.unwrap();
    assert_eq!(
        (deal.title.as_str(), deal.stock, terms.floor, terms.helps),
        ("瑜伽垫", Some(10), Money::fen(9_900), 8)
    );
    let code = |raw: Raw, field: &str| form::read(&raw, NOW).unwrap_err().field(field).map(str::to_owned);
    assert_eq!(code(Raw { floor: "128".into(), ..raw() }, "bargain/floor").as_deref(), Some("out_of_range"));
    assert_eq!(code(Raw { first: String::new(), ..raw() }, "tiers/0/price").as_deref(), Some("required"));
    assert_eq!(
        code(Raw { first: String::new(), ..raw() }, "bargain/floor"),
        None,
        "not judged beside what was not read"
    );
    assert_eq!(code(Raw { helps: "51".into(), ..raw() }, "bargain/helps").as_deref(), Some("out_of_range"));
    assert_eq!(code(Raw { stock: "x".into(), ..raw() }, "stock").as_deref(), Some("not_a_number"));
    assert_eq!(
        form::read(&Raw { floor: "0".into(), ..raw() }, NOW).unwrap().bargain.unwrap().floor,
        Money::fen(0)
    );
}
