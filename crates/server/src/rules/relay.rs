//! The relays themselves: beginning, looking, ending, deleting.

use contract::change::ChangeOp;
use contract::relay::{NewRelay, Relay, RelayEntry};
use contract::{Code, GroupId, RelayEntryId, RelayId, Timestamp};
use domain::chain::one_line;
use domain::relay::{RelayFacts, check_new, must_be_open, normal, state_at};

use super::carried::{announce, item, must_run, note};
use super::fail::accepted;
use super::{Caller, Here, Outcome, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{EntrySieve, ReadTx, RelayEntryRow, RelayRow, Slice};

pub mod entry;

/// Entries on a card.
const RECENT: u32 = 3;

fn facts(row: &RelayRow) -> RelayFacts {
    RelayFacts {
        rule: row.rule,
        in_turn: row.in_turn,
        most: row.most,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
    }
}

/// What of a relay `here.me` may read: what was said since they came, and while it is open what is to be continued.
fn sieve<'a>(here: &'a Here, row: &RelayRow) -> EntrySieve<'a> {
    EntrySieve { from: here.from(), me: &here.me.public.id, last: row.closed_at.is_none() }
}

fn entry_view(here: &Here, row: RelayEntryRow) -> RelayEntry {
    let taken_back = row.key.is_none();
    RelayEntry {
        id: row.id,
        member: row.member.filter(|_| !taken_back),
        yours: row.member_id == here.me.public.id,
        place: row.place,
        words: row.words,
        taken_back,
        entered_at: row.entered_at,
    }
}

/// A relay as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: RelayRow, now: Timestamp) -> Outcome<Relay> {
    let last = Slice { after: None, limit: RECENT };
    let recent = tx.relay_entries(&row.id, sieve(here, &row), last).await?;
    let entries = tx.last_relay_entry(&row.id).await?.map_or(0, |entry| entry.place);
    let maker = tx.member(&row.maker_id).await?.map(|m| m.public);
    Ok(Relay {
        maker,
        yours: row.maker_id == here.me.public.id,
        state: state_at(&facts(&row), now),
        id: row.id,
        group_id: row.group_id,
        title: row.title,
        rule: row.rule,
        in_turn: row.in_turn,
        no_repeats: row.no_repeats,
        most: row.most,
        entries,
        recent: recent.into_iter().rev().map(|entry| entry_view(here, entry)).collect(),
        opened_at: row.opened_at,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
        server_time: now,
    })
}

/// Finds a relay that the caller may see: an open one, a later one than their joining, or one that they wrote in.
async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &RelayId) -> Outcome<(Here, RelayRow)> {
    let row = tx.relay(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let visible = here.sees(item(&row)) || tx.is_in_relay(id, &here.me.public.id).await?;
    if visible { Ok((here, row)) } else { Err(Code::NotFound.into()) }
}

/// One relay.
pub async fn get(r: &mut Reading, id: RelayId) -> Outcome<Relay> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Begins a relay with its first entry; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewRelay) -> Outcome<Relay> {
    let here = w.here(&group).await?;
    accepted(check_new(&command, w.now))?;
    let me = here.me.public.id.clone();
    let row = RelayRow {
        id: new_id::<RelayId>(),
        group_id: group.clone(),
        maker_id: me.clone(),
        title: one_line(&command.title),
        rule: command.rule,
        in_turn: command.in_turn,
        no_repeats: command.no_repeats,
        most: command.most,
        opened_at: w.now,
        closes_at: command.closes_at,
        closed_at: None,
        pinned: false,
    };
    w.tx.add_relay(&row).await?;
    let first = RelayEntryRow {
        id: new_id::<RelayEntryId>(),
        relay_id: row.id.clone(),
        member_id: me.clone(),
        member: None,
        place: 1,
        key: Some(normal(&command.words)),
        words: one_line(&command.words),
        entered_at: w.now,
    };
    w.tx.add_relay_entry(&first).await?;
    w.wake_at(row.closes_at);
    announce(w, &row).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Ends a relay before its time; who began it, or a host.
pub async fn close(w: &mut Writing, id: RelayId) -> Outcome<Relay> {
    let caller = w.caller()?;
    let (here, mut row) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &row)?;
    must_be_open(&facts(&row), w.now)?;
    end(w, &row, w.now).await?;
    row.closed_at = Some(w.now);
    view(&mut *w.tx, &here, row, w.now).await
}

/// Deletes a relay whose post goes, with what was said in it.
pub(super) async fn erase(w: &mut Writing, id: &RelayId) -> Outcome<()> {
    let Some(row) = w.tx.relay(id).await? else { return Ok(()) };
    w.tx.drop_relay(id).await?;
    note(w, &row, ChangeOp::Deleted).await
}

/// Ends a relay: nobody continues it any more, and newcomers lose its post.
pub(super) async fn end(w: &mut Writing, row: &RelayRow, at: Timestamp) -> Outcome<()> {
    w.tx.close_relay(&row.id, at).await?;
    note(w, row, ChangeOp::Updated).await?;
    feed::close_offer(w, &row.group_id, row.id.as_str()).await
}
