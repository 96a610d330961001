//! Bargains of a deal, and who helped them.

use async_trait::async_trait;
use contract::group::Member;
use contract::groupbuy::BargainState;
use contract::{BargainId, DealId, MemberId, Timestamp};

use crate::store::Stored;

/// A bargain.
#[derive(Debug, Clone)]
pub struct BargainRow {
    /// Its id.
    pub id: BargainId,
    /// Its deal.
    pub deal_id: DealId,
    /// The membership that began it.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
    /// What each help takes off, in minor units.
    pub cuts: Vec<i64>,
    /// How many helped.
    pub helps: u32,
    /// Where it stands.
    pub state: BargainState,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// When its time is over.
    pub ends_at: Timestamp,
}

/// A help.
#[derive(Debug, Clone)]
pub struct HelpRow {
    /// What was helped.
    pub bargain_id: BargainId,
    /// The membership that helped.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
}

/// Questions about bargains.
#[async_trait]
pub trait BargainRead {
    /// A bargain.
    async fn bargain(&mut self, id: &BargainId) -> Stored<Option<BargainRow>>;
    /// The bargains of a deal that run, soonest over first.
    async fn running_bargains(&mut self, deal: &DealId) -> Stored<Vec<BargainRow>>;
    /// The bargain of a member in a deal.
    async fn bargain_of(&mut self, deal: &DealId, member: &MemberId) -> Stored<Option<BargainRow>>;
    /// How many bargains of a deal run, and at how many it was bought.
    async fn bargain_counts(&mut self, deal: &DealId) -> Stored<(u32, u32)>;
    /// Who helped these bargains, each in order.
    async fn helps(&mut self, bargains: &[&BargainId]) -> Stored<Vec<HelpRow>>;
    /// The bargains of a deal that who has this membership helped, by it or by one that they left.
    async fn helped_in(&mut self, deal: &DealId, member: &MemberId) -> Stored<Vec<BargainId>>;
    /// Whether who has this membership began a bargain in a deal, by it or by one that they left.
    async fn began(&mut self, deal: &DealId, member: &MemberId) -> Stored<bool>;
    /// Whether who has this membership helped a bargain, by it or by one that they left.
    async fn helped(&mut self, bargain: &BargainId, member: &MemberId) -> Stored<bool>;
    /// How often who has this membership helped on a day of the calendar, by it and by those that they left.
    async fn helps_on(&mut self, member: &MemberId, day: i64) -> Stored<u32>;
    /// The first running bargain whose time is over by `now`.
    async fn due_bargain(&mut self, now: Timestamp) -> Stored<Option<BargainRow>>;
    /// When the time of the next running bargain is over.
    async fn next_bargain_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes to bargains.
#[async_trait]
pub trait BargainWrite {
    /// Adds a bargain.
    async fn add_bargain(&mut self, bargain: &BargainRow) -> Stored<()>;
    /// Writes down how many helped, and where it stands.
    async fn set_bargain(&mut self, bargain: &BargainRow) -> Stored<()>;
    /// Writes down a help at a place: the member's `nth` of the day.
    async fn add_help(
        &mut self,
        bargain: &BargainRow,
        member: &MemberId,
        day: i64,
        nth: u32,
        at: Timestamp,
    ) -> Stored<()>;
}
