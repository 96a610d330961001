//! Events: announcing, looking, answering, changing, calling off. Each is one transaction and leaves the line settled:
//! nobody waits who could come.

use contract::change::ChangeOp;
use contract::event::{Event, NewEvent, Rsvp, SetRsvp};
use contract::{Code, EventId, GroupId, MemberId, Page, RsvpId, Timestamp};
use domain::chain::one_line;
use domain::event::{Answer, Comer, answer, check_answer, check_edit, check_new, moving_up, must_be_open};

mod view;

use view::{comers, facts, told, view};

use super::carried::{announce, item, must_run, note};
use super::fail::accepted;
use super::{Caller, Here, Outcome, Paging, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{Cursor, GroupEventRow, ReadTx, RsvpRow};

/// Finds an event that the caller may see: one that is not over, one that is younger than their joining, or their own.
async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &EventId) -> Outcome<(Here, GroupEventRow)> {
    let row = tx.event(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let me = &here.me.public.id;
    let visible = here.sees(item(&row))
        || row.maker_id == *me
        || tx.rsvps(id).await?.iter().any(|said| said.member_id == *me);
    if visible { Ok((here, row)) } else { Err(Code::NotFound.into()) }
}

/// Finds an event that the caller runs, and that has not begun.
async fn find_mine(w: &mut Writing, id: &EventId) -> Outcome<(Here, GroupEventRow)> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, id).await?;
    must_run(&here, &row)?;
    must_be_open(&facts(&row), w.now)?;
    Ok((here, row))
}

/// One event.
pub async fn get(r: &mut Reading, id: EventId) -> Outcome<Event> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Who comes, in order, then who waits.
pub async fn rsvps(r: &mut Reading, id: EventId, paging: Paging) -> Outcome<Page<Rsvp>> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    let line = r.tx.rsvps(&id).await?;
    let slice = paging.slice();
    let after = slice.rising();
    let items = told(&here, &row, line).into_iter();
    let items = items.filter(|(Cursor(rank, n), one)| one.people > 0 && (*rank, *n) > after);
    let items = items.take(usize::try_from(slice.limit).unwrap_or(usize::MAX)).collect();
    r.page(items, paging).await
}

/// Announces an event; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewEvent) -> Outcome<Event> {
    let here = w.here(&group).await?;
    accepted(check_new(&command, w.now))?;
    let me = here.me.public.id.clone();
    let row = GroupEventRow {
        id: new_id::<EventId>(),
        group_id: group.clone(),
        maker_id: me.clone(),
        title: one_line(&command.title),
        about: command.about.trim().to_owned(),
        place: one_line(&command.place),
        starts_at: command.starts_at,
        ends_at: command.ends_at,
        capacity: command.capacity,
        guests: command.guests,
        revision: 0,
        moved_at: None,
        opened_at: w.now,
        cancelled_at: None,
        closed_at: None,
        pinned: false,
    };
    w.tx.add_event(&row).await?;
    w.wake_at(row.ends_at);
    announce(w, &row).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Changes an event that has not begun. A change of time or place is told to who answered before it.
pub async fn edit(w: &mut Writing, id: EventId, command: NewEvent) -> Outcome<Event> {
    let (here, mut row) = find_mine(w, &id).await?;
    accepted(check_edit(&comers(&w.tx.rsvps(&id).await?), &command, w.now))?;
    let (title, place) = (one_line(&command.title), one_line(&command.place));
    let moves = (row.starts_at, row.ends_at, &row.place) != (command.starts_at, command.ends_at, &place);
    if moves {
        row.revision = row.revision.saturating_add(1);
        row.moved_at = Some(w.now);
    }
    let renamed = row.title != title;
    (row.title, row.place) = (title, place);
    row.about = command.about.trim().to_owned();
    (row.starts_at, row.ends_at) = (command.starts_at, command.ends_at);
    (row.capacity, row.guests) = (command.capacity, command.guests);
    w.tx.set_event(&row).await?;
    w.wake_at(row.ends_at);
    if renamed {
        feed::rename_offer(w, &row.group_id, row.id.as_str(), &row.title).await?;
    }
    settled(w, &here, row).await
}

