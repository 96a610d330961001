//! What the contract says about itself, for the published schema and the guide: names from its tables, words from
//! its published document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use contract::shape::{Field, Kind, Need, Shape, shapes};
use contract::{Code, api};
use serde_json::Value;

use super::root;

/// An operation as the guide and the schema show it.
pub struct Op {
    pub name: &'static str,
    pub does: String,
    pub variables: Vec<&'static str>,
    pub command: &'static str,
    /// The type that comes out, without its page.
    pub answer: &'static str,
    pub is_page: bool,
    pub method: &'static str,
    pub path: &'static str,
}

/// The contract's tables and the words of its document.
pub struct Words {
    document: Value,
    operations: BTreeMap<String, String>,
}

impl Words {
    pub fn read() -> Self {
        let text = std::fs::read_to_string(root().join("docs/openapi.json")).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let operation = |one: &Value| {
            Some((one["operationId"].as_str()?.to_owned(), one["summary"].as_str()?.to_owned()))
        };
        let paths = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
        let operations = paths.flat_map(|methods| methods.values().filter_map(operation)).collect();
        Self { document, operations }
    }

    /// Every operation that a descriptor may name.
    pub fn operations(&self) -> Vec<Op> {
        let mut all: Vec<Op> = Vec::new();
        for row in api::TABLE {
            let answer: &'static str = row.answer;
            let inner = answer.split_once('<').and_then(|(_, rest)| rest.split('>').next()).map(str::trim);
            all.push(Op {
                name: row.name,
                does: self
                    .operations
                    .get(row.name)
                    .unwrap_or_else(|| panic!("{}: no words", row.name))
                    .clone(),
                variables: row.path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect(),
                command: if row.command == "()" || row.command == "Done" { "" } else { row.command },
                answer: inner.unwrap_or(answer),
                is_page: inner.is_some(),
                method: row.method.as_str(),
                path: row.path,
            });
        }
        let own = |name, does: &str, command| Op {
            name,
            does: does.to_owned(),
            variables: Vec::new(),
            command,
            answer: "Session",
            is_page: false,
            method: "",
            path: "",
        };
        let renew = "Renews a session with what the backend gave for that; only in descriptors";
        all.push(own(
            "sessions.password",
            "Signs in with a name and a password; only in descriptors",
            "PasswordSignIn",
        ));
        all.push(own("sessions.refresh", renew, "Renew"));
        all
    }

    fn schema(&self, name: &str) -> &Value {
        &self.document["components"]["schemas"][name]
    }

    /// What a type is.
    pub fn of_type(&self, name: &str) -> String {
        let own = match name {
            "PasswordSignIn" => Some("What signs in at backends with passwords."),
            "Renew" => Some("What renews a session."),
            _ => None,
        };
        let words = own.or_else(|| self.schema(name)["description"].as_str());
        words.unwrap_or_else(|| panic!("{name}: no words")).to_owned()
    }

    /// What a field is, and the words that it may be.
    pub fn of_field(&self, shape: &str, field: &str) -> (String, Vec<String>) {
        let own = match (shape, field) {
            ("PasswordSignIn", "identity") => {
                Some("A user name, an address or a phone: what the backend knows people by.")
            }
            ("PasswordSignIn", "password") => Some("The password."),
            ("Renew", "token") => Some("The token so far."),
            ("Renew" | "Session", "refresh") => Some("What renews it, if the backend gave it."),
            _ => None,
        };
        if let Some(words) = own {
            return (words.to_owned(), Vec::new());
        }
        let property = &self.schema(shape)["properties"][field];
        let either = property["oneOf"].as_array().map(|both| &both[both.len() - 1]);
        let described = either.filter(|one| one["description"].is_string()).unwrap_or(property);
        let words = described["description"].as_str().unwrap_or_else(|| panic!("{shape}.{field}: no words"));
        let name = described["$ref"].as_str().and_then(|at| at.rsplit('/').next()).unwrap_or_default();
        let of = self.schema(name);
        let list = of["enum"].as_array().or_else(|| of["anyOf"][0]["enum"].as_array());
        let choices = list.map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        (words.to_owned(), choices.unwrap_or_default())
    }
}

/// A kind in words.
pub fn kind(kind: &Kind, choices: &[String]) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Id => "id".to_owned(),
        Kind::Int => "whole number".to_owned(),
        Kind::Bool => "yes or no".to_owned(),
        Kind::Time => "time".to_owned(),
        Kind::Money => "money".to_owned(),
        Kind::Choice => format!("one of {}", choices.join(", ")),
        Kind::Object(name) => (*name).to_owned(),
        Kind::List(item) => format!("list of {}", self::kind(item, choices)),
        Kind::Any => "any".to_owned(),
    }
}

