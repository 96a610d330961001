//! JSON as a tree that borrows from its text: what every answer and descriptor is read into.
//!
//! One tree type for all: the contract's types, foreign rows and descriptors are read from it, so that the
//! code of reading is in the app once. Knows nothing of the contract, and never panics on a text.
//! A crate of its own, because it is compiled for speed and the app for size.
#![forbid(unsafe_code)]

pub mod decimal;
mod parse;
mod pointer;
mod print;
mod read;
mod walk;

use std::borrow::Cow;

pub use parse::parse;
pub use pointer::Pointer;
pub use read::{Unreadable, from_text, read};
pub use walk::{locate, peek};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Node<'a> {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number above the signed range: ids of 64 bits.
    Big(u64),
    /// Any other number, as it was written; also a whole one that 64 bits cannot hold. Prices and moments are read from
    /// its digits, and nothing of them is lost. No zeros end its fraction: `1.50` is `1.5`, and `200.0` is an `Int`.
    Decimal(Cow<'a, str>),
    /// Words.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// Members in the order of the text.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Words that are borrowed.
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Words of its own.
    pub const fn owned(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// The words, if it is words.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// A member of an object, or an item of a list by its index.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Self::List(items) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// A word for what it is, for developers.
    pub const fn sort(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Big(_) | Self::Decimal(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The same value with words of its own.
    pub fn into_owned(self) -> Node<'static> {
        match self {
            Self::Null => Node::Null,
            Self::Bool(value) => Node::Bool(value),
            Self::Int(value) => Node::Int(value),
            Self::Big(value) => Node::Big(value),
            Self::Decimal(digits) => Node::Decimal(Cow::Owned(digits.into_owned())),
            Self::Text(text) => Node::Text(Cow::Owned(text.into_owned())),
            Self::List(items) => Node::List(items.into_iter().map(Node::into_owned).collect()),
            Self::Object(members) => {
                let own =
                    |(key, value): (Cow<'a, str>, Self)| (Cow::Owned(key.into_owned()), value.into_owned());
                Node::Object(members.into_iter().map(own).collect())
            }
        }
    }

    /// Words and numbers as text; none of anything else.
    pub fn to_text(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Text(text) | Self::Decimal(text) => Cow::Borrowed(text),
            Self::Int(value) => Cow::Owned(value.to_string()),
            Self::Big(value) => Cow::Owned(value.to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            _ => return None,
        })
    }

    /// Whether there is nothing: `null` or no words.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Null) || self.as_text() == Some("")
    }
}

#[cfg(test)]
mod tests;
