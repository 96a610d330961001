//! One request of an operation, compiled: verb, path, parameters, headers, body.

use contract::shape::Shape;

use super::Grammar;
use super::grammar::Condition;
use super::place::{Place, Scope};
use super::source::{Names, Source, What};
use super::spec::{Keys, Read, Spec};
use super::template::Template;
use crate::json::{Node, Pointer};

/// Where the answer has what is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct AnswerAt {
    pub(crate) row: Option<Pointer>,
    pub(crate) rows: Option<Pointer>,
    pub(crate) nothing: bool,
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) method: &'static str,
    path: Template,
    query: Vec<(String, Value)>,
    headers: Vec<(String, Value)>,
    conditions: Vec<Condition>,
    order: Vec<String>,
    body: Option<Source>,
    form: bool,
    /// What is answered always, without a request.
    pub(crate) always: Option<String>,
    pub(crate) answer: AnswerAt,
}

/// A parameter's or header's value.
#[derive(Debug, Clone)]
enum Value {
    Template(Template),
    Source(Source),
}

/// A request, before base, paging and auth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Draft {
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

/// What the names of an operation may mean.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    pub(crate) args: &'k [&'k str],
    pub(crate) command: Option<&'static Shape>,
    pub(crate) vars: &'k [String],
    pub(crate) names: Names<'k>,
    pub(crate) grammar: &'k Grammar,
}

const VERBS: [(&str, &str); 5] =
    [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")];

impl Value {
    fn compile(spec: &Spec<'_>, bind: super::template::Bind<'_>, names: Names<'_>) -> Read<Self> {
        match spec.node {
            Node::Text(_) => Template::compile(spec, bind).map(Self::Template),
            Node::Object(_) => Source::compile(spec, names).map(Self::Source),
            Node::Int(_) | Node::Bool(_) | Node::Decimal(_) => {
                Ok(Self::Source(Source::plain(What::Literal(spec.node.clone().into_owned()))))
            }
            _ => spec.wrong("must be a text, a number, true, false or a source"),
        }
    }

    fn words(&self, scope: &Scope<'_>) -> Option<String> {
        match self {
            Self::Template(template) => template.words(scope),
            Self::Source(source) => source.words(scope),
        }
    }
}

impl Step {
    /// A request that only reads a path, for batches and guards.
    pub(crate) fn plain_get(path: &Spec<'_>) -> Read<Self> {
        Ok(Self {
            method: "GET",
            path: Template::compile(path, &|_| None)?,
            query: Vec::new(),
            headers: Vec::new(),
            conditions: Vec::new(),
            order: Vec::new(),
            body: None,
            form: false,
            always: None,
            answer: AnswerAt::default(),
        })
    }

    /// An answer that is always the same: a backend without groups has one group.
    fn always(spec: &Spec<'_>, keys: &Keys<'_>) -> Read<Self> {
        let nothing = Node::text("");
        let mut step = Self::plain_get(&Spec::root(&nothing))?;
        step.always = Some(spec.node.to_string());
        step.answer = answer_at(keys)?;
        step.answer.row.get_or_insert_default();
        step.answer.rows.get_or_insert_default();
        Ok(step)
    }

    /// Compiles the keys of a request; others of the operation stay for the caller.
    pub(crate) fn compile(spec: &Spec<'_>, keys: &Keys<'_>, known: Known<'_>) -> Read<Self> {
        if let Some(always) = keys.get("always") {
            return Self::always(&always, keys);
        }
        let verbs: Vec<_> =
            VERBS.into_iter().filter_map(|(key, verb)| Some((keys.get(key)?, verb))).collect();
        let [(path, method)] = verbs.as_slice() else {
            return spec.wrong("needs exactly one of: get, post, put, patch, delete, always");
        };
        let mut lets: Vec<(String, Source)> = Vec::new();
        if let Some(spec) = keys.get("let") {
            for (name, source) in spec.members()? {
                lets.push((name.to_owned(), Source::compile(&source, known.names)?));
            }
        }
        let bind = |name: &str| known.bind(&lets, name);
        let pairs = |name: &'static str| -> Read<Vec<(String, Value)>> {
            let Some(spec) = keys.get(name) else { return Ok(Vec::new()) };
            let one = |(name, value): (&str, Spec<'_>)| {
                Ok((name.to_owned(), Value::compile(&value, &bind, known.names)?))
            };
            spec.members()?.into_iter().map(one).collect()
        };
        let conditions = match keys.get("where") {
            Some(spec) => known.grammar.filter.conditions(&spec, known.names)?,
            None => Vec::new(),
        };
        let mut order = Vec::new();
        if let Some(spec) = keys.get("order") {
            if known.grammar.sort.is_none() {
                return spec.wrong("this descriptor has no `sort` grammar");
            }
            for one in spec.one_or_more()? {
                order.push(one.text()?.to_owned());
            }
        }
        let body = keys.get("body").map(|spec| body(&spec, known)).transpose()?;
        let form = match keys.get("send") {
            Some(spec) => spec.word(&[("json", false), ("form", true)])?,
            None => false,
        };
        let mut headers = pairs("headers")?;
        for (name, _) in &mut headers {
            name.make_ascii_lowercase();
        }
        Ok(Self {
            method,
            path: Template::compile(path, &bind)?,
            query: pairs("query")?,
            headers,
            conditions,
            order,
            body,
            form,
            always: None,
            answer: answer_at(keys)?,
        })
    }

    /// Builds the request.
    pub(crate) fn build(&self, scope: &Scope<'_>, grammar: &Grammar) -> Draft {
        let written = |pairs: &[(String, Value)]| -> Vec<(String, String)> {
            pairs.iter().filter_map(|(name, value)| Some((name.clone(), value.words(scope)?))).collect()
        };
        let mut draft = Draft {
            path: self.path.path(scope),
            query: written(&self.query),
            headers: written(&self.headers),
            body: None,
        };
        grammar.filter.write(&self.conditions, scope, &mut draft.query);
        if let Some(sort) = &grammar.sort {
            sort.write(&self.order, &mut draft.query);
        }
        if let Some(body) = &self.body {
            let found = body.find_formed(scope).map_or(Node::Object(Vec::new()), |found| found.into_owned());
            let (text, kind) = if self.form {
                (form_text(&found), "application/x-www-form-urlencoded")
            } else {
                (found.to_string(), "application/json")
            };
            draft.body = Some(text);
            if !draft.headers.iter().any(|(name, _)| name == "content-type") {
                draft.headers.push(("content-type".to_owned(), kind.to_owned()));
            }
        }
        draft
    }

    /// The command's fields under the names that the backend knows them by: foreign to contract.
    pub(crate) fn field_names(&self) -> Vec<(String, String)> {
        let mut names = Vec::new();
        if let Some(body) = &self.body {
            super::names::collect("", body, &mut names);
        }
        names
    }
}

