//! Any bytes with any status; good pages with something wrong in them.

use std::time::{Duration, Instant};

use contract::api;
use net::json::{Node, parse};
use net::{Answer, Error};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::backends::{self, exercise, named, ok, send, stays, through};
use super::mutate::{HARMS, harmed, size};
use super::samples::{SAMPLES, Sample};

/// Headers that mean something to us, with anything in them.
fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = select(vec![
        "link",
        "date",
        "retry-after",
        "content-range",
        "etag",
        "x-total-count",
        "content-type",
        "range",
    ]);
    let value = prop_oneof![
        any::<String>(),
        select(vec![
            "<https://evil.example/x>; rel=\"next\"",
            "<>;rel=next",
            "<javascript:alert(1)>; rel=next",
            "<,<,>;;=\"",
            "0-9/*",
            "items 0-9/99999999999999999999",
            "*/-1",
            "-1",
            "Thu, 99 Foo 9999999999999 99:99:99 GMT",
            "99999999999999999999",
            "\"",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((name.prop_map(str::to_owned), value), 0..4)
}

/// Bodies: any bytes, JSON of any shape, and what proxies send.
fn body() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec![
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "18446744073709551616",
            "\"\"",
            "\"x\"",
            "200",
            "401",
            "{}",
            "[]"
        ])
        .prop_map(str::to_owned),
        any::<f64>().prop_map(|n| if n.is_finite() { n.to_string() } else { "null".to_owned() }),
        ".{0,12}".prop_map(|text| Node::owned(text).to_string()),
    ];
    let name = select(vec![
        "items",
        "rows",
        "data",
        "list",
        "code",
        "id",
        "results",
        "next",
        "errors",
        "message",
        "created_at",
    ]);
    let json = leaf.prop_recursive(5, 40, 6, move |inner| {
        let member = (name.clone(), inner.clone()).prop_map(|(name, value)| format!("\"{name}\":{value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    });
    prop_oneof![
        4 => json,
        2 => prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        1 => select(vec!["", " ", "<!doctype html><title>502</title>", "\u{feff}{}", "null", "{\"code\":200", "{\"code\":200}}"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn no_answer_panics_and_no_request_leaves_the_origin(
        status in prop_oneof![3 => Just(200u16), 2 => 100u16..600, 1 => any::<u16>()],
        headers in headers(), body in body(), backend in any::<Index>(), operation in any::<Index>(),
    ) {
        let mut all: Vec<Option<String>> = backends::descriptors().into_iter().map(|(_, text)| Some(text)).collect();
        all.push(None);
        let (client, wire) = through(all[backend.index(all.len())].as_deref(), Answer { status, headers, body });
        exercise(&client, &api::TABLE[operation.index(api::TABLE.len())]);
        for request in wire.asked.borrow().iter() {
            prop_assert!(stays(&request.url), "{}", request.url);
        }
    }

    #[test]
    fn a_page_with_one_wrong_thing_in_it_is_read_or_refused(
        sample in 0..SAMPLES.len(), nth in any::<Index>(), harm in 0..HARMS,
    ) {
        let sample = &SAMPLES[sample];
        let body = harmed(sample.page, nth.index(size(sample.page).unwrap()), harm);
        if let Some((posts, unreadable)) = sample.read(&body) {
            prop_assert!(posts.len() + unreadable <= 6, "{}", body);
        }
    }

    #[test]
    fn an_item_that_cannot_be_read_costs_itself(sample in 0..SAMPLES.len(), nth in any::<Index>(), harm in 0..HARMS) {
        let sample = &SAMPLES[sample];
        let good = sample.read(sample.page).unwrap().0;
        // The harm is done to the second row alone, so whatever it is, the others stay.
        let page = parse(sample.page).unwrap();
        let row = page.get(sample.rows).unwrap().items()[1].to_string();
        let body = page.to_string().replacen(&row, &harmed(&row, nth.index(size(&row).unwrap()), harm), 1);
        let (posts, unreadable) = sample.read(&body).unwrap_or_else(|| panic!("{}: {body}", sample.name));
        prop_assert_eq!(posts.len() + unreadable, 3, "{}", body);
        prop_assert_eq!(posts.first(), good.first());
        prop_assert_eq!(posts.last(), good.last());
    }

    #[test]
    fn no_event_panics(event in "[a-z/*]{0,10}", data in body()) {
        let (client, _) = through(SAMPLES[1].descriptor, ok(""));
        let _ = client.heard(&event, &data);
        let _ = client.heard("posts/*", &format!(r#"{{"action":"create","record":{data}}}"#));
    }
}

#[test]
fn a_page_that_is_cut_anywhere_is_refused() {
    for sample in &SAMPLES {
        let whole = sample.page.trim_end();
        for (cut, _) in whole.char_indices() {
            assert!(sample.read(&whole[..cut]).is_none(), "{} was read, cut at {cut}", sample.name);
        }
    }
}

fn malformed(sample: &Sample, body: &str) -> String {
    let (client, _) = through(sample.descriptor, ok(body));
    match send(&client, named("posts.list")).and_then(|reply| reply.page(|_: serde::de::IgnoredAny| ())) {
        Err(Error::Malformed { detail, .. }) => detail,
        other => panic!("{}: {other:?}", sample.name),
    }
}

#[test]
fn what_is_no_page_is_refused_with_a_sentence() {
    let deep = |open: &str| open.repeat(100_000);
    for sample in &SAMPLES {
        let rows = sample.rows;
        for body in [
            "<!doctype html><html><title>Welcome to nginx!</title></html>".to_owned(),
            deep("["),
            deep("{\"a\":"),
            format!("{{\"code\":200,\"{rows}\":{}", deep("[")),
            format!("{{\"code\":200,\"{rows}\":{{}},\"server_time\":\"2026-03-12T13:30:00Z\"}}"),
            format!("{{\"code\":200,\"{rows}\":\"none\",\"server_time\":\"2026-03-12T13:30:00Z\"}}"),
            "\u{feff}{}".to_owned(),
            "NaN".to_owned(),
        ] {
            let start: String = body.chars().take(60).collect();
            assert!(!malformed(sample, &body).is_empty(), "{}: {start}", sample.name);
        }
    }
}

#[test]
fn ten_million_bytes_are_read_or_refused_in_time() {
    const SIZE: usize = 10_000_000;
    for sample in &SAMPLES {
        let begun = Instant::now();
        let long_text = sample.page.replacen("周四见！", &"群".repeat(SIZE / 3), 1);
        assert_eq!(sample.read(&long_text).map(|(posts, _)| posts.len()), Some(3), "{}", sample.name);
        let rows = |item: &str| {
            let items = vec![item; SIZE / (item.len() + 1)].join(",");
            format!(r#"{{"code":200,"{}":[{items}],"server_time":"2026-03-12T13:30:00Z"}}"#, sample.rows)
        };
        // More values than a page has are refused; fewer and longer ones are each unreadable.
        assert!(malformed(sample, &rows("0")).contains("more values"), "{}", sample.name);
        let (posts, unreadable) = sample.read(&rows(&format!("\"{}\"", "x".repeat(5000)))).unwrap();
        assert!(posts.is_empty() && unreadable > 1900, "{}: {unreadable}", sample.name);
        malformed(sample, &"<p>".repeat(SIZE / 3));
        malformed(sample, &"\"".repeat(SIZE));
        malformed(sample, &" ".repeat(SIZE).replacen(' ', "\\", 1));
        // Slow machines and debug builds included; a quadratic step would take minutes.
        assert!(begun.elapsed() < Duration::from_secs(60), "{}: {:?}", sample.name, begun.elapsed());
    }
}

#[test]
fn ids_are_exact_or_refused() {
    let ruoyi = &SAMPLES[2];
    let with = |id: &str| ruoyi.read(&ruoyi.page.replacen("2124347885918122122", id, 1)).unwrap();
    for id in ["1", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615"]
    {
        assert_eq!(with(id).0[0].id.as_str(), id);
    }
    for beyond in ["18446744073709551616", "1e400", "0.5", "null", "\"\"", "{}", "true"] {
        let (posts, unreadable) = with(beyond);
        assert_eq!((posts.len(), unreadable), (2, 1), "{beyond}");
    }
    let text = "123456789012345678901234567890";
    assert_eq!(with(&format!("\"{text}\"")).0[0].id.as_str(), text);
}

#[test]
fn one_moment_in_five_forms_is_one_moment() {
    let ruoyi = &SAMPLES[2];
    for form in [
        "\"2026-03-12T19:30:00+08:00\"",
        "\"2026-03-12 19:30:00\"",
        "\"2026/03/12 19:30\"",
        "1773315000",
        "1773315000000",
        "\"1773315000000\"",
        "\"2026-03-12T11:30:00.000Z\"",
        "\"2026-03-12 11:30:00.000Z\"",
    ] {
        let (posts, _) = ruoyi.read(&ruoyi.page.replacen("\"2026-03-12 19:30:00\"", form, 1)).unwrap();
        assert_eq!(posts[0].created_at.to_string(), "2026-03-12T11:30:00.000Z", "{form}");
    }
    for none in [
        "\"yesterday\"",
        "\"2026-02-30 00:00:00\"",
        "true",
        "[]",
        "9223372036854775807",
        "-9223372036854775808",
        "1e300",
    ] {
        let (posts, unreadable) =
            ruoyi.read(&ruoyi.page.replacen("\"2026-03-12 19:30:00\"", none, 1)).unwrap();
        assert_eq!((posts.len(), unreadable), (2, 1), "{none}");
    }
}

#[test]
fn the_same_row_twice_is_two_rows() {
    for sample in &SAMPLES {
        let page = parse(sample.page).unwrap();
        let row = page.get(sample.rows).unwrap().items()[0].to_string();
        let body = page.to_string().replacen(&row, &format!("{row},{row}"), 1);
        assert_eq!(sample.read(&body).unwrap().0.len(), 4, "{}", sample.name);
    }
}
