//! What is typed about a relay: raw texts in, a contract command or an error per field out. The rules are
//! `domain::relay`'s.

use contract::relay::{NewRelay, NewRelayEntry, Relay, RelayRule};
use contract::{RelayEntryId, Timestamp};
use data::refusal;
use domain::relay::{check_entry, check_new, follows};
use domain::typed::count_of;
use loadable::Notice;

use super::model::last;
use crate::i18n::k::relay as t;
use crate::i18n::{field_text, parse_local};

/// The value of the rule of letters in its field.
pub const LETTERS: &str = "letters";

/// The form that begins one, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// What it is about.
    pub title: String,
    /// The first entry.
    pub words: String,
    /// The rule, as its choice says it.
    pub rule: String,
    /// Whether nobody writes twice in a row.
    pub in_turn: bool,
    /// Whether nothing is said twice.
    pub no_repeats: bool,
    /// The most entries; empty for no limit.
    pub most: String,
    /// When it ends, as a date field writes it.
    pub closes_at: String,
}

/// The command that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field.
pub fn read(raw: &Raw, now: Timestamp) -> Result<NewRelay, Notice> {
    let closes_at = match raw.closes_at.trim() {
        "" => Err("required"),
        text => parse_local(text).map(Timestamp).ok_or("invalid"),
    };
    let most = if raw.most.trim().is_empty() { Ok(None) } else { count_of(&raw.most).map(Some) };
    let relay = NewRelay {
        title: raw.title.trim().to_owned(),
        words: raw.words.trim().to_owned(),
        rule: if raw.rule == LETTERS { RelayRule::LastToFirst } else { RelayRule::Free },
        in_turn: raw.in_turn,
        no_repeats: raw.no_repeats,
        // What was not read is not judged: values that are right.
        most: most.unwrap_or(None),
        closes_at: closes_at.unwrap_or_else(|_| now.plus_s(60)),
    };
    let mut wrong = check_new(&relay, now);
    wrong.extend(most.err().map(|code| ("/most".to_owned(), code.to_owned())));
    wrong.extend(closes_at.err().map(|code| ("/closes_at".to_owned(), code.to_owned())));
    if wrong.is_empty() { Ok(relay) } else { Err(refusal(wrong)) }
}

/// The entry that was typed after `continues`, where it is the last one; what cannot be right is said before it is sent.
///
/// # Errors
/// The notice of a refused entry.
pub fn read_entry(
    relay: &Relay,
    words: &str,
    continues: Option<RelayEntryId>,
) -> Result<NewRelayEntry, Notice> {
    let entry = NewRelayEntry { continues, words: words.trim().to_owned() };
    let wrong = check_entry(relay.rule, &entry);
    if !wrong.is_empty() {
        return Err(refusal(wrong));
    }
    let said = last(relay).map(|last| last.words.as_str());
    if follows(relay.rule, said, &entry.words) { Ok(entry) } else { Err(Notice::new("relay_mismatch")) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        ("closes_at", "out_of_range") => t::wrong_closes(),
        ("most", "out_of_range" | "not_a_number") => t::wrong_most(),
        ("words", "invalid") => t::wrong_letters(),
        _ => field_text(code),
    }
}
