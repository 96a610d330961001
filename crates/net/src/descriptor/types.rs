//! Compiling type maps: the descriptor's entries on top of the contract's shapes.

use std::rc::Rc;

use contract::shape::{self, Kind, Need, Shape};

use super::source::{Mods, Names, Source, What};
use super::spec::{Read, Spec};
use super::typed::{FieldMap, Reading, TypeMap};
use crate::json::Node;

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
    pub(crate) fn check(&self, names: Names<'_>) -> Read<()> {
        let mut shapes = self.specs.iter().filter_map(|(name, _)| shape::shape(name));
        shapes.try_for_each(|shape| self.map(shape, None, names).map(drop))
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
            Kind::Text => match mods.and_then(|mods| mods.form) {
                Some(form) => Reading::Formed(form),
                None => Reading::Text,
            },
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
