//! Classes, their rosters, and what a host does with them.

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
    /// How often it was moved or cancelled, as calendars count it. Example: `0`.
    #[serde(default)]
    pub sequence: u32,
    /// When it was to start before it was moved last. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Timestamp>,
    /// When it was cancelled. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// What the host said when it was moved or cancelled last. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub notice: String,
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
    /// How many wait for a seat of it. Example: `2`.
    #[serde(default)]
    pub waiting: u32,
    /// My place in that line, from 1; none when I do not wait. Example: `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub your_place: Option<u32>,
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
    /// Who passed it on to its holder; told to the holder and hosts only. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Member>,
    /// When it was passed on, told with `from`; none for a seat that never was. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_on_at: Option<Timestamp>,
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

/// Moves a class to another time or place; hosts only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveClass {
    /// When it starts from now on; in the future. Example: `"2026-03-12T12:30:00.000Z"`.
    pub starts_at: Timestamp,
    /// How long it lasts, 10 to 600 minutes. Example: `60`.
    #[cfg_attr(feature = "openapi", schema(minimum = 10, maximum = 600))]
    pub duration_min: u32,
    /// Where, 1 to 60 characters. Example: `"A 教室"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "words"))]
    pub place: String,
    /// Why, up to 200 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, format = "text"))]
    pub notice: String,
}

/// Cancels a class; hosts only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CancelClass {
    /// Why, up to 200 characters. Example: `"教练病了"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, format = "text"))]
    pub notice: String,
}
