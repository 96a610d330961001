//! Teams of a deal.

use async_trait::async_trait;
use contract::groupbuy::TeamState;
use contract::{DealId, MemberId, TeamId, Timestamp};

use super::PledgeRow;
use crate::store::Stored;

/// A team.
#[derive(Debug, Clone)]
pub struct TeamRow {
    /// Its id.
    pub id: TeamId,
    /// Its deal.
    pub deal_id: DealId,
    /// The membership that heads it; none before anybody was committed.
    pub head: Option<MemberId>,
    /// People that it needs.
    pub size: u32,
    /// People in it, now or at its end.
    pub people: u32,
    /// Places that are taken.
    pub taken: u32,
    /// Where it stands.
    pub state: TeamState,
    /// When its time began.
    pub opened_at: Timestamp,
    /// When its time is over.
    pub ends_at: Timestamp,
}

/// Questions about teams.
#[async_trait]
pub trait TeamRead {
    /// A team.
    async fn team(&mut self, id: &TeamId) -> Stored<Option<TeamRow>>;
    /// The teams of a deal that run and have somebody in them, soonest over first.
    async fn open_teams(&mut self, deal: &DealId, limit: u32) -> Stored<Vec<TeamRow>>;
    /// All teams of a deal that run.
    async fn running_teams(&mut self, deal: &DealId) -> Stored<Vec<TeamRow>>;
    /// How many teams of a deal run, and how many are full.
    async fn team_counts(&mut self, deal: &DealId) -> Stored<(u32, u32)>;
    /// The pledges of a team, by their joining.
    async fn team_pledges(&mut self, team: &TeamId) -> Stored<Vec<PledgeRow>>;
    /// The pledges of several teams, by their joining: one question however many.
    async fn pledges_of_teams(&mut self, teams: &[TeamId]) -> Stored<Vec<PledgeRow>>;
    /// The first running team whose time is over by `now`.
    async fn due_team(&mut self, now: Timestamp) -> Stored<Option<TeamRow>>;
    /// When the time of the next running team is over.
    async fn next_team_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes to teams, and to the counts of deals.
#[async_trait]
pub trait TeamWrite {
    /// Adds a team.
    async fn add_team(&mut self, team: &TeamRow) -> Stored<()>;
    /// Writes down who heads it, its counts, its state and its end.
    async fn set_team(&mut self, team: &TeamRow) -> Stored<()>;
    /// Makes a deal's people and units so many more.
    async fn count_deal(&mut self, deal: &DealId, people: i64, units: i64) -> Stored<()>;
    /// Writes down everything of a pledge that may change.
    async fn set_pledge(&mut self, pledge: &PledgeRow) -> Stored<()>;
    /// Makes what is taken of options so many more, or gives it back.
    async fn take_picks(&mut self, pledge: &PledgeRow, back: bool) -> Stored<()>;
}
