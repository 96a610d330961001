//! The entries of a relay: continuing the last one, and taking one back. Each is one transaction, so of two who continue
//! the same entry exactly one does.

use contract::change::ChangeOp;
use contract::relay::{NewRelayEntry, Relay, RelayEntry};
use contract::{Code, Page, RelayEntryId, RelayId};
use domain::chain::one_line;
use domain::relay::{LastEntry, check_entry, goes_with, is_full, may_continue, must_be_open, normal};

use super::{end, entry_view, facts, find, sieve, view};
use crate::rules::carried::note;
use crate::rules::fail::accepted;
use crate::rules::{Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{Cursor, RelayEntryRow};

/// A relay's entries, the last first.
pub async fn list(r: &mut Reading, id: RelayId, paging: Paging) -> Outcome<Page<RelayEntry>> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    let rows = r.tx.relay_entries(&id, sieve(&here, &row), paging.slice()).await?;
    let items = rows.into_iter().map(|row| (Cursor(0, i64::from(row.place)), entry_view(&here, row)));
    r.page(items.collect(), paging).await
}

/// Continues the last entry, if it is the one that is named.
pub async fn create(w: &mut Writing, id: RelayId, command: NewRelayEntry) -> Outcome<Relay> {
    let caller = w.caller()?;
    let (here, mut row) = find(&mut *w.tx, &caller, &id).await?;
    let facts = facts(&row);
    must_be_open(&facts, w.now)?;
    accepted(check_entry(row.rule, &command))?;
    let me = here.me.public.id.clone();
    let before = w.tx.last_relay_entry(&id).await?;
    let last = before.as_ref().map(|e| LastEntry { id: &e.id, member: &e.member_id, words: &e.words });
    may_continue(&facts, last, &me, &command, w.now)?;
    let key = normal(&command.words);
    if row.no_repeats && w.tx.was_said(&id, &key).await? {
        return Err(Code::RelayRepeated.into());
    }
    let entry = RelayEntryRow {
        id: new_id::<RelayEntryId>(),
        relay_id: id,
        member_id: me,
        member: None,
        place: before.map_or(1, |before| before.place.saturating_add(1)),
        words: one_line(&command.words),
        key: Some(key),
        entered_at: w.now,
    };
    w.tx.add_relay_entry(&entry).await?;
    if is_full(&facts, entry.place) {
        end(w, &row, w.now).await?;
        row.closed_at = Some(w.now);
    } else {
        note(w, &row, ChangeOp::Updated).await?;
    }
    view(&mut *w.tx, &here, row, w.now).await
}

/// Takes an entry back; who wrote it, or a host.
pub async fn take_back(w: &mut Writing, id: RelayEntryId) -> Outcome<Relay> {
    let caller = w.caller()?;
    let entry = w.tx.relay_entry(&id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &entry.relay_id).await?;
    if entry.member_id != here.me.public.id {
        here.must_run_it()?;
    }
    if entry.key.is_some() {
        let is_open = must_be_open(&facts(&row), w.now).is_ok();
        let hidden = w.tx.taken_back_entries(&row.id).await?;
        let last = u32::try_from(hidden.len()).unwrap_or(u32::MAX);
        let after = usize::try_from(last.saturating_sub(entry.place)).unwrap_or(usize::MAX);
        let going = u32::try_from(goes_with(is_open, hidden, after)).unwrap_or(u32::MAX);
        if going > 0 {
            w.tx.cut_relay(&row.id, last.saturating_sub(going).saturating_add(1)).await?;
        } else {
            w.tx.hide_relay_entry(&id).await?;
        }
        note(w, &row, ChangeOp::Updated).await?;
    }
    view(&mut *w.tx, &here, row, w.now).await
}
