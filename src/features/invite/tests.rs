use contract::feed::Attachment;
use contract::group::{Group, HistoryRule, Member, Persona, Policy, Role, VerifyBefore};
use contract::invite::{Invite, InviteKind, InvitePreview, InviteRef, InviteState, TargetPreview};
use contract::{Code, Link, Money, Timestamp};
use loadable::Notice;

use super::dead::{Dead, Way};
use super::form;
use super::model::{self, QrDoor};
use super::sent::{self, Line};
use crate::i18n::{Lang, set_lang};
use crate::ui::host::Reach;

const DAY: i64 = 86_400;

fn member(role: Role) -> Member {
    Member {
        id: "m1".into(),
        persona: Persona { nickname: "小满".into(), avatar: "bloom-indigo".into() },
        role,
        joined_at: Timestamp(0),
    }
}

fn group(member_count: u32) -> Group {
    Group {
        id: "g1".into(),
        name: "晨间普拉提·周四班".into(),
        about: String::new(),
        policy: Policy::default(),
        member_count,
        qr_closed_at: None,
        sibling_of: None,
        me: member(Role::Member),
        created_at: Timestamp(0),
        read_to: None,
        unread: None,
    }
}

fn invite(id: &str, made_s: i64) -> Invite {
    Invite {
        id: id.into(),
        group_id: "g1".into(),
        kind: InviteKind::Qr,
        token: Some(domain::code::token(&[3; 32])),
        code: Some(domain::code::invite_code(&[5; 32])),
        made_by: Some(member(Role::Member)),
        yours: true,
        made_at: Timestamp(0).plus_s(made_s),
        expires_at: Timestamp(0).plus_s(made_s + 7 * DAY),
        state: InviteState::Open,
        joined_count: 0,
        joined: Vec::new(),
        note: None,
        target: None,
        server_time: Timestamp(0),
    }
}

#[test]
fn the_life_line_at_99_100_101_and_500() {
    set_lang(Lang::ZhCn);
    let says = |count| (model::life_by_qr(&group(count)).1, model::life_by_members(&group(count)).1);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(says(99), pair("现在 99 人，到 100 人停用", "101 到 500 人"));
    assert_eq!(says(100), pair("到了 100 人，已经停用", "现在 100 人，最多 500 人"));
    assert_eq!(says(101), pair("到了 100 人，已经停用", "现在 101 人，最多 500 人"));
    assert_eq!(says(500), pair("到了 100 人，已经停用", "500 人，已经满了"));
}

#[test]
fn a_group_that_ends_where_its_qr_ends_has_one_stage() {
    set_lang(Lang::ZhCn);
    let mut small = group(10);
    small.policy.capacity = 100;
    assert_eq!(model::life_by_members(&small).1, "到 100 人就满了");
    small.member_count = 100;
    assert_eq!(model::qr_door(&small), QrDoor::Full);
}

#[test]
fn a_qr_is_offered_below_the_limit_and_after_the_latch_to_hosts_only() {
    let door = |count| model::qr_door(&group(count));
    assert_eq!(door(99), QrDoor::Open);
    assert_eq!(door(100), QrDoor::Limit);
    assert_eq!(door(499), QrDoor::Limit);
    assert_eq!(door(500), QrDoor::Full);
    let mut latched = group(98);
    latched.qr_closed_at = Some(Timestamp(9));
    assert_eq!(model::qr_door(&latched), QrDoor::HostsOnly);
    latched.me.role = Role::Steward;
    assert_eq!(model::qr_door(&latched), QrDoor::HostsOnly);
    latched.me.role = Role::Host;
    assert_eq!(model::qr_door(&latched), QrDoor::Open);
}

#[test]
fn a_full_group_leads_to_the_one_beside_it_that_has_room() {
    let of = |id: &str, beside: Option<&str>, count, at| Group {
        id: id.into(),
        sibling_of: beside.map(Into::into),
        created_at: Timestamp(at),
        ..group(count)
    };
    let mine = [of("far", Some("other"), 1, 9), of("a", Some("g1"), 1, 1), of("b", Some("g1"), 5, 2)];
    assert_eq!(model::beside(&mine, &"g1".into(), None), Some("b".into()));
    let full = [of("a", Some("g1"), 500, 3), of("b", Some("g1"), 5, 2)];
    assert_eq!(model::beside(&full, &"g1".into(), None), Some("b".into()));
    assert_eq!(model::beside(&full, &"g2".into(), None), None);
    // It stands beside an older one where somebody left.
    assert_eq!(
        model::beside(&[of("old", None, 499, 0)], &"g1".into(), Some(&"old".into())),
        Some("old".into())
    );
}

