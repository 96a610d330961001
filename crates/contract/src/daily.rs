//! The daily activity: one prompt of the hosts' a day for the group, and what members answer.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{DailyAnswerId, DailyId, GroupId, Timestamp};

/// Where a daily activity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DailyState {
    /// Its day is to come: only hosts see it.
    Planned,
    /// It is its day: members may answer.
    Open,
    /// Its day is over: it may be read.
    Closed,
}

/// What a member answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DailyAnswer {
    /// The answer's id. Example: `"0f3b77…"`.
    pub id: DailyAnswerId,
    /// Who answered; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Whether it is mine. Example: `true`.
    #[serde(default)]
    pub yours: bool,
    /// What it says, up to 500 characters. Example: `"先深呼吸三次，再开口"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub words: String,
    /// When it was first written. Example: `"2026-03-12T01:10:00.000Z"`.
    pub answered_at: Timestamp,
    /// When its words were changed; none when they were not. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
}

/// A daily activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Daily {
    /// Its id. Example: `"44e1d9…"`.
    pub id: DailyId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who planned it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// The group's day that it is for, as its host's calendar has it. Example: `"2026-03-12"`.
    pub day: String,
    /// What to do or say, up to 200 characters. Example: `"模拟面试：用一分钟介绍自己"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub words: String,
    /// Where it stands. Example: `"open"`.
    pub state: DailyState,
    /// When its day begins. Example: `"2026-03-11T16:00:00.000Z"`.
    pub starts_at: Timestamp,
    /// When its day ends. Example: `"2026-03-12T16:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// How many answers there are for me to read. Example: `5`.
    #[serde(default)]
    pub answers: u32,
    /// The latest three of them, the earliest first. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    pub recent: Vec<DailyAnswer>,
    /// My answer; none while I have none. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub your_answer: Option<DailyAnswer>,
    /// The backend's clock. Example: `"2026-03-12T13:20:00.000Z"`.
    pub server_time: Timestamp,
}

/// Sets the activity of a day, today or one to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDaily {
    /// The day, by the calendar of whoever plans it. Example: `"2026-03-12"`.
    #[cfg_attr(feature = "openapi", schema(format = "date"))]
    pub day: String,
    /// Midnight that begins it, where whoever plans it is; within 60 days. Example: `"2026-03-11T16:00:00.000Z"`.
    pub starts_at: Timestamp,
    /// Midnight that ends it: 23 to 25 hours later, as clocks are changed. Example: `"2026-03-12T16:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// What to do or say, 1 to 200 characters. Example: `"模拟面试：用一分钟介绍自己"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, format = "words"))]
    pub words: String,
}

/// Changes the words of a daily activity that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditDaily {
    /// What to do or say, 1 to 200 characters. Example: `"模拟面试：用一分钟介绍自己"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, format = "words"))]
    pub words: String,
}

/// My answer of the day, instead of the one that I gave before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDailyAnswer {
    /// What it says, 1 to 500 characters. Example: `"先深呼吸三次，再开口"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500, format = "words"))]
    pub words: String,
}
