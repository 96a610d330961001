//! Listings: offering a seat, and every step until it changed hands or not.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::Attachment;
use contract::market::{Listing, ListingEvent, ListingRole, ListingStep, NewListing};
use contract::{Code, FieldError, GroupId, ListingId, MemberId, Page, Problem, Timestamp};
use domain::history::Item;
use domain::market::{Status, Terms, apply, cut_off, may_list, next_due};

use crate::rules::Here;
use crate::rules::fail::accepted;
use crate::rules::{Fail, Outcome, Paging, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{Cursor, EventRow, GroupRow, ListingRow, ReadTx};

/// What does not change in the life of a listing.
pub(in crate::rules) fn terms(group: &GroupRow, row: &ListingRow) -> Terms<MemberId> {
    Terms {
        seller: row.seller_id.clone(),
        expires_at: row.expires_at,
        hold_s: group.policy.hold_s,
        auto_confirm: row.auto_confirm,
    }
}

/// A listing as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: ListingRow, now: Timestamp) -> Outcome<Listing> {
    let me = &here.me.public.id;
    let events = tx.listing_events(&row.id).await?;
    let claimant_id = match &row.status {
        Status::Held { by, .. } => Some(by),
        Status::Transferred { to } => Some(to),
        Status::Available | Status::Cancelled | Status::Expired => None,
    };
    let you = if row.seller_id == *me {
        ListingRole::Seller
    } else if claimant_id == Some(me) {
        ListingRole::Claimant
    } else {
        ListingRole::Onlooker
    };
    let tells_claimant = here.runs_it() || you != ListingRole::Onlooker;
    let ever_claimed = events.iter().any(|e| e.by.as_ref() == Some(me));
    let mut history = Vec::new();
    if tells_claimant || ever_claimed {
        for event in events {
            let by = match &event.by {
                Some(by) => tx.member(by).await?.map(|m| m.public),
                None => None,
            };
            history.push(ListingEvent { step: event.step, by, at: event.at });
        }
    }
    let claimant = match claimant_id {
        Some(id) if tells_claimant => tx.member(id).await?.map(|m| m.public),
        _ => None,
    };
    let held_until = match row.status {
        Status::Held { until, .. } => Some(until),
        _ => None,
    };
    Ok(Listing {
        class: tx.class(&row.class_id).await?.ok_or(Code::NotFound)?.brief,
        seller: tx.member(&row.seller_id).await?.map(|m| m.public),
        id: row.id,
        group_id: row.group_id,
        seat_id: row.seat_id,
        claimant,
        you,
        state: row.status.state(),
        held_until,
        asking: row.asking,
        note: row.note,
        auto_confirm: row.auto_confirm,
        listed_at: row.listed_at,
        expires_at: row.expires_at,
        history,
        server_time: now,
    })
}

/// What the history rule needs to know of a listing: its closing is news of that moment.
fn item(row: &ListingRow) -> Item {
    let created_at = row.closed_at.unwrap_or(row.listed_at);
    Item { created_at, pinned: false, actionable: row.status.is_open() }
}

fn is_mine(row: &ListingRow, me: &MemberId) -> bool {
    row.seller_id == *me || matches!(&row.status, Status::Transferred { to } if to == me)
}

/// Finds a listing that the caller may see.
async fn find(
    tx: &mut dyn ReadTx,
    caller: &crate::rules::Caller,
    id: &ListingId,
) -> Outcome<(Here, ListingRow)> {
    let row = tx.listing(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    if here.sees(item(&row)) || is_mine(&row, &here.me.public.id) {
        Ok((here, row))
    } else {
        Err(Code::NotFound.into())
    }
}

/// A group's listings: open ones first, then the latest.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Listing>> {
    let here = r.here(&group).await?;
    let me = here.me.public.id.clone();
    let mut items = Vec::new();
    for (key, row) in r.tx.listings(&group, &me, here.from(), paging.slice()).await? {
        if here.sees(item(&row)) || is_mine(&row, &me) {
            items.push((Cursor(key, row.n), view(&mut *r.tx, &here, row, r.now).await?));
        }
    }
    r.page(items, paging).await
}

