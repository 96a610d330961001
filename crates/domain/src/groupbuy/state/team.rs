//! A team from its head's commitment to its end.

use contract::Timestamp;
use contract::groupbuy::TeamState;

use super::{Guard, Row, listed, rows};

/// What the rules need to know of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamFacts {
    /// People that it needs.
    pub size: u32,
    /// People in it.
    pub people: u32,
    /// Places that are taken: theirs, and those kept for people who are paying.
    pub taken: u32,
    /// When its time is over.
    pub ends_at: Timestamp,
    /// The moment.
    pub now: Timestamp,
}

impl TeamFacts {
    fn is_late(&self) -> bool {
        self.now >= self.ends_at
    }
}

listed! {
    /// What happens to a team.
    TeamEvent {
        /// A place is wanted.
        Reserve,
        /// Whoever has a place is committed: they promised, or their money came.
        Join,
        /// Somebody who was committed leaves.
        Leave,
        /// A place that was kept for a payment is free again.
        Lapse,
        /// Its time is over.
        TimeOver,
        /// The deal is called off.
        Cancel,
    }
}

listed! {
    /// What must hold.
    TeamGuard {
        /// Nothing.
        Always,
        /// A place is free and its time is not over.
        Free,
        /// No place is free and its time is not over.
        Full,
        /// Its time is over.
        Late,
        /// Nobody was committed yet: this is the head.
        First,
        /// Others are in it, and it needs more than this one.
        More,
        /// This one is all that it needs.
        Last,
        /// Nobody else is in it or paying.
        Alone,
        /// Somebody else is.
        NotAlone,
    }
}

listed! {
    /// What is done then.
    TeamEffect {
        /// Its time begins now.
        StartClock,
        /// Every pledge in it is owed, or kept where it was paid first.
        PledgesSucceed,
        /// Every pledge in it is released, and refunded where it was paid first.
        PledgesFail,
        /// Who has been in it longest heads it.
        HandOver,
        /// Its units are in stock again.
        FreeUnits,
    }
}

impl Guard<TeamFacts> for TeamGuard {
    fn holds(self, f: &TeamFacts) -> bool {
        match self {
            Self::Always => true,
            Self::Late => f.is_late(),
            Self::Free => !f.is_late() && f.taken < f.size,
            Self::Full => !f.is_late() && f.taken >= f.size,
            Self::First => f.people == 0,
            Self::More => f.people > 0 && f.people.saturating_add(1) < f.size,
            Self::Last => f.people > 0 && f.people.saturating_add(1) >= f.size,
            Self::Alone => f.taken <= 1,
            Self::NotAlone => f.taken > 1,
        }
    }
}

/// A row of the table.
pub type TeamRow = Row<TeamState, TeamEvent, TeamGuard, TeamEffect>;

/// The table of teams.
pub const TEAM: &[TeamRow] = rows! { TeamState TeamEvent TeamGuard TeamEffect:
    Running Reserve Free -> Running [];
    Running Reserve Full ! TeamFull;
    Running Reserve Late ! TeamClosed;
    Running Join First -> Running [StartClock HandOver];
    Running Join More -> Running [];
    Running Join Last -> Succeeded [PledgesSucceed];
    Running Leave Alone -> Failed [FreeUnits];
    Running Leave NotAlone -> Running [HandOver];
    Running Lapse Alone -> Failed [FreeUnits];
    Running Lapse NotAlone -> Running [];
    Running TimeOver Always -> Failed [PledgesFail FreeUnits];
    Running Cancel Always -> Cancelled [PledgesFail FreeUnits];
    Succeeded Reserve Always ! TeamFull;
    Succeeded Join Always ! TeamFull;
    Succeeded Leave Always ! DealClosed;
    Succeeded Lapse Always ! Conflict;
    Succeeded TimeOver Always ! Conflict;
    Succeeded Cancel Always ! Conflict;
    Failed Reserve Always ! TeamClosed;
    Failed Join Always ! TeamClosed;
    Failed Leave Always ! TeamClosed;
    Failed Lapse Always ! Conflict;
    Failed TimeOver Always ! Conflict;
    Failed Cancel Always ! Conflict;
    Cancelled Reserve Always ! DealClosed;
    Cancelled Join Always ! DealClosed;
    Cancelled Leave Always ! DealClosed;
    Cancelled Lapse Always ! Conflict;
    Cancelled TimeOver Always ! Conflict;
    Cancelled Cancel Always ! Conflict;
};
