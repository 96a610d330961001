//! The descriptor engine: one JSON file maps the contract's operations onto the HTTP of another backend.
//!
//! Compiled once; requests are built from the compiled form. Declarative on purpose: there are no conditions,
//! loops or variables beyond what `docs/backends.md` lists, and where that runs out a backend needs a view or
//! a hook of its own. Knows the contract's shapes; must not know the app, and does no I/O.

mod auth;
mod coerce;
mod errors;
mod eval;
mod grammar;
mod live;
mod operation;
mod paging;
mod place;
mod request;
mod rule;
mod source;
mod spec;
mod template;
mod typed;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use auth::{AuthKind, SignInForm};
pub use live::{Live, Topics};
pub use operation::{PASSWORD, RENEW};
pub use paging::{PagingKind, PastEnd};
pub use rule::Rule;
pub use spec::DescriptorError;

pub(crate) use auth::{Auth, CsrfFrom};
pub(crate) use coerce::Style;
pub(crate) use errors::{Errors, code_of_status};
pub(crate) use operation::{Join, Operation, Outcome};
pub(crate) use paging::{Paging, Part};
pub(crate) use place::{Joined, Place, Scope};
pub(crate) use request::{Draft, Step};
pub(crate) use typed::TypeMap;

use crate::json::{Node, Pointer, parse};
use grammar::{Filter, Sort};
use source::{Names, Source};
use spec::{Read, Spec};
use typed::Types;

/// The version of the descriptor that this app reads.
pub const VERSION: u32 = 1;

/// Everything that may stand at the top of a descriptor.
pub const KEYS: [&str; 20] = [
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
    "operations",
    "probe",
];

/// What a browser sends along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Credentials {
    /// No cookies.
    #[default]
    Omit,
    /// Cookies to the page's own origin.
    SameOrigin,
    /// Cookies everywhere; the backend must allow it by name.
    Include,
}

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

/// Where rows and single things are, and when an answer is good.
#[derive(Debug, Clone, Default)]
pub(crate) struct Envelope {
    pub(crate) success: Option<(Pointer, Vec<String>)>,
    pub(crate) row: Pointer,
    pub(crate) rows: Pointer,
}

/// A compiled descriptor.
#[derive(Debug)]
pub struct Descriptor {
    /// What the backend is called.
    pub name: String,
    pub(crate) timeout_ms: u32,
    pub(crate) credentials: Credentials,
    pub(crate) headers: Vec<(String, String)>,
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
    enforces: Vec<Rule>,
    operations: BTreeMap<&'static str, Mapped>,
    pub(crate) probe: Node<'static>,
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

    fn compile(spec: &Spec<'_>, base: &str) -> Read<Self> {
        spec.only(&KEYS)?;
        let keys = spec.keys()?;
        keys.get("$schema");
        let version = keys.must("descriptor")?;
        if version.whole()? != VERSION {
            return version.wrong(format!("this app reads version {VERSION}"));
        }
        let name = keys.must("name")?.text()?.to_owned();
        let (timeout_ms, credentials, headers) = base_of(keys.get("base"))?;
        let vars_spec = keys.get("vars");
        let vars = vars_spec.as_ref().map_or(Ok(Vec::new()), Spec::members)?;
        let vars: Vec<String> = vars.into_iter().map(|(name, _)| name.to_owned()).collect();
        let style = Style::compile(keys.get("defaults"), base)?;
        let envelope = envelope_of(keys.get("envelope"))?;
        let paging = keys.get("paging").map_or(Ok(Paging::none()), |spec| Paging::compile(&spec))?;
        let sort = keys.get("sort").map(|spec| Sort::compile(&spec)).transpose()?;
        let grammar = Grammar { filter: Filter::compile(keys.get("filter"))?, sort };
        let errors = Errors::compile(keys.get("errors"))?;
        let auth = Auth::compile(keys.get("auth"))?;
        let live = Live::compile(keys.get("live"))?;
        let server_time = match keys.get("server_time") {
            Some(spec) => {
                let list = spec.one_or_more()?;
                list.iter().map(|s| Source::compile(s, Names::default())).collect::<Read<_>>()?
            }
            None => vec![Source::plain(source::What::At(Place::Headers, Pointer::member("date")))],
        };
        let key_header = match keys.get("idempotency") {
            Some(spec) => {
                let keys = spec.keys()?;
                let header = keys.must("header")?.text()?.to_ascii_lowercase();
                keys.done()?;
                Some(header)
            }
            None => None,
        };
        let mut enforces = Vec::new();
        if let Some(spec) = keys.get("enforces") {
            for one in spec.list()? {
                enforces.push(one.word(&Rule::WORDS)?);
            }
        }
        if let Some(upload) = keys.get("upload") {
            return upload.wrong("is reserved: not in this version");
        }
        let types = Types::new(keys.get("types"))?;
        types.check()?;
        let mut operations = BTreeMap::new();
        for (name, spec) in keys.must("operations")?.members()? {
            let Some(row) = operation::row(name) else {
                return spec.wrong(format!("the contract has no operation `{name}`"));
            };
            let mapped = if spec.node.as_text() == Some("contract") {
                Mapped::Contract
            } else {
                Mapped::By(Rc::new(Operation::compile(&row, &spec, &types, &vars, &grammar)?))
            };
            operations.insert(row.name, mapped);
        }
        let probe = keys.get("probe").map(|spec| probe_of(&spec)).transpose()?.unwrap_or_default();
        keys.done()?;
        let vars = vars_spec.map(|spec| spec.node.clone().into_owned()).unwrap_or_default();
        Ok(Self {
            name,
            timeout_ms,
            credentials,
            headers,
            vars,
            style,
            envelope,
            paging,
            grammar,
            errors,
            auth,
            live,
            server_time,
            key_header,
            enforces,
            operations,
            probe,
        })
    }

