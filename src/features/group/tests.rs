use super::{form, model};
use contract::group::{HistoryRule, Policy};

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
    let usual = model::rules(&Policy::default());
    let open = model::rules(&Policy { history: HistoryRule::All, invite_qr_limit: 30, ..Policy::default() });
    assert_eq!(usual.len(), open.len());
    assert_ne!(usual[0], open[0]);
    assert!(usual[1].0.contains("100"));
    assert!(open[1].0.contains("30"));
}
