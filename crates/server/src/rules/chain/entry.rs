//! The entries of a chain: entering, changing, taking back, and who moves up. Each leaves the line settled: nobody
//! waits who could be in.

use contract::chain::{Chain, ChainEntry, EditEntry, EntryState, NewEntry};
use contract::change::ChangeOp;
use contract::{ChainId, Code, EntryId, MemberId, Page};
use domain::chain::{
    Want, check_entry, has_room, keeps_its_place, may_enter, may_swap, must_be_open, one_line, promoted,
};
use domain::history::Item;

use super::list::{accepted, facts, find, number, rows, view};
use crate::rules::carried::note;
use crate::rules::{Here, Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{ChainRow, Cursor, EntryRow};

/// Entries as `here.me` sees them, those that are in first, each with its place.
pub(super) fn views(here: &Here, entries: Vec<EntryRow>) -> Vec<ChainEntry> {
    let (waiting, placed): (Vec<_>, Vec<_>) = entries.into_iter().partition(|e| e.waiting);
    let each = |entries: Vec<EntryRow>| {
        entries.into_iter().enumerate().map(|(at, row)| one(here, row, number(at + 1))).collect::<Vec<_>>()
    };
    let mut all = each(placed);
    all.extend(each(waiting));
    all
}

/// Whether a reader has to do with an entry: while a chain is open it is needed to act, whatever its age; afterwards it is
/// a message like others. Sums stay.
pub(super) fn is_needed(here: &Here, chain: &ChainRow, entry: &EntryRow) -> bool {
    let talk = Item { created_at: entry.entered_at, pinned: false, actionable: false };
    chain.closed_at.is_none() || entry.member_id == here.me.public.id || here.sees(talk)
}

fn one(here: &Here, row: EntryRow, place: u32) -> ChainEntry {
    let yours = row.member_id == here.me.public.id;
    // Who is in is needed to act; what was said of it before I came is talk.
    let talk = Item { created_at: row.entered_at, pinned: false, actionable: false };
    let note = if yours || here.sees(talk) { row.note } else { String::new() };
    ChainEntry {
        id: row.id,
        member: row.member,
        yours,
        proxy: row.proxy,
        name: row.name,
        choice: row.choice,
        count: row.count,
        note,
        state: if row.waiting { EntryState::Waiting } else { EntryState::In },
        place,
        entered_at: row.entered_at,
    }
}

/// A chain's entries: those that are in, then those that wait, each in order.
pub async fn list(r: &mut Reading, chain: ChainId, paging: Paging) -> Outcome<Page<ChainEntry>> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &chain).await?;
    let mut entries = r.tx.entries(&row.id).await?;
    entries.sort_by_key(|e| (e.waiting, e.queue));
    let needed: Vec<bool> = entries.iter().map(|entry| is_needed(&here, &row, entry)).collect();
    let cursors: Vec<Cursor> = entries.iter().map(|e| Cursor(i64::from(e.waiting), e.queue)).collect();
    let slice = paging.slice();
    let after = slice.rising();
    // Each keeps its place in the line, whoever of the others is shown.
    let items = needed.into_iter().zip(cursors.into_iter().zip(views(&here, entries)));
    let items = items.filter(|(needed, _)| *needed).map(|(_, item)| item);
    let rest = items.filter(|(Cursor(key, n), _)| (*key, *n) > after);
    let items = rest.take(usize::try_from(slice.limit).unwrap_or(usize::MAX)).collect();
    r.page(items, paging).await
}

/// Lets in who waits and can be in now, the first first.
pub(super) async fn promote(w: &mut Writing, chain: &ChainRow) -> Outcome<()> {
    let entries = w.tx.entries(&chain.id).await?;
    let moving = promoted(&facts(chain).places, &rows(&entries));
    for (_, mut entry) in entries.into_iter().enumerate().filter(|(at, _)| moving.contains(at)) {
        entry.waiting = false;
        w.tx.set_entry(&entry).await?;
    }
    Ok(())
}

