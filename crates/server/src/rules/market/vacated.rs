//! The seats of a member who leaves. In a full class with a line, the seat is a host's offer to the line from the same
//! transaction on, at the full price and without asking the host; in any other it is free, and a host's to give.

use contract::change::{ChangeKind, ChangeOp};
use contract::market::ListingStep;
use contract::{ClassId, Code, ListingId, MemberId};
use domain::market::seat::{self, SeatState};
use domain::market::{By, Status, cut_off};

use super::line;
use super::listing::put_up;
use super::step::take;
use crate::rules::{Outcome, Writing};
use crate::secret::new_id;
use crate::store::{ClassRow, GroupRow, ListingRow, SeatRow, Slice};

/// Frees whatever seats a member has to come, or offers them to who waits.
pub(in crate::rules) async fn leave_all(w: &mut Writing, group: &GroupRow, member: &MemberId) -> Outcome<()> {
    for seat in w.tx.seats_of(member, w.now).await? {
        let class = w.tx.class(&seat.class_id).await?.ok_or(Code::NotFound)?;
        let ends_at = cut_off(class.brief.starts_at, group.policy.cut_off_s);
        let host = host_besides(w, group, &seat.class_id, member, None).await?;
        // Nobody is asked for what they offer: where only that host waits, the seat is theirs to give, also to themselves.
        let line = w.tx.line(&seat.class_id, host.as_ref().unwrap_or(member)).await?;
        let waiting = line.waiting.saturating_sub(u32::from(line.place.is_some()));
        let is_full = class.brief.seats_taken >= class.brief.capacity;
        let over = class.brief.cancelled_at.is_some();
        let step = seat::on_leaving(is_full, waiting, over, w.now < ends_at);
        match host.filter(|_| seat::step(SeatState::Taken, step) == Ok(SeatState::Vacated)) {
            Some(host) => offer(w, group, class, seat, host).await?,
            None => {
                w.tx.free_seat(&seat.id).await?;
                w.note_open(&group.id, ChangeKind::Class, ChangeOp::Updated, seat.class_id.as_str()).await?;
            }
        }
    }
    Ok(())
}

/// Offers a seat that was left to the line.
async fn offer(
    w: &mut Writing,
    group: &GroupRow,
    class: ClassRow,
    seat: SeatRow,
    host: MemberId,
) -> Outcome<()> {
    let row = ListingRow {
        n: 0,
        id: new_id::<ListingId>(),
        group_id: group.id.clone(),
        class_id: seat.class_id,
        seat_id: seat.id,
        seller_id: host,
        status: Status::Available,
        asking: class.brief.face_value,
        note: String::new(),
        auto_confirm: true,
        consent: group.policy.seat_consent,
        vacated: true,
        listed_at: w.now,
        expires_at: cut_off(class.brief.starts_at, group.policy.cut_off_s),
        closed_at: None,
    };
    put_up(w, group, &row, None).await?;
    line::ask(w, group, &row.class_id).await
}

/// A seat that was left goes on being offered by another host when this one leaves; not to that host themselves.
pub(in crate::rules) async fn hand_over(
    w: &mut Writing,
    group: &GroupRow,
    row: &ListingRow,
    leaves: &MemberId,
) -> Outcome<bool> {
    if !row.vacated || row.seller_id != *leaves {
        return Ok(false);
    }
    match host_besides(w, group, &row.class_id, leaves, row.status.claimant()).await? {
        Some(host) => {
            w.tx.set_seller(&row.id, &host).await?;
            w.note_open(&group.id, ChangeKind::Listing, ChangeOp::Updated, row.id.as_str()).await?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// A host is none any more: what they offered for the group goes on with another one. Where that is who claims it, it is
/// taken back as if they had left: the seat is the other host's to give.
pub(in crate::rules) async fn hand_over_all(
    w: &mut Writing,
    group: &GroupRow,
    host: &MemberId,
) -> Outcome<()> {
    for row in w.tx.open_listings_of(host).await? {
        // As it is now: what came before it in this loop may have offered it to the line.
        let row = w.tx.listing(&row.id).await?.ok_or(Code::NotFound)?;
        if !row.vacated || row.seller_id != *host {
            continue;
        }
        if hand_over(w, group, &row, host).await? {
            // Who offers it no more may wait for it.
            line::ask(w, group, &row.class_id).await?;
        } else {
            take(w, group, row, ListingStep::Cancel, By::Member(host, false), String::new()).await?;
        }
    }
    Ok(())
}

/// The host who joined first, besides who leaves and who claims: nobody sells to themselves. One who does not wait for
/// the class goes before those who do, who would lose their turn by it.
async fn host_besides(
    w: &mut Writing,
    group: &GroupRow,
    class: &ClassId,
    leaves: &MemberId,
    claims: Option<&MemberId>,
) -> Outcome<Option<MemberId>> {
    // Hosts come first among the members.
    let limit = w.tx.host_count(&group.id).await?;
    let hosts = w.tx.members(&group.id, Slice { after: None, limit }).await?;
    let mut waits = None;
    for host in hosts.into_iter().map(|(_, row)| row.public.id) {
        if host == *leaves || Some(&host) == claims {
            continue;
        }
        if w.tx.line(class, &host).await?.place.is_none() {
            return Ok(Some(host));
        }
        waits.get_or_insert(host);
    }
    Ok(waits)
}
