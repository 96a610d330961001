//! A chain as a table for who runs it: personas and what was typed, nothing else. Knows no file and no browser.

use contract::chain::{Chain, ChainEntry, EntryState};
use domain::file;

use crate::i18n::date_time;
use crate::i18n::k::chain as t;

/// The chain as comma-separated values, RFC 4180: a head, then a line for each entry.
pub fn as_csv(chain: &Chain, entries: &[ChainEntry]) -> String {
    let head = [
        t::csv_state(),
        t::csv_place(),
        t::csv_member(),
        t::csv_name(),
        t::csv_choice(),
        t::csv_count(),
        t::csv_note(),
        t::csv_time(),
    ];
    let lines = entries.iter().map(|entry| {
        let choice = entry.choice.and_then(|c| usize::try_from(c).ok()).and_then(|at| chain.choices.get(at));
        let state = match entry.state {
            EntryState::In => t::mine_in(),
            EntryState::Waiting => t::csv_waiting(),
        };
        let member =
            entry.member.as_ref().map_or_else(|| t::gone().to_owned(), |m| m.persona.nickname.clone());
        [
            state.to_owned(),
            entry.place.to_string(),
            member,
            entry.name.clone(),
            choice.map(|c| c.label.clone()).unwrap_or_default(),
            entry.count.to_string(),
            entry.note.clone(),
            date_time(entry.entered_at.0),
        ]
    });
    file::csv(head, lines)
}

/// The file's name: the title without what file systems do not take.
pub fn file_name(chain: &Chain) -> String {
    file::name(&chain.title, t::title(), "csv")
}
