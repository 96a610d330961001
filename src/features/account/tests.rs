use data::Rule;
use loadable::Notice;

use super::{model, offered, password};

#[test]
fn a_clock_that_is_off_is_said_in_words() {
    assert_eq!(model::clock_words(0), None);
    assert_eq!(model::clock_words(-29_999), None);
    let behind = model::clock_words(45_000).unwrap();
    let ahead = model::clock_words(-600_000).unwrap();
    assert!(behind.contains("45"), "{behind}");
    assert!(ahead.contains("10"), "{ahead}");
    assert_ne!(model::clock_words(600_000), model::clock_words(-600_000));
}

#[test]
fn a_pasted_code_is_understood() {
    assert_eq!(model::code_digits(" 24 68-10 "), "246810");
    assert_eq!(model::code_digits("２４６８１０"), "246810");
    assert_eq!(model::code_digits("您的验证码是 246810。"), "246810");
    assert_eq!(model::code_digits("abc"), "");
}

#[test]
fn what_a_backend_lacks_is_said_by_feature_with_every_operation_that_is_missing() {
    assert!(offered::lacks(|_| true).is_empty());
    let all = offered::lacks(|_| false);
    assert_eq!(all.len(), offered::FEATURES.len());
    assert_eq!(offered::lacks(offered::is_of_account).len(), all.len() - 1);
    // Half of what joining takes is not joining.
    let join = offered::lacks(|operation| operation != "invites.join");
    assert_eq!(join.len(), 1);
    assert_eq!(join[0].1[0].missing, ["invites.join"]);
}

#[test]
fn one_way_to_sign_in_is_enough() {
    let none = |operation: &str| !matches!(operation, "sessions.create" | "sessions.password");
    assert_eq!(offered::lacks(none)[0].1[0].missing, ["sessions.create"]);
    let by_password = |operation: &str| !matches!(operation, "sessions.create" | "sign_in.code");
    assert!(offered::lacks(by_password).is_empty());
}

#[test]
fn every_operation_of_members_is_named_once() {
    let mut named: Vec<&str> = offered::FEATURES
        .iter()
        .flat_map(|(_, needs)| needs.iter().flat_map(|(_, operations)| operations.iter().copied()))
        .chain(["sign_in.code", "sessions.create"])
        // What the app needs for itself is no lack of a feature.
        .chain(["info", "me.get", "changes.list", "changes.stream"])
        // Nor is what one app around the page adds: phones sign in and links are copied without it.
        .chain(["wechat.sign_page", "wechat.begin", "sessions.wechat", "me.link_wechat"])
        .collect();
    let mut known: Vec<&str> = contract::api::TABLE.iter().map(|row| row.name).collect();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
}

#[test]
fn each_rule_has_words_of_its_own() {
    let mut words: Vec<&str> = Rule::WORDS.iter().map(|(_, rule)| offered::rule_words(*rule)).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Rule::WORDS.len());
}

#[test]
fn the_same_fault_of_many_items_is_one_line() {
    let fault = |field: &str, message: &str| data::Unread {
        operation: "posts.list",
        field: field.to_owned(),
        message: message.to_owned(),
    };
    let all = [fault("/author", "missing"), fault("", "not an object"), fault("/author", "missing")];
    let lines = offered::counted(&all);
    let shown: Vec<(&str, usize)> = lines.iter().map(|l| (l.field.as_str(), l.times)).collect();
    assert_eq!(shown, [("/author", 2), ("/", 1)]);
    assert_eq!(offered::counted(&[fault("", "x"), fault("", "x")]).len(), 1);
}

#[test]
fn a_name_and_a_password_are_both_needed_and_the_password_is_taken_as_it_is() {
    assert_eq!(password::typed(" lizi ", " p w "), Ok(("lizi".to_owned(), " p w ".to_owned())));
    let wrong = password::typed(" ", "").unwrap_err();
    assert_eq!(wrong.field("identity"), Some("required"));
    assert_eq!(wrong.field("password"), Some("required"));
    assert!(password::typed("lizi", "").unwrap_err().field("identity").is_none());
}

#[test]
fn a_wrong_password_is_a_sentence_beside_the_field() {
    assert!(password::password_fault(&Notice::new("code_wrong")).is_some());
    assert!(password::password_fault(&Notice::new("unauthenticated")).is_some());
    assert_eq!(password::password_fault(&Notice::new("offline")), None);
}