/// What follows every change of the line.
async fn settled(w: &mut Writing, here: &Here, chain: ChainRow) -> Outcome<Chain> {
    promote(w, &chain).await?;
    note(w, &chain, ChangeOp::Updated).await?;
    view(&mut *w.tx, here, chain, w.now).await
}

/// Enters a chain, oneself or somebody else.
pub async fn create(w: &mut Writing, chain: ChainId, command: NewEntry) -> Outcome<Chain> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &chain).await?;
    let me = &here.me.public.id;
    let entries = w.tx.entries(&chain).await?;
    let mine = || entries.iter().filter(|e| e.member_id == *me);
    let facts = facts(&row);
    let for_others = number(mine().filter(|e| e.proxy).count());
    may_enter(&facts, command.proxy, mine().any(|e| !e.proxy), for_others, w.now)?;
    accepted(check_entry(&facts, &command))?;
    let want = Want { choice: command.choice, count: command.count };
    let room = has_room(&facts.places, &rows(&entries), want);
    if !room && !command.wait {
        return Err(Code::ChainFull.into());
    }
    let entry = EntryRow {
        id: new_id::<EntryId>(),
        chain_id: chain,
        member_id: me.clone(),
        member: None,
        proxy: command.proxy,
        name: one_line(&command.name),
        choice: command.choice,
        count: command.count,
        note: one_line(&command.note),
        waiting: !room,
        queue: 0,
        entered_at: w.now,
    };
    w.tx.add_entry(&entry).await?;
    settled(w, &here, row).await
}

/// Finds an entry of the caller's own in a chain that is open.
async fn own(w: &mut Writing, id: &EntryId) -> Outcome<(Here, ChainRow, EntryRow)> {
    let caller = w.caller()?;
    let entry = w.tx.entry(id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &entry.chain_id).await?;
    if entry.member_id != here.me.public.id {
        return Err(Code::NotYours.into());
    }
    must_be_open(&facts(&row), w.now)?;
    Ok((here, row, entry))
}

/// Changes an entry of mine.
pub async fn edit(w: &mut Writing, id: EntryId, command: EditEntry) -> Outcome<Chain> {
    let (here, row, mut entry) = own(w, &id).await?;
    let facts = facts(&row);
    let EditEntry { name, choice, count, note } = command;
    let asked = NewEntry { proxy: entry.proxy, name, choice, count, note, wait: entry.waiting };
    accepted(check_entry(&facts, &asked))?;
    let had = Want { choice: entry.choice, count: entry.count };
    let want = Want { choice, count };
    if entry.waiting {
        if !keeps_its_place(had, want) {
            w.tx.requeue_entry(&id).await?;
        }
    } else {
        let mut others = w.tx.entries(&row.id).await?;
        others.retain(|other| other.id != id);
        if !may_swap(&facts.places, &rows(&others), had, want) {
            return Err(Code::ChainFull.into());
        }
    }
    entry.name = one_line(&asked.name);
    entry.note = one_line(&asked.note);
    (entry.choice, entry.count) = (choice, count);
    w.tx.set_entry(&entry).await?;
    settled(w, &here, row).await
}

/// Takes an entry of mine back.
pub async fn withdraw(w: &mut Writing, id: EntryId) -> Outcome<Chain> {
    let (here, row, entry) = own(w, &id).await?;
    w.tx.drop_entry(&entry.id).await?;
    settled(w, &here, row).await
}

/// Takes back whatever somebody who leaves has in open chains; what they typed into closed ones is erased.
pub(in crate::rules) async fn withdraw_all(w: &mut Writing, member: &MemberId) -> Outcome<()> {
    for row in w.tx.open_chains_of(member).await? {
        for entry in w.tx.entries(&row.id).await?.iter().filter(|e| e.member_id == *member) {
            w.tx.drop_entry(&entry.id).await?;
        }
        promote(w, &row).await?;
        note(w, &row, ChangeOp::Updated).await?;
    }
    w.tx.erase_entry_words(member).await?;
    Ok(())
}
