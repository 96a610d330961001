//! Seat resale: classes with rosters, seats, and listings.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{ClassId, GroupId, ListingId, MemberId, Money, SeatId, Timestamp};

/// What a card needs to know of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassBrief {
    /// The class's id. Example: `"7d1e55…"`.
    pub id: ClassId,
    /// What is taught, up to 40 characters. Example: `"普拉提器械·中级"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub title: String,
    /// Who teaches. Example: `"栗子教练"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub coach: String,
    /// Where. Example: `"云杉路店·B 教室（二楼）"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub place: String,
    /// When it starts. Example: `"2026-03-12T11:30:00.000Z"`.
    pub starts_at: Timestamp,
    /// How long it lasts, in minutes. Example: `60`.
    pub duration_min: u32,
    /// What a seat cost: no listing asks more. Example: `{"amount": 12000, "currency": "CNY"}`.
    pub face_value: Money,
    /// How many seats there are. Example: `8`.
    pub capacity: u32,
    /// How many of them are on the roster. Example: `8`.
    pub seats_taken: u32,
}

/// A class with its roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Class {
    /// What, where, when. Example: see [`ClassBrief`].
    pub brief: ClassBrief,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// The roster, in the order of the seats. Example: `[]`.
    pub seats: Vec<Seat>,
    /// When its seats stop moving. Example: `"2026-03-12T10:30:00.000Z"`.
    pub cut_off_at: Timestamp,
    /// The backend's clock. Example: `"2026-03-12T09:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// One seat on a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seat {
    /// The seat's id. Example: `"f01c9a…"`.
    pub id: SeatId,
    /// Who will come; none when they left the group. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Member>,
    /// Whether it is mine. Example: `true`.
    pub yours: bool,
    /// Its open listing, when it is being passed on. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing_id: Option<ListingId>,
}

/// Makes a class; hosts only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewClass {
    /// What is taught, 1 to 40 characters. Example: `"普拉提器械·中级"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40, format = "words"))]
    pub title: String,
    /// Who teaches, 1 to 20 characters. Example: `"栗子教练"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, format = "words"))]
    pub coach: String,
    /// Where, 1 to 60 characters. Example: `"B 教室"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "words"))]
    pub place: String,
    /// When it starts; in the future. Example: `"2026-03-12T11:30:00.000Z"`.
    pub starts_at: Timestamp,
    /// How long it lasts, 10 to 600 minutes. Example: `60`.
    #[cfg_attr(feature = "openapi", schema(minimum = 10, maximum = 600))]
    pub duration_min: u32,
    /// What a seat costs. Example: `{"amount": 12000, "currency": "CNY"}`.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::Price))]
    pub face_value: Money,
    /// How many seats, 1 to 500. Example: `8`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 500))]
    pub capacity: u32,
    /// Who has a seat from the start: members of the group, each once. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub roster: Vec<MemberId>,
}

/// Puts a member on a roster; hosts only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSeat {
    /// Who gets the seat. Example: `"8c21f0…"`.
    pub member_id: MemberId,
}

/// Where a listing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListingState {
    /// Anybody may claim it.
    Available,
    /// One member claimed it; the seller has not answered.
    Held,
    /// The seat changed hands.
    Transferred,
    /// The seller took it back.
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
    /// The seller agrees: the roster changes.
    Confirm,
    /// The seller does not agree.
    Decline,
    /// The claimant lets go.
    Release,
    /// The seller takes the offer back.
    Cancel,
    /// The hold ran out.
    Lapse,
    /// The cut-off came.
    Expire,
}

/// An entry in a listing's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListingEvent {
    /// What happened. Example: `"claim"`.
    pub step: ListingStep,
    /// Who did it; none when time did. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Member>,
    /// When. Example: `"2026-03-12T13:02:00.000Z"`.
    pub at: Timestamp,
}

/// Who I am to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListingRole {
    /// I offer the seat.
    Seller,
    /// I claimed it.
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
    /// Who claimed it; told to the seller, the claimant and hosts only. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant: Option<Member>,
    /// Who I am to it. Example: `"onlooker"`.
    pub you: ListingRole,
    /// Where it stands. Example: `"available"`.
    pub state: ListingState,
    /// Until when it is held for its claimant. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
    /// What the seller asks; never above the face value. Example: `{"amount": 8000, "currency": "CNY"}`.
    pub asking: Money,
    /// A word from the seller, up to 200 characters. Example: `"临时出差"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub note: String,
    /// Whether a claim is confirmed at once. Example: `false`.
    pub auto_confirm: bool,
    /// When it was listed. Example: `"2026-03-11T13:00:00.000Z"`.
    pub listed_at: Timestamp,
    /// When it expires: the class's start less the cut-off. Example: `"2026-03-12T10:30:00.000Z"`.
    pub expires_at: Timestamp,
    /// Every step, oldest first; told to the seller, the claimants and hosts. Example: `[]`.
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
