//! Classes and their rosters.

use contract::change::{ChangeKind, ChangeOp};
use contract::market::{CancelClass, Class, ClassBrief, ListingStep, MoveClass, NewClass, NewSeat, Seat};
use contract::{ClassId, Code, GroupId, Page, SeatId};
use domain::market::seat::{self, SeatState, SeatStep};
use domain::market::{check, cut_off};

use super::{line, step};
use crate::rules::fail::accepted;
use crate::rules::{Caller, Fail, Here, Outcome, Paging, Reading, Writing, referral};
use crate::secret::new_id;
use crate::store::{ClassRow, Cursor, ReadTx};

/// A class with its roster, as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: ClassRow, now: contract::Timestamp) -> Outcome<Class> {
    let mut seats = Vec::new();
    for seat in tx.seats(&row.brief.id).await? {
        let yours = seat.holder_id == here.me.public.id;
        // How it came to them is theirs to know, and of who runs the class.
        let from = seat.from.filter(|_| yours || here.runs_it());
        seats.push(Seat {
            yours,
            id: seat.id,
            holder: seat.holder,
            listing_id: seat.listing_id,
            passed_on_at: from.as_ref().map(|(_, at)| *at),
            from: match from {
                Some((member, _)) => tx.member(&member).await?.map(|m| m.public),
                None => None,
            },
        });
    }
    let line = tx.line(&row.brief.id, &here.me.public.id).await?;
    Ok(Class {
        cut_off_at: cut_off(row.brief.starts_at, here.group.policy.cut_off_s),
        brief: row.brief,
        group_id: row.group_id,
        seats,
        waiting: line.waiting,
        your_place: line.place,
        server_time: now,
    })
}

/// A group's classes that have not started, soonest first.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Class>> {
    let here = r.here(&group).await?;
    let mut items = Vec::new();
    for row in r.tx.classes(&group, r.now, paging.slice()).await? {
        let cursor = Cursor(row.brief.starts_at.0, row.n);
        items.push((cursor, view(&mut *r.tx, &here, row, r.now).await?));
    }
    r.page(items, paging).await
}

/// A class of a group that the caller is in.
pub(super) async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &ClassId) -> Outcome<(Here, ClassRow)> {
    let row = tx.class(id).await?.ok_or(Code::NotFound)?;
    Ok((Here::find(tx, caller, &row.group_id).await?, row))
}

/// A class as it is after a write.
pub(super) async fn again(w: &mut Writing, here: &Here, id: &ClassId) -> Outcome<Class> {
    let row = w.tx.class(id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, here, row, w.now).await
}

/// One class with its roster.
pub async fn get(r: &mut Reading, id: ClassId) -> Outcome<Class> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Makes a class; hosts only.
pub async fn create(w: &mut Writing, group: GroupId, command: NewClass) -> Outcome<Class> {
    let here = w.here(&group).await?;
    here.must_run_it()?;
    accepted(check::check_class(&command, w.now))?;
    let mut wrong = Vec::new();
    for (i, member) in command.roster.iter().enumerate() {
        if w.tx.member(member).await?.is_none_or(|m| m.group_id != group) {
            wrong.push((format!("/roster/{i}"), "invalid".to_owned()));
        }
    }
    if !wrong.is_empty() {
        return Err(Fail::fields(wrong));
    }
    let brief = ClassBrief {
        id: new_id::<ClassId>(),
        title: command.title.trim().to_owned(),
        coach: command.coach.trim().to_owned(),
        place: command.place.trim().to_owned(),
        starts_at: command.starts_at,
        duration_min: command.duration_min,
        face_value: command.face_value,
        capacity: command.capacity,
        seats_taken: 0,
        sequence: 0,
        moved_from: None,
        cancelled_at: None,
        notice: String::new(),
    };
    let id = brief.id.clone();
    w.tx.add_class(&ClassRow { n: 0, group_id: group.clone(), brief }).await?;
    for member in &command.roster {
        w.tx.add_seat(&new_id::<SeatId>(), &id, member).await?;
    }
    w.note_open(&group, ChangeKind::Class, ChangeOp::Created, id.as_str()).await?;
    again(w, &here, &id).await
}

