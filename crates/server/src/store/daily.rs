//! Daily activities and answers to them.

use async_trait::async_trait;
use contract::group::Member;
use contract::{DailyAnswerId, DailyId, GroupId, MemberId, Timestamp};

use super::{Slice, Stored};

/// A daily activity.
#[derive(Debug, Clone)]
pub struct DailyRow {
    /// Its id.
    pub id: DailyId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that planned it.
    pub maker_id: MemberId,
    /// The day that it is for.
    pub day: String,
    /// What to do or say.
    pub words: String,
    /// When its day begins.
    pub starts_at: Timestamp,
    /// When its day ends.
    pub ends_at: Timestamp,
    /// When it came into the feed.
    pub opened_at: Option<Timestamp>,
    /// When it was noted that its day is over.
    pub closed_at: Option<Timestamp>,
    /// Whether a post that carries it stays on top.
    pub pinned: bool,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct DailyAnswerRow {
    /// Its number: the order of answering.
    pub n: i64,
    /// Its id.
    pub id: DailyAnswerId,
    /// What it answers.
    pub daily_id: DailyId,
    /// The membership that answered.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
    /// What it says.
    pub words: String,
    /// When it was first written.
    pub answered_at: Timestamp,
    /// When its words were changed.
    pub edited_at: Option<Timestamp>,
}

/// Who reads: what is older than `from` is left out, but their own.
#[derive(Debug, Clone, Copy)]
pub struct DailySieve<'a> {
    /// The oldest moment that they may look back to.
    pub from: Timestamp,
    /// Their membership.
    pub me: &'a MemberId,
    /// Whether they see what is only planned.
    pub planned: bool,
}

/// Questions about daily activities.
#[async_trait]
pub trait DailyRead {
    /// A daily activity.
    async fn daily(&mut self, id: &DailyId) -> Stored<Option<DailyRow>>;
    /// A group's daily activities, the latest day first. Cursors are the days' beginnings.
    async fn dailies(
        &mut self,
        group: &GroupId,
        sieve: DailySieve<'_>,
        slice: Slice,
    ) -> Stored<Vec<DailyRow>>;
    /// Whether a group has one for a time that is partly between these.
    async fn daily_between(&mut self, group: &GroupId, from: Timestamp, to: Timestamp) -> Stored<bool>;
    /// An answer.
    async fn daily_answer(&mut self, id: &DailyAnswerId) -> Stored<Option<DailyAnswerRow>>;
    /// A member's answer.
    async fn daily_answer_of(&mut self, daily: &DailyId, member: &MemberId)
    -> Stored<Option<DailyAnswerRow>>;
    /// Answers, the earliest first.
    async fn daily_answers(
        &mut self,
        daily: &DailyId,
        sieve: DailySieve<'_>,
        slice: Slice,
    ) -> Stored<Vec<DailyAnswerRow>>;
    /// The last of them, the earliest first.
    async fn last_daily_answers(
        &mut self,
        daily: &DailyId,
        sieve: DailySieve<'_>,
        most: u32,
    ) -> Stored<Vec<DailyAnswerRow>>;
    /// How many answers there are to read.
    async fn daily_answer_count(&mut self, daily: &DailyId, sieve: DailySieve<'_>) -> Stored<u32>;
    /// The daily activities that begin or end by `now`, and did not yet, the earliest first.
    async fn due_dailies(&mut self, now: Timestamp) -> Stored<Vec<DailyRow>>;
    /// A group's daily activities that are not over.
    async fn open_dailies_in(&mut self, group: &GroupId) -> Stored<Vec<DailyRow>>;
    /// When the next one begins or ends.
    async fn next_daily_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes to daily activities.
#[async_trait]
pub trait DailyWrite {
    /// Adds one.
    async fn add_daily(&mut self, daily: &DailyRow) -> Stored<()>;
    /// Gives it other words.
    async fn word_daily(&mut self, id: &DailyId, words: &str) -> Stored<()>;
    /// Notes that it came into the feed.
    async fn open_daily(&mut self, id: &DailyId, at: Timestamp) -> Stored<()>;
    /// Notes that its day is over.
    async fn close_daily(&mut self, id: &DailyId, at: Timestamp) -> Stored<()>;
    /// Deletes it and its answers.
    async fn drop_daily(&mut self, id: &DailyId) -> Stored<()>;
    /// Adds an answer; its number and persona are ignored.
    async fn add_daily_answer(&mut self, answer: &DailyAnswerRow) -> Stored<()>;
    /// Gives an answer other words.
    async fn word_daily_answer(&mut self, id: &DailyAnswerId, words: &str, at: Timestamp) -> Stored<()>;
    /// Deletes an answer.
    async fn drop_daily_answer(&mut self, id: &DailyAnswerId) -> Stored<()>;
}
