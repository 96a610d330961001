//! The shapes of the contract as data: what a backend descriptor maps onto, and what each field is.
//!
//! Checked against the derived schemas by a test; knows no JSON and no backend.

/// What a field is: how a foreign value is turned into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// An opaque id.
    Id,
    /// A whole number.
    Int,
    /// Yes or no.
    Bool,
    /// A point in time.
    Time,
    /// An amount with its currency.
    Money,
    /// One of a few names.
    Choice,
    /// Another shape of this table.
    Object(&'static str),
    /// A list of one kind.
    List(&'static Kind),
    /// As it is.
    Any,
}

/// What holds when a backend does not have a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the thing cannot be read.
    Must,
    /// It is left out.
    Opt,
    /// The backend's time of answering.
    Now,
    /// Nothing of its kind: no words, zero, no, an empty list.
    Empty,
    /// This JSON.
    Or(&'static str),
}

/// A field of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in JSON. Example: `"created_at"`.
    pub name: &'static str,
    /// What it is. Example: `Time`.
    pub kind: Kind,
    /// What holds without it. Example: `Must`.
    pub need: Need,
}

/// A type of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The type's name. Example: `"Post"`.
    pub name: &'static str,
    /// Its fields. Example: those of [`crate::feed::Post`].
    pub fields: &'static [Field],
}

macro_rules! need {
    (must) => {
        Need::Must
    };
    (opt) => {
        Need::Opt
    };
    (now) => {
        Need::Now
    };
    (empty) => {
        Need::Empty
    };
    (or $json:literal) => {
        Need::Or($json)
    };
}

macro_rules! shapes {
    ($($name:ident { $($field:ident: $kind:expr, $need:ident $($or:literal)?;)* })*) => {
        &[$(Shape { name: stringify!($name), fields: &[$(Field {
            name: stringify!($field),
            kind: { use Kind::*; $kind },
            need: need!($need $($or)?),
        },)*] },)*]
    };
}

mod chain;
mod circle;
mod doors;
mod event;
mod games;
mod groupbuy;
mod moment;
mod photo;
mod poll;
mod referral;
mod room;

/// Every type that an operation sends or answers.
pub fn shapes() -> impl Iterator<Item = &'static Shape> {
    [
        doors::SHAPES,
        room::SHAPES,
        chain::SHAPES,
        photo::SHAPES,
        moment::SHAPES,
        poll::SHAPES,
        referral::SHAPES,
        games::SHAPES,
        event::SHAPES,
        groupbuy::SHAPES,
        circle::SHAPES,
    ]
    .into_iter()
    .flatten()
}

/// The shape of a type; none for a name that the contract does not have.
pub fn shape(name: &str) -> Option<&'static Shape> {
    shapes().find(|shape| shape.name == name)
}
