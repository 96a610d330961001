//! The relay: what may continue what, by whom, until when, and what becomes of an entry that is taken back (product
//! rules, section 2).
//!
//! One rule makes all of it: **an entry names the one that it continues, and that one must be the last.** So of two who
//! continue the same entry exactly one is in, in whatever order they come.

use contract::relay::{NewRelay, NewRelayEntry, RelayRule, RelayState};
use contract::{Code, MemberId, RelayEntryId, Timestamp};

use crate::limits::{Wrong, number, text};

mod letter;
#[cfg(test)]
mod tests;

pub use letter::{first_letter, last_letter, normal};

/// Longest title, in characters.
pub const TITLE: usize = 60;
/// Longest entry, in characters.
pub const WORDS: usize = 200;
/// Fewest entries that a limit may be.
pub const FEWEST: u32 = 2;
/// Most entries that a limit may be.
pub const MOST: u32 = 999;
/// A relay is open for so long at most, in seconds.
pub const LONGEST_S: i64 = 30 * 86_400;

/// What the rules need to know of a relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayFacts {
    /// How an entry continues the one before it.
    pub rule: RelayRule,
    /// Whether nobody may write twice in a row.
    pub in_turn: bool,
    /// The most entries.
    pub most: Option<u32>,
    /// When it ends by itself.
    pub closes_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

/// The last entry, which is never one that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastEntry<'a> {
    /// Which.
    pub id: &'a RelayEntryId,
    /// Who wrote it.
    pub member: &'a MemberId,
    /// What it says.
    pub words: &'a str,
}

/// Where a relay stands.
pub fn state_at(relay: &RelayFacts, now: Timestamp) -> RelayState {
    if relay.closed_at.is_some() || now >= relay.closes_at { RelayState::Closed } else { RelayState::Open }
}

/// A relay must be open for everything but taking back.
///
/// # Errors
/// [`Code::RelayClosed`].
pub fn must_be_open(relay: &RelayFacts, now: Timestamp) -> Result<(), Code> {
    if state_at(relay, now) == RelayState::Open { Ok(()) } else { Err(Code::RelayClosed) }
}

/// Whether so many entries are as many as there may be: then it ends.
pub fn is_full(relay: &RelayFacts, entries: u32) -> bool {
    relay.most.is_some_and(|most| entries >= most)
}

/// The letter that the next entry begins with; none when it may begin with any.
pub fn next_letter(rule: RelayRule, last: Option<&str>) -> Option<char> {
    last.filter(|_| rule == RelayRule::LastToFirst).and_then(last_letter)
}

/// Whether words continue the last ones by the rule.
pub fn follows(rule: RelayRule, last: Option<&str>, words: &str) -> bool {
    next_letter(rule, last).is_none_or(|letter| first_letter(words) == Some(letter))
}

/// Whether `me` may put this entry after the last one. That nothing is said twice is the store's to find out.
///
/// # Errors
/// [`Code::RelayClosed`]; [`Code::RelayMoved`] when another entry is the last by now; [`Code::RelayTurn`] when it is
/// somebody else's turn; [`Code::RelayMismatch`] when it begins with another letter.
pub fn may_continue(
    relay: &RelayFacts,
    last: Option<LastEntry<'_>>,
    me: &MemberId,
    entry: &NewRelayEntry,
    now: Timestamp,
) -> Result<(), Code> {
    must_be_open(relay, now)?;
    if last.map(|last| last.id) != entry.continues.as_ref() {
        return Err(Code::RelayMoved);
    }
    if relay.in_turn && last.is_some_and(|last| last.member == me) {
        return Err(Code::RelayTurn);
    }
    let said = last.map(|last| last.words);
    if follows(relay.rule, said, &entry.words) { Ok(()) } else { Err(Code::RelayMismatch) }
}

/// How many entries at the end go when one is taken back: it goes when nothing follows it, and with it those before it
/// that were taken back before, so that the last one can always be continued. None go when it only loses its words.
/// `hidden` says of each entry whether it was taken back, the last first; `at` is its place among them, from 0.
pub fn goes_with(is_open: bool, hidden: impl IntoIterator<Item = bool>, at: usize) -> usize {
    if !is_open || at > 0 {
        return 0;
    }
    1 + hidden.into_iter().skip(1).take_while(|hidden| *hidden).count()
}

fn words(wrong: &mut Wrong, rule: RelayRule, value: &str) {
    let before = wrong.len();
    text(wrong, "/words", value, 1, WORDS);
    if wrong.len() == before && rule == RelayRule::LastToFirst && first_letter(value).is_none() {
        wrong.push(("/words".to_owned(), "invalid".to_owned()));
    }
}

/// What is wrong with a relay to be begun.
pub fn check_new(relay: &NewRelay, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/title", &relay.title, 1, TITLE);
    words(&mut wrong, relay.rule, &relay.words);
    if let Some(most) = relay.most {
        number(&mut wrong, "/most", i64::from(most), i64::from(FEWEST), i64::from(MOST));
    }
    if relay.closes_at <= now {
        wrong.push(("/closes_at".to_owned(), "past".to_owned()));
    } else if relay.closes_at > now.plus_s(LONGEST_S) {
        wrong.push(("/closes_at".to_owned(), "out_of_range".to_owned()));
    }
    wrong
}

/// What is wrong with an entry on its own.
pub fn check_entry(rule: RelayRule, entry: &NewRelayEntry) -> Wrong {
    let mut wrong = Vec::new();
    words(&mut wrong, rule, &entry.words);
    wrong
}