    /// Whether the backend does an operation.
    pub fn offers(&self, operation: &str) -> bool {
        self.operations.contains_key(operation)
    }

    /// Whether the backend itself keeps a rule; otherwise the rule is advice.
    pub fn enforces(&self, rule: Rule) -> bool {
        self.enforces.contains(&rule)
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Mapped> {
        self.operations.get(name)
    }
}

fn base_of(spec: Option<Spec<'_>>) -> Read<(u32, Credentials, Vec<(String, String)>)> {
    let (mut timeout_ms, mut credentials, mut headers) = (20_000, Credentials::Omit, Vec::new());
    let Some(spec) = spec else { return Ok((timeout_ms, credentials, headers)) };
    let keys = spec.keys()?;
    if let Some(timeout) = keys.get("timeout_s") {
        let seconds = timeout.whole()?;
        if !(1..=120).contains(&seconds) {
            return timeout.wrong("must be 1 to 120");
        }
        timeout_ms = seconds * 1000;
    }
    if let Some(spec) = keys.get("credentials") {
        credentials = spec.word(&[
            ("omit", Credentials::Omit),
            ("same-origin", Credentials::SameOrigin),
            ("include", Credentials::Include),
        ])?;
    }
    if let Some(spec) = keys.get("headers") {
        for (name, value) in spec.members()? {
            headers.push((name.to_ascii_lowercase(), value.text()?.to_owned()));
        }
    }
    keys.done()?;
    Ok((timeout_ms, credentials, headers))
}

fn envelope_of(spec: Option<Spec<'_>>) -> Read<Envelope> {
    let mut envelope = Envelope::default();
    let Some(spec) = spec else { return Ok(envelope) };
    let keys = spec.keys()?;
    if let Some(success) = keys.get("success") {
        let keys = success.keys()?;
        let at = keys.must("at")?.pointer()?;
        let mut good = Vec::new();
        for one in keys.must("in")?.one_or_more()? {
            let words =
                one.node.to_text().ok_or_else(|| one.fault("must be a text, a number or true/false"))?;
            good.push(words.into_owned());
        }
        keys.done()?;
        envelope.success = Some((at, good));
    }
    envelope.row = keys.pointer("row")?.unwrap_or_default();
    envelope.rows = keys.pointer("rows")?.unwrap_or_default();
    keys.done()?;
    Ok(envelope)
}

fn probe_of(spec: &Spec<'_>) -> Read<Node<'static>> {
    let keys = spec.keys()?;
    if let Some(args) = keys.get("args") {
        for (_, value) in args.members()? {
            value.text()?;
        }
    }
    keys.done()?;
    Ok(spec.node.clone().into_owned())
}

#[cfg(test)]
mod tests;
