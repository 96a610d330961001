//! The schema and the parser know the same keys and the same words, section by section.
//!
//! The parser is asked: it names what it knows when it meets what it does not.

use std::collections::BTreeSet;

use net::descriptor::{Descriptor, KEYS, Rule};
use serde_json::{Value, json};

use super::{BASE, schema};

fn set<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// What the parser says about a descriptor with this more in it.
fn refusal(more: &Value) -> String {
    let mut all = json!({"descriptor": 1, "name": "x", "operations": {}});
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    match Descriptor::parse(&all.to_string(), BASE) {
        Ok(_) => panic!("{all} is taken"),
        Err(fault) => fault.to_string(),
    }
}

/// What stands behind a word of a refusal.
fn listed(refusal: &str, behind: &str, between: &str) -> BTreeSet<String> {
    let list = refusal.split_once(behind).unwrap_or_else(|| panic!("{refusal}")).1;
    set(list.trim().split(between))
}

/// The keys that the parser knows where `inside` is put; `zzz` goes into the innermost that has a `?`.
fn known(inside: Value) -> BTreeSet<String> {
    let text = inside.to_string().replace("\"?\":0", "\"zzz\":0");
    listed(&refusal(&serde_json::from_str(&text).unwrap()), "known are: ", ", ")
}

fn at<'s>(schema: &'s Value, pointer: &str) -> &'s Value {
    schema.pointer(pointer).unwrap_or_else(|| panic!("the schema has no {pointer}"))
}

/// The keys that the schema knows at a pointer, without the comment.
fn properties(schema: &Value, pointer: &str) -> BTreeSet<String> {
    let keys = at(schema, pointer)["properties"].as_object().unwrap().keys();
    keys.map(String::as_str).filter(|key| *key != "//").map(str::to_owned).collect()
}

fn enumeration(schema: &Value, pointer: &str) -> BTreeSet<String> {
    set(at(schema, pointer)["enum"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()))
}

#[test]
fn the_top_has_the_same_keys() {
    assert_eq!(properties(&schema(), ""), set(KEYS));
}

#[test]
fn every_section_has_the_same_keys() {
    let schema = schema();
    let same = |pointer: &str, inside: Vec<Value>| {
        let union: BTreeSet<String> = inside.into_iter().flat_map(known).collect();
        assert_eq!(properties(&schema, pointer), union, "{pointer}");
    };
    let operation = |inside: Value| json!({"operations": {"posts.list": inside}});
    same("/$defs/base", vec![json!({"base": {"?": 0}})]);
    same("/$defs/defaults", vec![json!({"defaults": {"?": 0}})]);
    same("/$defs/envelope", vec![json!({"envelope": {"?": 0}})]);
    same(
        "/$defs/envelope/properties/success",
        vec![json!({"envelope": {"success": {"at": "/c", "in": [1], "?": 0}}})],
    );
    let kinds = ["page", "offset", "range", "cursor", "next_url", "link", "none"];
    same(
        "/$defs/paging/else",
        kinds.map(|kind| json!({"paging": {"kind": kind, "next": "/n", "?": 0}})).into(),
    );
    same("/$defs/filter", vec![json!({"filter": {"?": 0}})]);
    same("/$defs/operator", vec![json!({"filter": {"=": {"value": "x", "?": 0}}})]);
    same("/$defs/sort", vec![json!({"sort": {"param": "s", "?": 0}})]);
    let direction =
        json!({"sort": {"param": "s", "direction": {"param": "d", "asc": "a", "desc": "d", "?": 0}}});
    same("/$defs/sort/properties/direction", vec![direction]);
    same("/$defs/errors", vec![json!({"errors": {"?": 0}})]);
    same("/$defs/errors/properties/unauthenticated", vec![json!({"errors": {"unauthenticated": {"?": 0}}})]);
    same("/$defs/errors/properties/fields", vec![json!({"errors": {"fields": {"at": "", "?": 0}}})]);
    let kinds = ["bearer", "key", "cookie", "none"];
    let auth = |kind| match kind {
        "key" => json!({"auth": {"kind": kind, "key": "k", "?": 0}}),
        _ => json!({"auth": {"kind": kind, "?": 0}}),
    };
    same("/$defs/auth", kinds.map(auth).into());
    let csrf = |from: Value| {
        let mut csrf = json!({"header": "x", "?": 0});
        csrf.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
        json!({"auth": {"kind": "cookie", "csrf": csrf}})
    };
    same(
        "/$defs/auth/properties/csrf",
        vec![csrf(json!({"cookie": "c"})), csrf(json!({"get": "/c", "token": "/t"}))],
    );
    let live = |kind| match kind {
        "pocketbase" => json!({"live": {"kind": kind, "topics": {}, "?": 0}}),
        _ => json!({"live": {"kind": kind, "?": 0}}),
    };
    same("/$defs/live", ["poll", "contract", "pocketbase", "none"].map(live).into());
    let topic = json!({"live": {"kind": "pocketbase", "topics": {"a": {"change": "post", "?": 0}}}});
    same("/$defs/live/properties/topics/additionalProperties", vec![topic]);
    same("/properties/idempotency", vec![json!({"idempotency": {"header": "k", "?": 0}})]);
    same("/properties/probe", vec![json!({"probe": {"?": 0}})]);
    same("/$defs/operation", vec![operation(json!({"get": "/x", "?": 0}))]);
    same("/$defs/step", vec![operation(json!({"get": "/x", "read": {"get": "/y", "?": 0}}))]);
    same(
        "/$defs/join",
        vec![operation(json!({"get": "/x", "joins": {"a": {"get": "/y", "ids": "/a", "?": 0}}}))],
    );
    same("/$defs/answer/else", vec![operation(json!({"get": "/x", "answer": {"?": 0}}))]);
}

