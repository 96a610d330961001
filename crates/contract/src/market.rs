//! Seat resale: classes with rosters, seats, and listings.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{GroupId, ListingId, Money, SeatId, Timestamp};

mod class;

pub use class::{CancelClass, Class, ClassBrief, MoveClass, NewClass, NewSeat, Seat};

/// Where a listing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListingState {
    /// Anybody may claim it.
    Available,
    /// It is the turn of who stands first in line: theirs to claim, for a while.
    Offered,
    /// One member claimed it; the seller has not answered.
    Held,
    /// The seller agreed, and who runs the class is asked.
    Agreed,
    /// The seat changed hands.
    Transferred,
    /// The seller took it back, or the class was cancelled.
    Cancelled,
    /// The cut-off came first.
    Expired,
}

/// One step in the life of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListingStep {
    /// The seller offered the seat.
    List,
    /// Another member wants it.
    Claim,
    /// The seller agrees: the roster changes, or who runs the class is asked.
    Confirm,
    /// The seller does not agree.
    Decline,
    /// The claimant lets go, or who stands first in line passes.
    Release,
    /// The seller takes the offer back.
    Cancel,
    /// The hold or the turn ran out.
    Lapse,
    /// The cut-off came.
    Expire,
    /// The seat came free: it is the turn of who stands first in line.
    Promote,
    /// Who runs the class agrees: the roster changes.
    Consent,
    /// Who runs the class does not agree, and says why.
    Refuse,
    /// The class was moved: a claim must be made again.
    Move,
    /// The class was cancelled.
    CallOff,
}

/// An entry in a listing's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListingEvent {
    /// What happened. Example: `"claim"`.
    pub step: ListingStep,
    /// Who did it, or whose turn it is; none when nobody did. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Member>,
    /// When. Example: `"2026-03-12T13:02:00.000Z"`.
    pub at: Timestamp,
    /// Why, for a refusal. Example: `""`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Who I am to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListingRole {
    /// I offer the seat.
    Seller,
    /// I claimed it, or it is my turn.
    Claimant,
    /// Neither.
    Onlooker,
}

/// A seat offered for resale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listing {
    /// The listing's id. Example: `"e2a9b0…"`.
    pub id: ListingId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// The class. Example: see [`ClassBrief`].
    pub class: ClassBrief,
    /// The seat. Example: `"f01c9a…"`.
    pub seat_id: SeatId,
    /// Who offers it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<Member>,
    /// Who claimed it or whose turn it is; told to the seller, to them and to hosts only. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant: Option<Member>,
    /// Who I am to it. Example: `"onlooker"`.
    pub you: ListingRole,
    /// Where it stands. Example: `"available"`.
    pub state: ListingState,
    /// Until when it is held for its claimant, or theirs to claim. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
    /// What the seller asks; never above the face value. Example: `{"amount": 8000, "currency": "CNY"}`.
    pub asking: Money,
    /// A word from the seller, up to 200 characters. Example: `"临时出差"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub note: String,
    /// Whether a claim is confirmed at once. Example: `false`.
    pub auto_confirm: bool,
    /// Whether who runs the class must agree as well. Example: `false`.
    #[serde(default)]
    pub consent: bool,
    /// The seat of a member who left, which a host offers to the line. Example: `false`.
    #[serde(default)]
    pub vacated: bool,
    /// Whether I have a seat in the class: nobody takes two. Example: `false`.
    #[serde(default)]
    pub seated: bool,
    /// How many wait for a seat of the class. Example: `2`.
    #[serde(default)]
    pub waiting: u32,
    /// My place in that line, from 1; none when I do not wait. Example: `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub your_place: Option<u32>,
    /// When it was listed. Example: `"2026-03-11T13:00:00.000Z"`.
    pub listed_at: Timestamp,
    /// When it expires: the class's start less the cut-off. Example: `"2026-03-12T10:30:00.000Z"`.
    pub expires_at: Timestamp,
    /// The steps, oldest first: all to the seller and hosts, their own to who claimed. Example: `[]`.
    #[serde(default)]
    pub history: Vec<ListingEvent>,
    /// The backend's clock. Example: `"2026-03-12T09:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// Offers one's own seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewListing {
    /// The seat, which must be mine. Example: `"f01c9a…"`.
    pub seat_id: SeatId,
    /// What I ask: 0 up to the face value. Example: `{"amount": 8000, "currency": "CNY"}`.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::Price))]
    pub asking: Money,
    /// A word, up to 200 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, format = "text"))]
    pub note: String,
    /// Whether the first claim gets it at once. Example: `false`.
    #[serde(default)]
    pub auto_confirm: bool,
}

/// Does not agree to who takes a seat; for who runs the class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refuse {
    /// Why, 1 to 200 characters; the seller and the claimant read it. Example: `"中级班，要先上过基础"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, format = "words"))]
    pub reason: String,
}
