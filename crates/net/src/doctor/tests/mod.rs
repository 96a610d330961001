//! One test a row, over a backend that is healthy but for one habit.

mod backend;

use super::*;
use crate::Request;
use backend::*;
use contract::Timestamp;

/// A header of an answer, replaced or removed.
fn set(answer: &mut Answer, name: &str, value: Option<&str>) {
    answer.headers.retain(|(known, _)| known != name);
    answer.headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
}

/// The rows of a backend that is spoilt.
fn rows_of(spoil: impl Fn(&Request, Heard) -> Heard + 'static) -> Vec<Row> {
    examine(&client(Some(DESCRIPTOR), BASE), Rc::new(Backend::new(spoil)), options())
}

/// The same where only good answers change.
fn changed(change: impl Fn(&Request, &mut Answer) + 'static) -> Vec<Row> {
    rows_of(move |request, heard| {
        heard.map(|mut answer| {
            change(request, &mut answer);
            answer
        })
    })
}

/// The same with another descriptor.
fn described(from: &str, to: &str, change: impl Fn(&Request, &mut Answer) + 'static) -> Vec<Row> {
    assert!(DESCRIPTOR.contains(from), "{from}");
    let backend = Backend::new(move |request, heard| {
        heard.map(|mut answer| {
            change(request, &mut answer);
            answer
        })
    });
    examine(&client(Some(&DESCRIPTOR.replace(from, to)), BASE), Rc::new(backend), options())
}

fn as_it_is(_: &Request, _: &mut Answer) {}

const BASE: &str = "https://api.example/v1";

/// The row that found this, or a list of everything that was found.
fn found(rows: &[Row], check: Check, state: State, finding: Finding) -> &Row {
    let row = rows.iter().find(|r| (r.check, r.state, r.finding) == (check, state, Some(finding)));
    row.unwrap_or_else(|| panic!("no {check:?} {state:?} {finding:?} in\n{}", shown(rows)))
}

fn shown(rows: &[Row]) -> String {
    let one = |row: &Row| {
        let finding = row.finding.map_or("", Finding::as_str);
        let (check, state) = (row.check.as_str(), row.state.as_str());
        format!("{check} {} {state} {finding} | {} | {}\n", row.subject, row.asked, row.came)
    };
    rows.iter().map(one).collect()
}

/// The states of the checks, for those that are not as they should be.
fn troubled(rows: &[Row]) -> Vec<(Check, Finding)> {
    let bad = rows.iter().filter(|row| matches!(row.state, State::Failed | State::Warning));
    bad.filter_map(|row| Some((row.check, row.finding?))).collect()
}

#[test]
fn a_healthy_backend_has_nothing_to_mend() {
    let rows = changed(as_it_is);
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
    let well: Vec<&str> =
        rows.iter().filter(|row| row.state == State::Ok).map(|row| row.check.as_str()).collect();
    expect_test::expect![[r#"
        reachable secure preflight headers_allowed credentials auth list items list items list exposed paging past_end errors clock realtime"#]]
    .assert_eq(&well.join(" "));
    found(&rows, Check::Create, State::Skipped, Finding::NoPermission);
}

#[test]
fn a_backend_of_the_contract_needs_no_descriptor() {
    let list = |request: &Request, answer: &mut Answer| {
        if request.url.contains("/posts?") || request.url.contains("/groups?") {
            let after: usize = if request.url.contains("after=c") { 2 } else { 0 };
            let posts: Vec<String> = (after..3)
                .map(|n| CONTRACT_POST.replace("p0", &format!("p{n}")))
                .take(limit(request))
                .collect();
            let is_group = request.url.contains("/groups?");
            let items = if is_group { CONTRACT_GROUP.to_owned() } else { posts.join(",") };
            let next = if !is_group && after + posts.len() < 3 { r#""c""# } else { "null" };
            answer.body = format!(r#"{{"items":[{items}],"next":{next},"server_time":"{NOW}"}}"#);
        } else if request.url.ends_with("/posts/p0") {
            answer.body = CONTRACT_POST.to_owned();
        } else if request.url.contains("/posts/0000") {
            (answer.status, answer.body) = (404, r#"{"code":"not_found"}"#.to_owned());
        } else if request.url.ends_with("/me") || request.url.ends_with("/info") {
            answer.body = "{}".to_owned();
        } else if request.method == "GET" && !request.url.ends_with("/stream") {
            answer.body = format!(r#"{{"items":[],"next":null,"server_time":"{NOW}"}}"#);
        }
        if request.method == "GET" && answer.status == 404 && !request.url.contains("/posts/0000") {
            answer.status = 200;
        }
        if request.method == "OPTIONS" {
            set(answer, "access-control-allow-methods", Some("GET, POST, PUT, DELETE"));
        }
    };
    let client = client(None, BASE);
    client.set_session(Some(session()));
    let probe = Backend::new(move |request, heard| {
        heard.map(|mut answer| {
            list(request, &mut answer);
            answer
        })
    });
    let rows = examine(&client, Rc::new(probe), options());
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
    found(&rows, Check::PastEnd, State::Skipped, Finding::NoPastEnd);
    let paging = rows.iter().find(|row| row.check == Check::Paging).unwrap();
    assert_eq!((paging.subject, paging.state), ("posts.list", State::Ok), "{}", shown(&rows));
}

fn limit(request: &Request) -> usize {
    let limit = request.url.split("limit=").nth(1).and_then(|rest| rest.split('&').next());
    limit.and_then(|limit| limit.parse().ok()).unwrap_or(20)
}

fn session() -> contract::account::Session {
    let me = contract::account::Me {
        id: "a".into(),
        phone: None,
        phone_verified: true,
        wechat: false,
        created_at: NOW,
    };
    contract::account::Session { token: "t".into(), me, refresh: None }
}

const CONTRACT_POST: &str = r#"{"id":"p0","group_id":"g1","author":{"id":"m1","persona":{"nickname":"小满","avatar":"cat-moss"},
    "role":"member","joined_at":"2026-03-01T08:00:00Z"},"kind":"note","body":"x","pinned":false,"comment_count":0,
    "created_at":"2026-03-02T08:00:00Z","yours":false}"#;
const CONTRACT_GROUP: &str = r#"{"id":"g1","name":"周四普拉提","about":"","member_count":3,"cover":"indigo",
    "policy":{"history":"all","invite_qr_limit":100,"capacity":500,"invite_ttl_s":604800,"verify_before":"commitment",
    "hold_s":7200,"cut_off_s":3600,"members_open_deals":true},
    "me":{"id":"m1","persona":{"nickname":"小满","avatar":"cat-moss"},"role":"member","joined_at":"2026-03-01T08:00:00Z"},
    "created_at":"2026-03-01T08:00:00Z"}"#;

mod connection;
mod reading;
mod writing;