#[test]
fn an_invite_dies_on_this_phone_at_its_time_and_at_the_limit() {
    let at = |s| Timestamp(0).plus_s(s);
    let qr = invite("a", 0);
    assert_eq!(model::state_now(&qr, &group(99), at(7 * DAY - 1)), InviteState::Open);
    assert_eq!(model::state_now(&qr, &group(99), at(7 * DAY)), InviteState::Expired);
    assert_eq!(model::state_now(&qr, &group(100), at(1)), InviteState::LimitReached);
    let personal = Invite { kind: InviteKind::Personal, ..invite("b", 0) };
    assert_eq!(model::state_now(&personal, &group(100), at(1)), InviteState::Open);
    let revoked = Invite { state: InviteState::Revoked, ..invite("c", 0) };
    assert_eq!(model::state_now(&revoked, &group(1), at(1)), InviteState::Revoked);
}

#[test]
fn what_works_comes_first_then_who_came_then_what_is_over() {
    set_lang(Lang::ZhCn);
    let who =
        |id: &str, s| Member { id: id.into(), joined_at: Timestamp(0).plus_s(s), ..member(Role::Member) };
    let dead = |id, s| Invite { state: InviteState::Revoked, ..invite(id, s) };
    let personal = Invite {
        kind: InviteKind::Personal,
        note: Some("邻居".into()),
        state: InviteState::Used,
        joined: vec![who("ann", 30)],
        ..invite("used", 3)
    };
    let with_people = Invite { joined: vec![who("ben", 40), who("cho", 20)], ..invite("new", 5) };
    let all = [dead("old dead", 1), invite("old", 2), personal, dead("new dead", 9), with_people];
    let keys = |unfolded| {
        let (lines, folded) = sent::lines(&all, &group(10), Timestamp(10_000), unfolded);
        let keys = lines.iter().map(|l| l.key().split('/').take(2).collect::<Vec<_>>().join(" ")).collect();
        (keys, folded)
    };
    // Who came by a personal invite stands for it.
    let order: Vec<String> =
        ["new", "old", "new ben", "used ann", "new cho", "new dead", "old dead"].map(String::from).to_vec();
    assert_eq!(keys(false), (order.clone(), 0));
    assert_eq!(keys(true), (order, 0));
    let (lines, _) = sent::lines(&all, &group(10), Timestamp(10_000), true);
    let notes: Vec<&str> = lines
        .iter()
        .filter_map(|l| if let Line::Came(came) = l { Some(came.note.as_str()) } else { None })
        .collect();
    assert!(notes[0].ends_with("通过二维码"), "{notes:?}");
    assert!(notes[1].contains("发给「邻居」"), "{notes:?}");
}

#[test]
fn many_who_came_are_folded_and_none_is_lost() {
    let who = |n: i64| Member { id: n.to_string().as_str().into(), ..member(Role::Member) };
    let qr = Invite { joined: (0..9).map(who).collect(), joined_count: 9, ..invite("a", 0) };
    let lines = |all| sent::lines(std::slice::from_ref(&qr), &group(10), Timestamp(1), all);
    let (some, folded) = lines(false);
    assert_eq!((some.len(), folded), (1 + sent::FOLDED, 9 - sent::FOLDED));
    assert_eq!((lines(true).0.len(), lines(true).1), (10, 0));
}

#[test]
fn a_used_invite_whose_guest_left_is_still_a_line() {
    let gone =
        Invite { kind: InviteKind::Personal, state: InviteState::Used, joined_count: 1, ..invite("a", 0) };
    assert_eq!(
        sent::lines(std::slice::from_ref(&gone), &group(2), Timestamp(1), false).0,
        [Line::Sent(gone)]
    );
}

