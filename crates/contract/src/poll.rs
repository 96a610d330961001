//! The poll: a question to the whole group, votes that may be changed until it closes, and results that are sums alone.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{GroupId, PollId, Timestamp};

/// Something to vote for, and how many did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PollChoice {
    /// What it is called, up to 40 characters. Example: `"周六上午"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub label: String,
    /// How many members voted for it. Example: `12`.
    #[serde(default)]
    pub votes: u32,
    /// Whether I did. Example: `true`.
    #[serde(default)]
    pub yours: bool,
}

/// Where a poll stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PollState {
    /// Members may vote, and vote otherwise.
    Open,
    /// Its time is over, or who runs it closed it: the result stays as it is.
    Closed,
}

/// A poll. Who voted for what is told to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Poll {
    /// The poll's id. Example: `"be07d2…"`.
    pub id: PollId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who asks; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// Whether I ask. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// The question, up to 100 characters. Example: `"这周的加课放在哪天？"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub question: String,
    /// What to vote for, in the asker's order. Example: `[]`.
    pub choices: Vec<PollChoice>,
    /// Whether one may vote for several. Example: `false`.
    #[serde(default)]
    pub several: bool,
    /// How many members voted; with several votes each, less than the sum of the choices'. Example: `31`.
    #[serde(default)]
    pub voters: u32,
    /// Where it stands. Example: `"open"`.
    pub state: PollState,
    /// When it was opened. Example: `"2026-03-12T13:08:00.000Z"`.
    pub opened_at: Timestamp,
    /// When it closes by itself. Example: `"2026-03-15T12:00:00.000Z"`.
    pub closes_at: Timestamp,
    /// When it was closed; none while it is open. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The backend's clock. Example: `"2026-03-12T13:08:00.000Z"`.
    pub server_time: Timestamp,
}

/// Something to vote for, in a poll that is being asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPollChoice {
    /// What it is called, 1 to 40 characters, unlike any other. Example: `"周六上午"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40, format = "line"))]
    pub label: String,
}

/// Asks the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPoll {
    /// The question, 1 to 100 characters. Example: `"这周的加课放在哪天？"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = "line"))]
    pub question: String,
    /// What to vote for, 2 to 10. Example: `[{ "label": "周六上午" }, { "label": "周日晚上" }]`.
    #[cfg_attr(feature = "openapi", schema(min_items = 2, max_items = 10))]
    pub choices: Vec<NewPollChoice>,
    /// Whether one may vote for several. Example: `false`.
    #[serde(default)]
    pub several: bool,
    /// When it closes by itself, within 30 days. Example: `"2026-03-15T12:00:00.000Z"`.
    pub closes_at: Timestamp,
}

/// All that I vote for in a poll, instead of what I voted for before; nothing takes my vote back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    /// The choices by their place, from 0, each once. Example: `[1]`.
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub choices: Vec<u32>,
}
