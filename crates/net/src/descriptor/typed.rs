//! Type maps: how a contract type is read from a foreign row. The contract's shapes say what each field is.

use std::borrow::Cow;
use std::rc::Rc;

use contract::shape::Need;

use super::coerce::{self, Form};
use super::eval::Found;
use super::place::Scope;
use super::source::Source;
use crate::json::{Node, Unreadable};

/// How a contract type is read.
#[derive(Debug)]
pub(crate) struct TypeMap {
    pub(super) fields: Vec<FieldMap>,
}

#[derive(Debug)]
pub(crate) struct FieldMap {
    pub(super) name: &'static str,
    pub(super) source: Source,
    pub(super) reading: Reading,
    pub(super) need: Need,
    /// What stands for it when it is not there.
    pub(super) instead: Option<Node<'static>>,
}

#[derive(Debug)]
pub(crate) enum Reading {
    Text,
    /// Words in a form that the descriptor names.
    Formed(Form),
    Id,
    Int,
    Bool,
    Time(i64),
    Money(Option<Form>),
    AsIs,
    Object(Rc<TypeMap>),
    List(Box<Reading>),
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
            Reading::Text if self.need != Need::Opt => !matches!(found.as_ref(), Node::Null),
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
            Self::Formed(form) => {
                let formed = coerce::outward(&found, Some(*form), 0, style);
                let text = formed.as_ref().and_then(Node::to_text).map(Cow::into_owned);
                text.map(Node::owned).ok_or_else(|| wants("words", &found))
            }
            Self::Id => match found {
                Cow::Borrowed(Node::Text(text)) => Ok(Node::text(text)),
                other => coerce::id(&other).map(Node::owned),
            },
            Self::Int => coerce::int(&found).map(Node::Int).ok_or_else(|| wants("a whole number", &found)),
            Self::Bool => coerce::bool(&found).map(Node::Bool).ok_or_else(|| wants("yes or no", &found)),
            Self::Time(plus_s) => {
                // What the contract reads itself is passed on: the field's type takes it apart.
                if let Cow::Borrowed(Node::Text(text)) = &found
                    && *plus_s == 0
                    && let Some(words) = style.zoned(text)
                {
                    return Ok(Node::Text(words));
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
        Node::Int(_) | Node::Big(_) | Node::Decimal(_) | Node::Bool(_) => node.to_string(),
        other => other.sort().to_owned(),
    }
}
