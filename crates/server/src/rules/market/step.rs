//! Taking a step with a listing, and what follows from it in the same transaction: history, roster, feed, line, changes.

use contract::change::{ChangeKind, ChangeOp};
use contract::market::{ListingState, ListingStep};
use contract::{ClassId, Code, MemberId};
use domain::market::seat::{self, SeatState, SeatStep};
use domain::market::table::Effect;
use domain::market::{By, Taken, Terms, apply, due, next_due};

use super::line;
use crate::rules::{Outcome, Writing, feed, referral};
use crate::store::{EventRow, GroupRow, ListingRow};

/// What holds for a listing whatever its state.
pub(super) fn terms(group: &GroupRow, row: &ListingRow) -> Terms<MemberId> {
    Terms {
        seller: row.seller_id.clone(),
        expires_at: row.expires_at,
        hold_s: group.policy.hold_s,
        auto_confirm: row.auto_confirm,
        consent: row.consent,
    }
}

/// Where the seat of an open listing stands.
fn seat_of(row: &ListingRow) -> SeatState {
    if row.vacated { SeatState::Vacated } else { SeatState::OnOffer }
}

/// Takes a step that the rules allow, with all that follows from it; `why` goes into the history.
pub(in crate::rules) async fn take(
    w: &mut Writing,
    group: &GroupRow,
    row: ListingRow,
    step: ListingStep,
    by: By<'_, MemberId>,
    why: String,
) -> Outcome<ListingRow> {
    let taken = apply(&row.status, &terms(group, &row), step, by, w.now)?;
    if taken.status == row.status && step == ListingStep::Claim {
        return Ok(row);
    }
    let gives = matches!(step, ListingStep::Claim | ListingStep::Confirm | ListingStep::Consent);
    if let (true, Some(taker)) = (gives, taken.status.claimant())
        && w.tx.seat_of(&row.class_id, taker).await?.is_some()
    {
        return Err(Code::SeatTaken.into());
    }
    let who = match by {
        By::Member(who, _) | By::Line(who) => Some(who.clone()),
        By::Clock => None,
    };
    let mut steps = vec![EventRow { step, by: who, at: w.now, note: why }];
    let state = taken.status.state();
    if step == ListingStep::Claim && matches!(state, ListingState::Transferred | ListingState::Agreed) {
        // The seller said yes beforehand.
        let by = Some(row.seller_id.clone());
        steps.push(EventRow { step: ListingStep::Confirm, by, at: w.now, note: String::new() });
    }
    write_down(w, group, row, taken, steps).await
}

/// Writes down what time alone did to a listing.
pub(in crate::rules) async fn settle(w: &mut Writing, group: &GroupRow, row: ListingRow) -> Outcome<()> {
    if let Some((step, at, taken)) = due(&row.status, &terms(group, &row), w.now) {
        tracing::debug!(listing = %row.id, ?step, "due");
        let event = EventRow { step, by: None, at, note: String::new() };
        write_down(w, group, row, taken, vec![event]).await?;
    }
    Ok(())
}

/// A listing follows its class, moved or cancelled by a host. One whose cut-off is over by that ends at this moment.
pub(super) async fn follow(
    w: &mut Writing,
    group: &GroupRow,
    row: ListingRow,
    step: ListingStep,
    host: &MemberId,
) -> Outcome<()> {
    match due(&row.status, &terms(group, &row), w.now) {
        Some((over, _, taken)) => {
            let event = |step, by| EventRow { step, by, at: w.now, note: String::new() };
            let events = vec![event(step, Some(host.clone())), event(over, None)];
            write_down(w, group, row, taken, events).await?;
        }
        None => {
            take(w, group, row, step, By::Member(host, true), String::new()).await?;
        }
    }
    Ok(())
}

/// Writes a step down with its effects; answers the listing as it stands after all of them.
async fn write_down(
    w: &mut Writing,
    group: &GroupRow,
    row: ListingRow,
    taken: Taken<MemberId>,
    steps: Vec<EventRow>,
) -> Outcome<ListingRow> {
    let effects = taken.effects;
    let row = write_one(w, group, row, taken, steps).await?;
    if effects.contains(&Effect::MoveSeat)
        && let Some(to) = row.status.claimant()
    {
        seat::step(seat_of(&row), SeatStep::Pass)?;
        w.tx.move_seat(&row.seat_id, to).await?;
        let listing = row.id.as_str();
        referral::bought(w, &group.id, to, ("listing", listing), listing).await?;
        has_seat(w, group, &row.class_id, to).await?;
    }
    // Also where a listing only ends: whoever it was held for is free for another seat of the class.
    if !effects.is_empty() {
        line::ask(w, group, &row.class_id).await?;
    }
    Ok(w.tx.listing(&row.id).await?.ok_or(Code::NotFound)?)
}

/// Whoever has a seat waits for none, and what else is held for them in the class is free. The line is asked after.
/// Who gave it may want another: each open listing says by now what its reader may do.
pub(super) async fn has_seat(
    w: &mut Writing,
    group: &GroupRow,
    class: &ClassId,
    member: &MemberId,
) -> Outcome<()> {
    w.tx.leave_line(class, member).await?;
    line::note(w, group, class).await?;
    for row in w.tx.listings_of_class(class).await? {
        if row.status.is_open() && row.status.claimant() == Some(member) {
            let by = By::Member(member, false);
            let taken = apply(&row.status, &terms(group, &row), ListingStep::Release, by, w.now)?;
            let step = ListingStep::Release;
            let event = EventRow { step, by: Some(member.clone()), at: w.now, note: String::new() };
            write_one(w, group, row, taken, vec![event]).await?;
        }
    }
    Ok(())
}

/// Writes a status down: history, feed, changes; no seat moves and nobody in line is asked.
pub(super) async fn write_one(
    w: &mut Writing,
    group: &GroupRow,
    mut row: ListingRow,
    taken: Taken<MemberId>,
    steps: Vec<EventRow>,
) -> Outcome<ListingRow> {
    let at = steps.last().map_or(w.now, |s| s.at);
    let closes = row.closed_at.is_none() && !taken.status.is_open();
    row.closed_at = if closes { Some(at) } else { row.closed_at };
    row.status = taken.status;
    let due = next_due(&row.status, &terms(group, &row));
    w.tx.set_status(&row.id, &row.status, row.closed_at, due).await?;
    for event in &steps {
        w.tx.add_listing_event(&row.id, event).await?;
    }
    if let Some(due) = due {
        w.wake_at(due);
    }
    w.note_open(&group.id, ChangeKind::Listing, ChangeOp::Updated, row.id.as_str()).await?;
    if closes {
        w.note_open(&group.id, ChangeKind::Class, ChangeOp::Updated, row.class_id.as_str()).await?;
    }
    if closes && row.vacated && row.status.state() != ListingState::Transferred {
        seat::step(seat_of(&row), SeatStep::Leave)?;
        w.tx.free_seat(&row.seat_id).await?;
    }
    if taken.effects.contains(&Effect::CloseOffer) {
        feed::close_offer(w, &group.id, row.id.as_str()).await?;
    }
    Ok(row)
}
