//! Groups and memberships.

use async_trait::async_trait;
use contract::group::{Member, Persona, Policy};
use contract::{AccountId, CircleId, GroupId, InviteId, MemberId, Timestamp};

use super::{Slice, Stored};

/// A group.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Its rules.
    pub policy: Policy,
    /// When its QR invites died.
    pub qr_closed_at: Option<Timestamp>,
    /// Whether it was dissolved.
    pub dissolved: bool,
    /// The group that it stands beside.
    pub sibling_of: Option<GroupId>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A running membership.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Its number: the order of joining.
    pub n: i64,
    /// Its group.
    pub group_id: GroupId,
    /// Whose it is. Never told to anybody.
    pub account_id: AccountId,
    /// What the other members see.
    pub public: Member,
}

/// A group as it is to an account: its membership, if it has one, and the circles that it agreed to be in, and when.
pub type Standing = (GroupRow, Option<MemberRow>, Vec<(CircleId, Timestamp)>);

/// Questions about groups.
#[async_trait]
pub trait GroupRead {
    /// A group.
    async fn group(&mut self, id: &GroupId) -> Stored<Option<GroupRow>>;
    /// A group and how an account stands in it, in one question: nearly everything begins with it.
    async fn standing(&mut self, group: &GroupId, account: &AccountId) -> Stored<Option<Standing>>;
    /// How many members a group has. Counts them: ask where it matters.
    async fn member_count(&mut self, group: &GroupId) -> Stored<u32>;
    /// The running membership of an account in a group.
    async fn membership(&mut self, group: &GroupId, account: &AccountId) -> Stored<Option<MemberRow>>;
    /// A running membership by its id.
    async fn member(&mut self, id: &MemberId) -> Stored<Option<MemberRow>>;
    /// The memberships of an account, the latest first.
    async fn memberships(&mut self, account: &AccountId, slice: Slice) -> Stored<Vec<MemberRow>>;
    /// The groups that an account is in.
    async fn group_ids(&mut self, account: &AccountId) -> Stored<Vec<GroupId>>;
    /// The members of a group: hosts, stewards, then the others by joining; each with its sort key.
    async fn members(&mut self, group: &GroupId, slice: Slice) -> Stored<Vec<(i64, MemberRow)>>;
    /// How many hosts a group has.
    async fn host_count(&mut self, group: &GroupId) -> Stored<u32>;
    /// The host who joined first.
    async fn first_host(&mut self, group: &GroupId) -> Stored<Option<MemberRow>>;
    /// Whether another member than `except` has this nickname.
    async fn nickname_in_use(
        &mut self,
        group: &GroupId,
        nickname: &str,
        except: Option<&MemberId>,
    ) -> Stored<bool>;
    /// The members who came by an invite, the latest first.
    async fn came_by(&mut self, invite: &InviteId, limit: u32) -> Stored<Vec<MemberRow>>;
    /// When this account was last removed from this group.
    async fn removed_at(&mut self, group: &GroupId, account: &AccountId) -> Stored<Option<Timestamp>>;
}

/// Writes to groups.
#[async_trait]
pub trait GroupWrite {
    /// Adds a group.
    async fn add_group(&mut self, group: &GroupRow) -> Stored<()>;
    /// Notes that a group's QR invites died, or may be made again.
    async fn set_qr_closed(&mut self, group: &GroupId, at: Option<Timestamp>) -> Stored<()>;
    /// Adds a membership that sees changes after the sequence number `joined_seq`.
    async fn add_member(
        &mut self,
        group: &GroupId,
        account: &AccountId,
        member: &Member,
        joined_seq: i64,
    ) -> Stored<()>;
    /// Changes a persona.
    async fn set_persona(&mut self, member: &MemberId, persona: &Persona) -> Stored<()>;
    /// Ends a membership and erases its persona.
    async fn end_membership(&mut self, member: &MemberId, at: Timestamp, removed: bool) -> Stored<()>;
}
