//! An operation of the contract as a backend's requests and the map of its answer.

use core::cell::RefCell;
use std::rc::Rc;

use contract::api;
use contract::shape::{self, Need};

use super::Grammar;
use super::paging::Paging;
use super::request::{Known, Step};
use super::source::{Names, Source};
use super::spec::{Read, Spec};
use super::typed::TypeMap;
use super::types::Types;
use crate::json::Pointer;

/// What comes out of an operation.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// A page of rows.
    Page(Rc<TypeMap>),
    /// One thing.
    Row(Rc<TypeMap>),
    /// Nothing that the app reads.
    Done,
}

/// An operation that a descriptor maps.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) before: Option<Step>,
    pub(crate) main: Step,
    pub(crate) after: Option<Step>,
    /// The descriptor's batches, then the operation's own; none where its map names none.
    pub(crate) joins: Vec<Option<Rc<Join>>>,
    pub(crate) outcome: Outcome,
    pub(crate) paging: Option<Paging>,
    /// The command's fields, foreign to contract.
    pub(crate) names: Vec<(String, String)>,
    /// The operation's variables, in the contract's order.
    pub(crate) args: Vec<&'static str>,
}

/// Rows that are read by their ids after a list or a row.
#[derive(Debug)]
pub(crate) struct Join {
    pub(crate) ids: Vec<Source>,
    pub(crate) step: Step,
    pub(crate) rows: Option<Pointer>,
    pub(crate) by: Pointer,
    pub(crate) most: usize,
    pub(crate) separator: String,
    pub(crate) repeat: Option<String>,
}

/// An operation's name and types, also of the two that only descriptors have.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) command: &'static str,
    pub(crate) answer: &'static str,
}

/// Signs in by a name and a password.
pub const PASSWORD: &str = "sessions.password";
/// Renews a session.
pub const RENEW: &str = "sessions.refresh";

pub(crate) fn row(name: &str) -> Option<Row> {
    let row = api::TABLE.iter().find(|row| row.name == name);
    if let Some(row) = row {
        return Some(Row { name: row.name, path: row.path, command: row.command, answer: row.answer });
    }
    match name {
        PASSWORD => Some(Row { name: PASSWORD, path: "", command: "PasswordSignIn", answer: "Session" }),
        RENEW => Some(Row { name: RENEW, path: "", command: "Renew", answer: "Session" }),
        _ => None,
    }
}

