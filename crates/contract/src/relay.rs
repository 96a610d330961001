//! The relay (接龙 as a game): any member begins one, and each entry continues the one before it, by a rule.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{GroupId, RelayEntryId, RelayId, Timestamp};

/// How an entry continues the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RelayRule {
    /// As one likes: a story, a rhyme.
    #[default]
    Free,
    /// Its first letter is the last one of the entry before it: 一心一意 → 意气风发, apple → Elephant.
    LastToFirst,
}

/// Where a relay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RelayState {
    /// Members may continue it.
    Open,
    /// Its time is over, it is as long as it may be, or it was ended: it stays as it is.
    Closed,
}

/// One entry of a relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelayEntry {
    /// The entry's id. Example: `"5d20b1…"`.
    pub id: RelayEntryId,
    /// Who wrote it; none when they left, or it was taken back. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Whether I wrote it. Example: `true`.
    #[serde(default)]
    pub yours: bool,
    /// Its place, from 1. Example: `7`.
    pub place: u32,
    /// What it says, up to 200 characters; empty when it was taken back. Example: `"意气风发"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub words: String,
    /// Whether it was taken back after others had continued it: its place is kept, its words are not. Example: `false`.
    #[serde(default)]
    pub taken_back: bool,
    /// When it was written. Example: `"2026-03-12T13:10:00.000Z"`.
    pub entered_at: Timestamp,
}

/// A relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Relay {
    /// The relay's id. Example: `"a1c0f7…"`.
    pub id: RelayId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who began it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// Whether I began it. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// What it is about, up to 60 characters. Example: `"成语接龙"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub title: String,
    /// How an entry continues the one before it. Example: `"last_to_first"`.
    pub rule: RelayRule,
    /// Whether nobody may write twice in a row. Example: `true`.
    #[serde(default)]
    pub in_turn: bool,
    /// Whether nothing may be said twice. Example: `true`.
    #[serde(default)]
    pub no_repeats: bool,
    /// How many entries it has at most; none when there is no limit. Example: `99`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// How many entries it has, with those that were taken back after they were continued. Example: `7`.
    #[serde(default)]
    pub entries: u32,
    /// The last three that I may see, in order; the very last is what is to be continued. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    pub recent: Vec<RelayEntry>,
    /// Where it stands. Example: `"open"`.
    pub state: RelayState,
    /// When it was begun. Example: `"2026-03-12T13:08:00.000Z"`.
    pub opened_at: Timestamp,
    /// When it ends by itself. Example: `"2026-03-15T12:00:00.000Z"`.
    pub closes_at: Timestamp,
    /// When it ended; none while it is open. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The backend's clock. Example: `"2026-03-12T13:20:00.000Z"`.
    pub server_time: Timestamp,
}

/// Begins a relay with its first entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRelay {
    /// What it is about, 1 to 60 characters. Example: `"成语接龙"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "line"))]
    pub title: String,
    /// The first entry, 1 to 200 characters; by the rule of letters it has one. Example: `"一心一意"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, format = "words"))]
    pub words: String,
    /// How an entry continues the one before it. Example: `"last_to_first"`.
    pub rule: RelayRule,
    /// Whether nobody may write twice in a row. Example: `true`.
    #[serde(default)]
    pub in_turn: bool,
    /// Whether nothing may be said twice. Example: `true`.
    #[serde(default)]
    pub no_repeats: bool,
    /// How many entries it has at most, 2 to 999. Example: `99`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 999))]
    pub most: Option<u32>,
    /// When it ends; within 30 days. Example: `"2026-03-15T12:00:00.000Z"`.
    pub closes_at: Timestamp,
}

/// Continues a relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRelayEntry {
    /// The entry that it continues, which must be the last one; none where there is none. Example: `"5d20b1…"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<RelayEntryId>,
    /// What it says, 1 to 200 characters. Example: `"意气风发"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, format = "words"))]
    pub words: String,
}
