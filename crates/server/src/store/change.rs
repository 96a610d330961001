//! The order of all changes.

use async_trait::async_trait;
use contract::change::{Change, ChangeKind, ChangeOp};
use contract::{AccountId, CircleId, GroupId, Timestamp};

use super::Stored;

/// Who is told of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Every member.
    Members,
    /// One account alone, a member or not.
    Account(AccountId),
    /// One account, and those who run the group.
    AccountAndHosts(AccountId),
    /// Who is in a circle.
    Circle(CircleId),
}

/// A change to write down.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// Its group.
    pub group_id: GroupId,
    /// Who is told.
    pub audience: Audience,
    /// What sort of thing.
    pub kind: ChangeKind,
    /// What happened.
    pub op: ChangeOp,
    /// The thing's id.
    pub id: String,
    /// What it belongs to.
    pub parent: Option<String>,
    /// When the thing was made: what the history rule asks.
    pub entity_at: Timestamp,
    /// Whether newcomers may know of it whatever its age: pinned or open before or after the change.
    pub exposed: bool,
}

/// A change with its number.
#[derive(Debug, Clone)]
pub struct ChangeRow {
    /// Its place in the order.
    pub seq: i64,
    /// As it goes out.
    pub change: Change,
}

/// Questions about changes.
#[async_trait]
pub trait ChangeRead {
    /// The number of the last change.
    async fn last_seq(&mut self) -> Stored<i64>;
    /// The number of the first change still kept.
    async fn first_seq(&mut self) -> Stored<Option<i64>>;
    /// The changes after `since` that this account may know of, oldest first.
    async fn changes(&mut self, account: &AccountId, since: i64, limit: u32) -> Stored<Vec<ChangeRow>>;
}

/// Writes to the order of changes.
#[async_trait]
pub trait ChangeWrite {
    /// Writes a change down; answers its number.
    async fn add_change(&mut self, change: &NewChange, at: Timestamp) -> Stored<i64>;
    /// Forgets changes before a moment.
    async fn forget_changes(&mut self, before: Timestamp) -> Stored<()>;
}
