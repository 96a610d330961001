//! One row of the table as an OpenAPI operation. Knows no other row.

use std::collections::BTreeMap;

use serde_json::json;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, Ref, Required, Response, ResponseBuilder, ResponsesBuilder,
    SecurityRequirement,
};

use super::{Described, SESSION, schema_name};
use crate::Code;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const STREAM: &str = "text/event-stream";
const BYTES: &str = "application/octet-stream";

/// The tag of a row: what stands before the dot in its name.
pub fn tag(d: &Described) -> &'static str {
    d.row.name.split('.').next().unwrap_or(d.row.name)
}

/// The operation of a row.
pub fn of(d: &Described) -> Operation {
    let words = d.rest.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let words = words.replace(['[', ']'], "");
    let summary = words.split_once(". ").map_or(words.as_str(), |(first, _)| first).trim_end_matches('.');
    let mut operation = OperationBuilder::new()
        .tag(tag(d))
        .operation_id(Some(d.row.name))
        .summary(Some(summary))
        .description((summary.len() + 1 < words.len()).then(|| words.clone()));
    for parameter in parameters(d) {
        operation = operation.parameter(parameter);
    }
    if d.has_command() {
        // A command without fields may stay away: a body that says nothing says enough.
        let required = if d.row.command == "Done" { Required::False } else { Required::True };
        let content =
            ContentBuilder::new().schema(Some(Ref::from_schema_name(schema_name(d.row.command)))).build();
        let body = RequestBodyBuilder::new().required(Some(required)).content(JSON, content).build();
        operation = operation.request_body(Some(body));
    }
    if d.row.name == "uploads.append" {
        let bytes = ObjectBuilder::new().description(Some("The bytes of the part, as they are."));
        let content = ContentBuilder::new().schema(Some(bytes)).build();
        let body = RequestBodyBuilder::new().required(Some(Required::True)).content(BYTES, content).build();
        operation = operation.request_body(Some(body));
    }
    if d.row.open {
        let nobody = SecurityRequirement::default();
        operation = operation.security(nobody);
        if d.rest.codes.contains(&Code::Unauthenticated) {
            operation = operation.security(SecurityRequirement::new(SESSION, Vec::<String>::new()));
        }
    }
    operation.responses(responses(d)).build()
}

fn parameters(d: &Described) -> Vec<Parameter> {
    let mut out = Vec::new();
    for variable in d.row.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let capital = |word: &str| {
            let mut word = word.to_owned();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            word
        };
        let name: String = variable.split('_').map(capital).collect();
        let parameter = ParameterBuilder::new()
            .name(variable)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(Ref::from_schema_name(format!("{name}Id"))));
        out.push(parameter.build());
    }
    let text = || ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    let query = |name: &str, words: &str, schema: ObjectBuilder| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(words))
            .schema(Some(schema))
            .build()
    };
    if d.is_list() {
        let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer));
        let limit = number.minimum(Some(1)).maximum(Some(100)).default(Some(json!(30)));
        out.push(query("after", "The `next` of the page before. Opaque.", text().min_length(Some(1))));
        out.push(query("limit", "The most items of the page.", limit));
    }
    if d.row.name == "changes.list" {
        out.push(query("since", "The cursor up to which the changes are known. Opaque.", text()));
    }
    if d.row.name == "uploads.append" {
        let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).minimum(Some(0));
        out.push(query("offset", "How many bytes of the whole stand before this part.", number));
    }
    if d.is_write() {
        let key = text().pattern(Some("^[0-9A-Fa-f]{32}$"));
        let words = "128 random bits as hex, one for each intent: a repetition gets the same answer.";
        let parameter = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(words))
            .schema(Some(key));
        out.push(parameter.build());
    }
    out
}

/// What an operation may answer: its own answer, and problems by reference.
fn responses(d: &Described) -> utoipa::openapi::Responses {
    let mut out = ResponsesBuilder::new().response("200", done(d));
    for (status, codes) in by_status(d) {
        out = out.response(status.to_string(), Ref::from_response_name(refusal_name(&codes)));
    }
    out.build()
}

/// The problems of an operation that share a status, for every status.
fn by_status(d: &Described) -> BTreeMap<u16, Vec<Code>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in d.codes() {
        let codes = by_status.entry(code.status()).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    by_status
}

/// The answers that an operation's problems refer to, by name.
pub fn refusals(d: &Described) -> impl Iterator<Item = (String, Response)> {
    by_status(d).into_values().map(|codes| (refusal_name(&codes), refused(&codes)))
}

fn refusal_name(codes: &[Code]) -> String {
    codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(".")
}

fn done(d: &Described) -> Response {
    if d.row.name != "changes.stream" {
        let content =
            ContentBuilder::new().schema(Some(Ref::from_schema_name(schema_name(d.row.answer)))).build();
        return ResponseBuilder::new().description("Done.").content(JSON, content).build();
    }
    // OpenAPI 3.1 has no word for a stream's items: as tools read it, the schema is that of each event.
    let text = || ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    let changed = Ref::from_schema_name(schema_name(d.row.answer));
    let data = text().content_media_type(JSON).extensions(Some(Extensions::from_iter([(
        "contentSchema",
        json!({ "$ref": changed.ref_location }),
    )])));
    let event = ObjectBuilder::new()
        .description(Some("One server-sent event."))
        .property("event", text().enum_values(Some(["change"])))
        .property("data", data)
        .required("event")
        .required("data");
    let content = ContentBuilder::new()
        .schema(Some(event))
        .example(Some(json!({ "data": "{\"cursor\":\"1742\"}", "event": "change" })))
        .build();
    let words = "Server-sent events until either side ends them. A `change` event says that something changed, up to a \
                 cursor, and never what. The first says where the stream begins. A comment line every 15 seconds says \
                 that the stream lives.";
    ResponseBuilder::new().description(words).content(STREAM, content).build()
}

/// The problems that share a status.
fn refused(codes: &[Code]) -> Response {
    let named: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_str())).collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new().description(named.join(", ")).content(PROBLEM, content);
    if codes.contains(&Code::RateLimited) {
        let seconds = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).minimum(Some(0));
        let header = HeaderBuilder::new().schema(seconds).description(Some("Seconds to wait."));
        response = response.header("Retry-After", header.build());
    }
    response.build()
}
