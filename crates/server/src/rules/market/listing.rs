//! Listings: offering a seat, and every step until it changed hands or not.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::Attachment;
use contract::market::{Listing, ListingEvent, ListingRole, ListingStep, NewListing, Refuse};
use contract::{Code, FieldError, GroupId, ListingId, MemberId, Page, Problem, Timestamp};
use domain::history::Item;
use domain::market::past::of_mine;
use domain::market::seat::{self, SeatState, SeatStep};
use domain::market::{By, Status, check, cut_off, may_list, next_due};

use super::line;
use super::step::{take, terms};
use crate::rules::Here;
use crate::rules::fail::accepted;
use crate::rules::{Fail, Outcome, Paging, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{Cursor, EventRow, GroupRow, ListingRow, ReadTx};

/// A listing as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: ListingRow, now: Timestamp) -> Outcome<Listing> {
    let me = &here.me.public.id;
    let events = tx.listing_events(&row.id).await?;
    let claimant_id = row.status.claimant();
    let you = if row.seller_id == *me {
        ListingRole::Seller
    } else if claimant_id == Some(me) {
        ListingRole::Claimant
    } else {
        ListingRole::Onlooker
    };
    let tells_claimant = here.runs_it() || you != ListingRole::Onlooker;
    // What others asked and were told is theirs, also from whom the seat goes to.
    let reads = if here.runs_it() || you == ListingRole::Seller {
        vec![true; events.len()]
    } else {
        of_mine(&events.iter().map(|e| (e.step, e.by.as_ref())).collect::<Vec<_>>(), me)
    };
    let mut history = Vec::new();
    for (event, _) in events.into_iter().zip(reads).filter(|(_, reads)| *reads) {
        let by = match &event.by {
            Some(by) => tx.member(by).await?.map(|m| m.public),
            None => None,
        };
        history.push(ListingEvent { step: event.step, by, at: event.at, note: event.note });
    }
    let claimant = match claimant_id {
        Some(id) if tells_claimant => tx.member(id).await?.map(|m| m.public),
        _ => None,
    };
    let line = tx.line(&row.class_id, me).await?;
    Ok(Listing {
        class: tx.class(&row.class_id).await?.ok_or(Code::NotFound)?.brief,
        seller: tx.member(&row.seller_id).await?.map(|m| m.public),
        id: row.id,
        group_id: row.group_id,
        seat_id: row.seat_id,
        claimant,
        you,
        state: row.status.state(),
        held_until: row.status.until(),
        asking: row.asking,
        note: row.note,
        auto_confirm: row.auto_confirm,
        consent: row.consent,
        vacated: row.vacated,
        seated: line.seated,
        waiting: line.waiting,
        your_place: line.place,
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
    accepted(check::check_listing(&command))?;
    let me = here.me.public.id.clone();
    let seat = w.tx.seat(&command.seat_id).await?.ok_or(Code::NotFound)?;
    let class = w.tx.class(&seat.class_id).await?.filter(|c| c.group_id == group).ok_or(Code::NotFound)?;
    if seat.holder_id != me {
        return Err(Code::SeatNotYours.into());
    }
    let stands = if seat.listing_id.is_some() { SeatState::OnOffer } else { SeatState::Taken };
    seat::step(stands, SeatStep::Offer)?;
    if class.brief.cancelled_at.is_some() {
        return Err(Code::ClassCancelled.into());
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
        consent: here.group.policy.seat_consent,
        vacated: false,
        listed_at: w.now,
        expires_at,
        closed_at: None,
    };
    put_up(w, &here.group, &row, Some(me.clone())).await?;
    let attachment =
        Attachment { kind: "listing".to_owned(), id: row.id.to_string(), title: class.brief.title };
    feed::add_offer(w, &group, &me, attachment).await?;
    line::ask(w, &here.group, &row.class_id).await?;
    let row = w.tx.listing(&row.id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Puts a listing up: its row, its first step, when time changes it, and who hears of it.
pub(super) async fn put_up(
    w: &mut Writing,
    group: &GroupRow,
    row: &ListingRow,
    by: Option<MemberId>,
) -> Outcome<()> {
    let due = next_due(&row.status, &terms(group, row));
    w.tx.add_listing(row, due).await?;
    let event = EventRow { step: ListingStep::List, by, at: w.now, note: String::new() };
    w.tx.add_listing_event(&row.id, &event).await?;
    if let Some(due) = due {
        w.wake_at(due);
    }
    w.note_open(&group.id, ChangeKind::Listing, ChangeOp::Created, row.id.as_str()).await?;
    w.note_open(&group.id, ChangeKind::Class, ChangeOp::Updated, row.class_id.as_str()).await
}

/// One step of a person: claim, confirm, decline, release, cancel or consent.
pub async fn step(w: &mut Writing, id: ListingId, step: ListingStep) -> Outcome<Listing> {
    taken(w, id, step, String::new()).await
}

/// Who runs the class does not agree, and says why.
pub async fn refuse(w: &mut Writing, id: ListingId, command: Refuse) -> Outcome<Listing> {
    accepted(check::check_refuse(&command))?;
    taken(w, id, ListingStep::Refuse, command.reason.trim().to_owned()).await
}

async fn taken(w: &mut Writing, id: ListingId, step: ListingStep, why: String) -> Outcome<Listing> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    if step == ListingStep::Claim {
        w.verified_caller()?;
    }
    let by = By::Member(&here.me.public.id, here.runs_it());
    let row = take(w, &here.group, row, step, by, why).await?;
    view(&mut *w.tx, &here, row, w.now).await
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
