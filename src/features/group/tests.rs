use super::{form, model};
use contract::group::{Bargaining, HistoryRule, Policy, VerifyBefore};
use data::Rule;

#[test]
fn a_form_becomes_a_command_or_says_what_is_wrong() {
    let group = form::new_group(" 晨练 ", "", " 小满", "bloom-indigo", None);
    assert_eq!(group.map(|g| (g.name, g.persona.nickname)), Ok(("晨练".to_owned(), "小满".to_owned())));
    let wrong = form::new_group("", "", "", "bloom-indigo", None).unwrap_err();
    assert_eq!(wrong.field("name"), Some("required"));
    assert_eq!(wrong.field("nickname"), Some("required"));
    assert_eq!(wrong.field("about"), None);
}

#[test]
fn the_rules_follow_the_policy() {
    let usual = model::rules(&Policy::default(), |_| true);
    let open = Policy { history: HistoryRule::All, invite_qr_limit: 30, ..Policy::default() };
    let open = model::rules(&open, |_| true);
    assert_eq!(usual.len(), open.len());
    assert_ne!(usual[0], open[0]);
    assert!(usual[1].title.contains("100"));
    assert!(open[1].title.contains("30"));
    assert!(usual.iter().all(|rule| !rule.advisory));
}

#[test]
fn what_the_backend_does_not_keep_is_advice_and_never_privacy() {
    let kept = model::rules(&Policy::default(), |_| true);
    let agreed = model::rules(&Policy::default(), |_| false);
    assert_ne!(kept[0].title, agreed[0].title);
    assert_ne!(kept[0].note, agreed[0].note);
    // Who may open a deal, who agrees to a seat and how far a recommendation counts are no rules that a descriptor names.
    let advisory: Vec<bool> = agreed.iter().map(|rule| rule.advisory).collect();
    assert_eq!(advisory, [true, true, true, true, true, false, false, false]);
    let all = Policy { history: HistoryRule::All, ..Policy::default() };
    assert!(!model::rules(&all, |rule| rule != Rule::History)[0].advisory);
}

#[test]
fn a_group_beside_another_knows_it() {
    let group = form::new_group("晨练 · 2", "", "小满", "bloom-indigo", Some("g1".into())).unwrap();
    assert_eq!((group.sibling_of, group.policy), (Some("g1".into()), None));
}

#[test]
fn the_name_of_a_group_beside_another_counts_on_and_fits() {
    assert_eq!(model::sibling_name("晨间普拉提·周四班"), "晨间普拉提·周四班 · 2");
    assert_eq!(model::sibling_name("晨间普拉提·周四班 · 2"), "晨间普拉提·周四班 · 3");
    assert_eq!(model::sibling_name("晨练·9"), "晨练 · 10");
    let long = model::sibling_name(&"长".repeat(40));
    assert_eq!(long.chars().count(), 40);
    assert!(long.ends_with(" · 2"));
}

/// The raw texts of a policy with one of them replaced.
fn raw(field: &str, text: &str) -> [String; 12] {
    model::raw_policy(&Policy::default()).map(|(name, now)| if name == field { text.to_owned() } else { now })
}

#[test]
fn rules_survive_their_form() {
    let other = Policy {
        history: HistoryRule::All,
        invite_qr_limit: 30,
        capacity: 60,
        invite_ttl_s: 90_000,
        verify_before: VerifyBefore::Join,
        hold_s: 600,
        cut_off_s: 0,
        members_open_deals: false,
        seat_consent: true,
        referral_depth: 1,
        referral_days: 7,
        bargains: Bargaining::AnyPrice,
    };
    for policy in [Policy::default(), other] {
        let texts = model::raw_policy(&policy).map(|(_, text)| text);
        let sent = form::set_policy(&texts, &Policy::default()).unwrap();
        assert_eq!((sent.policy, sent.was), (policy, Some(Policy::default())));
    }
}

#[test]
fn a_wrong_rule_is_said_beside_its_field() {
    let wrong = |field, text| form::set_policy(&raw(field, text), &Policy::default()).unwrap_err();
    assert_eq!(wrong("limit", "1").field("policy/invite_qr_limit"), Some("out_of_range"));
    assert_eq!(wrong("limit", "many").field("policy/invite_qr_limit"), Some("not_a_number"));
    assert_eq!(wrong("capacity", "501").field("policy/capacity"), Some("out_of_range"));
    assert_eq!(wrong("capacity", "").field("policy/capacity"), Some("not_a_number"));
    assert!(form::set_policy(&raw("limit", " 50 "), &Policy::default()).is_ok());
}

#[test]
fn spans_have_the_present_one_among_them() {
    let values = |now| model::span_options(&model::TTL, now).into_iter().map(|(v, _)| v).collect::<Vec<_>>();
    assert_eq!(values(7 * 86_400).len(), model::TTL.len());
    let with_own = values(90_000);
    assert_eq!(with_own.len(), model::TTL.len() + 1);
    assert_eq!(with_own[1], "90000");
    let words = |s| model::span_options(&[], s)[0].1.clone();
    assert_ne!(words(3600), words(86_400));
    assert_ne!(words(0), words(60));
}

#[test]
fn a_limit_that_closes_the_door_is_noticed_while_it_is_typed() {
    assert!(model::reaches("87", 87) && model::reaches(" 50 ", 87));
    assert!(!model::reaches("88", 87) && !model::reaches("", 87));
}