/// One listing.
pub async fn get(r: &mut Reading, id: ListingId) -> Outcome<Listing> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Offers a seat of mine.
pub async fn create(w: &mut Writing, group: GroupId, command: NewListing) -> Outcome<Listing> {
    let here = w.here(&group).await?;
    w.verified_caller()?;
    accepted(domain::limits::check_listing(&command))?;
    let me = here.me.public.id.clone();
    let seat = w.tx.seat(&command.seat_id).await?.ok_or(Code::NotFound)?;
    let class = w.tx.class(&seat.class_id).await?.filter(|c| c.group_id == group).ok_or(Code::NotFound)?;
    if seat.holder_id != me {
        return Err(Code::SeatNotYours.into());
    }
    if seat.listing_id.is_some() {
        return Err(Code::SeatListed.into());
    }
    let expires_at = cut_off(class.brief.starts_at, here.group.policy.cut_off_s);
    may_list(command.asking, class.brief.face_value, expires_at, w.now).map_err(wrong_price)?;
    let row = ListingRow {
        n: 0,
        id: new_id::<ListingId>(),
        group_id: group.clone(),
        class_id: seat.class_id,
        seat_id: seat.id,
        seller_id: me.clone(),
        status: Status::Available,
        asking: command.asking,
        note: command.note.trim().to_owned(),
        auto_confirm: command.auto_confirm,
        listed_at: w.now,
        expires_at,
        closed_at: None,
    };
    let due = next_due(&row.status, &terms(&here.group, &row));
    w.tx.add_listing(&row, due).await?;
    let event = EventRow { step: ListingStep::List, by: Some(me.clone()), at: w.now };
    w.tx.add_listing_event(&row.id, &event).await?;
    if let Some(due) = due {
        w.wake_at(due);
    }
    w.note_open(&group, ChangeKind::Listing, ChangeOp::Created, row.id.as_str()).await?;
    w.note_open(&group, ChangeKind::Class, ChangeOp::Updated, row.class_id.as_str()).await?;
    let attachment =
        Attachment { kind: "listing".to_owned(), id: row.id.to_string(), title: class.brief.title };
    feed::add_offer(w, &group, &me, attachment).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// One step of a person: claim, confirm, decline, release or cancel.
pub async fn step(w: &mut Writing, id: ListingId, step: ListingStep) -> Outcome<Listing> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    if step == ListingStep::Claim {
        w.verified_caller()?;
    }
    let row = take(w, &here.group, row, step, &here.me.public.id).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Takes a step that the rules allow, with all that follows from it.
pub(in crate::rules) async fn take(
    w: &mut Writing,
    group: &GroupRow,
    row: ListingRow,
    step: ListingStep,
    who: &MemberId,
) -> Outcome<ListingRow> {
    let status = apply(&row.status, &terms(group, &row), step, who, w.now)?;
    if status == row.status {
        return Ok(row);
    }
    if let Status::Held { by: taker, .. } | Status::Transferred { to: taker } = &status
        && w.tx.seat_of(&row.class_id, taker).await?.is_some()
    {
        return Err(Code::SeatTaken.into());
    }
    let mut steps = vec![EventRow { step, by: Some(who.clone()), at: w.now }];
    if step == ListingStep::Claim && matches!(status, Status::Transferred { .. }) {
        // The seller said yes beforehand.
        steps.push(EventRow { step: ListingStep::Confirm, by: Some(row.seller_id.clone()), at: w.now });
    }
    write_down(w, group, row, status, steps).await
}

/// Writes a new status down: history, roster, feed, changes.
pub(in crate::rules) async fn write_down(
    w: &mut Writing,
    group: &GroupRow,
    mut row: ListingRow,
    status: Status<MemberId>,
    steps: Vec<EventRow>,
) -> Outcome<ListingRow> {
    let at = steps.last().map_or(w.now, |s| s.at);
    row.closed_at = (!status.is_open()).then_some(at);
    row.status = status;
    let due = next_due(&row.status, &terms(group, &row));
    w.tx.set_status(&row.id, &row.status, row.closed_at, due).await?;
    for event in &steps {
        w.tx.add_listing_event(&row.id, event).await?;
    }
    if let Status::Transferred { to } = &row.status {
        w.tx.move_seat(&row.seat_id, to).await?;
    }
    if let Some(due) = due {
        w.wake_at(due);
    }
    w.note_open(&group.id, ChangeKind::Listing, ChangeOp::Updated, row.id.as_str()).await?;
    if row.closed_at.is_some() {
        w.note_open(&group.id, ChangeKind::Class, ChangeOp::Updated, row.class_id.as_str()).await?;
        feed::close_offer(w, &group.id, row.id.as_str()).await?;
    }
    Ok(row)
}

/// A price that the rules refuse, with its field.
fn wrong_price(code: Code) -> Fail {
    let field = match code {
        Code::PriceAboveFaceValue => "above_face_value",
        Code::ValidationFailed => "invalid",
        other => return other.into(),
    };
    let mut problem = Problem::new(code);
    problem.errors.push(FieldError { pointer: "/asking".to_owned(), code: field.to_owned() });
    problem.into()
}
