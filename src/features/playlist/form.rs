//! What is typed about a playlist and its rows: raw texts in, contract rows or an error per field out. The rules are
//! `domain::playlist`'s.

use contract::playlist::NewPlaylistRow;
use data::refusal;
use domain::playlist::check_row;
use loadable::{FieldNotice, Notice};

use crate::i18n::field_text;
use crate::i18n::k::{moment as m, playlist as t};

/// The rows of a text: one to a line, the address last, if there is one.
pub fn rows_of(text: &str) -> Vec<NewPlaylistRow> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(row_of).collect()
}

fn row_of(line: &str) -> NewPlaylistRow {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = last.contains("://");
    let title = if is_address { line.strip_suffix(last).unwrap_or(line).trim() } else { line };
    // A line that is an address alone is called as it.
    let title = if title.is_empty() { last.split("://").last().unwrap_or(last) } else { title };
    let title: String = title.chars().take(domain::playlist::ROW_TITLE).collect();
    NewPlaylistRow { title, address: if is_address { last.to_owned() } else { String::new() } }
}

/// The row that was typed.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field.
pub fn read_row(title: &str, address: &str) -> Result<NewPlaylistRow, Notice> {
    let row = NewPlaylistRow { title: title.trim().to_owned(), address: address.trim().to_owned() };
    let wrong = check_row(&row);
    if wrong.is_empty() { Ok(row) } else { Err(refusal(wrong)) }
}

/// The text for the code of one row's field.
pub fn error_text(code: &str) -> &'static str {
    match code {
        "taken" => t::wrong_taken(),
        "scheme" => m::wrong_scheme(),
        "host" => m::wrong_host(),
        code => field_text(code),
    }
}

/// What is wrong with the rows that were typed as one text: which line, and why.
pub fn rows_error(fields: &[FieldNotice]) -> Option<String> {
    fields.iter().find_map(|wrong| {
        let rest = wrong.field.strip_prefix("rows")?;
        let Some(at) = rest.split('/').nth(1).and_then(|at| at.parse::<usize>().ok()) else {
            return Some(t::wrong_many().to_owned());
        };
        Some(t::wrong_line(&(at + 1).to_string(), error_text(&wrong.code)))
    })
}
