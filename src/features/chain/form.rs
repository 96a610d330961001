//! What is typed about an entry: raw texts in, a contract command or an error per field out.
//!
//! The rules are `domain::chain`'s; this only reads what was typed and finds the field again.

mod list;

pub use list::{RawChain, RawChoice, error_text, read_edit, read_new};

use contract::chain::{Chain, EditEntry, NewEntry};
use data::refusal;
use domain::chain::check_entry;
use loadable::Notice;

use super::model::rules;

/// An entry, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// For whom, or the name that is asked for.
    pub name: String,
    /// The choice's place in the list, as a radio button says it; empty for none.
    pub choice: String,
    /// Places.
    pub count: u32,
    /// A note.
    pub note: String,
}

/// The entry that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named as the server names them.
pub fn read(chain: &Chain, raw: &Raw, proxy: bool, wait: bool) -> Result<NewEntry, Notice> {
    let entry = NewEntry {
        proxy,
        name: raw.name.trim().to_owned(),
        choice: raw.choice.parse().ok(),
        count: raw.count,
        note: raw.note.trim().to_owned(),
        wait,
    };
    let wrong = check_entry(&rules(chain), &entry);
    if wrong.is_empty() { Ok(entry) } else { Err(refusal(wrong)) }
}

/// The same as a change.
pub fn as_edit(entry: NewEntry) -> EditEntry {
    let NewEntry { name, choice, count, note, .. } = entry;
    EditEntry { name, choice, count, note }
}
