use contract::feed::{Post, PostKind};
use contract::moment::{Moment, MomentKind};
use contract::{GroupId, PostId, Timestamp};
use domain::moment::asks;
use proptest::prelude::*;

use super::{form, model};

const NOW: Timestamp = Timestamp(1_773_300_000_000);

fn raw() -> form::Raw {
    form::Raw {
        title: " 湖边 ".into(),
        by: "某处".into(),
        at: crate::i18n::local_input(NOW.plus_s(3600).0),
        rating: "9".into(),
        good: "不滑".into(),
        not_good: "重".into(),
        used: true,
        address: "https://www.example.org/a?b".into(),
    }
}

fn post(moment: Moment) -> Post {
    Post {
        id: PostId::from("p"),
        group_id: GroupId::from("g"),
        author: None,
        kind: PostKind::Note,
        body: "用了一个月".into(),
        attachment: None,
        photos: vec![],
        pinned: false,
        comment_count: 0,
        created_at: NOW,
        yours: true,
        edited_at: None,
        reactions: vec![],
        roll_call: None,
        answer: None,
        moment: Some(Box::new(moment)),
        mentions: vec![],
        circle_id: None,
    }
}

#[test]
fn a_kind_sends_its_own_fields_and_keeps_what_others_asked_for() {
    for kind in MomentKind::ALL {
        let moment = form::read(kind, &raw(), NOW).unwrap();
        let asks = asks(kind);
        assert_eq!((moment.kind, moment.title.as_str()), (kind, "湖边"));
        assert_eq!(
            (!moment.by.is_empty(), moment.at.is_some(), moment.rating.is_some(), !moment.address.is_empty()),
            (asks.by, asks.at, asks.review, asks.address),
            "{kind:?}"
        );
        assert_eq!((moment.used, !moment.good.is_empty()), (asks.review, asks.review));
        let as_typed = form::raw_of(&moment);
        assert_eq!(form::read(kind, &as_typed, NOW).unwrap(), moment, "what is changed begins as it was");
        assert_eq!(form::kind_of(form::key(kind)), kind);
    }
}

#[test]
fn each_fault_has_its_field_and_its_words() {
    let fields = |kind, raw: &form::Raw| {
        let notice = form::read(kind, raw, NOW).unwrap_err();
        notice.fields.into_iter().map(|f| f.field + " " + &f.code).collect::<Vec<_>>()
    };
    let link = |address: &str| form::Raw { address: address.into(), ..raw() };
    assert_eq!(fields(MomentKind::Link, &link("ftp://x.org")), ["moment/address scheme"]);
    assert_eq!(fields(MomentKind::Link, &link("https://gооgle.com")), ["moment/address host"]);
    assert_eq!(
        fields(MomentKind::Review, &form::Raw { rating: String::new(), ..raw() }),
        ["moment/rating required"]
    );
    assert_eq!(fields(MomentKind::CheckIn, &form::Raw { at: "bald".into(), ..raw() }), ["moment/at invalid"]);
    assert_eq!(fields(MomentKind::Film, &form::Raw::default()), ["moment/title required"]);
    let words = ["scheme", "host"].map(|code| form::error_text("moment/address", code));
    assert!(words[0] != words[1] && words.iter().all(|text| !text.is_empty()));
}

#[test]
fn a_moment_as_text_is_complete_and_honest() {
    let review = form::read(MomentKind::Review, &raw(), NOW).unwrap();
    let text = model::as_text(&post(review.clone()), "https://x.example/#/g/g/p/p", NOW);
    for part in ["湖边", "某处", "4.5", "不滑", "重", "自己买过", "用了一个月", "https://x.example/#/g/g/p/p"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let unused = Moment { used: false, ..review };
    assert!(!model::as_text(&post(unused), "l", NOW).contains("自己买过"), "nothing is said that was not");
    let link = form::read(MomentKind::Link, &raw(), NOW).unwrap();
    assert!(model::as_text(&post(link.clone()), "l", NOW).contains("https://www.example.org/a?b"));
    assert_eq!(model::opened(&link).unwrap().1, "www.example.org");
    for address in ["javascript:alert(1)", "https://bank.com@evil.example/"] {
        assert_eq!(model::opened(&Moment { address: address.into(), ..link.clone() }), None, "{address}");
    }
}

#[test]
fn ones_own_may_be_changed_for_a_day() {
    let mine = post(Moment::default());
    assert!(model::may_change(&mine, NOW));
    assert!(!model::may_change(&mine, NOW.plus_s(86_400)));
    assert!(!model::may_change(&Post { yours: false, ..mine.clone() }, NOW));
    assert!(!model::may_change(&Post { moment: None, ..mine }, NOW));
}

proptest! {
    #[test]
    fn a_rating_is_told_by_figure_word_and_stars(halves in 2_u32..=10) {
        let figure: f64 = model::figure(halves).parse().unwrap();
        prop_assert!((figure * 2.0 - f64::from(halves)).abs() < 1e-9);
        let stars = model::stars(halves);
        let shown = stars.matches('★').count() * 2 + stars.matches('½').count();
        prop_assert_eq!(shown, halves as usize);
        let others = (2..=10).filter(|other| model::word(*other) == model::word(halves)).count();
        prop_assert_eq!(others, 1);
    }
}