#[test]
fn the_poster_shows_my_newest_qr_that_works() {
    let target = Attachment { kind: "deal".into(), id: "d".into(), title: "垫".into() };
    let all = [
        invite("mine, older", 1),
        invite("mine", 2),
        Invite { yours: false, token: None, code: None, ..invite("another's", 3) },
        Invite { kind: InviteKind::Personal, ..invite("for one", 4) },
        Invite { target: Some(target.clone()), ..invite("with a deal", 5) },
        Invite { state: InviteState::Revoked, ..invite("revoked", 6) },
    ];
    let of = |count, target: Option<&Attachment>| {
        model::on_poster(&all, &group(count), target, Timestamp(9000)).map(|i| i.id.0.clone())
    };
    let shown = |count| of(count, None);
    assert_eq!(shown(87).as_deref(), Some("mine"));
    assert_eq!(shown(100), None);
    // Renamed since: still the same deal.
    let renamed = Attachment { title: String::new(), ..target };
    assert_eq!(of(87, Some(&renamed)).as_deref(), Some("with a deal"));
    assert_eq!(of(87, Some(&Attachment { kind: "listing".into(), ..renamed })), None);
}

#[test]
fn what_goes_out_has_the_link_the_code_and_the_time() {
    set_lang(Lang::ZhCn);
    let qr = invite("a", 0);
    let text = model::outgoing(&qr, &group(87), "https://q.example/#/j/T", Timestamp(0)).unwrap();
    assert!(text.contains("小满") && text.contains("晨间普拉提·周四班"), "{text}");
    assert!(text.lines().any(|line| line == "https://q.example/#/j/T"), "{text}");
    assert!(text.contains(&domain::code::spaced(qr.code.as_deref().unwrap())), "{text}");
    assert!(!text.contains("一次"), "{text}");
    let target = Attachment { kind: "deal".into(), id: "d".into(), title: "瑜伽垫".into() };
    let with_deal = Invite { target: Some(target), ..qr.clone() };
    assert!(model::outgoing(&with_deal, &group(87), "x", Timestamp(0)).unwrap().contains("瑜伽垫"));
    let personal = Invite { kind: InviteKind::Personal, ..qr };
    assert!(model::outgoing(&personal, &group(87), "x", Timestamp(0)).unwrap().contains("只能用一次"));
    let anothers = Invite { code: None, token: None, yours: false, ..personal };
    assert_eq!(model::outgoing(&anothers, &group(87), "x", Timestamp(0)), None);
}

#[test]
fn an_open_door_may_be_seen_by_everybody_and_a_deal_by_one_chat() {
    let target = |kind: &str| Some(Attachment { kind: kind.into(), id: "d".into(), title: "垫".into() });
    let qr = invite("a", 0);
    assert_eq!(model::reach(&qr, true), Reach::All);
    assert_eq!(model::reach(&Invite { target: target("listing"), ..qr.clone() }, false), Reach::All);
    let deal = Invite { target: target("deal"), ..qr.clone() };
    assert_eq!(model::reach(&deal, true), Reach::Chat);
    assert_eq!(model::reach(&deal, false), Reach::Nowhere);
    assert_eq!(model::reach(&Invite { kind: InviteKind::Personal, ..qr }, true), Reach::Chat);
}

#[test]
fn places_left_count_down_to_the_limit() {
    set_lang(Lang::ZhCn);
    let left = |count| model::places_corner(&invite("a", 0), &group(count)).0;
    assert_eq!(left(87), "还可容纳 13 人");
    assert_eq!(left(99), "还可容纳 1 人");
    set_lang(Lang::En);
    assert_eq!(left(99), "1 place left");
    assert_eq!(left(98), "2 places left");
    set_lang(Lang::ZhCn);
}

#[test]
fn every_state_has_a_pill_of_its_own_words() {
    set_lang(Lang::ZhCn);
    let states = [
        InviteState::Open,
        InviteState::Used,
        InviteState::Expired,
        InviteState::Revoked,
        InviteState::LimitReached,
    ];
    let words: Vec<_> = states.map(|s| sent::pill(InviteKind::Personal, s).0).to_vec();
    for (i, word) in words.iter().enumerate() {
        assert!(words.iter().skip(i + 1).all(|other| other != word), "{word}");
    }
}

