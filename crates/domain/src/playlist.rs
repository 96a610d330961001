//! Playlists: who adds, what is in a list already, who takes out (product rules, section 2).

use contract::playlist::{EditPlaylist, NewPlaylist, NewPlaylistRow};
use contract::{Code, Timestamp};

use crate::address;
use crate::limits::{Wrong, line};
use crate::moment::{TITLE, check_post};
use crate::talk::{Written, may_edit};

/// Longest title of a row, in characters.
pub const ROW_TITLE: usize = 80;
/// Most rows of a list.
pub const MOST: usize = 100;
/// Most rows that a list begins with.
pub const MOST_AT_FIRST: usize = 50;

fn row_at(wrong: &mut Wrong, base: &str, row: &NewPlaylistRow) {
    line(wrong, &format!("{base}/title"), &row.title, ROW_TITLE);
    if let Err(code) = address::read(&row.address)
        && !row.address.trim().is_empty()
    {
        wrong.push((format!("{base}/address"), code.to_owned()));
    }
}

/// What is wrong with a row on its own.
pub fn check_row(row: &NewPlaylistRow) -> Wrong {
    let mut wrong = Vec::new();
    row_at(&mut wrong, "", row);
    wrong
}

/// What is wrong with a playlist to be made.
pub fn check_new(list: &NewPlaylist) -> Wrong {
    let mut wrong = check_post(&list.post);
    line(&mut wrong, "/title", &list.title, TITLE);
    if list.rows.len() > MOST_AT_FIRST {
        wrong.push(("/rows".to_owned(), "out_of_range".to_owned()));
    }
    for (at, row) in list.rows.iter().enumerate().take(MOST_AT_FIRST) {
        let before = wrong.len();
        row_at(&mut wrong, &format!("/rows/{at}"), row);
        if wrong.len() == before && list.rows.iter().take(at).any(|other| sameness(other) == sameness(row)) {
            wrong.push((format!("/rows/{at}/title"), "taken".to_owned()));
        }
    }
    wrong
}

/// What is wrong with changes to a playlist.
pub fn check_edit(edit: &EditPlaylist) -> Wrong {
    let mut wrong = Vec::new();
    line(&mut wrong, "/title", &edit.title, TITLE);
    wrong
}

/// What two rows have in common of which a list has one: the page they lead to; without one, their title.
pub fn sameness(row: &NewPlaylistRow) -> String {
    if row.address.trim().is_empty() {
        let words: Vec<&str> = row.title.split_whitespace().collect();
        return format!("t:{}", words.join(" ").to_lowercase());
    }
    format!("a:{}", address::sameness(&row.address))
}

/// The field that says that a row is in the list already.
pub fn field_of_sameness(row: &NewPlaylistRow) -> &'static str {
    if row.address.trim().is_empty() { "/title" } else { "/address" }
}

/// Whether a row may be added to a list of `count`.
///
/// # Errors
/// [`Code::PlaylistClosed`] for all but who made it, unless it is shared; [`Code::PlaylistFull`].
pub fn may_add(shared: bool, yours: bool, count: usize) -> Result<(), Code> {
    match (shared || yours, count < MOST) {
        (true, true) => Ok(()),
        (true, false) => Err(Code::PlaylistFull),
        (false, _) => Err(Code::PlaylistClosed),
    }
}

/// Whether a row may be taken out: by who added it, who made the list, and hosts.
///
/// # Errors
/// [`Code::NotYours`].
pub fn may_take_out(row_yours: bool, list_yours: bool, runs_the_group: bool) -> Result<(), Code> {
    if row_yours || list_yours || runs_the_group { Ok(()) } else { Err(Code::NotYours) }
}

/// Whether a list may be changed: by who made it, at any time whether it is shared, its name for as long as words may be.
///
/// # Errors
/// [`Code::NotYours`], [`Code::EditClosed`].
pub fn may_change(made_at: Timestamp, yours: bool, renames: bool, now: Timestamp) -> Result<(), Code> {
    let name = Written { at: made_at, own: yours, is_offer: false, confirmed: false };
    match may_edit(name, now) {
        Err(Code::EditClosed) if !renames => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talk::EDIT_S;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn row(title: &str, address: &str) -> NewPlaylistRow {
        NewPlaylistRow { title: title.into(), address: address.into() }
    }

    #[test]
    fn what_a_row_and_a_list_may_say() {
        let codes = |wrong: Wrong| wrong.into_iter().map(|(p, c)| p + " " + &c).collect::<Vec<_>>();
        assert_eq!(codes(check_row(&row("歌", ""))), Vec::<String>::new());
        assert_eq!(codes(check_row(&row("", "ftp://a.org"))), ["/title required", "/address scheme"]);
        let list =
            |rows: Vec<NewPlaylistRow>| NewPlaylist { title: "单".into(), rows, ..NewPlaylist::default() };
        assert_eq!(codes(check_new(&list(vec![row("A  b", ""), row("a B", "")]))), ["/rows/1/title taken"]);
        let many: Vec<_> = (0..=MOST_AT_FIRST).map(|at| row(&at.to_string(), "")).collect();
        assert_eq!(codes(check_new(&list(many))), ["/rows out_of_range"]);
    }

    proptest! {
        /// Members add in any order: no page and no title is in a list twice, and only who may adds.
        #[test]
        fn nothing_is_in_a_list_twice(
            tries in proptest::collection::vec((0_u8..3, "[ab]{1}( [AB]{1})?", prop::option::of("[xy]")), 0..150),
            shared: bool,
        ) {
            let mut rows: Vec<(u8, NewPlaylistRow)> = Vec::new();
            for (member, title, page) in tries {
                let address = page.map(|page| format!("https://example.org/{page}")).unwrap_or_default();
                let new = row(&title, &address);
                let is_new = rows.iter().all(|(_, row)| sameness(row) != sameness(&new));
                if may_add(shared, member == 0, rows.len()).is_ok() && is_new {
                    rows.push((member, new));
                }
            }
            let distinct: BTreeSet<String> = rows.iter().map(|(_, row)| sameness(row)).collect();
            prop_assert_eq!(distinct.len(), rows.len());
            prop_assert!(shared || rows.iter().all(|(member, _)| *member == 0));
            prop_assert!(rows.len() <= MOST);
        }

        #[test]
        fn only_its_maker_changes_a_list_and_renames_it_for_a_day(
            yours: bool, renames: bool, age in 0_i64..200_000,
        ) {
            let may = may_change(Timestamp(0), yours, renames, Timestamp(0).plus_s(age));
            prop_assert_eq!(may.is_ok(), yours && (!renames || age < EDIT_S));
        }
    }
}
