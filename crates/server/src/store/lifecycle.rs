//! A group's life: its rules change, roles pass on, it ends.

use async_trait::async_trait;
use contract::group::{Policy, Role};
use contract::{AccountId, GroupId, MemberId, Timestamp};

use super::{DealRow, ListingRow, Stored};

/// Questions about a group's life.
#[async_trait]
pub trait LifecycleRead {
    /// The open listings of a group.
    async fn open_listings_in(&mut self, group: &GroupId) -> Stored<Vec<ListingRow>>;
    /// The open deals of a group.
    async fn open_deals_in(&mut self, group: &GroupId) -> Stored<Vec<DealRow>>;
    /// Whether an account was a host of a group when it was dissolved.
    async fn hosted_to_the_end(&mut self, group: &GroupId, account: &AccountId) -> Stored<bool>;
}

/// Writes to a group's life.
#[async_trait]
pub trait LifecycleWrite {
    /// Gives a group other rules.
    async fn set_policy(&mut self, group: &GroupId, policy: &Policy) -> Stored<()>;
    /// Gives a member another role.
    async fn set_role(&mut self, member: &MemberId, role: Role) -> Stored<()>;
    /// Ends a group and every membership in it, and erases the personas; answers who was in it.
    async fn dissolve(&mut self, group: &GroupId, at: Timestamp) -> Stored<Vec<(MemberId, AccountId)>>;
}
