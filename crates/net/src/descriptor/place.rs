//! The named places that a source may look into, and what is in them during one exchange.

use std::collections::HashMap;

use crate::json::Node;

/// A named place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The row at hand; in a request, the command.
    Here,
    /// The outermost row.
    Row,
    /// The whole body of the answer.
    Answer,
    /// The answer's headers.
    Headers,
    /// What the app sends.
    Command,
    /// The operation's variables.
    Args,
    /// My account.
    Me,
    /// The session's token.
    Token,
    /// What renews it.
    Refresh,
    /// The idempotency key.
    Key,
    /// The time of asking.
    Now,
    /// The descriptor's constants.
    Vars,
    /// Which part of a list is asked for.
    Page,
    /// The answer to what was read before.
    Read,
    /// The answer to the write before.
    Wrote,
}

/// The places that have a name, with what they are in.
const NAMED: [(&str, Place); 14] = [
    ("row", Place::Row),
    ("answer", Place::Answer),
    ("headers", Place::Headers),
    ("command", Place::Command),
    ("args", Place::Args),
    ("me", Place::Me),
    ("token", Place::Token),
    ("refresh", Place::Refresh),
    ("key", Place::Key),
    ("now", Place::Now),
    ("vars", Place::Vars),
    ("page", Place::Page),
    ("read", Place::Read),
    ("wrote", Place::Wrote),
];

impl Place {
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMED.iter().find(|(known, _)| *known == name).map(|(_, place)| *place)
    }

    pub(crate) fn name(self) -> &'static str {
        NAMED.iter().find(|(_, place)| *place == self).map_or("", |(name, _)| name)
    }

    pub(crate) fn names() -> String {
        NAMED.map(|(name, _)| format!("${name}")).join(" ")
    }
}

/// Rows that were read by their ids, by id.
pub(crate) type Joined<'a> = HashMap<String, &'a Node<'a>>;

/// What is in the places during one exchange.
#[derive(Clone, Default)]
pub(crate) struct Scope<'a> {
    places: [Option<&'a Node<'a>>; 15],
    /// Batches of rows, in the order of the operation's joins.
    pub(crate) joined: &'a [Joined<'a>],
    /// How values of this backend are written.
    pub(crate) style: Option<&'a super::coerce::Style>,
}

impl<'a> Scope<'a> {
    pub(crate) fn get(&self, place: Place) -> Option<&'a Node<'a>> {
        self.places.get(place as usize).copied().flatten()
    }

    pub(crate) fn set(&mut self, place: Place, node: &'a Node<'a>) {
        if let Some(slot) = self.places.get_mut(place as usize) {
            *slot = Some(node);
        }
    }

    /// The same places around another row.
    #[must_use]
    pub(crate) fn around(&self, row: &'a Node<'a>) -> Self {
        let mut scope = self.clone();
        scope.set(Place::Here, row);
        scope
    }
}
