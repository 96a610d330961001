//! Classes, rosters and listings.

use async_trait::async_trait;
use contract::group::Member;
use contract::market::ListingStep;
use contract::{ClassId, GroupId, ListingId, MemberId, Money, SeatId, Timestamp};
use domain::market::Status;

use super::{Slice, Stored};

/// A class.
#[derive(Debug, Clone)]
pub struct ClassRow {
    /// Its number: the order of making.
    pub n: i64,
    /// Its group.
    pub group_id: GroupId,
    /// What a card needs to know of it.
    pub brief: contract::market::ClassBrief,
}

/// A seat on a roster.
#[derive(Debug, Clone)]
pub struct SeatRow {
    /// Its id.
    pub id: SeatId,
    /// Its class.
    pub class_id: ClassId,
    /// The membership that holds it.
    pub holder_id: MemberId,
    /// Who that is, while they are a member.
    pub holder: Option<Member>,
    /// Its open listing.
    pub listing_id: Option<ListingId>,
    /// Which membership passed it on to its holder, and when.
    pub from: Option<(MemberId, Timestamp)>,
}

/// Somebody in the line for a class, as one of its listings sees them.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// Their place: a number that rises.
    pub n: i64,
    /// Which membership.
    pub member_id: MemberId,
    /// They had their turn for this listing.
    pub had_turn: bool,
    /// Another seat of the class is held for them, or is theirs to claim; or they are who offers this one.
    pub busy: bool,
}

/// How many wait for a class, where somebody stands, and whether they are on its roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRow {
    /// How many.
    pub waiting: u32,
    /// Their place, from 1.
    pub place: Option<u32>,
    /// They have a seat.
    pub seated: bool,
}

/// A listing.
#[derive(Debug, Clone)]
pub struct ListingRow {
    /// Its number: the order of listing.
    pub n: i64,
    /// Its id.
    pub id: ListingId,
    /// Its group.
    pub group_id: GroupId,
    /// Its class.
    pub class_id: ClassId,
    /// Its seat.
    pub seat_id: SeatId,
    /// The membership that offers it.
    pub seller_id: MemberId,
    /// Where it stands.
    pub status: Status<MemberId>,
    /// What the seller asks.
    pub asking: Money,
    /// A word from the seller.
    pub note: String,
    /// Whether the seller said yes to the first claim beforehand.
    pub auto_confirm: bool,
    /// Whether who runs the class must agree.
    pub consent: bool,
    /// Whether it is the seat of somebody who left.
    pub vacated: bool,
    /// When it was listed.
    pub listed_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it stopped being open.
    pub closed_at: Option<Timestamp>,
}

/// A step in a listing's history.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// What happened.
    pub step: ListingStep,
    /// Which membership did it; none when time did.
    pub by: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// Why, for a refusal.
    pub note: String,
}

/// Questions about the market.
#[async_trait]
pub trait MarketRead {
    /// A class.
    async fn class(&mut self, id: &ClassId) -> Stored<Option<ClassRow>>;
    /// A group's classes that start after `now`, soonest first.
    async fn classes(&mut self, group: &GroupId, now: Timestamp, slice: Slice) -> Stored<Vec<ClassRow>>;
    /// The roster of a class, in the order of the seats.
    async fn seats(&mut self, class: &ClassId) -> Stored<Vec<SeatRow>>;
    /// A seat.
    async fn seat(&mut self, id: &SeatId) -> Stored<Option<SeatRow>>;
    /// A member's seats in classes that start after `now`.
    async fn seats_of(&mut self, member: &MemberId, now: Timestamp) -> Stored<Vec<SeatRow>>;
    /// The seat of a member in a class.
    async fn seat_of(&mut self, class: &ClassId, member: &MemberId) -> Stored<Option<SeatRow>>;
    /// A listing.
    async fn listing(&mut self, id: &ListingId) -> Stored<Option<ListingRow>>;
    /// A group's listings: open ones first, then the latest, each with its sort key. Closed ones only
    /// when they were listed or closed at `from` or later, or `me` sold or got the seat.
    async fn listings(
        &mut self,
        group: &GroupId,
        me: &MemberId,
        from: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<(i64, ListingRow)>>;
    /// The listings of a class that are open or were passed on, oldest first.
    async fn listings_of_class(&mut self, class: &ClassId) -> Stored<Vec<ListingRow>>;
    /// How many wait for a class, and where `member` stands.
    async fn line(&mut self, class: &ClassId, member: &MemberId) -> Stored<LineRow>;
    /// Who waits for a class, in order, as one of its listings sees them.
    async fn line_for(&mut self, class: &ClassId, listing: &ListingId) -> Stored<Vec<WaitingRow>>;
    /// The open listings that a member offers or has claimed.
    async fn open_listings_of(&mut self, member: &MemberId) -> Stored<Vec<ListingRow>>;
    /// The open listings that time alone has changed by `now`.
    async fn due_listings(&mut self, now: Timestamp) -> Stored<Vec<ListingRow>>;
    /// When time alone next changes a listing.
    async fn next_listing_due(&mut self) -> Stored<Option<Timestamp>>;
    /// A listing's steps, oldest first.
    async fn listing_events(&mut self, id: &ListingId) -> Stored<Vec<EventRow>>;
}

/// Writes to the market.
#[async_trait]
pub trait MarketWrite {
    /// Adds a class; its number and taken seats are ignored.
    async fn add_class(&mut self, class: &ClassRow) -> Stored<()>;
    /// Adds a seat to a roster.
    async fn add_seat(&mut self, id: &SeatId, class: &ClassId, holder: &MemberId) -> Stored<()>;
    /// Gives a seat to another member.
    async fn move_seat(&mut self, id: &SeatId, to: &MemberId) -> Stored<()>;
    /// Takes a seat off its roster.
    async fn free_seat(&mut self, id: &SeatId) -> Stored<()>;
    /// Moves a class: writes its times, place, notice, sequence and end down.
    async fn set_class(&mut self, class: &ClassRow) -> Stored<()>;
    /// Puts a member at the end of the line, unless they stand in it.
    async fn join_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<()>;
    /// Takes a member off the line; tells whether they stood in it.
    async fn leave_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<bool>;
    /// Takes a member off every line; answers the classes.
    async fn leave_lines(&mut self, member: &MemberId) -> Stored<Vec<ClassId>>;
    /// Ends the line of a class.
    async fn end_line(&mut self, class: &ClassId) -> Stored<()>;
    /// It is somebody's turn for a listing.
    async fn add_turn(&mut self, listing: &ListingId, place: i64) -> Stored<()>;
    /// Somebody else offers a listing from now on.
    async fn set_seller(&mut self, id: &ListingId, seller: &MemberId) -> Stored<()>;
    /// Writes down when a listing expires from now on.
    async fn set_expiry(&mut self, id: &ListingId, expires_at: Timestamp) -> Stored<()>;
    /// Adds a listing; its number is ignored.
    async fn add_listing(&mut self, listing: &ListingRow, due: Option<Timestamp>) -> Stored<()>;
    /// Writes down where a listing stands, and when time alone changes it next.
    async fn set_status(
        &mut self,
        id: &ListingId,
        status: &Status<MemberId>,
        closed_at: Option<Timestamp>,
        due: Option<Timestamp>,
    ) -> Stored<()>;
    /// Adds a step to a listing's history.
    async fn add_listing_event(&mut self, id: &ListingId, event: &EventRow) -> Stored<()>;
}
