//! What a compiler of sources knows, so that a name that nothing gives is a fault of the file and not an empty value.

use core::cell::RefCell;

use contract::shape::{self, Kind, Shape};

use super::place::Place;
use crate::json::Pointer;

/// The names at hand. What is none is not checked.
#[derive(Clone, Copy, Default)]
pub(crate) struct Names<'n> {
    /// The batches that may be named.
    pub(crate) joins: &'n [String],
    /// Those of them that were named so far.
    pub(crate) used: Option<&'n RefCell<Vec<usize>>>,
    /// The operation's variables.
    pub(crate) args: Option<&'n [&'n str]>,
    /// The descriptor's constants.
    pub(crate) vars: Option<&'n [String]>,
    /// What the app sends.
    pub(crate) command: Option<&'static Shape>,
    /// The row at hand, where it is the command or a part of it.
    pub(crate) here: Option<&'static Shape>,
}

impl<'n> Names<'n> {
    /// The same names around a row that is not the command's.
    #[must_use]
    pub(crate) fn elsewhere(self) -> Self {
        Self { here: None, ..self }
    }

    /// The same names around an item of a list of the command.
    #[must_use]
    pub(crate) fn inside(self, list: Option<Kind>) -> Self {
        let item = match list {
            Some(Kind::List(Kind::Object(name))) => shape::shape(name),
            _ => None,
        };
        Self { here: item, ..self }
    }

    /// What a place holds at a pointer, as far as the contract says.
    ///
    /// # Errors
    /// A sentence when nothing gives that name.
    pub(crate) fn look(&self, place: Place, pointer: &Pointer) -> Result<Option<Kind>, String> {
        let first = || pointer.steps().next();
        let unknown = |what: &str, name: &str, known: String| {
            Err(format!("there is no {what} `{name}`; known are: {known}"))
        };
        match (place, first()) {
            (Place::Args, Some(name)) => match self.args {
                Some(args) if !args.contains(&name) => unknown("variable", name, args.join(", ")),
                _ => Ok(None),
            },
            (Place::Vars, Some(name)) => match self.vars {
                Some(vars) if !vars.iter().any(|var| var == name) => {
                    unknown("constant", name, vars.join(", "))
                }
                _ => Ok(None),
            },
            (Place::Command, _) => self.command.map_or(Ok(None), |shape| kind_at(shape, pointer)),
            (Place::Here, _) => self.here.map_or(Ok(None), |shape| kind_at(shape, pointer)),
            _ => Ok(None),
        }
    }
}

/// What a shape has at a pointer.
fn kind_at(shape: &'static Shape, pointer: &Pointer) -> Result<Option<Kind>, String> {
    let mut kind = Kind::Object(shape.name);
    for step in pointer.steps() {
        kind = match kind {
            Kind::Object(name) => {
                let Some(shape) = shape::shape(name) else { return Ok(None) };
                let Some(field) = shape.fields.iter().find(|field| field.name == step) else {
                    let known: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
                    return Err(format!(
                        "the contract's {} has no field `{step}`; it has: {}",
                        shape.name,
                        known.join(", ")
                    ));
                };
                field.kind
            }
            Kind::List(item) if step.parse::<usize>().is_ok() => *item,
            Kind::Money if matches!(step, "amount" | "currency") => Kind::Text,
            Kind::Any => return Ok(None),
            _ => return Err(format!("the contract has nothing at `{pointer}`")),
        };
    }
    Ok(Some(kind))
}
