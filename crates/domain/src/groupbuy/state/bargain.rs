//! A bargain from its beginning to its end. Who may help is asked elsewhere: this knows only how it stands.

use contract::Timestamp;
use contract::groupbuy::BargainState;

use super::{Guard, Row, listed, rows};

/// What the rules need to know of a bargain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BargainFacts {
    /// Helps that are missing to the lowest price.
    pub missing: u32,
    /// Whether one may buy at the price that is reached.
    pub any_price: bool,
    /// When its time is over.
    pub ends_at: Timestamp,
    /// The moment.
    pub now: Timestamp,
}

listed! {
    /// What happens to a bargain.
    BargainEvent {
        /// A friend helps.
        Help,
        /// Whose it is buys at the price that is reached.
        Buy,
        /// Whose it is lets it be.
        Leave,
        /// Its time is over.
        TimeOver,
        /// The deal is called off.
        Cancel,
    }
}

listed! {
    /// What must hold.
    BargainGuard {
        /// Nothing.
        Always,
        /// In time, and more helps are missing than this one.
        More,
        /// In time, and this is the last that is missing.
        Last,
        /// In time, and one may buy at any price.
        AnyPrice,
        /// In time, and one may buy at the lowest price alone.
        FloorAlone,
        /// Its time is over.
        Late,
    }
}

listed! {
    /// What is done then.
    BargainEffect {
        /// The help is written down, and the price falls by what it takes off.
        CutPrice,
        /// It is bought at the price now: its pledge succeeds.
        PledgeSucceeds,
        /// Nothing is owed, and its unit is free again: its pledge is released.
        ReleasePledge,
    }
}

impl Guard<BargainFacts> for BargainGuard {
    fn holds(self, f: &BargainFacts) -> bool {
        let late = f.now >= f.ends_at;
        match self {
            Self::Always => true,
            Self::More => !late && f.missing > 1,
            Self::Last => !late && f.missing <= 1,
            Self::AnyPrice => !late && f.any_price,
            Self::FloorAlone => !late && !f.any_price,
            Self::Late => late,
        }
    }
}

/// A row of the table.
pub type BargainRow = Row<BargainState, BargainEvent, BargainGuard, BargainEffect>;

/// The table of bargains.
pub const BARGAIN: &[BargainRow] = rows! { BargainState BargainEvent BargainGuard BargainEffect:
    Running Help More -> Running [CutPrice];
    Running Help Last -> Reached [CutPrice PledgeSucceeds];
    Running Help Late ! BargainClosed;
    Running Buy AnyPrice -> Bought [PledgeSucceeds];
    Running Buy FloorAlone ! Conflict;
    Running Buy Late ! BargainClosed;
    Running Leave Always -> Left [ReleasePledge];
    Running TimeOver Always -> Over [ReleasePledge];
    Running Cancel Always -> Cancelled [ReleasePledge];
    Reached Help Always ! BargainClosed;
    Reached Buy Always ! BargainClosed;
    Reached Leave Always ! DealClosed;
    Reached TimeOver Always ! Conflict;
    Reached Cancel Always ! Conflict;
    Bought Help Always ! BargainClosed;
    Bought Buy Always ! BargainClosed;
    Bought Leave Always ! DealClosed;
    Bought TimeOver Always ! Conflict;
    Bought Cancel Always ! Conflict;
    Over Help Always ! BargainClosed;
    Over Buy Always ! BargainClosed;
    Over Leave Always ! BargainClosed;
    Over TimeOver Always ! Conflict;
    Over Cancel Always ! Conflict;
    Left Help Always ! BargainClosed;
    Left Buy Always ! BargainClosed;
    Left Leave Always ! BargainClosed;
    Left TimeOver Always ! Conflict;
    Left Cancel Always ! Conflict;
    Cancelled Help Always ! DealClosed;
    Cancelled Buy Always ! DealClosed;
    Cancelled Leave Always ! DealClosed;
    Cancelled TimeOver Always ! Conflict;
    Cancelled Cancel Always ! Conflict;
};
