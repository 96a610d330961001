//! The event: a time and a place, who comes, and a waiting line where places are few.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{EventId, GroupId, RsvpId, Timestamp};

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventState {
    /// It has not begun: people say whether they come.
    Open,
    /// It has begun: who comes stays as it is.
    Running,
    /// It is over.
    Over,
    /// It was called off.
    Cancelled,
}

/// Something that takes place, and whether I come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// The event's id. Example: `"a9b1c2…"`.
    pub id: EventId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who invites; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// Whether I do. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// What it is, up to 60 characters. Example: `"周日一起去爬香山"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub title: String,
    /// About it, up to 500 characters. Example: `"带水和一件厚衣服"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub about: String,
    /// Where, in words, up to 100 characters. Example: `"香山东门地铁口"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub place: String,
    /// When it begins. Example: `"2026-03-15T01:00:00.000Z"`.
    pub starts_at: Timestamp,
    /// When it ends. Example: `"2026-03-15T04:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// How many people there is room for; none when there is no limit. Example: `12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// How many people each member may bring along. Example: `1`.
    #[serde(default)]
    pub guests: u32,
    /// People who come, those brought along counted. Example: `9`.
    #[serde(default)]
    pub going: u32,
    /// People who wait for room. Example: `0`.
    #[serde(default)]
    pub waiting: u32,
    /// Where it stands. Example: `"open"`.
    pub state: EventState,
    /// How often its time or place was changed, for calendars. Example: `0`.
    #[serde(default)]
    pub revision: u32,
    /// When its time or place was last changed; none when they never were. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_at: Option<Timestamp>,
    /// When it was announced. Example: `"2026-03-09T12:00:00.000Z"`.
    pub opened_at: Timestamp,
    /// When it was called off. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// The first eight who come. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub joined: Vec<Member>,
    /// What I said; none while I said nothing. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub your_rsvp: Option<Rsvp>,
    /// The backend's clock. Example: `"2026-03-10T15:00:00.000Z"`.
    pub server_time: Timestamp,
}

/// Whether somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RsvpState {
    /// They come.
    Going,
    /// They would; there is no room yet.
    Waiting,
    /// They do not. Told to themselves alone.
    Declined,
}

/// What a member said to an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rsvp {
    /// The answer's id. Example: `"f1d2a3…"`.
    pub id: RsvpId,
    /// Who; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Whether I did. Example: `true`.
    #[serde(default)]
    pub yours: bool,
    /// Whether they come. Example: `"going"`.
    pub state: RsvpState,
    /// How many people, themselves counted; 0 for who does not come. Example: `2`.
    #[serde(default)]
    pub people: u32,
    /// Their place among those who come, or in the waiting line; from 1, 0 for who does not come. Example: `3`.
    #[serde(default)]
    pub place: u32,
    /// When they said so. Example: `"2026-03-10T14:00:00.000Z"`.
    pub answered_at: Timestamp,
}

/// Announces an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEvent {
    /// What it is, 1 to 60 characters. Example: `"周日一起去爬香山"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "line"))]
    pub title: String,
    /// About it, up to 500 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500, format = "text"))]
    pub about: String,
    /// Where, 1 to 100 characters. Example: `"香山东门地铁口"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = "line"))]
    pub place: String,
    /// When it begins; within a year. Example: `"2026-03-15T01:00:00.000Z"`.
    pub starts_at: Timestamp,
    /// When it ends; within seven days of its beginning. Example: `"2026-03-15T04:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// How many people there is room for. Example: `12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub capacity: Option<u32>,
    /// How many people each member may bring along. Example: `1`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 9))]
    pub guests: u32,
}

/// Says whether I come, instead of what I said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetRsvp {
    /// How many people come, myself counted; 0: I do not come. Example: `2`.
    #[cfg_attr(feature = "openapi", schema(maximum = 10))]
    pub people: u32,
    /// Whether I wait in line if there is no room. Example: `true`.
    #[serde(default)]
    pub wait: bool,
}
