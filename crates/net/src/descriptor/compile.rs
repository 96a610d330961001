//! A descriptor, section by section.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::grammar::{Filter, Sort};
use super::operation::Common;
use super::source::{Names, Source, What};
use super::spec::{Read, Spec};
use super::types::Types;
use super::{
    Auth, Base, Descriptor, Envelope, Errors, Grammar, Join, KEYS, Live, Mapped, Operation, Paging, Place,
    Rule, Style, VERSION, operation, parts,
};
use crate::json::Pointer;

impl Descriptor {
    pub(super) fn compile(spec: &Spec<'_>, base: &str) -> Read<Self> {
        spec.only(&KEYS)?;
        let keys = spec.keys()?;
        keys.get("$schema");
        let version = keys.must("descriptor")?;
        if version.whole()? != VERSION {
            return version.wrong(format!("this app reads version {VERSION}"));
        }
        let name = keys.must("name")?.text()?.to_owned();
        let shared = Base::compile(keys.get("base"))?;
        let vars_spec = keys.get("vars");
        let vars = vars_spec.as_ref().map_or(Ok(Vec::new()), Spec::members)?;
        let vars: Vec<String> = vars.into_iter().map(|(name, _)| name.to_owned()).collect();
        let style = Style::compile(keys.get("defaults"), base)?;
        let envelope = Envelope::compile(keys.get("envelope"))?;
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
            None => vec![Source::plain(What::At(Place::Headers, Pointer::member("date")))],
        };
        let mut answer_headers = crate::doctor::named_headers(spec.node);
        if !spec.has("server_time") {
            answer_headers.push("date".to_owned());
        }
        let sends_key = spec.node.to_string().contains("$key");
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
        let joins = Join::shared(keys.get("joins"), &vars, &grammar)?;
        let join_names: Vec<String> = joins.iter().map(|(name, _)| name.clone()).collect();
        types.check(Names { joins: &join_names, vars: Some(&vars), ..Names::default() })?;
        let common = Common { types: &types, vars: &vars, grammar: &grammar, joins: &joins };
        let mut operations = BTreeMap::new();
        for (name, spec) in keys.must("operations")?.members()? {
            let Some(row) = operation::row(name) else {
                return spec.wrong(format!("the contract has no operation `{name}`"));
            };
            let mapped = if spec.node.as_text() == Some("contract") {
                Mapped::Contract
            } else {
                Mapped::By(Rc::new(Operation::compile(&row, &spec, &common)?))
            };
            operations.insert(row.name, mapped);
        }
        let probe = keys.get("probe").map(|spec| parts::probe_of(&spec)).transpose()?.unwrap_or_default();
        keys.done()?;
        let vars = vars_spec.map(|spec| spec.node.clone().into_owned()).unwrap_or_default();
        Ok(Self {
            name,
            base: shared,
            vars,
            style,
            envelope,
            paging,
            grammar,
            errors,
            auth,
            live,
            server_time,
            repeats_safely: sends_key || key_header.is_some(),
            key_header,
            enforces,
            operations,
            probe,
            answer_headers,
        })
    }
}