/// Puts a member on the roster; hosts only.
pub async fn add_seat(w: &mut Writing, id: ClassId, command: NewSeat) -> Outcome<Class> {
    let (here, row) = to_change(w, &id).await?;
    let member = w.tx.member(&command.member_id).await?;
    if member.is_none_or(|m| m.group_id != row.group_id) {
        return Err(Fail::field("/member_id", "invalid"));
    }
    let has_seat = w.tx.seat_of(&id, &command.member_id).await?.is_some();
    let is_full = row.brief.seats_taken >= row.brief.capacity;
    seat::step(if has_seat || is_full { SeatState::Taken } else { SeatState::Empty }, SeatStep::Assign)?;
    w.tx.add_seat(&new_id::<SeatId>(), &id, &command.member_id).await?;
    step::has_seat(w, &here.group, &id, &command.member_id).await?;
    line::ask(w, &here.group, &id).await?;
    w.note_open(&row.group_id, ChangeKind::Class, ChangeOp::Updated, id.as_str()).await?;
    again(w, &here, &id).await
}

/// Moves a class; hosts only. Open listings move with it, and whoever claimed one is asked again.
pub async fn move_to(w: &mut Writing, id: ClassId, command: MoveClass) -> Outcome<Class> {
    let (here, mut row) = to_change(w, &id).await?;
    accepted(check::check_move(&command, w.now))?;
    let brief = &mut row.brief;
    if command.starts_at != brief.starts_at {
        brief.moved_from = Some(brief.starts_at);
    }
    brief.starts_at = command.starts_at;
    brief.duration_min = command.duration_min;
    brief.place = command.place.trim().to_owned();
    brief.notice = command.notice.trim().to_owned();
    changed(w, &here, row, ListingStep::Move).await?;
    again(w, &here, &id).await
}

/// Cancels a class; hosts only. What is open ends, what was held is free, nobody waits any more.
pub async fn cancel(w: &mut Writing, id: ClassId, command: CancelClass) -> Outcome<Class> {
    let (here, mut row) = to_change(w, &id).await?;
    accepted(check::check_cancel(&command))?;
    row.brief.cancelled_at = Some(w.now);
    row.brief.notice = command.notice.trim().to_owned();
    w.tx.end_line(&id).await?;
    changed(w, &here, row, ListingStep::CallOff).await?;
    again(w, &here, &id).await
}

/// A class that a host may still change.
async fn to_change(w: &mut Writing, id: &ClassId) -> Outcome<(Here, ClassRow)> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, id).await?;
    here.must_run_it()?;
    if row.brief.cancelled_at.is_some() {
        return Err(Code::ClassCancelled.into());
    }
    if w.now >= row.brief.starts_at {
        return Err(Code::ClassStarted.into());
    }
    Ok((here, row))
}

/// Writes a changed class down; its listings follow, those that were passed on in their history only.
async fn changed(w: &mut Writing, here: &Here, mut row: ClassRow, step: ListingStep) -> Outcome<()> {
    row.brief.sequence = row.brief.sequence.saturating_add(1);
    w.tx.set_class(&row).await?;
    let (group, id) = (&here.group, &row.brief.id);
    let expires_at = cut_off(row.brief.starts_at, group.policy.cut_off_s);
    for listing in w.tx.listings_of_class(id).await? {
        if listing.status.is_open() {
            w.tx.set_expiry(&listing.id, expires_at).await?;
        }
        // As it is now: what came before it in this loop may have offered it to the line.
        let fresh = w.tx.listing(&listing.id).await?.ok_or(Code::NotFound)?;
        step::follow(w, group, fresh, step, &here.me.public.id).await?;
        if step == ListingStep::CallOff {
            referral::undone(w, &group.id, listing.id.as_str()).await?;
        }
    }
    w.note_open(&group.id, ChangeKind::Class, ChangeOp::Updated, id.as_str()).await
}
