//! Deals, pledges, and the ledger of money.

use async_trait::async_trait;
use contract::group::Member;
use contract::groupbuy::{DealState, PledgeState, Tier};
use contract::{DealId, GroupId, MemberId, Money, PledgeId, Timestamp};

use super::{Slice, Stored};

/// A deal.
#[derive(Debug, Clone)]
pub struct DealRow {
    /// Its number: the order of opening.
    pub n: i64,
    /// Its id.
    pub id: DealId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that opened it.
    pub opener_id: MemberId,
    /// What is bought.
    pub title: String,
    /// About it.
    pub about: String,
    /// Where and when to collect.
    pub pick_up: String,
    /// The steps of the price.
    pub tiers: Vec<Tier>,
    /// The people it needs.
    pub minimum: u32,
    /// Units there are in all.
    pub stock: Option<u32>,
    /// Units that one member may take.
    pub per_member: u32,
    /// Where it stands, as written down.
    pub state: DealState,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it stopped being open.
    pub closed_at: Option<Timestamp>,
    /// People in it.
    pub people: u32,
    /// Units taken.
    pub units: u32,
}

/// A pledge.
#[derive(Debug, Clone)]
pub struct PledgeRow {
    /// Its number: the order of joining.
    pub n: i64,
    /// Its id.
    pub id: PledgeId,
    /// Its deal.
    pub deal_id: DealId,
    /// The membership that made it.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
    /// Units.
    pub quantity: u32,
    /// Where it stands.
    pub state: PledgeState,
    /// When it was made.
    pub pledged_at: Timestamp,
}

/// A kind of movement in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerEntry {
    /// A pledge came to be owed.
    Due,
    /// The provider, or the host, says that money came in.
    Paid,
    /// So much of it is the price.
    Kept,
    /// So much of it went back.
    Refunded,
}

/// A movement of money.
#[derive(Debug, Clone, Copy)]
pub struct LedgerRow {
    /// What moved.
    pub entry: LedgerEntry,
    /// How much.
    pub amount: Money,
}

/// What the ledger of a deal comes to, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgerSums {
    /// Owed in all.
    pub due: i64,
    /// Came in.
    pub paid: i64,
    /// Is the price.
    pub kept: i64,
    /// Went back.
    pub refunded: i64,
}

/// Questions about deals.
#[async_trait]
pub trait DealRead {
    /// A deal.
    async fn deal(&mut self, id: &DealId) -> Stored<Option<DealRow>>;
    /// A group's deals: open ones first, then the latest, each with its sort key. Closed ones only when
    /// they were opened or closed at `from` or later, or `me` opened or joined them.
    async fn deals(
        &mut self,
        group: &GroupId,
        me: &MemberId,
        from: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<(i64, DealRow)>>;
    /// The open deals that have ended by `now`.
    async fn due_deals(&mut self, now: Timestamp) -> Stored<Vec<DealRow>>;
    /// The open deals that a member opened.
    async fn open_deals_of(&mut self, opener: &MemberId) -> Stored<Vec<DealRow>>;
    /// When the next open deal ends.
    async fn next_deal_due(&mut self) -> Stored<Option<Timestamp>>;
    /// The pledges of a deal, in the order of joining.
    async fn pledges(&mut self, deal: &DealId, slice: Slice) -> Stored<Vec<PledgeRow>>;
    /// A pledge.
    async fn pledge(&mut self, id: &PledgeId) -> Stored<Option<PledgeRow>>;
    /// The pledge of a member to a deal.
    async fn pledge_of(&mut self, deal: &DealId, member: &MemberId) -> Stored<Option<PledgeRow>>;
    /// The pledges of a member to deals that are still open.
    async fn open_pledges_of(&mut self, member: &MemberId) -> Stored<Vec<PledgeRow>>;
    /// What the ledger of a deal comes to.
    async fn ledger_sums(&mut self, deal: &DealId) -> Stored<LedgerSums>;
}

/// Writes to deals.
#[async_trait]
pub trait DealWrite {
    /// Adds a deal; its number and counts are ignored.
    async fn add_deal(&mut self, deal: &DealRow) -> Stored<()>;
    /// Writes down how a deal ended.
    async fn close_deal(&mut self, id: &DealId, state: DealState, at: Timestamp) -> Stored<()>;
    /// Adds a pledge; its number and persona are ignored.
    async fn add_pledge(&mut self, pledge: &PledgeRow) -> Stored<()>;
    /// Takes a pledge back as if it had not been.
    async fn drop_pledge(&mut self, id: &PledgeId) -> Stored<()>;
    /// Writes down where a pledge stands.
    async fn set_pledge_state(&mut self, id: &PledgeId, state: PledgeState) -> Stored<()>;
    /// Writes a movement of money down, for ever.
    async fn add_ledger(&mut self, pledge: &PledgeRow, row: LedgerRow, at: Timestamp) -> Stored<()>;
}
