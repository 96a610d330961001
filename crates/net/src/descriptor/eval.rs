//! Finding a source's value. Never fails: what is not there is none.

use std::borrow::Cow;

use super::coerce;
use super::place::Scope;
use super::source::{Mods, Piece, Source, What};
use crate::json::Node;

/// A value that was found: one of the tree's, or one that was made.
pub(crate) type Found<'a> = Cow<'a, Node<'a>>;

impl Source {
    /// The value, for the contract's side: forms are the field's business.
    pub(crate) fn find<'a>(&'a self, scope: &Scope<'a>) -> Option<Found<'a>> {
        let Some(mods) = &self.mods else { return self.what.find(scope) };
        if let Some(when) = &mods.when
            && !when.holds(scope)
        {
            return None;
        }
        let found = self.what.find(scope).filter(|found| mods.default.is_none() || !found.is_blank());
        let found = found.or_else(|| mods.default.as_ref().map(Cow::Borrowed))?;
        mods.mapped(found, scope)
    }

    /// The value as the backend wants it.
    pub(crate) fn find_formed<'a>(&'a self, scope: &Scope<'a>) -> Option<Found<'a>> {
        let found = self.find(scope)?;
        let Some(mods) = &self.mods else { return Some(found) };
        if mods.plus_s == 0 && mods.form.is_none() {
            return Some(found);
        }
        coerce::outward(&found, mods.form, mods.plus_s, scope.style?).map(Cow::Owned)
    }

    /// Whether there is something: not null, no words, zero, no, or an empty list.
    pub(crate) fn holds(&self, scope: &Scope<'_>) -> bool {
        let Some(found) = self.find(scope) else { return false };
        match found.as_ref() {
            Node::Null | Node::Bool(false) | Node::Int(0) => false,
            Node::Text(text) => !text.is_empty() && text != "0",
            Node::List(items) => !items.is_empty(),
            _ => true,
        }
    }

    /// The value as words.
    pub(crate) fn words(&self, scope: &Scope<'_>) -> Option<String> {
        let found = self.find_formed(scope)?;
        match found.as_ref() {
            Node::Null => None,
            Node::List(_) | Node::Object(_) => Some(found.to_string()),
            other => other.to_text().map(Cow::into_owned),
        }
    }
}

impl Mods {
    fn mapped<'a>(&'a self, found: Found<'a>, scope: &Scope<'a>) -> Option<Found<'a>> {
        let mut found = found;
        if !self.map.is_empty() {
            let key = found.to_text().unwrap_or(Cow::Borrowed("null"));
            let to = self.map.iter().find(|(from, _)| *from == key).map(|(_, to)| to).or(self.other.as_ref());
            if let Some(to) = to {
                found = Cow::Borrowed(to);
            }
        }
        if self.file {
            let text = found.as_text().filter(|text| !text.is_empty())?;
            found = Cow::Owned(Node::owned(scope.style?.file(text)));
        }
        Some(found)
    }
}

impl What {
    fn find<'a>(&'a self, scope: &Scope<'a>) -> Option<Found<'a>> {
        match self {
            Self::At(place, pointer) => scope.get(*place)?.at(pointer).map(Cow::Borrowed),
            Self::Literal(node) => Some(Cow::Borrowed(node)),
            Self::Text(pieces) => Some(Cow::Owned(Node::owned(joined_words(pieces, scope)))),
            Self::First(sources) => {
                sources.iter().find_map(|s| s.find(scope).filter(|found| !found.is_blank()))
            }
            Self::Equal(both) => {
                let (a, b) = (both.0.find(scope), both.1.find(scope));
                let (a, b) = (a.as_ref().and_then(|a| a.to_text()), b.as_ref().and_then(|b| b.to_text()));
                Some(Cow::Owned(Node::Bool(a.is_some() && a == b)))
            }
            Self::Exists(source, wanted) => Some(Cow::Owned(Node::Bool(source.holds(scope) == *wanted))),
            Self::Count(source) => {
                let count = source.find(scope)?.items().len();
                i64::try_from(count).ok().map(|count| Cow::Owned(Node::Int(count)))
            }
            Self::Find(source, wanted) => {
                let list = source.find(scope)?;
                let fits = |item: &Node<'_>| {
                    wanted.iter().all(|(pointer, source)| {
                        let is = item.at(pointer).and_then(|n| n.to_text().map(Cow::into_owned));
                        is.is_some() && is == source.words(scope)
                    })
                };
                match list {
                    Cow::Borrowed(list) => list.items().iter().find(|item| fits(item)).map(Cow::Borrowed),
                    Cow::Owned(list) => list.items().iter().find(|item| fits(item)).cloned().map(Cow::Owned),
                }
            }
            Self::List(sources) => {
                let found = sources.iter().filter_map(|source| source.find_formed(scope));
                Some(Cow::Owned(Node::List(found.map(|node| node.into_owned().into_owned()).collect())))
            }
            Self::Within(both) => {
                let row = both.0.find(scope).filter(|found| !found.is_blank())?;
                let found = both.1.find_formed(&scope_around(scope, &row))?;
                Some(Cow::Owned(found.into_owned().into_owned()))
            }
            Self::Last(source) => match source.find(scope)? {
                Cow::Borrowed(list) => list.items().last().map(Cow::Borrowed),
                Cow::Owned(Node::List(mut items)) => items.pop().map(Cow::Owned),
                Cow::Owned(_) => None,
            },
            Self::Joined(index, by) => {
                let by = by.find(scope)?.to_text()?.into_owned();
                scope.joined.get(*index)?.get(&by).map(|row| Cow::Borrowed(*row))
            }
            Self::Split(source, by) => {
                let found = source.find(scope)?;
                let text = found.to_text()?;
                let parts = text.split(by.as_str()).map(str::trim).filter(|part| !part.is_empty());
                Some(Cow::Owned(Node::List(parts.map(|part| Node::owned(part.to_owned())).collect())))
            }
            Self::Each(source, item) => {
                let list = source.find(scope)?;
                let one = |row: &Node<'_>| {
                    // The row may be a made one: its value is taken out of it.
                    item.find_formed(&scope_around(scope, row)).map(|found| found.into_owned().into_owned())
                };
                Some(Cow::Owned(Node::List(list.items().iter().filter_map(one).collect())))
            }
            Self::Object(source, fields) => {
                let row = match source {
                    Some(source) => Some(source.find(scope).filter(|found| !found.is_blank())?),
                    None => None,
                };
                let members = |scope: &Scope<'_>| -> Vec<(Cow<'static, str>, Node<'static>)> {
                    let mut members = Vec::with_capacity(fields.len());
                    for (name, source) in fields {
                        if let Some(found) = source.find_formed(scope) {
                            members.push((Cow::Owned(name.clone()), found.into_owned().into_owned()));
                        }
                    }
                    members
                };
                let members = match &row {
                    Some(row) => members(&scope_around(scope, row)),
                    None => members(scope),
                };
                Some(Cow::Owned(Node::Object(members)))
            }
        }
    }
}

/// The same places around a row that lives for a moment.
fn scope_around<'s, 'a: 's>(scope: &Scope<'a>, row: &'s Node<'s>) -> Scope<'s> {
    let shorter: Scope<'s> = scope.clone();
    shorter.around(row)
}

/// The words of a text with holes; what is not there leaves its hole empty.
pub(crate) fn joined_words(pieces: &[Piece], scope: &Scope<'_>) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Hole(source) => text.push_str(&source.words(scope).unwrap_or_default()),
        }
    }
    text
}
