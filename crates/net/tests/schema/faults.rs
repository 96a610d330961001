//! Faulty descriptors: each is refused by the parser, and by the schema where one place shows the fault.

use net::descriptor::Descriptor;
use serde_json::{Value, json};

use super::{BASE, complaints, validator};

/// Whether one place of the file shows the fault, so that an editor can.
#[derive(PartialEq)]
enum Shown {
    InOnePlace,
    /// Only by looking at two places, which a schema does not.
    ByTheParserAlone,
}
use Shown::{ByTheParserAlone, InOnePlace};

fn whole(more: Value) -> Value {
    let mut all = json!({"descriptor": 1, "name": "x", "operations": {}});
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

fn operation(name: &str, inside: Value) -> Value {
    whole(json!({"operations": {name: inside}}))
}

fn field(source: Value) -> Value {
    whole(json!({"types": {"Post": {"body": source}}}))
}

#[test]
fn a_faulty_descriptor_is_refused_by_the_parser_and_by_the_schema() {
    let faults = [
        ("another version", InOnePlace, whole(json!({"descriptor": 2}))),
        ("no name", InOnePlace, json!({"descriptor": 1, "operations": {}})),
        ("no operations", InOnePlace, json!({"descriptor": 1, "name": "x"})),
        ("a misspelt key", InOnePlace, whole(json!({"operatoins": {}}))),
        (
            "a misspelt key inside",
            InOnePlace,
            whole(json!({"paging": {"kind": "page", "total_at": "/total"}})),
        ),
        ("a type that is not", InOnePlace, whole(json!({"types": {"Psot": {}}}))),
        ("a field that is not", InOnePlace, whole(json!({"types": {"Post": {"boody": "/x"}}}))),
        (
            "a field that is not, nested",
            InOnePlace,
            whole(json!({"types": {"Post": {"author": {"fields": {"name": "/x"}}}}})),
        ),
        (
            "a field that is not, in an operation",
            InOnePlace,
            operation("posts.list", json!({"get": "/x", "fields": {"title": "/x"}})),
        ),
        ("a literal without its wrapping", InOnePlace, field(json!("body"))),
        ("a number for a source", InOnePlace, field(json!(7))),
        ("a bad pointer", InOnePlace, field(json!("/a~2"))),
        ("a place that is not", InOnePlace, field(json!("$mee/id"))),
        ("two forms in one source", InOnePlace, field(json!({"from": "/a", "first": ["/b"]}))),
        ("no form in a source", InOnePlace, field(json!({"default": ""}))),
        ("a modifier that is not", InOnePlace, field(json!({"from": "/a", "upper": true}))),
        ("find without where", InOnePlace, field(json!({"find": "/a"}))),
        ("else without map", InOnePlace, field(json!({"from": "/a", "else": 1}))),
        ("an unknown form of writing", InOnePlace, field(json!({"from": "/a", "as": "cents"}))),
        ("a kind of paging that is not", InOnePlace, whole(json!({"paging": {"kind": "pages"}}))),
        ("a cursor without next", InOnePlace, whole(json!({"paging": {"kind": "cursor"}}))),
        ("pages of nothing", InOnePlace, whole(json!({"paging": {"kind": "page", "most": 0}}))),
        ("a reserved auth", InOnePlace, whole(json!({"auth": {"kind": "oauth"}}))),
        ("a key without the key", InOnePlace, whole(json!({"auth": {"kind": "key"}}))),
        (
            "a visitor who is nobody",
            InOnePlace,
            whole(json!({"auth": {"kind": "bearer", "anonymous": true}})),
        ),
        (
            "a visitor who is not let in",
            InOnePlace,
            whole(
                json!({"auth": {"kind": "bearer", "me": {"id": "v", "phone_verified": false, "created_at": "2026-01-01T00:00:00Z"}}}),
            ),
        ),
        ("a reserved stream", InOnePlace, whole(json!({"live": {"kind": "websocket"}}))),
        ("polling without a pause", InOnePlace, whole(json!({"live": {"kind": "poll", "every_s": 1}}))),
        ("upload", InOnePlace, whole(json!({"upload": {}}))),
        ("a code that is not", InOnePlace, whole(json!({"errors": {"codes": {"1": "no_such"}}}))),
        ("a rule that is not", InOnePlace, whole(json!({"enforces": ["peace"]}))),
        ("a zone by name", InOnePlace, whole(json!({"defaults": {"zone": "Asia/Shanghai"}}))),
        ("a timeout without end", InOnePlace, whole(json!({"base": {"timeout_s": 600}}))),
        ("an operation that is not", InOnePlace, operation("posts.lists", json!({"get": "/x"}))),
        ("no verb", InOnePlace, operation("posts.list", json!({"query": {}}))),
        ("two verbs", InOnePlace, operation("posts.list", json!({"get": "/x", "post": "/y"}))),
        ("an open brace", InOnePlace, operation("posts.list", json!({"get": "/x/{group"}))),
        (
            "a list for a parameter",
            InOnePlace,
            operation("posts.list", json!({"get": "/x", "query": {"a": [1]}})),
        ),
        (
            "half a condition",
            InOnePlace,
            operation("posts.list", json!({"get": "/x", "where": [["a", "="]]})),
        ),
        (
            "nothing, and nothing after it",
            InOnePlace,
            operation("posts.create", json!({"post": "/x", "answer": "nothing"})),
        ),
        ("a stream by a map", InOnePlace, operation("changes.stream", json!({"get": "/x"}))),
        ("an upload by a map", InOnePlace, operation("uploads.append", json!({"put": "/x"}))),
        ("an unbound variable", ByTheParserAlone, operation("posts.list", json!({"get": "/x/{grup}"}))),
        (
            "an operator without a grammar",
            ByTheParserAlone,
            operation("posts.list", json!({"get": "/x", "where": [["a", ">=", "$now"]]})),
        ),
        (
            "an order without a grammar",
            ByTheParserAlone,
            operation("posts.list", json!({"get": "/x", "order": ["-a"]})),
        ),
        (
            "a field that the command does not have",
            ByTheParserAlone,
            operation("posts.create", json!({"post": "/x", "body": {"a": "/boody"}})),
        ),
        (
            "a batch that is not",
            ByTheParserAlone,
            operation(
                "posts.list",
                json!({"get": "/x", "fields": {"author": {"joined": "who", "by": "/a"}}}),
            ),
        ),
    ];
    let validator = validator();
    assert!(validator.is_valid(&whole(json!({}))), "the plainest one is valid");
    for (what, shown, descriptor) in faults {
        let text = descriptor.to_string();
        assert!(Descriptor::parse(&text, BASE).is_err(), "the parser takes {what}: {text}");
        let found = complaints(&validator, &text);
        assert_eq!(!found.is_empty(), shown == InOnePlace, "the schema and {what}: {found:?}");
    }
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let text = r#"{"descriptor": 1, "name": "x", "operations": {"posts.list": {"get": "/x"}, "posts.list": {"get": "/y"}}}"#;
    let fault = Descriptor::parse(text, BASE).map(drop).unwrap_err();
    assert_eq!(
        (fault.pointer.as_str(), fault.message.as_str()),
        ("/operations/posts.list", "stands here twice")
    );
}

#[test]
fn a_comment_may_stand_in_every_object() {
    let text = r#"{"//": "x", "descriptor": 1, "name": "x",
        "base": {"//": 1, "headers": {"//": "why"}}, "vars": {"//": 1}, "defaults": {"//": 1},
        "envelope": {"//": 1, "success": {"//": 1, "at": "/c", "in": 0}},
        "paging": {"//": 1, "kind": "page", "size": "s", "query": {"//": 1}},
        "filter": {"//": 1, "=": {"//": 1, "value": "{value}"}}, "sort": {"//": 1, "param": "s"},
        "errors": {"//": 1, "codes": {"//": "x"}, "status": {"//": 1}, "unauthenticated": {"//": 1}, "fields": {"//": 1, "at": "", "codes": {"//": 1}}},
        "auth": {"//": 1, "kind": "cookie", "csrf": {"//": 1, "cookie": "c", "header": "h"}},
        "live": {"//": 1, "kind": "poll"}, "idempotency": {"//": 1, "header": "k"}, "probe": {"//": 1, "args": {"//": 1}},
        "types": {"//": 1, "Post": {"//": 1, "body": {"//": 1, "from": "/x"}}},
        "operations": {"//": 1, "posts.list": {"//": 1, "get": "/x", "let": {"//": 1}, "query": {"//": 1}, "headers": {"//": 1},
            "answer": {"//": 1, "rows": ""}, "fields": {"//": 1}, "joins": {"//": 1, "a": {"//": 1, "get": "/y", "ids": "/a"}}},
            "posts.create": {"post": "/x", "body": {"//": 1, "a": "/body"}, "read": {"//": 1, "get": "/y"}}}}"#;
    Descriptor::parse(text, BASE).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(complaints(&validator(), text), [""; 0]);
}
