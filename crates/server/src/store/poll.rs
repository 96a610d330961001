//! Polls and votes.

use async_trait::async_trait;
use contract::{GroupId, MemberId, PollId, Timestamp};

use super::Stored;

/// A poll.
#[derive(Debug, Clone)]
pub struct PollRow {
    /// Its id.
    pub id: PollId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that asks.
    pub maker_id: MemberId,
    /// The question.
    pub question: String,
    /// What to vote for.
    pub choices: Vec<String>,
    /// Whether one may vote for several.
    pub several: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it closes by itself.
    pub closes_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Whether a post that carries it stays on top.
    pub pinned: bool,
}

/// What was voted. Who left while the poll was open is not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Votes {
    /// How many members voted for each choice that has any.
    pub sums: Vec<(u32, u32)>,
    /// How many members voted.
    pub voters: u32,
    /// What the reader voted for.
    pub mine: Vec<u32>,
}

/// Questions about polls.
#[async_trait]
pub trait PollRead {
    /// A poll whose post was not deleted.
    async fn poll(&mut self, id: &PollId) -> Stored<Option<PollRow>>;
    /// What was voted, as `me` sees it.
    async fn votes(&mut self, poll: &PollId, me: &MemberId) -> Stored<Votes>;
    /// The open polls whose time is over by `now`.
    async fn due_polls(&mut self, now: Timestamp) -> Stored<Vec<PollRow>>;
    /// A group's open polls.
    async fn open_polls_in(&mut self, group: &GroupId) -> Stored<Vec<PollRow>>;
    /// When the next open poll closes.
    async fn next_poll_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes to polls.
#[async_trait]
pub trait PollWrite {
    /// Adds a poll.
    async fn add_poll(&mut self, poll: &PollRow) -> Stored<()>;
    /// All that a member votes for, instead of what they voted for before; answers whether it was something else.
    async fn set_votes(&mut self, poll: &PollId, member: &MemberId, choices: &[u32]) -> Stored<bool>;
    /// Deletes a poll and its votes.
    async fn drop_poll(&mut self, id: &PollId) -> Stored<()>;
    /// Notes that a poll is closed. Who left until then has no vote in it.
    async fn close_poll(&mut self, id: &PollId, at: Timestamp) -> Stored<()>;
}
