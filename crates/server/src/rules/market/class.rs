//! Classes and their rosters.

use contract::change::{ChangeKind, ChangeOp};
use contract::market::{Class, ClassBrief, NewClass, NewSeat, Seat};
use contract::{ClassId, Code, GroupId, Page, SeatId};
use domain::market::cut_off;

use crate::rules::Here;
use crate::rules::fail::accepted;
use crate::rules::{Fail, Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{ClassRow, Cursor, ReadTx};

/// A class with its roster, as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: ClassRow, now: contract::Timestamp) -> Outcome<Class> {
    let seats = tx
        .seats(&row.brief.id)
        .await?
        .into_iter()
        .map(|seat| Seat {
            yours: seat.holder_id == here.me.public.id,
            id: seat.id,
            holder: seat.holder,
            listing_id: seat.listing_id,
        })
        .collect();
    Ok(Class {
        cut_off_at: cut_off(row.brief.starts_at, here.group.policy.cut_off_s),
        brief: row.brief,
        group_id: row.group_id,
        seats,
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

/// One class with its roster.
pub async fn get(r: &mut Reading, id: ClassId) -> Outcome<Class> {
    r.caller()?;
    let row = r.tx.class(&id).await?.ok_or(Code::NotFound)?;
    let here = r.here(&row.group_id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Makes a class; hosts only.
pub async fn create(w: &mut Writing, group: GroupId, command: NewClass) -> Outcome<Class> {
    let here = w.here(&group).await?;
    here.must_run_it()?;
    accepted(domain::limits::check_class(&command, w.now))?;
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
    };
    let id = brief.id.clone();
    w.tx.add_class(&ClassRow { n: 0, group_id: group.clone(), brief }).await?;
    for member in &command.roster {
        w.tx.add_seat(&new_id::<SeatId>(), &id, member).await?;
    }
    w.note_open(&group, ChangeKind::Class, ChangeOp::Created, id.as_str()).await?;
    let row = w.tx.class(&id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Puts a member on the roster; hosts only.
pub async fn add_seat(w: &mut Writing, id: ClassId, command: NewSeat) -> Outcome<Class> {
    w.caller()?;
    let row = w.tx.class(&id).await?.ok_or(Code::NotFound)?;
    let here = w.here(&row.group_id).await?;
    here.must_run_it()?;
    let member = w.tx.member(&command.member_id).await?;
    if member.is_none_or(|m| m.group_id != row.group_id) {
        return Err(Fail::field("/member_id", "invalid"));
    }
    if w.now >= row.brief.starts_at {
        return Err(Code::ClassStarted.into());
    }
    let has_seat = w.tx.seat_of(&id, &command.member_id).await?.is_some();
    if has_seat || row.brief.seats_taken >= row.brief.capacity {
        return Err(Code::SeatTaken.into());
    }
    w.tx.add_seat(&new_id::<SeatId>(), &id, &command.member_id).await?;
    w.note_open(&row.group_id, ChangeKind::Class, ChangeOp::Updated, id.as_str()).await?;
    let row = w.tx.class(&id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}
