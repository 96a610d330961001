use super::*;
use net::doctor::letter::{heard_text, request_of};
use net::doctor::{Check, Finding, State, Trouble};

const CONFIG: &str =
    r#"{"version":1,"api":{"base":"https://api.example/v1","descriptor":"./backends/x.json"}}"#;
const DESCRIPTOR: &str = r#"{"descriptor": 1, "name": "T", "live": {"kind": "none"},
    "operations": {"groups.list": {"get": "/groups"}}}"#;

fn order() -> String {
    let member = |name: &'static str, text: &'static str| (name.into(), Node::text(text));
    let members = vec![
        member("config", CONFIG),
        member("page", "https://app.example/"),
        member("origin", "https://app.example"),
        member("descriptor", DESCRIPTOR),
        member("key", "0123456789abcdef0123456789abcdef"),
        member("command", "cargo xtask doctor X"),
        member("lang", "en"),
    ];
    format!("begin {}", Node::Object(members))
}

/// Runs a doctor to its end over a page that answers so.
fn examined(answer: impl Fn(&Request) -> Heard) -> Vec<String> {
    let (mut run, mut say, mut told) = (None, order(), Vec::new());
    for _ in 0..100 {
        let reply = turn(&mut run, &say).unwrap();
        let node = parse(&reply).unwrap();
        let rows = node.get("rows").unwrap().items();
        told.extend(rows.iter().map(|row| row.get("text").and_then(Node::as_text).unwrap().to_owned()));
        match node.get("ask") {
            Some(Node::Null) => return told,
            Some(ask) => say = heard_text(&answer(&request_of(ask).unwrap())),
            None => panic!("{reply}"),
        }
    }
    panic!("it never ends: {told:?}")
}

#[test]
fn the_doctor_goes_on_turn_by_turn_until_it_ends() {
    let told = examined(|_| Ok(Answer { status: 200, headers: Vec::new(), body: "[]".into() }));
    let list = told.iter().find(|text| text.starts_with("Lists groups.list: ")).unwrap();
    assert!(list.contains("Asked: GET https://api.example/v1/groups"), "{list}");
    assert!(told.last().unwrap().starts_with("Live news: "), "{told:?}");
}

#[test]
fn a_report_says_what_it_may_be_and_which_command_knows() {
    let told = examined(|_| Err(Trouble::Opaque));
    let first = told.first().unwrap();
    for part in [
        "Connection: Does not work [opaque_network_error]",
        "[host_unreachable]",
        "[wildcard_with_credentials]",
        "    cargo xtask doctor X",
    ] {
        assert!(first.contains(part), "{part} in\n{first}");
    }
}

#[test]
fn garbage_is_refused() {
    assert_eq!(turn(&mut None, "{}"), None);
    assert_eq!(turn(&mut None, "begin {}"), None);
    assert_eq!(turn(&mut None, "begin"), None);
}

#[test]
fn there_are_words_for_everything_in_every_language() {
    // What is no fault has nothing to mend.
    let fine = ["same_origin", "nobody_signs_in", "no_past_end", "polled", "not_offered", "not_asked"];
    for lang in ["zh-CN", "en", "zh-TW"] {
        let words = Words::of(lang);
        let states = [State::Ok, State::Warning, State::Failed, State::Skipped, State::Unknown];
        let faults = Finding::ALL.iter().map(|f| f.as_str()).filter(|code| !fine.contains(code));
        let keys = (Check::ALL.iter().map(|c| format!("check_{}", c.as_str())))
            .chain(Finding::ALL.iter().map(|f| format!("means_{}", f.as_str())))
            .chain(states.iter().map(|s| format!("state_{}", s.as_str())))
            .chain(faults.map(|code| format!("mend_{code}")))
            .chain(["asked", "came", "means", "mend", "means_ok"].map(str::to_owned));
        let missing: Vec<_> = keys.filter(|key| words.get(key).is_empty()).collect();
        assert!(missing.is_empty(), "{lang}: {missing:?}");
    }
    let keys = |lang: &str| -> Vec<String> {
        Words::of(lang).0.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
    };
    assert_eq!(keys("en"), keys("zh-CN"));
    assert_eq!(keys("zh-TW"), keys("zh-CN"));
    for lang in ["en", "zh-TW"] {
        assert_ne!(Words::of(lang).get("means_ok"), Words::of("zh-CN").get("means_ok"));
    }
}