/// Says whether the caller comes, instead of what they said before.
pub async fn set_rsvp(w: &mut Writing, id: EventId, command: SetRsvp) -> Outcome<Event> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    let facts = facts(&row);
    let (mine, others): (Vec<_>, Vec<_>) =
        w.tx.rsvps(&id).await?.into_iter().partition(|said| said.member_id == here.me.public.id);
    let mine = mine.into_iter().next();
    let coming = mine.as_ref().filter(|said| said.people > 0);
    let had = coming.map(|said| Comer { people: said.people, waiting: said.waiting });
    let becomes = answer(&facts, &comers(&others), had, &command, w.now)?;
    accepted(check_answer(&facts, &command))?;
    let now = RsvpRow {
        id: mine.as_ref().map_or_else(new_id::<RsvpId>, |said| said.id.clone()),
        event_id: id,
        member_id: here.me.public.id.clone(),
        member: None,
        people: command.people,
        waiting: matches!(becomes, Answer::WaitOn | Answer::WaitLast),
        queue: 0,
        answered_at: w.now,
    };
    // Who changes their mind comes back at the end of the line.
    let stays = matches!((becomes, had), (Answer::In | Answer::WaitOn | Answer::Out, Some(_)));
    if stays {
        w.tx.set_rsvp(&now).await?;
    } else {
        w.tx.drop_rsvp(&now.id).await?;
        w.tx.add_rsvp(&now).await?;
    }
    settled(w, &here, row).await
}

/// Calls an event off.
pub async fn cancel(w: &mut Writing, id: EventId) -> Outcome<Event> {
    let (here, row) = find_mine(w, &id).await?;
    let row = end(w, row, true, w.now).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Ends an event, by its time or because it is called off: newcomers lose its post.
pub(super) async fn end(
    w: &mut Writing,
    mut row: GroupEventRow,
    cancelled: bool,
    at: Timestamp,
) -> Outcome<GroupEventRow> {
    // While it is seen by all: those who lose it hear of it, too.
    note(w, &row, ChangeOp::Updated).await?;
    row.closed_at = Some(at);
    row.cancelled_at = cancelled.then_some(at);
    w.tx.set_event(&row).await?;
    feed::close_offer(w, &row.group_id, row.id.as_str()).await?;
    Ok(row)
}

/// Deletes an event whose post goes, with what was said to it.
pub(super) async fn erase(w: &mut Writing, id: &EventId) -> Outcome<()> {
    let Some(row) = w.tx.event(id).await? else { return Ok(()) };
    w.tx.drop_event(id).await?;
    note(w, &row, ChangeOp::Deleted).await
}

/// Takes back what somebody who leaves said to events that are not over.
pub(super) async fn withdraw_all(w: &mut Writing, member: &MemberId) -> Outcome<()> {
    for row in w.tx.open_events_of(member).await? {
        for said in w.tx.rsvps(&row.id).await?.iter().filter(|said| said.member_id == *member) {
            w.tx.drop_rsvp(&said.id).await?;
        }
        // Once it has begun who comes stays as it is: who waits could not even say no any more.
        if must_be_open(&facts(&row), w.now).is_ok() {
            promote(w, &row).await?;
        }
        note(w, &row, ChangeOp::Updated).await?;
    }
    Ok(())
}

/// Lets in who waits and has room now, the first first.
async fn promote(w: &mut Writing, event: &GroupEventRow) -> Outcome<()> {
    let line = w.tx.rsvps(&event.id).await?;
    let moving = moving_up(&facts(event), &comers(&line));
    for (_, mut said) in line.into_iter().enumerate().filter(|(at, _)| moving.contains(at)) {
        said.waiting = false;
        w.tx.set_rsvp(&said).await?;
    }
    Ok(())
}

/// What follows every change of the line.
async fn settled(w: &mut Writing, here: &Here, row: GroupEventRow) -> Outcome<Event> {
    if must_be_open(&facts(&row), w.now).is_ok() {
        promote(w, &row).await?;
    }
    note(w, &row, ChangeOp::Updated).await?;
    view(&mut *w.tx, here, row, w.now).await
}
