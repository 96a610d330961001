//! Type maps: how a contract type is read from a foreign row. The contract's shapes say what each field is.

use std::borrow::Cow;
use std::rc::Rc;

use contract::shape::{self, Kind, Need, Shape};

use super::coerce::{self, Form};
use super::eval::Found;
use super::place::Scope;
use super::source::{Mods, Names, Source, What};
use super::spec::{Read, Spec};
use crate::json::{Node, Unreadable};

/// How a contract type is read.
#[derive(Debug)]
pub(crate) struct TypeMap {
    fields: Vec<FieldMap>,
}

#[derive(Debug)]
struct FieldMap {
    name: &'static str,
    source: Source,
    reading: Reading,
    need: Need,
    /// What stands for it when it is not there.
    instead: Option<Node<'static>>,
}

#[derive(Debug)]
enum Reading {
    Text,
    Id,
    Int,
    Bool,
    Time(i64),
    Money(Option<Form>),
    AsIs,
    Object(Rc<TypeMap>),
    List(Box<Reading>),
}

/// The descriptor's `types`, and how to compile on top of them.
pub(crate) struct Types<'a> {
    specs: Vec<(&'a str, Spec<'a>)>,
}

impl<'a> Types<'a> {
    pub(crate) fn new(spec: Option<Spec<'a>>) -> Read<Self> {
        let specs = spec.map_or(Ok(Vec::new()), |spec| spec.members())?;
        for (name, spec) in &specs {
            if shape::shape(name).is_none() {
                return spec.wrong(format!("the contract has no type `{name}`"));
            }
        }
        Ok(Self { specs })
    }

    /// Every map is compiled once alone, so that a fault in one that no operation uses is found too.
    pub(crate) fn check(&self) -> Read<()> {
        for (name, spec) in &self.specs {
            if let Some(shape) = shape::shape(name)
                && !mentions_joins(spec.node)
            {
                self.map(shape, None, Names::default())?;
            }
        }
        Ok(())
    }

