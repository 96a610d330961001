//! A chain as a table for who runs it: personas and what was typed, nothing else. Knows no file and no browser.
//!
//! What members typed is opened in spreadsheets, where a cell that begins like a formula is one: such cells get an
//! apostrophe, which spreadsheets take for "this is text".

use contract::chain::{Chain, ChainEntry, EntryState};

use crate::i18n::date_time;
use crate::i18n::k::chain as t;

/// A byte order mark: without it spreadsheets take the file for another character set.
const MARK: char = '\u{feff}';

fn cell(text: &str) -> String {
    // Also behind spaces, quotes and full-width signs: programs differ in what they skip.
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\u{feff}');
    let formula = bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%'])
        || text.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",")
}

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
    let mut lines = vec![line(&head.map(str::to_owned))];
    for entry in entries {
        let choice = entry.choice.and_then(|c| usize::try_from(c).ok()).and_then(|at| chain.choices.get(at));
        let state = match entry.state {
            EntryState::In => t::mine_in(),
            EntryState::Waiting => t::csv_waiting(),
        };
        let member =
            entry.member.as_ref().map_or_else(|| t::gone().to_owned(), |m| m.persona.nickname.clone());
        lines.push(line(&[
            state.to_owned(),
            entry.place.to_string(),
            member,
            entry.name.clone(),
            choice.map(|c| c.label.clone()).unwrap_or_default(),
            entry.count.to_string(),
            entry.note.clone(),
            date_time(entry.entered_at.0),
        ]));
    }
    format!("{MARK}{}\r\n", lines.join("\r\n"))
}

/// The file's name: the title without what file systems do not take.
pub fn file_name(chain: &Chain) -> String {
    let plain = |c: char| if c.is_control() || "\\/:*?\"<>|.".contains(c) { ' ' } else { c };
    let name: String = chain.title.chars().map(plain).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}.csv", if name.is_empty() { t::title() } else { &name })
}