#[test]
fn sources_have_the_same_forms_places_and_modifiers() {
    let schema = schema();
    let with = |source: Value| json!({"types": {"Post": {"body": source}}});
    let forms = listed(&refusal(&with(json!({}))), "exactly one of: ", ", ");
    let alternatives = at(&schema, "/$defs/form/oneOf").as_array().unwrap();
    assert_eq!(set(alternatives.iter().map(|one| one["required"][0].as_str().unwrap())), forms);
    let mut keys = BTreeSet::new();
    for form in &forms {
        let mut source = json!({"?": 0});
        source[form] = match form.as_str() {
            "text" => json!("x"),
            "first" | "list" => json!([]),
            "equal" => json!(["/a", "/b"]),
            "fields" => json!({}),
            _ => json!("/a"),
        };
        match form.as_str() {
            "find" => source["where"] = json!({}),
            "each" => source["item"] = json!("/a"),
            "joined" => {
                source["by"] = json!("/a");
                source[form] = json!("j");
                let joins = json!({"j": {"get": "/y", "ids": "/a"}});
                let operation = json!({"get": "/x", "joins": joins, "fields": {"body": source}});
                keys.extend(known(json!({"operations": {"posts.list": operation}})));
                continue;
            }
            _ => {}
        }
        keys.extend(known(with(source)));
    }
    assert_eq!(properties(&schema, "/$defs/form"), keys);
    let places = listed(&refusal(&with(json!("$zzz"))), "known are: ", " ");
    let pattern = at(&schema, "/$defs/place/pattern").as_str().unwrap();
    let named = pattern.split_once("\\$(?:").unwrap().1.split_once(')').unwrap().0;
    assert_eq!(named.split('|').map(|name| format!("${name}")).collect::<BTreeSet<_>>(), places);
    let words = listed(&refusal(&with(json!({"from": "/a", "as": "zzz"}))), "is none of: ", ", ");
    assert_eq!(enumeration(&schema, "/$defs/as"), words);
}

#[test]
fn enumerations_have_the_same_words() {
    let schema = schema();
    let same = |pointer: &str, inside: Value| {
        assert_eq!(enumeration(&schema, pointer), listed(&refusal(&inside), "none of: ", ", "), "{pointer}");
    };
    same("/$defs/base/properties/credentials", json!({"base": {"credentials": "zzz"}}));
    same("/$defs/defaults/properties/money", json!({"defaults": {"money": "zzz"}}));
    same("/$defs/paging/else/properties/kind", json!({"paging": {"kind": "zzz"}}));
    same("/$defs/paging/else/properties/past_end", json!({"paging": {"kind": "none", "past_end": "zzz"}}));
    same("/$defs/auth/properties/kind", json!({"auth": {"kind": "zzz"}}));
    same("/$defs/auth/properties/form", json!({"auth": {"kind": "none", "form": "zzz"}}));
    same("/$defs/live/properties/kind", json!({"live": {"kind": "zzz"}}));
    same("/$defs/send", json!({"operations": {"posts.list": {"get": "/x", "send": "zzz"}}}));
    assert_eq!(enumeration(&schema, "/$defs/rule"), set(Rule::WORDS.map(|(word, _)| word)));
}

#[test]
fn what_is_reserved_is_refused_and_named() {
    let schema = schema();
    for (what, words, inside) in [
        ("oauth", "/$defs/auth/properties/kind", json!({"auth": {"kind": "oauth"}})),
        ("sms", "/$defs/auth/properties/kind", json!({"auth": {"kind": "sms"}})),
        ("websocket", "/$defs/live/properties/kind", json!({"live": {"kind": "websocket"}})),
        ("long_poll", "/$defs/live/properties/kind", json!({"live": {"kind": "long_poll"}})),
        ("eserved", "/properties/upload", json!({"upload": {"kind": "multipart"}})),
    ] {
        assert!(refusal(&inside).contains("is reserved"), "{what}");
        let words = at(&schema, words)["description"].as_str().unwrap();
        assert!(words.contains("eserved") && words.contains(what), "{what}: {words}");
    }
}
