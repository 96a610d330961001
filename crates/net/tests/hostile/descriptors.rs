//! Descriptors with anything in them: compiled and harmless, or refused at a place.

use contract::api;
use net::descriptor::Descriptor;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::backends::{BASE, client, descriptors, exercise, ok, stays};
use super::mutate::{HARMS, harmed, size};
use super::samples::SAMPLES;

/// Compiles a text; a refusal has a place in it, and what compiles sends and reads without harm.
fn judged(text: &str, answer: &str) -> Result<(), TestCaseError> {
    let descriptor = match Descriptor::parse(text, BASE) {
        Ok(descriptor) => descriptor,
        Err(fault) => {
            let lines: Vec<&str> = text.split('\n').collect();
            prop_assert!((1..=lines.len()).contains(&fault.line), "{} in {}", fault, text);
            let columns = lines[fault.line - 1].chars().count() + 1;
            prop_assert!((1..=columns).contains(&fault.column), "{} in {}", fault, text);
            prop_assert!(!fault.message.is_empty(), "{}", text);
            prop_assert!(fault.pointer.is_empty() || fault.pointer.starts_with('/'), "{}", fault);
            return Ok(());
        }
    };
    let (client, wire) = client(Some(descriptor), ok(answer));
    for row in api::TABLE {
        exercise(&client, row);
    }
    for request in wire.asked.borrow().iter() {
        prop_assert!(stays(&request.url), "{}", request.url);
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_descriptor_with_one_wrong_thing_in_it_is_harmless_or_refused_at_a_place(
        which in any::<Index>(), nth in any::<Index>(), harm in 0..HARMS, sample in 0..SAMPLES.len(),
    ) {
        let all = descriptors();
        let text = &all[which.index(all.len())].1;
        judged(&harmed(text, nth.index(size(text).unwrap()), harm), SAMPLES[sample].page)?;
    }

    #[test]
    fn a_descriptor_that_is_cut_is_refused_at_a_place(which in any::<Index>(), cut in any::<Index>()) {
        let all = descriptors();
        let text = all[which.index(all.len())].1.trim_end();
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = &text[..cuts[cut.index(cuts.len())]];
        prop_assert!(Descriptor::parse(cut, BASE).is_err());
        judged(cut, "")?;
    }

    #[test]
    fn sources_made_of_anything_are_harmless_or_refused_at_a_place(source in source(), answer in 0..SAMPLES.len()) {
        let text = format!(
            r#"{{"descriptor":1,"name":"x","envelope":{{"rows":""}},
                "types":{{"Post":{{"body":{source},"created_at":{source},"author":{source},"pinned":{source},"comment_count":{source}}}}},
                "operations":{{"posts.list":{{"get":"/a{{?x}}","let":{{"x":{source}}}}},
                               "posts.create":{{"post":"/a","body":{{"a":{source}}}}}}}}}"#
        );
        judged(&text, SAMPLES[answer].page)?;
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        judged(&text, "")?;
    }
}

/// Sources, well and ill formed, nested in each other.
fn source() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        r#""/id""#,
        r#""/items""#,
        r#""""#,
        r#""$answer/rows""#,
        r#""$row/items/0""#,
        r#""$page""#,
        r#""$nowhere""#,
        r#""$now""#,
        r#""/~""#,
        r#"{"value":9223372036854775807}"#,
        r#"{"value":null}"#,
        r#"{"text":"{/id}{$me/id}"}"#,
        r#"{"text":"{"}"#,
        "7",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let form = select(vec![
            "string",
            "number",
            "bool",
            "zero_one",
            "zero_one_text",
            "rfc3339",
            "local_time",
            "epoch_s",
            "epoch_ms",
            "minor",
            "major",
            "major_text",
            "comma",
            "json",
            "nonsense",
        ]);
        let plus = select(vec![0, 1, -1, i64::MAX, i64::MIN]);
        prop_oneof![
            (inner.clone(), form, plus)
                .prop_map(|(s, form, plus)| format!(r#"{{"from":{s},"as":"{form}","plus_s":{plus}}}"#)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(r#"{{"first":[{a},{b}]}}"#)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(r#"{{"equal":[{a},{b}],"when":{b}}}"#)),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!(r#"{{"find":{a},"where":{{"/id":{b}}}}}"#)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!(r#"{{"each":{a},"item":{b}}}"#)),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!(r#"{{"at":{a},"fields":{{"x":{b},"id":{a}}}}}"#)),
            inner.clone().prop_map(|s| format!(r#"{{"split":{s},"by":""}}"#)),
            inner
                .clone()
                .prop_map(|s| format!(r#"{{"count":{s},"map":{{"0":null}},"else":{{}},"file":true}}"#)),
            inner.prop_map(|s| format!(r#"{{"not":{s},"default":[]}}"#)),
        ]
    })
}
