//! What shares led to.

use async_trait::async_trait;
use contract::group::{Member, Persona};
use contract::{AccountId, GroupId, MemberId, Timestamp};

use super::Stored;

/// What a member's shares carry.
#[derive(Debug, Clone)]
pub struct ShareRow {
    /// Whose.
    pub member_id: MemberId,
    /// Who that is.
    pub account_id: AccountId,
    /// What they carry.
    pub token: String,
    /// What was shared before does not count.
    pub since: Timestamp,
    /// When their erased trace is gone for good; none while nothing is erased.
    pub final_at: Option<Timestamp>,
}

/// By whose share somebody came to a thing.
#[derive(Debug, Clone)]
pub struct LeadRow {
    /// Who came.
    pub member_id: MemberId,
    /// What the thing is: `deal`, `listing`, `group`.
    pub kind: String,
    /// Its id.
    pub thing: String,
    /// Whose share it was; none: they took it back.
    pub sharer: Option<MemberId>,
    /// When they came.
    pub at: Timestamp,
}

/// A lead whose sharer is here and erased nothing.
#[derive(Debug, Clone)]
pub struct CameRow {
    /// The lead.
    pub lead: LeadRow,
    /// The sharer's persona.
    pub by: Persona,
    /// Whether something counts for them by it.
    pub counted: bool,
}

/// Something that counts for a sharer.
#[derive(Debug, Clone)]
pub struct CreditRow {
    /// What was done: the id of a membership, a pledge or a listing.
    pub act: String,
    /// How far back the sharer stands: 1 or 2.
    pub depth: u32,
    /// The group.
    pub group_id: GroupId,
    /// What the thing is.
    pub kind: String,
    /// Its id.
    pub thing: String,
    /// Who did it.
    pub member_id: MemberId,
    /// For whom it counts.
    pub sharer: MemberId,
    /// When.
    pub at: Timestamp,
}

/// How much counts for a sharer at one thing.
#[derive(Debug, Clone)]
pub struct CreditSum {
    /// What the thing is.
    pub kind: String,
    /// Its id.
    pub thing: String,
    /// By their own shares.
    pub direct: u32,
    /// By the shares of those whom they led.
    pub further: u32,
}

/// How many people a member's own shares led.
#[derive(Debug, Clone)]
pub struct HelperRow {
    /// Who helped.
    pub member: Member,
    /// How many joined.
    pub joined: u32,
    /// How many bought something.
    pub bought: u32,
}

/// Questions about shares. Who erased their trace is in no answer but [`ReferralRead::share`].
#[async_trait]
pub trait ReferralRead {
    /// What a present member's shares carry.
    async fn share(&mut self, member: &MemberId) -> Stored<Option<ShareRow>>;
    /// Whose shares carry this in a group.
    async fn share_by_token(&mut self, group: &GroupId, token: &str) -> Stored<Option<ShareRow>>;
    /// By whose shares a member came to a thing.
    async fn leads(&mut self, member: &MemberId, thing: &str) -> Stored<Vec<LeadRow>>;
    /// By whose shares a member came to anything, the latest first.
    async fn came(&mut self, member: &MemberId, most: u32) -> Stored<Vec<CameRow>>;
    /// What counts for a member, a thing a row, the latest first.
    async fn credits(&mut self, sharer: &MemberId, most: u32) -> Stored<Vec<CreditSum>>;
    /// Who sees something else when a member's trace goes: for whom something counts by them, and whom they led.
    async fn beside(&mut self, member: &MemberId) -> Stored<Vec<MemberId>>;
    /// Whom an act that counts names.
    async fn named_by(&mut self, act: &str) -> Stored<Vec<MemberId>>;
    /// The members whose own shares led somebody, by joining.
    async fn helpers(&mut self, group: &GroupId) -> Stored<Vec<HelperRow>>;
    /// Whose erased trace is gone for good by `now`.
    async fn due_erasures(&mut self, now: Timestamp) -> Stored<Vec<MemberId>>;
    /// When the next is.
    async fn next_erasure_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes about shares.
#[async_trait]
pub trait ReferralWrite {
    /// What a member's shares carry from now on; nothing is erased.
    async fn set_share(
        &mut self,
        group: &GroupId,
        member: &MemberId,
        token: &str,
        since: Timestamp,
    ) -> Stored<()>;
    /// Hides a member's trace until then, or shows it again.
    async fn set_final(&mut self, member: &MemberId, at: Option<Timestamp>) -> Stored<()>;
    /// Adds a lead. One of the same sharer that is older than `oldest` begins anew, a younger one stays as it is.
    async fn add_lead(&mut self, lead: &LeadRow, oldest: Timestamp) -> Stored<()>;
    /// A member came to a thing by nobody's share, whatever was said before.
    async fn forget_leads(&mut self, member: &MemberId, kind: &str, thing: &str, at: Timestamp)
    -> Stored<()>;
    /// Counts something, unless it counts at this depth already.
    async fn add_credit(&mut self, credit: &CreditRow) -> Stored<()>;
    /// An act counts for nobody any more.
    async fn drop_credits(&mut self, act: &str) -> Stored<()>;
    /// What a member did at a thing counts for nobody any more.
    async fn drop_credits_at(&mut self, member: &MemberId, thing: &str) -> Stored<()>;
    /// Removes every lead and credit that names a member, and what counts for others only through them.
    async fn erase_trace(&mut self, member: &MemberId) -> Stored<()>;
    /// A member's shares carry nothing any more.
    async fn drop_share(&mut self, member: &MemberId) -> Stored<()>;
    /// Removes all of it in a group.
    async fn drop_referral(&mut self, group: &GroupId) -> Stored<()>;
}
