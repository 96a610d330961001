//! A deal from its opening to its end, by tiers, in teams or by bargains. Knows no pledge: those have a table of their own.

use contract::Timestamp;
use contract::groupbuy::DealState;

use super::{Guard, Row, listed, rows};
use crate::groupbuy::{DealFacts, outcome};

/// What the rules need to know of a deal that may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealFate {
    /// Whether its end has come.
    pub is_over: bool,
    /// Whether it is sold to teams, or by bargains, which count as teams of one here.
    pub in_teams: bool,
    /// People in it.
    pub people: u32,
    /// People that it needs.
    pub minimum: u32,
    /// Teams, or bargains, that still have time.
    pub teams_running: u32,
    /// Teams that are full, or bargains at which it was bought.
    pub teams_full: u32,
}

/// What is known of a deal by tiers.
pub fn fate_of(deal: &DealFacts, now: Timestamp) -> DealFate {
    DealFate {
        is_over: now >= deal.ends_at,
        in_teams: false,
        people: deal.people,
        minimum: deal.minimum,
        teams_running: 0,
        teams_full: 0,
    }
}

listed! {
    /// What happens to a deal.
    DealEvent {
        /// Somebody wants in, or opens a team.
        Enter,
        /// Somebody leaves a tiered deal.
        Leave,
        /// Its time is over.
        TimeOver,
        /// It is called off.
        Cancel,
    }
}

listed! {
    /// What must hold.
    DealGuard {
        /// Nothing.
        Always,
        /// Its end has not come.
        InTime,
        /// Its end has come.
        Late,
        /// Teams that were opened in time still have time.
        TeamsRun,
        /// Enough people, or a team that is full.
        Enough,
        /// Too few people, and no team that is full.
        TooFew,
        /// A team is full: what it was promised holds.
        Sold,
        /// No team is full, or it has none.
        Unsold,
    }
}

listed! {
    /// What is done then.
    DealStep {
        /// Every pledge that stands is owed, or kept where it was paid first.
        PledgesSucceed,
        /// Every pledge that stands is released, and refunded where it was paid first.
        PledgesFail,
        /// Teams that still run are called off.
        TeamsCancel,
        /// The post in the feed is no open offer any more.
        CloseOffer,
    }
}

impl Guard<DealFate> for DealGuard {
    fn holds(self, f: &DealFate) -> bool {
        let enough = match f.in_teams {
            true => f.teams_full > 0,
            false => outcome(f.people, f.minimum) == DealState::Succeeded,
        };
        match self {
            Self::Always => true,
            Self::InTime => !f.is_over,
            Self::Late => f.is_over,
            Self::TeamsRun => f.teams_running > 0,
            Self::Enough => f.teams_running == 0 && enough,
            Self::TooFew => f.teams_running == 0 && !enough,
            Self::Sold => f.teams_full > 0,
            Self::Unsold => f.teams_full == 0,
        }
    }
}

/// A row of the table.
pub type DealRow = Row<DealState, DealEvent, DealGuard, DealStep>;

/// The table of deals.
pub const DEAL: &[DealRow] = rows! { DealState DealEvent DealGuard DealStep:
    Open Enter InTime -> Open [];
    Open Enter Late ! DealClosed;
    Open Leave InTime -> Open [];
    Open Leave Late ! DealClosed;
    Open TimeOver TeamsRun -> Open [];
    Open TimeOver Enough -> Succeeded [PledgesSucceed CloseOffer];
    Open TimeOver TooFew -> Failed [PledgesFail CloseOffer];
    Open Cancel Sold -> Succeeded [TeamsCancel PledgesFail CloseOffer];
    Open Cancel Unsold -> Cancelled [TeamsCancel PledgesFail CloseOffer];
    Succeeded Enter Always ! DealClosed;
    Succeeded Leave Always ! DealClosed;
    Succeeded TimeOver Always ! DealClosed;
    Succeeded Cancel Always ! DealClosed;
    Failed Enter Always ! DealClosed;
    Failed Leave Always ! DealClosed;
    Failed TimeOver Always ! DealClosed;
    Failed Cancel Always ! DealClosed;
    Cancelled Enter Always ! DealClosed;
    Cancelled Leave Always ! DealClosed;
    Cancelled TimeOver Always ! DealClosed;
    Cancelled Cancel Always ! DealClosed;
};