/// What holds without a field.
pub fn need(field: &Field) -> String {
    match field.need {
        Need::Must => "must be there".to_owned(),
        Need::Opt => "may be absent".to_owned(),
        Need::Now => "else the time of the answer".to_owned(),
        Need::Empty => match field.kind {
            Kind::Int => "else 0".to_owned(),
            Kind::Bool => "else no".to_owned(),
            Kind::List(_) => "else an empty list".to_owned(),
            _ => "else no words".to_owned(),
        },
        Need::Or("{}") => "else the product's rules".to_owned(),
        Need::Or(json) => format!("else {}", json.trim_matches('"')),
    }
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

const COMMENT: &str = r##""//": {"$ref": "#/$defs/comment"}"##;

/// The part of the schema that the contract writes.
pub fn generated_definitions() -> String {
    let words = Words::read();
    let operations = words.operations();
    let mut out = String::new();
    let mut add = |name: &str, keys: &str, properties: &[String]| {
        let properties = properties.join(",\n        ");
        write!(out, ",\n    {}: {{\n      {keys},\n      \"properties\": {{\n        {COMMENT},\n        {properties}\n      }}\n    }}", quoted(name)).unwrap();
    };
    let closed = r#""type": "object", "additionalProperties": false"#;
    let all: Vec<String> = operations
        .iter()
        .map(|op| {
            let list = if op.is_page { "a list of " } else { "" };
            let command =
                if op.command.is_empty() { String::new() } else { format!(" Command: {}.", op.command) };
            let variables: Vec<String> = op.variables.iter().map(|name| format!(" {{{name}}}")).collect();
            let variables = if variables.is_empty() {
                String::new()
            } else {
                format!(" Variables:{}.", variables.concat())
            };
            let text = format!("{}.{variables}{command} Answers {list}{}.", op.does, op.answer);
            format!(
                "{}: {{\"description\": {}, \"$ref\": \"#/$defs/answers.{}\"}}",
                quoted(op.name),
                quoted(&text),
                op.answer
            )
        })
        .collect();
    add("operations", closed, &all);
    let types: Vec<String> = shapes()
        .map(|shape| {
            let description = quoted(&words.of_type(shape.name));
            format!(
                "{}: {{\"description\": {description}, \"$ref\": \"#/$defs/type.{}\"}}",
                quoted(shape.name),
                shape.name
            )
        })
        .collect();
    add("types", closed, &types);
    for shape in shapes() {
        add(&format!("type.{}", shape.name), closed, &fields(&words, shape));
    }
    let mut answers: Vec<&str> = operations.iter().map(|op| op.answer).collect();
    answers.sort_unstable();
    answers.dedup();
    for answer in answers {
        let how = match answer {
            "Changed" => {
                r#"{"description": "A stream is as the contract says, or absent.", "const": "contract"}"#
                    .to_owned()
            }
            "Upload" => {
                r#"{"description": "An upload is as the contract says, or absent.", "const": "contract"}"#
                    .to_owned()
            }
            "Done" => either(r##""$ref": "#/$defs/operation""##),
            _ => either(&format!(
                r##""$ref": "#/$defs/operation", "allOf": [{{"$ref": "#/$defs/tells"}}], "properties": {{"fields": {{"$ref": "#/$defs/type.{answer}"}}}}"##
            )),
        };
        write!(out, ",\n    {}: {how}", quoted(&format!("answers.{answer}"))).unwrap();
    }
    let codes: Vec<String> =
        Code::ALL.iter().filter(|code| **code != Code::Unknown).map(|code| quoted(code.as_str())).collect();
    let description = "A problem code of the contract: the app has a sentence and a way on for each.";
    write!(
        out,
        ",\n    \"code\": {{\"description\": {}, \"enum\": [{}]}}\n  }}\n}}\n",
        quoted(description),
        codes.join(", ")
    )
    .unwrap();
    out
}

fn either(operation: &str) -> String {
    format!(
        r#"{{"if": {{"type": "string"}}, "then": {{"description": "As the contract says.", "const": "contract"}}, "else": {{{operation}}}}}"#
    )
}

fn fields(words: &Words, shape: &Shape) -> Vec<String> {
    let field = |field: &Field| {
        let (what, choices) = words.of_field(shape.name, field.name);
        let text = format!("{what} ({}; {}.)", kind(&field.kind, &choices), need(field));
        let nested = match &field.kind {
            Kind::Object(name) => {
                format!(r##", "properties": {{"fields": {{"$ref": "#/$defs/type.{name}"}}}}"##)
            }
            Kind::List(Kind::Object(name)) => {
                format!(
                    r##", "properties": {{"item": {{"properties": {{"fields": {{"$ref": "#/$defs/type.{name}"}}}}}}}}"##
                )
            }
            _ => String::new(),
        };
        format!(
            "{}: {{\"description\": {}, \"$ref\": \"#/$defs/source\"{nested}}}",
            quoted(field.name),
            quoted(&text)
        )
    };
    shape.fields.iter().map(field).collect()
}
