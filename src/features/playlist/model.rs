//! What a playlist says, and who may do what: pure; no elements and no clock.

use contract::playlist::{Playlist, PlaylistRow};
use domain::address;
use domain::playlist::{MOST, may_take_out};

use crate::i18n::k::playlist as t;

/// So many rows are shown on a card until asked for.
pub const SHOWN: usize = 8;

/// How many rows, and who may add.
pub fn sub(list: &Playlist) -> String {
    let count = t::count(i64::try_from(list.rows.len()).unwrap_or(i64::MAX));
    t::dot(&count, if list.shared { t::open_to_all() } else { t::only_maker() })
}

/// Whether I may add a row, as far as the phone knows.
pub fn may_add(list: &Playlist) -> bool {
    (list.shared || list.yours) && list.rows.len() < MOST
}

/// Whether I may do something about a row: change my own, take out what I may.
pub fn may_touch(list: &Playlist, row: &PlaylistRow, runs: bool) -> bool {
    may_take_out(row.yours, list.yours, runs).is_ok()
}

/// Who added a row.
pub fn by(row: &PlaylistRow) -> String {
    match &row.member {
        _ if row.yours => t::by_you().to_owned(),
        Some(member) => t::by(&member.persona.nickname),
        None => t::by_someone().to_owned(),
    }
}

/// The address of a row that may be opened: whole, and its host spelled out.
pub fn opened(row: &PlaylistRow) -> Option<(String, String)> {
    let read = address::read(&row.address).ok()?;
    Some((read.whole.to_owned(), read.host))
}

/// The playlist as text for the chat: its name, every row, who may add, and the way in.
pub fn as_text(list: &Playlist, link: &str) -> String {
    let mut lines = vec![t::head(&list.title)];
    for (place, row) in (1..).map(|place: u32| place.to_string()).zip(&list.rows) {
        lines.push(match row.address.as_str() {
            "" => t::line(&place, &row.title),
            address => t::line_with(address, &place, &row.title),
        });
    }
    lines.push(sub(list));
    lines.push(link.to_owned());
    lines.join("\n")
}
