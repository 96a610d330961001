//! What a class and its roster are to me, and who may still get a seat. Pure, like all of the model.

use contract::group::Member;
use contract::market::{Class, Seat};
use contract::{ListingId, MemberId, SeatId, Timestamp};

/// What a class is to me.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mine {
    /// I have no seat.
    None,
    /// I have this seat and may still offer it.
    Seat(SeatId),
    /// I offer my seat: its listing.
    Offered(ListingId),
    /// I have a seat and it is too late to pass it on.
    Fixed,
}

/// What a class is to me at `now`.
pub fn mine(class: &Class, now: Timestamp) -> Mine {
    match class.seats.iter().find(|s| s.yours) {
        None => Mine::None,
        Some(Seat { listing_id: Some(listing), .. }) => Mine::Offered(listing.clone()),
        Some(_) if now >= class.cut_off_at || class.brief.cancelled_at.is_some() => Mine::Fixed,
        Some(seat) => Mine::Seat(seat.id.clone()),
    }
}

/// Whether a seat may be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// It may.
    Open,
    /// It is offered already.
    Listed(ListingId),
    /// It is somebody else's, or no seat of this class.
    NotYours,
    /// The roster moves no more.
    TooLate,
    /// The class was cancelled.
    Cancelled,
}

/// Whether a seat of a class may be offered at `now`.
pub fn gate(class: &Class, seat: &SeatId, now: Timestamp) -> Gate {
    match class.seats.iter().find(|s| s.id == *seat) {
        Some(Seat { yours: true, listing_id: Some(listing), .. }) => Gate::Listed(listing.clone()),
        Some(Seat { yours: true, .. }) if class.brief.cancelled_at.is_some() => Gate::Cancelled,
        Some(Seat { yours: true, .. }) if now >= class.cut_off_at => Gate::TooLate,
        Some(Seat { yours: true, .. }) => Gate::Open,
        _ => Gate::NotYours,
    }
}

/// Whether I may wait for a seat of a class, or wait already.
pub fn has_line(class: &Class, now: Timestamp) -> bool {
    now < class.cut_off_at && class.brief.cancelled_at.is_none() && class.seats.iter().all(|seat| !seat.yours)
}

/// How many seats of a class nobody has.
pub fn free_seats(class: &Class) -> u32 {
    class.brief.capacity.saturating_sub(class.brief.seats_taken)
}

/// How many seats of a class somebody else offers.
pub fn offered_by_others(class: &Class) -> usize {
    class.seats.iter().filter(|s| s.listing_id.is_some() && !s.yours).count()
}

/// Members who may still get a seat in a class and whose nickname contains what was typed.
pub fn without_seat(members: &[Member], class: &Class, typed: &str) -> Vec<Member> {
    let sits = |id: &MemberId| class.seats.iter().any(|s| s.holder.as_ref().is_some_and(|h| h.id == *id));
    members.iter().filter(|m| !sits(&m.id) && matches(m, typed)).cloned().collect()
}

/// Whether a nickname contains what was typed into a search field.
pub fn matches(member: &Member, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    typed.is_empty() || member.persona.nickname.to_lowercase().contains(&typed)
}
