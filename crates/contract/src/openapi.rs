//! The contract as an OpenAPI 3.1 document, made from the [endpoint table](crate::api) and the wire types.
//!
//! Only behind the feature `openapi`: a server and its tests need it, a client never carries it. Knows the table;
//! nothing of any backend. What a problem has to do with an operation:
//! - every operation may answer `internal`, and `unauthenticated` unless it is open;
//! - one with a variable in its path stands in a group: `not_found`, `not_member`, `group_dissolved`;
//! - a list and a write check what they were given: `validation_failed`;
//! - a write has an intent: `idempotency_mismatch`, `rate_limited`, and `too_large`;
//! - the rest is said in its row of the table.

mod operation;
#[cfg(test)]
mod shape_tests;
#[cfg(test)]
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, PathItemBuilder, PathsBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, RefOr, Schema,
    SecurityRequirement, Server, Tag,
};

use crate::api::{Row, described};
use crate::circle::CircleMember;
use crate::{Code, Method, Problem};

pub(crate) use types::{
    Price, UnitPrice, known_moment, known_reaction, known_roll_call, new_post_kind, photo_type,
};

/// The name of the security scheme: a session's bearer token.
const SESSION: &str = "session";

/// What a row of the table does not say as data: its words, its types, its problems.
pub(crate) struct Rest {
    doc: &'static [&'static str],
    command: RefOr<Schema>,
    answer: RefOr<Schema>,
    parts: Vec<(String, RefOr<Schema>)>,
    codes: &'static [Code],
}

impl Rest {
    /// The rest of the row of an endpoint from `Q` to `R`.
    pub fn of<Q: ToSchema, R: ToSchema>(doc: &'static [&'static str], codes: &'static [Code]) -> Self {
        let mut parts = Vec::new();
        Q::schemas(&mut parts);
        R::schemas(&mut parts);
        Self { doc, command: Q::schema(), answer: R::schema(), parts, codes }
    }
}

/// A row of the table with everything that its document says.
pub(crate) struct Described {
    /// The row. Example: that of `posts.list`.
    pub row: Row,
    /// What it does not say as data. Example: its words.
    pub rest: Rest,
}

impl Described {
    /// Whether a body goes in.
    fn has_command(&self) -> bool {
        self.row.command != "()"
    }

    /// Whether it answers a page of a list.
    fn is_list(&self) -> bool {
        self.row.answer.starts_with("Page")
    }

    /// Whether it changes something, or may not be seen in a log: whatever has an intent.
    fn is_write(&self) -> bool {
        self.row.method != Method::Get
    }

    /// Every problem that it may answer.
    fn codes(&self) -> Vec<Code> {
        let mut codes = vec![Code::Internal];
        if !self.row.open {
            codes.push(Code::Unauthenticated);
        }
        if self.row.path.contains('{') {
            codes.extend([Code::NotFound, Code::NotMember, Code::GroupDissolved]);
        }
        if self.is_list() || self.is_write() {
            codes.push(Code::ValidationFailed);
        }
        if self.is_write() {
            codes.extend([Code::IdempotencyMismatch, Code::RateLimited, Code::TooLarge]);
        }
        codes.extend(self.rest.codes);
        codes
    }
}

/// The problems that an operation of the table may answer; none for a name that is not in it.
pub fn problems(operation: &str) -> Vec<Code> {
    described().iter().filter(|d| d.row.name == operation).flat_map(Described::codes).collect()
}

/// The schema's name of a type: `Page<Post>` is `PageOfPost`.
fn schema_name(type_name: &str) -> String {
    let plain: String = type_name.chars().filter(|c| !c.is_whitespace() && *c != '>').collect();
    plain.replace('<', "Of")
}

/// The whole document.
pub fn document() -> OpenApi {
    let rows = described();
    let mut schemas = BTreeMap::new();
    let mut parts = Vec::new();
    for d in &rows {
        if d.has_command() {
            schemas.insert(schema_name(d.row.command), d.rest.command.clone());
        }
        schemas.insert(schema_name(d.row.answer), d.rest.answer.clone());
        parts.extend(d.rest.parts.iter().cloned());
    }
    schemas.insert(Problem::name().into_owned(), <Problem as utoipa::PartialSchema>::schema());
    <Problem as ToSchema>::schemas(&mut parts);
    // It stands in pages alone, and the derive of a page does not bring what stands in it.
    parts.push((CircleMember::name().into_owned(), <CircleMember as utoipa::PartialSchema>::schema()));
    <CircleMember as ToSchema>::schemas(&mut parts);
    for (name, schema) in parts {
        schemas.entry(name).or_insert(schema);
    }
    // A list is named after its items; what the derive calls every one of them is none of them.
    schemas.remove("Page");
    let session = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A session's token, 256 bits. A browser's stream carries it too, being read by fetch.",
    ));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas.into_iter().map(|(name, schema)| (name, types::tidy(schema))))
        .responses_from_iter(rows.iter().flat_map(operation::refusals).collect::<BTreeMap<_, _>>())
        .security_scheme(SESSION, SecurityScheme::Http(session.build()))
        .build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Qunli")
                .version("1")
                .description(Some(INTRODUCTION))
                .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").build())),
        )
        .servers(Some([Server::new("/api")]))
        .paths(paths(&rows))
        .components(Some(components))
        .security(Some([SecurityRequirement::new(SESSION, Vec::<String>::new())]))
        .tags(Some(tags(&rows)))
        .build()
}

/// The document as it is published: indented, with a line's end.
///
/// # Errors
/// Never in practice: the document holds nothing that JSON cannot say.
pub fn json() -> Result<String, serde_json::Error> {
    document().to_pretty_json().map(|text| text + "\n")
}

const INTRODUCTION: &str = "\
What the app of a closed community and its backend say to each other. Ids are opaque strings, times RFC 3339 in UTC, \
money integer minor units with a currency. Lists come in pages: ask for the next with `after`. Errors are RFC 9457 \
problems; decide by their `code`, never by the status or the words, and read a code that is not known as `unknown`. \
Every write names its intent by an `Idempotency-Key`: the same key with the same body gets the same answer. Fields \
that are not known are to be ignored, on both sides.";

fn tags(rows: &[Described]) -> Vec<Tag> {
    let mut seen = BTreeSet::new();
    rows.iter().map(operation::tag).filter(|tag| seen.insert(tag.to_string())).map(Tag::new).collect()
}

fn paths(rows: &[Described]) -> utoipa::openapi::Paths {
    let mut items: Vec<(&str, PathItemBuilder)> = Vec::new();
    for d in rows {
        let method = match d.row.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
            Method::Delete => HttpMethod::Delete,
        };
        let operation = operation::of(d);
        match items.iter_mut().find(|(path, _)| *path == d.row.path) {
            Some((_, item)) => *item = core::mem::take(item).operation(method, operation),
            None => items.push((d.row.path, PathItemBuilder::new().operation(method, operation))),
        }
    }
    items.into_iter().fold(PathsBuilder::new(), |paths, (path, item)| paths.path(path, item.build())).build()
}
