//! Totals, page numbers and next addresses that nobody should believe.

use contract::feed::Post;
use net::descriptor::Descriptor;
use net::{Answer, Client, PageEnd};
use proptest::prelude::*;
use proptest::sample::select;

use super::backends::{BASE, client, named, ok, send, stays};

fn paged(paging: &str) -> String {
    format!(
        r#"{{"descriptor":1,"name":"x","paging":{paging},"envelope":{{"rows":"/rows"}},"live":{{"kind":"none"}},
            "operations":{{"posts.list":{{"get":"/posts"}}}}}}"#
    )
}

const KINDS: [&str; 7] = [
    r#"{"kind":"page","size":"n","total":"/total","first":4294967295}"#,
    r#"{"kind":"offset","size":"n","total":"/total"}"#,
    r#"{"kind":"range","total":"/total"}"#,
    r#"{"kind":"range"}"#,
    r#"{"kind":"cursor","next":"/next"}"#,
    r#"{"kind":"next_url","next":"/next"}"#,
    r#"{"kind":"link","size":"n"}"#,
];

const ADDRESSES: [&str; 14] = [
    "https://evil.example/x",
    "http://api.example/base/x",
    "//evil.example/x",
    "javascript:alert(1)",
    "\\\\evil.example",
    "@evil.example/x",
    ".evil.example/x",
    ":443@evil.example/",
    "https://",
    "://",
    "?page=2",
    "#x",
    "https://api.example.evil.example/base/x",
    "data:text/html,x",
];

fn page(client: &Client, after: Option<&str>, limit: &str) -> Option<PageEnd> {
    let mut call = named("posts.list").with("limit", limit);
    if let Some(after) = after {
        call = call.with("after", after);
    }
    send(client, call).ok()?.page(|_: Post| ()).ok()
}

fn descriptor(kind: usize) -> Descriptor {
    Descriptor::parse(&paged(KINDS[kind]), BASE).unwrap_or_else(|e| panic!("{e}"))
}

fn answer(next: &str, total: &str, rows: usize, link: &str) -> Answer {
    let rows = vec!["{}"; rows].join(",");
    let body =
        format!(r#"{{"rows":[{rows}],"next":{},"total":{total}}}"#, serde_json::to_string(next).unwrap());
    let headers =
        vec![("link".to_owned(), link.to_owned()), ("content-range".to_owned(), format!("items {total}"))];
    Answer { headers, ..ok(body) }
}

proptest! {
    #[test]
    fn no_paging_panics_or_leaves_the_origin(
        kind in 0..KINDS.len(),
        next in prop_oneof![any::<String>(), select(ADDRESSES.to_vec()).prop_map(str::to_owned)],
        total in select(vec!["0", "-1", "3", "1e308", "18446744073709551616", "\"7\"", "\"x\"", "null", "[]", "{}", "true"]),
        rows in 0usize..5,
        link in prop_oneof![any::<String>(), "[<>;,=\" a-z:/]{0,40}", select(ADDRESSES.to_vec()).prop_map(|a| format!("<{a}>; rel=\"next\""))],
        after in prop_oneof![
            any::<String>().prop_map(Some), Just(None),
            select(vec!["@", "@-1", "@4294967295", "@18446744073709551616", "=", "群", "@4294967294"]).prop_map(|a| Some(a.to_owned())),
            select(ADDRESSES.to_vec()).prop_map(|a| Some(format!("={a}"))),
        ],
        limit in select(vec!["0", "1", "3", "4294967295", "-1", "x", ""]),
    ) {
        let (client, wire) = client(Some(descriptor(kind)), answer(&next, total, rows, &link));
        if let Some(end) = page(&client, after.as_deref(), limit) {
            // What it says comes next is followed, as a list would.
            if let Some(next) = &end.next {
                let _ = page(&client, Some(next), limit);
            }
        }
        for request in wire.asked.borrow().iter() {
            prop_assert!(stays(&request.url), "{}", request.url);
        }
    }
}

#[test]
fn a_next_address_of_megabytes_is_an_address() {
    let long = format!("https://evil.example/{}", "x".repeat(3_000_000));
    let (client, wire) = client(Some(descriptor(5)), answer(&long, "9", 1, ""));
    let next = page(&client, None, "1").unwrap().next.unwrap();
    page(&client, Some(&next), "1").unwrap();
    assert!(wire.asked.borrow().iter().all(|request| stays(&request.url)));
}

#[test]
fn a_list_that_says_nothing_new_ends() {
    // No rows, and a next address all the same: an endless list of nothing.
    for (kind, shown) in KINDS.iter().enumerate() {
        let (client, _) =
            client(Some(descriptor(kind)), answer("https://api.example/base/posts?page=2", "9", 0, ""));
        assert_eq!(page(&client, None, "3").and_then(|end| end.next), None, "{shown}");
    }
}