    /// The map of a shape, with entries on top.
    pub(crate) fn map(
        &self,
        shape: &'static Shape,
        on_top: Option<&Spec<'a>>,
        names: Names<'_>,
    ) -> Read<Rc<TypeMap>> {
        let own = self.specs.iter().find(|(name, _)| *name == shape.name).map(|(_, spec)| spec);
        let mut entries: Vec<(&str, Spec<'a>)> = Vec::new();
        for spec in own.into_iter().chain(on_top) {
            for (name, entry) in spec.members()? {
                if !shape.fields.iter().any(|field| field.name == name) {
                    let known: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
                    return entry.wrong(format!(
                        "the contract's {} has no field `{name}`; it has: {}",
                        shape.name,
                        known.join(", ")
                    ));
                }
                entries.retain(|(known, _)| *known != name);
                entries.push((name, entry));
            }
        }
        let mut fields = Vec::with_capacity(shape.fields.len());
        for field in shape.fields {
            let entry = entries.iter().find(|(name, _)| *name == field.name).map(|(_, spec)| spec);
            let (source, reading) = self.field(field.name, field.kind, entry, names)?;
            let instead = instead(field.need, &reading);
            fields.push(FieldMap { name: field.name, source, reading, need: field.need, instead });
        }
        Ok(Rc::new(TypeMap { fields }))
    }

    fn field(
        &self,
        name: &str,
        kind: Kind,
        entry: Option<&Spec<'a>>,
        names: Names<'_>,
    ) -> Read<(Source, Reading)> {
        let Some(spec) = entry else {
            return Ok((Source::member(name), self.reading(kind, None, names)?));
        };
        match kind {
            Kind::Object(_) if spec.has("fields") => self.nested(kind, spec, names),
            Kind::List(item) if spec.has("each") => {
                let keys = spec.keys()?;
                let source = Source::compile(&keys.must("each")?, names)?;
                let one = keys.must("item")?;
                let mods = Mods::compile(&keys, names)?;
                keys.done()?;
                let source = Source { what: What::First(vec![source]), mods };
                if matches!(item, Kind::Object(_)) && one.has("fields") {
                    let (_, reading) = self.nested(*item, &one, names)?;
                    return Ok((source, Reading::List(Box::new(reading))));
                }
                let each = What::Each(Box::new(source), Box::new(Source::compile(&one, names)?));
                Ok((Source::plain(each), Reading::List(Box::new(self.reading(*item, None, names)?))))
            }
            _ => {
                let source = Source::compile(spec, names)?;
                let reading = self.reading(kind, source.mods.as_deref(), names)?;
                Ok((source, reading))
            }
        }
    }

    /// `{"at", "fields", "when"…}`: an object of the contract with entries on top of its type's.
    fn nested(&self, kind: Kind, spec: &Spec<'a>, names: Names<'_>) -> Read<(Source, Reading)> {
        let Kind::Object(type_name) = kind else { return spec.wrong("is not an object of the contract") };
        let keys = spec.keys()?;
        let at = keys.get("at").map(|at| Source::compile(&at, names)).transpose()?;
        let fields = keys.must("fields")?;
        let mods = Mods::compile(&keys, names)?;
        keys.done()?;
        let shape = shape::shape(type_name).ok_or_else(|| spec.fault("the contract has no such type"))?;
        let map = self.map(shape, Some(&fields), names)?;
        let at = at.unwrap_or_else(Source::here);
        let source = if mods.is_some() { Source { what: What::First(vec![at]), mods } } else { at };
        Ok((source, Reading::Object(map)))
    }

    fn reading(&self, kind: Kind, mods: Option<&Mods>, names: Names<'_>) -> Read<Reading> {
        Ok(match kind {
            Kind::Text => Reading::Text,
            Kind::Id => Reading::Id,
            Kind::Int => Reading::Int,
            Kind::Bool => Reading::Bool,
            Kind::Time => Reading::Time(mods.map_or(0, |mods| mods.plus_s)),
            Kind::Money => Reading::Money(mods.and_then(|mods| mods.form)),
            Kind::Choice | Kind::Any => Reading::AsIs,
            Kind::Object(name) => match shape::shape(name) {
                Some(shape) => Reading::Object(self.map(shape, None, names)?),
                None => Reading::AsIs,
            },
            Kind::List(item) => Reading::List(Box::new(self.reading(*item, None, names)?)),
        })
    }
}

/// Batches are known to operations only.
fn mentions_joins(node: &Node<'_>) -> bool {
    match node {
        Node::Object(members) => members.iter().any(|(key, value)| key == "joined" || mentions_joins(value)),
        Node::List(items) => items.iter().any(mentions_joins),
        _ => false,
    }
}

fn instead(need: Need, reading: &Reading) -> Option<Node<'static>> {
    match (need, reading) {
        (Need::Or(json), _) => crate::json::parse(json).ok().map(Node::into_owned),
        (Need::Empty, Reading::Int) => Some(Node::Int(0)),
        (Need::Empty, Reading::Bool) => Some(Node::Bool(false)),
        (Need::Empty, Reading::List(_)) => Some(Node::List(Vec::new())),
        (Need::Empty, _) => Some(Node::text("")),
        _ => None,
    }
}

impl TypeMap {
    /// Reads a row as the contract would write it.
    ///
    /// # Errors
    /// Names the first field that is not there or not readable, and where it was looked for.
    pub(crate) fn read<'a>(&'a self, scope: &Scope<'a>) -> Result<Node<'a>, Unreadable> {
        let mut members = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            if let Some(value) = field.read(scope)? {
                members.push((Cow::Borrowed(field.name), value));
            }
        }
        Ok(Node::Object(members))
    }
}

