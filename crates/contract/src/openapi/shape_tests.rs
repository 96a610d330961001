//! The shapes that descriptors map onto say the same as the schemas that serde's types say.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::PartialSchema;

use super::json;
use crate::Timestamp;
use crate::account::{PasswordSignIn, Renew};
use crate::shape::{Kind, Need, shapes};

/// What is not mapped field by field: pages and problems have a form of their own in a descriptor, money and an empty
/// answer are kinds, and the stream's event is read as it is.
const NO_SHAPE: &[&str] = &["Problem", "FieldError", "Money", "Done", "Changed"];

fn schemas() -> Value {
    let mut document: Value = serde_json::from_str(&json().unwrap()).unwrap();
    let mut schemas = document["components"]["schemas"].take();
    // Of backends that are not the reference: no row of the table has them.
    schemas["PasswordSignIn"] = serde_json::to_value(PasswordSignIn::schema()).unwrap();
    schemas["Renew"] = serde_json::to_value(Renew::schema()).unwrap();
    schemas
}

/// A schema without what makes it nullable, and whether it was.
fn plain(schema: &Value) -> (Value, bool) {
    if let Some(choices) = schema["oneOf"].as_array().filter(|c| c.iter().any(|s| s["type"] == "null")) {
        let rest = choices.iter().find(|s| s["type"] != "null").unwrap();
        return (rest.clone(), true);
    }
    match schema["type"].as_array() {
        Some(types) if types.iter().any(|t| t == "null") => {
            let mut rest = schema.clone();
            rest["type"] = types.iter().find(|t| *t != "null").unwrap().clone();
            (rest, true)
        }
        _ => (schema.clone(), false),
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

/// The names that a schema lists, when it lists names.
fn names<'a>(schema: &'a Value, schemas: &'a Value) -> Option<&'a Vec<Value>> {
    let schema = reference(schema).map_or(schema, |name| &schemas[name]);
    schema["enum"].as_array().or_else(|| schema["anyOf"][0]["enum"].as_array())
}

fn is(kind: Kind, schema: &Value, schemas: &Value) -> bool {
    let named = reference(schema);
    match kind {
        Kind::Text => named.is_none() && schema["type"] == "string" && schema["enum"].is_null(),
        Kind::Id => named.is_some_and(|name| name.ends_with("Id")),
        Kind::Int => named.is_none() && schema["type"] == "integer",
        Kind::Bool => named.is_none() && schema["type"] == "boolean",
        Kind::Time => named == Some("Timestamp"),
        Kind::Money => named.is_some_and(|name| ["Money", "Price", "UnitPrice"].contains(&name)),
        Kind::Choice => names(schema, schemas).is_some(),
        Kind::Object(name) => named == Some(name),
        Kind::List(item) => schema["type"] == "array" && is(*item, &schema["items"], schemas),
        Kind::Any => named == Some("InviteRef"),
    }
}

/// Whether what stands in for a missing field is a value of its kind.
fn stands_in(json: &str, kind: Kind, schema: &Value, schemas: &Value) -> bool {
    let value: Value = serde_json::from_str(json).unwrap();
    match kind {
        Kind::Choice => names(schema, schemas).is_some_and(|names| names.contains(&value)),
        Kind::Time => value.as_str().is_some_and(|text| Timestamp::parse(text).is_ok()),
        Kind::Int => value.is_i64(),
        Kind::Bool => value.is_boolean(),
        Kind::Text | Kind::Id => value.is_string(),
        Kind::Object(_) | Kind::Money => value.is_object(),
        Kind::List(_) => value.is_array(),
        Kind::Any => true,
    }
}

#[test]
fn every_type_has_its_shape_and_every_shape_its_type() {
    let schemas = schemas();
    let objects = schemas.as_object().unwrap().iter().filter(|(_, schema)| schema["type"] == "object");
    let mut types: BTreeSet<&str> = objects.map(|(name, _)| name.as_str()).collect();
    types.retain(|name| !name.starts_with("PageOf") && !NO_SHAPE.contains(name));
    let shapes: BTreeSet<&str> = shapes().map(|shape| shape.name).collect();
    assert_eq!(shapes, types);
}

#[test]
fn every_field_of_a_shape_is_the_field_of_its_type() {
    let schemas = schemas();
    for shape in shapes() {
        let schema = &schemas[shape.name];
        let required: BTreeSet<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fields: BTreeSet<&str> = shape.fields.iter().map(|field| field.name).collect();
        let properties: BTreeSet<&str> =
            schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, properties, "{}", shape.name);
        for field in shape.fields {
            let at = format!("{}.{}", shape.name, field.name);
            let (property, nullable) = plain(&schema["properties"][field.name]);
            assert!(is(field.kind, &property, &schemas), "{at} is {:?}, its schema {property}", field.kind);
            assert_eq!(field.need == Need::Opt, nullable, "{at} may be null in one, and not in the other");
            assert!(!(nullable && required.contains(field.name)), "{at} is optional and required");
            match field.need {
                Need::Now => assert_eq!(field.kind, Kind::Time, "{at}"),
                Need::Or(json) => assert!(stands_in(json, field.kind, &property, &schemas), "{at}: {json}"),
                Need::Must | Need::Opt | Need::Empty => {}
            }
        }
    }
}