/// The variables of a contract path.
pub(crate) fn variables(path: &'static str) -> Vec<&'static str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

impl Operation {
    pub(crate) fn compile<'a>(row: &Row, spec: &Spec<'a>, common: &Common<'_, 'a>) -> Read<Self> {
        let Common { types, vars, grammar, joins: shared } = *common;
        if row.answer == "Upload" {
            return spec.wrong("an upload is bytes in parts: only \"contract\" stands for it");
        }
        let args = variables(row.path);
        let keys = spec.keys()?;
        let joins_spec = keys.get("joins").map_or(Ok(Vec::new()), |spec| spec.members())?;
        let mut join_names: Vec<String> = shared.iter().map(|(name, _)| name.clone()).collect();
        join_names.extend(joins_spec.iter().map(|(name, _)| (*name).to_owned()));
        let used = RefCell::new(Vec::new());
        let command = shape::shape(row.command);
        let names = Names {
            joins: &join_names,
            used: Some(&used),
            args: Some(&args),
            vars: Some(vars),
            command,
            here: command,
        };
        let known = Known { args: &args, command, vars, names, grammar };
        let main = Step::compile(spec, &keys, known)?;
        let alone = |name: &'static str| -> Read<Option<Step>> {
            let Some(spec) = keys.get(name) else { return Ok(None) };
            let keys = spec.keys()?;
            let step = Step::compile(&spec, &keys, known)?;
            keys.done()?;
            Ok(Some(step))
        };
        let (before, after) = (alone("read")?, alone("then")?);
        if row.name == RENEW && (before.is_some() || after.is_some() || !joins_spec.is_empty()) {
            return spec.wrong("renewing is one request: `read`, `then` and `joins` are not for it");
        }
        let mut all: Vec<Rc<Join>> = shared.iter().map(|(_, join)| join.clone()).collect();
        for (_, spec) in &joins_spec {
            all.push(Rc::new(Join::compile(spec, known)?));
        }
        let fields = keys.get("fields");
        let of = row.answer.replace(' ', "");
        let inner = of.strip_prefix("Page<").and_then(|rest| rest.strip_suffix('>'));
        let map = |name: &str| -> Read<Rc<TypeMap>> {
            let shape = shape::shape(name).ok_or_else(|| spec.fault(format!("`{name}` has no shape")))?;
            let mut map = types.map(shape, fields.as_ref(), names.elsewhere())?;
            if row.name == RENEW
                && let Some(map) = Rc::get_mut(&mut map)
            {
                // Who one is does not change by renewing: an answer need not say it again.
                map.fields
                    .iter_mut()
                    .filter(|field| field.name == "me")
                    .for_each(|field| field.need = Need::Opt);
            }
            Ok(map)
        };
        let outcome = match (inner, of.as_str()) {
            (Some(item), _) => Outcome::Page(map(item)?),
            (None, "Done") => Outcome::Done,
            (None, name) => Outcome::Row(map(name)?),
        };
        let paging = keys.get("paging").map(|spec| Paging::compile(&spec)).transpose()?;
        if main.answer.nothing && after.is_none() && !matches!(outcome, Outcome::Done) {
            return spec.wrong("an answer that says nothing needs a `then` that reads the thing");
        }
        keys.done()?;
        let used = used.into_inner();
        let joins = all.into_iter().enumerate().map(|(i, join)| used.contains(&i).then_some(join)).collect();
        let names = main.field_names();
        Ok(Self { before, main, after, joins, outcome, paging, names, args })
    }

    /// The request whose answer is read as the outcome.
    pub(crate) fn last(&self) -> &Step {
        self.after.as_ref().unwrap_or(&self.main)
    }
}

/// The descriptor's batches, by their names.
pub(crate) type Joins = Vec<(String, Rc<Join>)>;

/// What all operations of a descriptor share.
#[derive(Clone, Copy)]
pub(crate) struct Common<'c, 'a> {
    pub(crate) types: &'c Types<'a>,
    pub(crate) vars: &'c [String],
    pub(crate) grammar: &'c Grammar,
    pub(crate) joins: &'c Joins,
}

impl Join {
    /// The batches that every operation may name.
    pub(super) fn shared(spec: Option<Spec<'_>>, vars: &[String], grammar: &Grammar) -> Read<Joins> {
        let known = Known {
            args: &[],
            command: None,
            vars,
            names: Names { vars: Some(vars), ..Names::default() },
            grammar,
        };
        let one =
            |(name, spec): (&str, Spec<'_>)| Ok((name.to_owned(), Rc::new(Self::compile(&spec, known)?)));
        spec.map_or(Ok(Vec::new()), |spec| spec.members())?.into_iter().map(one).collect()
    }

    fn compile(spec: &Spec<'_>, known: Known<'_>) -> Read<Self> {
        let keys = spec.keys()?;
        // `{ids}` is one more variable here: it stands among the operation's.
        let mut args = known.args.to_vec();
        args.push("ids");
        let names = Names { here: None, args: known.names.args.map(|_| args.as_slice()), ..known.names };
        let step = Step::compile(spec, &keys, Known { args: &args, names, ..known })?;
        let join = Self {
            ids: {
                let names = known.names.elsewhere();
                keys.must("ids")?
                    .one_or_more()?
                    .iter()
                    .map(|s| Source::compile(s, names))
                    .collect::<Read<_>>()?
            },
            step,
            rows: keys.pointer("rows")?,
            by: keys.pointer("by")?.unwrap_or_else(|| Pointer::member("id")),
            most: usize::try_from(keys.whole("most")?.unwrap_or(50)).unwrap_or(50).max(1),
            separator: keys.text("separator")?.unwrap_or(",").to_owned(),
            repeat: keys.text("repeat")?.map(str::to_owned),
        };
        keys.done()?;
        Ok(join)
    }
}