impl FieldMap {
    fn read<'a>(&'a self, scope: &Scope<'a>) -> Result<Option<Node<'a>>, Unreadable> {
        let found = self.source.find(scope).filter(|found| match &self.reading {
            Reading::Text => !matches!(found.as_ref(), Node::Null),
            _ => !found.is_blank(),
        });
        let Some(found) = found else {
            return match (self.need, &self.instead) {
                (Need::Opt, _) => Ok(None),
                (Need::Now, _) => Ok(scope.get(super::place::Place::Now).cloned()),
                // An object whose parts have defaults is read from nothing.
                (_, Some(instead)) => match &self.reading {
                    Reading::Object(map) => map.read(&scope.around(instead)).map(Some),
                    _ => Ok(Some(instead.clone())),
                },
                (_, None) => Err(Unreadable::new(format!("is missing (looked at {})", self.source.shown()))
                    .inside(self.name)),
            };
        };
        self.reading.read(found, scope).map(Some).map_err(|fault| fault.inside(self.name))
    }
}

impl Reading {
    fn read<'a>(&'a self, found: Found<'a>, scope: &Scope<'a>) -> Result<Node<'a>, Unreadable> {
        let style = scope.style.ok_or_else(|| Unreadable::new("no style"))?;
        let wants = |what: &str, node: &Node<'_>| {
            Unreadable::new(format!("expected {what}, found {}", shown_value(node)))
        };
        match self {
            Self::Text => match found {
                Cow::Borrowed(Node::Text(text)) => Ok(Node::text(text)),
                Cow::Owned(Node::Text(text)) => Ok(Node::Text(text)),
                other => {
                    other.to_text().map(|t| Node::owned(t.into_owned())).ok_or_else(|| wants("words", &other))
                }
            },
            Self::Id => match found {
                Cow::Borrowed(Node::Text(text)) => Ok(Node::text(text)),
                other => coerce::id(&other).map(Node::owned),
            },
            Self::Int => coerce::int(&found).map(Node::Int).ok_or_else(|| wants("a whole number", &found)),
            Self::Bool => coerce::bool(&found).map(Node::Bool).ok_or_else(|| wants("yes or no", &found)),
            Self::Time(plus_s) => {
                // What the contract writes itself is passed on: it is read again by the field's type.
                if let Cow::Borrowed(Node::Text(text)) = &found
                    && *plus_s == 0
                    && contract::Timestamp::parse(text).is_ok()
                {
                    return Ok(Node::text(text));
                }
                let time = style.time(&found).ok_or_else(|| wants("a time", &found))?;
                Ok(Node::owned(time.plus_s(*plus_s).to_string()))
            }
            Self::Money(form) => {
                style.money(&found, *form).ok_or_else(|| wants("an exact sum of money", &found))
            }
            Self::AsIs => Ok(found.into_owned()),
            Self::Object(map) => match found {
                Cow::Borrowed(node @ Node::Object(_)) => map.read(&scope.around(node)),
                Cow::Owned(node @ Node::Object(_)) => {
                    let read = map.read(&shorter(scope).around(&node));
                    read.map(Node::into_owned)
                }
                other => Err(wants("an object", &other)),
            },
            Self::List(item) => match found {
                Cow::Borrowed(Node::List(items)) => {
                    let one = |node: &'a Node<'a>| item.read(Cow::Borrowed(node), scope);
                    numbered(items.iter().map(one)).map(Node::List)
                }
                Cow::Owned(Node::List(items)) => {
                    let one = |node: Node<'a>| item.read(Cow::Owned(node), scope);
                    numbered(items.into_iter().map(one)).map(Node::List)
                }
                other => Err(wants("a list", &other)),
            },
        }
    }
}

fn shorter<'s, 'a: 's>(scope: &Scope<'a>) -> Scope<'s> {
    scope.clone()
}

fn numbered<'a>(
    items: impl Iterator<Item = Result<Node<'a>, Unreadable>>,
) -> Result<Vec<Node<'a>>, Unreadable> {
    items.enumerate().map(|(i, item)| item.map_err(|fault| fault.inside(&i.to_string()))).collect()
}

/// A value for developers; words of people are not repeated into logs.
fn shown_value(node: &Node<'_>) -> String {
    match node {
        Node::Text(text) => format!("a text of {} characters", text.chars().count()),
        Node::Int(_) | Node::Big(_) | Node::Float(_) | Node::Bool(_) => node.to_string(),
        other => other.sort().to_owned(),
    }
}