#[test]
fn each_dead_code_has_its_own_sentence_and_a_way_on() {
    let mut titles = Vec::new();
    for code in [
        Code::InviteUnknown,
        Code::InviteExpired,
        Code::InviteRevoked,
        Code::InviteUsed,
        Code::QrLimitReached,
        Code::GroupFull,
        Code::GroupDissolved,
        Code::NotAllowed,
        Code::RateLimited,
        Code::PhoneUnverified,
    ] {
        let dead = Dead::of(code.as_str()).unwrap();
        let (title, body) = dead.words(None);
        assert!(!body.is_empty() && !titles.contains(&title), "{title}");
        titles.push(title);
        for signed_in in [true, false] {
            let ways = dead.ways(signed_in);
            assert!(!ways.is_empty(), "{dead:?}");
            assert!(!(signed_in && ways.contains(&Way::SignIn)), "{dead:?}");
            assert!(signed_in || !ways.contains(&Way::Verify), "{dead:?}");
        }
    }
    assert!(Dead::Used.words(Some("小满")).1.contains("小满"));
    assert!(Dead::QrLimit.words(Some("小满")).1.contains("小满"));
    assert!(Dead::Full.too_late().is_some() && Dead::Dissolved.too_late().is_none());
    assert_eq!(Dead::Full.ways(true), [Way::Again, Way::Another, Way::Home]);
    assert_eq!(Dead::of("offline"), None);
    assert_eq!(Dead::of("nickname_taken"), None);
    assert_eq!(Dead::QrLimit.ways(true), [Way::Another, Way::Home]);
    assert_eq!(Dead::Expired.ways(false), [Way::Another, Way::SignIn]);
    assert!(!Dead::TooFast.is_final() && !Dead::Phone.is_final() && Dead::Used.is_final());
}

#[test]
fn a_taken_nickname_lands_beside_the_field() {
    assert!(form::is_nickname_fault(&Notice::new("nickname_taken")));
    assert!(!form::is_nickname_fault(&Notice::new("offline")));
    let refused = form::join(InviteRef::Code("x".into()), "  ", form::FIRST_FACE, None).unwrap_err();
    assert_eq!(refused.field("nickname"), Some("required"));
    assert!(form::is_nickname_fault(&refused));
    let join =
        form::join(InviteRef::Code("x".into()), " 小满 ", form::FIRST_FACE, Some("2345".into())).unwrap();
    assert_eq!(join.persona.nickname, "小满");
}

#[test]
fn a_personal_invite_says_for_whom_and_may_point_at_something() {
    let plain = form::personal("  ", "").unwrap();
    assert_eq!((plain.kind, plain.note, plain.target), (InviteKind::Personal, None, None));
    let full = form::personal(" 楼下邻居 ", "deal/d1").unwrap();
    assert_eq!(full.note.as_deref(), Some("楼下邻居"));
    assert_eq!(full.target.map(|t| (t.kind, t.id)), Some(("deal".into(), "d1".into())));
    assert_eq!(form::personal(&"长".repeat(41), "").unwrap_err().field("note"), Some("too_long"));
}

#[test]
fn joining_leads_to_what_the_invite_points_at() {
    let to = |kind: &str| {
        let attachment = Attachment { kind: kind.into(), id: "x".into(), title: String::new() };
        let preview = InvitePreview {
            group_id: "g1".into(),
            group_name: String::new(),
            about: String::new(),
            member_count: 1,
            host: None,
            inviter: None,
            kind: InviteKind::Qr,
            history: HistoryRule::SinceJoined,
            verify_before: VerifyBefore::Commitment,
            expires_at: Timestamp(0),
            places_left: 1,
            share: None,
            target: Some(TargetPreview { attachment, people: 1, tiers: vec![], price: Some(Money::fen(1)) }),
            already_member: false,
            server_time: Timestamp(0),
        };
        model::destination(&preview)
    };
    assert_eq!(to("deal"), Link::Deal("g1".into(), "x".into()));
    assert_eq!(to("listing"), Link::Listing("g1".into(), "x".into()));
    assert_eq!(to("poll"), Link::Group("g1".into()));
}

#[test]
fn a_token_and_a_typed_code_are_told_apart() {
    let token = domain::code::token(&[1; 32]);
    assert_eq!(model::held(&token.to_lowercase()), InviteRef::Token(token.clone()));
    assert_eq!(model::held(&token), InviteRef::Token(token));
    assert_eq!(model::held("7KQ4-M2XD"), InviteRef::Code("7KQ4-M2XD".into()));
}

#[test]
fn what_the_backend_does_not_check_is_said_of_each_kind() {
    use data::Rule;
    assert_eq!(model::advice(InviteKind::Qr, |_| true), None);
    let no_limit = |rule| rule != Rule::QrLimit;
    // The limit is the QR's alone.
    assert!(model::advice(InviteKind::Qr, no_limit).is_some());
    assert_eq!(model::advice(InviteKind::Personal, no_limit), None);
    assert_ne!(model::advice(InviteKind::Qr, |_| false), model::advice(InviteKind::Personal, |_| false));
}
