//! The chain (接龙): a sign-up list that any member starts, with places, choices, and a waiting line.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{ChainId, EntryId, GroupId, Timestamp};

/// Something to choose between, and how many places it has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainChoice {
    /// What it is called, up to 20 characters. Example: `"上午 9 点"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub label: String,
    /// Its places; none when there is no limit. Example: `8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Places taken. Example: `6`.
    #[serde(default)]
    pub taken: u32,
    /// Places that people wait for. Example: `0`.
    #[serde(default)]
    pub waiting: u32,
}

/// Where a chain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChainState {
    /// People may join, change and leave.
    Open,
    /// Its time is over, or who runs it closed it: it stays as it is.
    Closed,
}

/// A sign-up list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chain {
    /// The chain's id. Example: `"7c1f0a…"`.
    pub id: ChainId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who started it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// Whether I started it. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// What it is for, up to 60 characters. Example: `"周日一起去爬山"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub title: String,
    /// About it, up to 500 characters. Example: `"早上八点地铁口见，带水"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub about: String,
    /// Whether each entry says a name besides the persona's. Example: `false`.
    #[serde(default)]
    pub asks_name: bool,
    /// Whether an entry may say a note. Example: `true`.
    #[serde(default)]
    pub asks_note: bool,
    /// The most places that one entry takes; 1 when nobody is asked how many. Example: `1`.
    pub most: u32,
    /// How many entries a member may make for others besides their own. Example: `2`.
    #[serde(default)]
    pub proxies: u32,
    /// What to choose between; empty when there is nothing to choose. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub choices: Vec<ChainChoice>,
    /// Places in all; none when there is no limit. Example: `12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Places taken. Example: `9`.
    #[serde(default)]
    pub taken: u32,
    /// Entries that have their places. Example: `8`.
    #[serde(default)]
    pub entries: u32,
    /// Entries that wait. Example: `0`.
    #[serde(default)]
    pub waiting: u32,
    /// Where it stands. Example: `"open"`.
    pub state: ChainState,
    /// When it was started. Example: `"2026-03-09T12:00:00.000Z"`.
    pub opened_at: Timestamp,
    /// When it closes by itself, by the backend's clock. Example: `"2026-03-12T12:00:00.000Z"`.
    pub closes_at: Timestamp,
    /// When it was closed. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The first eight who have places, each once. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub joined: Vec<Member>,
    /// My entries: my own, then those for others. Example: `[]`.
    #[serde(default)]
    pub your_entries: Vec<ChainEntry>,
    /// The backend's clock. Example: `"2026-03-10T15:00:00.000Z"`.
    pub server_time: Timestamp,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// It has its places.
    In,
    /// It waits for them, in line.
    Waiting,
}

/// A row of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainEntry {
    /// The entry's id. Example: `"e4d909…"`.
    pub id: EntryId,
    /// Who made it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Whether I made it. Example: `true`.
    #[serde(default)]
    pub yours: bool,
    /// Whether it is for somebody else than who made it. Example: `false`.
    #[serde(default)]
    pub proxy: bool,
    /// For whom, or the name that the chain asks for; up to 20 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub name: String,
    /// What was chosen: its place in `choices`, from 0. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<u32>,
    /// Places that it takes. Example: `1`.
    pub count: u32,
    /// A note, up to 60 characters; empty for entries from before I joined. Example: `"晚十分钟到"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub note: String,
    /// Where it stands. Example: `"in"`.
    pub state: EntryState,
    /// Its place among those that are in, or in the waiting line; from 1. Example: `3`.
    pub place: u32,
    /// When it was made. Example: `"2026-03-10T14:00:00.000Z"`.
    pub entered_at: Timestamp,
}

/// A choice of a chain to be started or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewChoice {
    /// What it is called, 1 to 20 characters. Example: `"上午 9 点"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, format = "words"))]
    pub label: String,
    /// Its places. Example: `8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub capacity: Option<u32>,
}

/// Starts a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewChain {
    /// What it is for, 1 to 60 characters. Example: `"周日一起去爬山"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "words"))]
    pub title: String,
    /// About it, up to 500 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500, format = "text"))]
    pub about: String,
    /// Whether each entry says a name besides the persona's. Example: `false`.
    #[serde(default)]
    pub asks_name: bool,
    /// Whether an entry may say a note. Example: `true`.
    #[serde(default)]
    pub asks_note: bool,
    /// The most places that one entry takes, at least 1, no more than there are. Example: `1`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub most: u32,
    /// How many entries a member may make for others. Example: `2`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 4, minimum = 0))]
    pub proxies: u32,
    /// None, or two to twelve; no two alike. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub choices: Vec<NewChoice>,
    /// Places in all. Example: `12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub capacity: Option<u32>,
    /// When it closes; within 90 days. Example: `"2026-03-12T12:00:00.000Z"`.
    pub closes_at: Timestamp,
}

/// Changes an open chain. What entries say by it stays true: choices keep their places, and their names once chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditChain {
    /// What it is for, 1 to 60 characters. Example: `"周日一起去爬山"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "words"))]
    pub title: String,
    /// About it, up to 500 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500, format = "text"))]
    pub about: String,
    /// Those that it has, in their order, then new ones. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub choices: Vec<NewChoice>,
    /// Places in all; no fewer than are taken. Example: `16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub capacity: Option<u32>,
    /// When it closes; within 90 days of its start. Example: `"2026-03-12T12:00:00.000Z"`.
    pub closes_at: Timestamp,
}

/// Enters a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEntry {
    /// Whether it is for somebody else; then `name` says for whom. Example: `false`.
    #[serde(default)]
    pub proxy: bool,
    /// For whom, or the name that the chain asks for; up to 20 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20, format = "text"))]
    pub name: String,
    /// What is chosen: its place in `choices`, from 0; none when there is nothing to choose. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 11))]
    pub choice: Option<u32>,
    /// Places, at least 1. Example: `1`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub count: u32,
    /// A note, up to 60 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60, format = "text"))]
    pub note: String,
    /// Whether to wait in line when the places are gone; without it that is refused. Example: `false`.
    #[serde(default)]
    pub wait: bool,
}

/// Changes an entry of mine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditEntry {
    /// For whom, or the name that the chain asks for; up to 20 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20, format = "text"))]
    pub name: String,
    /// What is chosen: its place in `choices`, from 0. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 11))]
    pub choice: Option<u32>,
    /// Places, at least 1. Example: `1`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub count: u32,
    /// A note, up to 60 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60, format = "text"))]
    pub note: String,
}
