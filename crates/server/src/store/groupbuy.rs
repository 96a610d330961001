//! Deals and pledges; their orders, teams and money in files of their own.

use async_trait::async_trait;
use contract::group::Member;
use contract::groupbuy::{
    BargainTerms, DealOption, DealState, DealTerms, Pick, PledgeState, Settling, TeamTerms, Tier,
};
use contract::{DealId, GroupId, MemberId, PledgeId, PostId, TeamId, Timestamp};

use super::{Slice, Stored};

mod bargain;
mod money;
mod order;
mod team;

pub use bargain::{BargainRead, BargainRow, BargainWrite, HelpRow};
pub use money::{MoneyRead, MoneyWrite, PaymentRow, RefundRow};
pub use order::OrderWrite;
pub use team::{TeamRead, TeamRow, TeamWrite};

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
    /// Units that one order may take.
    pub per_order: Option<u32>,
    /// What there is to choose, and what is taken of it.
    pub options: Vec<DealOption>,
    /// When it can be collected.
    pub pick_up_at: Vec<Timestamp>,
    /// When it was last changed.
    pub edited_at: Option<Timestamp>,
    /// The post that carries it.
    pub post_id: Option<PostId>,
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
    /// Units taken, those that are kept for who is paying among them.
    pub units: u32,
    /// How its teams are made, when it is sold to teams.
    pub team: Option<TeamTerms>,
    /// How it is bargained for, when it is sold by bargains; what a member has left of the day is not kept here.
    pub bargain: Option<BargainTerms>,
    /// How its money moves.
    pub settling: Settling,
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
    /// Of which options.
    pub picks: Vec<Pick>,
    /// What was agreed to.
    pub terms: Option<DealTerms>,
    /// When it was handed over.
    pub collected_at: Option<Timestamp>,
    /// Where it stands.
    pub state: PledgeState,
    /// When it was made.
    pub pledged_at: Timestamp,
    /// Its team.
    pub team_id: Option<TeamId>,
    /// Its place in the team, while it has one.
    pub place: Option<u32>,
    /// What a unit was promised to cost, in minor units, where it is fixed.
    pub price: Option<i64>,
    /// Whether it is counted: in the deal, now or at its end.
    pub counted: bool,
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
    /// The first open deal that has ended by `now`, and has no team and no bargain that runs.
    async fn due_deal(&mut self, now: Timestamp) -> Stored<Option<DealRow>>;
    /// The open deals that a member opened.
    async fn open_deals_of(&mut self, opener: &MemberId) -> Stored<Vec<DealRow>>;
    /// When the next open deal ends.
    async fn next_deal_due(&mut self) -> Stored<Option<Timestamp>>;
    /// The pledges of a deal, in the order of joining.
    async fn pledges(&mut self, deal: &DealId, slice: Slice) -> Stored<Vec<PledgeRow>>;
    /// A pledge.
    async fn pledge(&mut self, id: &PledgeId) -> Stored<Option<PledgeRow>>;
    /// The pledge of a deal that has this number.
    async fn pledge_numbered(&mut self, deal: &DealId, n: i64) -> Stored<Option<PledgeRow>>;
    /// The pledge of a member to a deal.
    async fn pledge_of(&mut self, deal: &DealId, member: &MemberId) -> Stored<Option<PledgeRow>>;
    /// Whether who has this membership stands in a deal by another, which they left.
    async fn stood_before(&mut self, deal: &DealId, member: &MemberId) -> Stored<bool>;
    /// The pledges of a member to deals that are still open.
    async fn open_pledges_of(&mut self, member: &MemberId) -> Stored<Vec<PledgeRow>>;
    /// The first of those who are in a deal, or were at its end.
    async fn faces(&mut self, deal: &DealId, limit: u32) -> Stored<Vec<Member>>;
}

/// Writes to deals.
#[async_trait]
pub trait DealWrite {
    /// Adds a deal; its number and counts are ignored.
    async fn add_deal(&mut self, deal: &DealRow) -> Stored<()>;
    /// Writes down how a deal ended.
    async fn close_deal(&mut self, id: &DealId, state: DealState, at: Timestamp) -> Stored<()>;
    /// Adds a pledge, or takes up again one that was released, under its id; its number and persona are ignored. Nothing
    /// is counted by it.
    async fn add_pledge(&mut self, pledge: &PledgeRow) -> Stored<()>;
    /// Takes a pledge back as if it had not been; what it held is free already.
    async fn drop_pledge(&mut self, id: &PledgeId) -> Stored<()>;
}
