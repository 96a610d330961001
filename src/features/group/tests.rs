use super::{form, model};
use contract::group::{HistoryRule, Policy};
use data::Rule;

#[test]
fn a_form_becomes_a_command_or_says_what_is_wrong() {
    let group = form::new_group(" 晨练 ", "", " 小满", "bloom-indigo");
    assert_eq!(group.map(|g| (g.name, g.persona.nickname)), Ok(("晨练".to_owned(), "小满".to_owned())));
    let wrong = form::new_group("", "", "", "bloom-indigo").unwrap_err();
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
    // Who may open a deal is no rule that a descriptor names.
    let advisory: Vec<bool> = agreed.iter().map(|rule| rule.advisory).collect();
    assert_eq!(advisory, [true, true, true, true, true, false]);
    let all = Policy { history: HistoryRule::All, ..Policy::default() };
    assert!(!model::rules(&all, |rule| rule != Rule::History)[0].advisory);
}
