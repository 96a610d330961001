//! The descriptor engine: one JSON file maps the contract's operations onto the HTTP of another backend.
//!
//! Compiled once; requests are built from the compiled form. Declarative on purpose: there are no conditions,
//! loops or variables beyond what `docs/backends.md` lists, and where that runs out a backend needs a view or
//! a hook of its own. Knows the contract's shapes; must not know the app, and does no I/O.

mod auth;
mod coerce;
mod compile;
mod errors;
mod eval;
mod grammar;
mod known;
mod live;
mod names;
mod operation;
mod paging;
mod parts;
mod place;
mod plain;
mod request;
mod rule;
mod source;
mod spec;
mod template;
mod times;
mod typed;
mod types;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use auth::{AuthKind, SignInForm};
pub use live::{Live, Topics};
pub use operation::{PASSWORD, RENEW};
pub use paging::{PagingKind, PastEnd};
pub use parts::Credentials;
pub use rule::Rule;
pub use spec::DescriptorError;

pub(crate) use auth::{Auth, CsrfFrom};
pub(crate) use coerce::Style;
pub(crate) use errors::{Errors, code_of_status};
pub(crate) use operation::{Join, Operation, Outcome};
pub(crate) use paging::{Paging, Part};
pub(crate) use parts::{Base, Envelope};
pub(crate) use place::{Joined, Place, Scope};
pub(crate) use request::{Draft, Step};
pub(crate) use typed::TypeMap;

use crate::json::{Node, parse};
use grammar::{Filter, Sort};
use source::Source;
use spec::Spec;

/// The version of the descriptor that this app reads.
pub const VERSION: u32 = 1;

/// Everything that may stand at the top of a descriptor.
pub const KEYS: [&str; 21] = [
    "$schema",
    "descriptor",
    "name",
    "base",
    "vars",
    "defaults",
    "envelope",
    "paging",
    "filter",
    "sort",
    "errors",
    "auth",
    "live",
    "server_time",
    "idempotency",
    "enforces",
    "upload",
    "types",
    "joins",
    "operations",
    "probe",
];

/// How an operation reaches the backend.
#[derive(Debug, Clone)]
pub(crate) enum Mapped {
    /// As the contract says.
    Contract,
    /// By a map.
    By(Rc<Operation>),
}

/// How conditions and orders are written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grammar {
    pub(crate) filter: Filter,
    pub(crate) sort: Option<Sort>,
}

/// A compiled descriptor.
#[derive(Debug)]
pub struct Descriptor {
    /// What the backend is called.
    pub name: String,
    pub(crate) base: Base,
    pub(crate) vars: Node<'static>,
    pub(crate) style: Style,
    pub(crate) envelope: Envelope,
    pub(crate) paging: Paging,
    pub(crate) grammar: Grammar,
    pub(crate) errors: Errors,
    pub(crate) auth: Auth,
    pub(crate) live: Live,
    pub(crate) server_time: Vec<Source>,
    pub(crate) key_header: Option<String>,
    /// The intent's key goes along somewhere, so that the backend can tell a second try from a second intent.
    pub(crate) repeats_safely: bool,
    enforces: Vec<Rule>,
    operations: BTreeMap<&'static str, Mapped>,
    pub(crate) probe: Node<'static>,
    /// The headers of answers that something is read from.
    pub(crate) answer_headers: Vec<String>,
}

impl Descriptor {
    /// Reads and compiles a descriptor. `base` is the API's, against which relative files are resolved.
    ///
    /// # Errors
    /// The first fault, with a pointer, line and column.
    pub fn parse(text: &str, base: &str) -> Result<Self, DescriptorError> {
        let node = parse(text).map_err(|message| {
            let place = |word: &str| -> usize {
                let after = message.rsplit_once(word).map_or("", |(_, after)| after.trim());
                after.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(1)
            };
            let (line, column) = (place(" line "), place(" column "));
            DescriptorError { pointer: String::new(), line, column, message: format!("not JSON: {message}") }
        })?;
        Self::compile(&Spec::root(&node), base).map_err(|fault| fault.placed(text))
    }

    /// Whether the backend does an operation.
    pub fn offers(&self, operation: &str) -> bool {
        self.operations.contains_key(operation)
    }

    /// Whether the backend itself keeps a rule; otherwise the rule is advice.
    pub fn enforces(&self, rule: Rule) -> bool {
        self.enforces.contains(&rule)
    }

    /// Whether it says how refusals look.
    pub fn describes_errors(&self) -> bool {
        self.errors.is_described()
    }

    /// An argument that the doctor may use when it finds none by itself.
    pub fn probe_arg(&self, name: &str) -> Option<&str> {
        self.probe.get("args")?.get(name)?.as_text()
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Mapped> {
        self.operations.get(name)
    }
}

#[cfg(test)]
mod tests;
