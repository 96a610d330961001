use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::api::TABLE;

fn published() -> Value {
    serde_json::from_str(&json().unwrap()).unwrap()
}

/// Every value below `key`, wherever it stands.
fn all<'a>(value: &'a Value, key: &str, out: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| {
            if k == key {
                out.push(v);
            }
            all(v, key, out);
        }),
        Value::Array(items) => items.iter().for_each(|v| all(v, key, out)),
        _ => {}
    }
}

#[test]
fn every_row_of_the_table_is_there_and_nothing_else() {
    let document = published();
    assert_eq!(document["openapi"], "3.1.0");
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.insert(format!(
                "{} {path} {}",
                method.to_uppercase(),
                operation["operationId"].as_str().unwrap()
            ));
            assert!(!operation["summary"].as_str().unwrap().is_empty());
        }
    }
    let table = TABLE.iter().map(|row| format!("{} {} {}", row.method.as_str(), row.path, row.name));
    assert_eq!(found, table.collect());
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_used() {
    let document = published();
    let mut references = Vec::new();
    all(&document, "$ref", &mut references);
    let used: BTreeSet<String> = references.iter().map(|r| r.as_str().unwrap().to_owned()).collect();
    let mut there = BTreeSet::new();
    for room in ["schemas", "responses"] {
        let names = document["components"][room].as_object().unwrap().keys();
        there.extend(names.map(|name| format!("#/components/{room}/{name}")));
    }
    assert_eq!(used, there);
}

#[test]
fn writes_have_an_intent_and_open_rows_need_no_session() {
    let document = published();
    for row in TABLE {
        let operation = &document["paths"][row.path][row.method.as_str().to_lowercase()];
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let has = |name: &str| parameters.iter().any(|p| p["name"] == name);
        assert_eq!(has("Idempotency-Key"), row.method != Method::Get, "{}", row.name);
        assert_eq!(has("after"), row.answer.starts_with("Page"), "{}", row.name);
        // Bytes are no command, and go in as well.
        let has_body = row.command != "()" || row.name == "uploads.append";
        assert_eq!(operation["requestBody"].is_object(), has_body, "{}", row.name);
        // Without a word of its own an operation has the document's: a session.
        let open = operation["security"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == &Value::Object(Default::default())));
        assert_eq!(open, row.open, "{}", row.name);
    }
    assert_eq!(document["security"][0]["session"], Value::Array(Vec::new()));
    let reference = document["paths"]["/groups"]["post"]["responses"]["429"]["$ref"].as_str().unwrap();
    let too_many = document.pointer(reference.strip_prefix('#').unwrap()).unwrap();
    assert!(too_many["headers"]["Retry-After"].is_object());
    assert!(too_many["content"]["application/problem+json"].is_object());
}

#[test]
fn words_are_for_somebody_who_does_not_read_rust() {
    let document = published();
    let mut words = Vec::new();
    all(&document, "description", &mut words);
    all(&document, "summary", &mut words);
    for text in words.iter().filter_map(|w| w.as_str()) {
        assert!(!text.contains("Example") && !text.contains("[`") && !text.trim().is_empty(), "{text:?}");
    }
}

#[test]
fn formats_are_those_that_json_schema_knows() {
    let document = published();
    let mut formats = Vec::new();
    all(&document["components"], "format", &mut formats);
    let formats: BTreeSet<&str> = formats.iter().map(|f| f.as_str().unwrap()).collect();
    assert_eq!(
        formats,
        BTreeSet::from(["date", "date-time", "int64"]),
        "a name of ours is to become a pattern"
    );
}