impl Known<'_> {
    fn bind(&self, lets: &[(String, Source)], name: &str) -> Option<Source> {
        if let Some((_, source)) = lets.iter().find(|(known, _)| known == name) {
            return Some(source.clone());
        }
        let at = |place: Place| Some(Source::plain(What::At(place, Pointer::member(name))));
        if self.args.contains(&name) {
            return at(Place::Args);
        }
        if self.vars.iter().any(|known| known == name) {
            return at(Place::Vars);
        }
        if self.command.is_some_and(|shape| shape.fields.iter().any(|field| field.name == name)) {
            return at(Place::Command);
        }
        match name {
            "key" => Some(Source::place(Place::Key)),
            "now" => Some(Source::place(Place::Now)),
            _ => None,
        }
    }
}

/// A body: one source, or members each with its source.
fn body(spec: &Spec<'_>, known: Known<'_>) -> Read<Source> {
    if spec.node.as_text().is_some() {
        return Source::compile(spec, known.names);
    }
    let mut fields = Vec::new();
    for (name, value) in spec.members()? {
        fields.push((name.to_owned(), Source::compile(&value, known.names)?));
    }
    Ok(Source::plain(What::Object(None, fields)))
}

/// What an answer holds and where.
fn answer_at(keys: &Keys<'_>) -> Read<AnswerAt> {
    let mut at = AnswerAt::default();
    let Some(spec) = keys.get("answer") else { return Ok(at) };
    if spec.node.as_text().is_some() {
        spec.word(&[("nothing", ())])?;
        at.nothing = true;
        return Ok(at);
    }
    let keys = spec.keys()?;
    at.row = keys.pointer("row")?;
    at.rows = keys.pointer("rows")?;
    keys.done()?;
    Ok(at)
}

/// An object as a form's text.
fn form_text(node: &Node<'_>) -> String {
    let mut text = String::new();
    if let Node::Object(members) = node {
        for (name, value) in members {
            if !text.is_empty() {
                text.push('&');
            }
            contract::endpoint::push_encoded(&mut text, name);
            text.push('=');
            contract::endpoint::push_encoded(&mut text, &value.to_text().unwrap_or_default());
        }
    }
    text
}
