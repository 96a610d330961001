//! Which step may a listing take? (product rules, section 3)
//!
//! available -> held(by, until) -> transferred, or back to available; offered to whoever stands first in line; agreed
//! while the coach is asked; cancelled; expired at the cut-off. [`table`] is the whole machine and [`apply`] takes its
//! steps: what it does not allow cannot happen.

pub mod check;
pub mod line;
pub mod past;
pub mod seat;
pub mod table;

use contract::market::{ListingRole, ListingState, ListingStep};
use contract::{Code, Timestamp};

pub use check::{cut_off, may_list};
use table::{Effect, Guard, Part};

/// A listing's state with what belongs to it. `H` names a holder; the rules only compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status<H> {
    /// Anybody but the seller may claim it.
    Available,
    /// It is somebody's turn in line.
    Offered {
        /// Whose.
        to: H,
        /// Until when it is theirs to claim.
        until: Timestamp,
    },
    /// Claimed, waiting for the seller.
    Held {
        /// Who claimed it.
        by: H,
        /// Until when it is theirs.
        until: Timestamp,
    },
    /// The seller agreed, waiting for the coach.
    Agreed {
        /// Who claimed it.
        by: H,
        /// Until when it is theirs.
        until: Timestamp,
    },
    /// The seat changed hands.
    Transferred {
        /// Who has it now.
        to: H,
    },
    /// Taken back, or the class was cancelled.
    Cancelled,
    /// The cut-off came first.
    Expired,
}

impl<H> Status<H> {
    /// The state's name on the wire.
    pub fn state(&self) -> ListingState {
        match self {
            Self::Available => ListingState::Available,
            Self::Offered { .. } => ListingState::Offered,
            Self::Held { .. } => ListingState::Held,
            Self::Agreed { .. } => ListingState::Agreed,
            Self::Transferred { .. } => ListingState::Transferred,
            Self::Cancelled => ListingState::Cancelled,
            Self::Expired => ListingState::Expired,
        }
    }

    /// The status of this name; none when it needs somebody, or a time, that is not there.
    pub fn of(state: ListingState, who: Option<H>, until: Option<Timestamp>) -> Option<Self> {
        Some(match state {
            ListingState::Available => Self::Available,
            ListingState::Offered => Self::Offered { to: who?, until: until? },
            ListingState::Held => Self::Held { by: who?, until: until? },
            ListingState::Agreed => Self::Agreed { by: who?, until: until? },
            ListingState::Transferred => Self::Transferred { to: who? },
            ListingState::Cancelled => Self::Cancelled,
            ListingState::Expired => Self::Expired,
        })
    }

    /// For whom it is held, whose turn it is, or who has the seat now.
    pub fn claimant(&self) -> Option<&H> {
        match self {
            Self::Offered { to: who, .. }
            | Self::Held { by: who, .. }
            | Self::Agreed { by: who, .. }
            | Self::Transferred { to: who } => Some(who),
            Self::Available | Self::Cancelled | Self::Expired => None,
        }
    }

    /// Until when it is held for its claimant, or theirs to claim.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Offered { until, .. } | Self::Held { until, .. } | Self::Agreed { until, .. } => {
                Some(*until)
            }
            Self::Available | Self::Transferred { .. } | Self::Cancelled | Self::Expired => None,
        }
    }

    /// Still open to act on.
    pub fn is_open(&self) -> bool {
        is_open(self.state())
    }
}

/// Still open to act on.
pub fn is_open(state: ListingState) -> bool {
    matches!(
        state,
        ListingState::Available | ListingState::Offered | ListingState::Held | ListingState::Agreed
    )
}

/// What holds for a listing whatever its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms<H> {
    /// Who offers the seat.
    pub seller: H,
    /// When the seat stops moving.
    pub expires_at: Timestamp,
    /// The longest hold, in seconds; a turn in line is as long.
    pub hold_s: u32,
    /// Whether the seller said yes to the first claim beforehand.
    pub auto_confirm: bool,
    /// Whether who runs the class must agree.
    pub consent: bool,
}

/// Who takes a step.
#[derive(Debug, PartialEq, Eq)]
pub enum By<'a, H> {
    /// A member, who may run the class.
    Member(&'a H, bool),
    /// Time.
    Clock,
    /// The line moves up: to this member.
    Line(&'a H),
}

impl<H> Clone for By<'_, H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H> Copy for By<'_, H> {}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken<H> {
    /// Where the listing stands now.
    pub status: Status<H>,
    /// What follows in the same transaction.
    pub effects: &'static [Effect],
}

/// What time alone did to a listing by `now`, and at which moment; none when it did nothing.
pub fn due<H: Clone + PartialEq>(
    status: &Status<H>,
    terms: &Terms<H>,
    now: Timestamp,
) -> Option<(ListingStep, Timestamp, Taken<H>)> {
    let tries = [(ListingStep::Expire, Some(terms.expires_at)), (ListingStep::Lapse, status.until())];
    tries.into_iter().find_map(|(step, at)| {
        transition(status, terms, step, By::Clock, now).ok().map(|taken| Some((step, at?, taken)))?
    })
}

/// A listing's status with what time alone did by `now`.
pub fn settle<H: Clone + PartialEq>(status: &Status<H>, terms: &Terms<H>, now: Timestamp) -> Status<H> {
    due(status, terms, now).map_or_else(|| status.clone(), |(_, _, taken)| taken.status)
}

/// When time alone will next change the listing, for a scheduler.
pub fn next_due<H>(status: &Status<H>, terms: &Terms<H>) -> Option<Timestamp> {
    status.is_open().then(|| status.until().map_or(terms.expires_at, |until| until.min(terms.expires_at)))
}

/// Takes one step, after what time alone did.
///
/// # Errors
/// The code that says why the step cannot be taken.
pub fn apply<H: Clone + PartialEq>(
    status: &Status<H>,
    terms: &Terms<H>,
    step: ListingStep,
    by: By<'_, H>,
    now: Timestamp,
) -> Result<Taken<H>, Code> {
    transition(&settle(status, terms, now), terms, step, by, now)
}

fn transition<H: Clone + PartialEq>(
    status: &Status<H>,
    terms: &Terms<H>,
    step: ListingStep,
    by: By<'_, H>,
    now: Timestamp,
) -> Result<Taken<H>, Code> {
    let holds = |guard| match guard {
        Guard::Always => true,
        Guard::SellerAnswers => !terms.auto_confirm,
        Guard::OnlyCoachAnswers => terms.auto_confirm && terms.consent,
        Guard::NobodyAnswers => terms.auto_confirm && !terms.consent,
        Guard::CoachAnswers => terms.consent,
        Guard::CoachSilent => !terms.consent,
        Guard::HoldOver => status.until().is_some_and(|until| now >= until),
        Guard::CutOff => now >= terms.expires_at,
        Guard::BeforeCutOff => now < terms.expires_at,
    };
    let (parts, who) = parts(status, terms, by);
    let row = table::find(status.state(), step, &parts, holds)?;
    if row.to == status.state() && step == ListingStep::Claim {
        return Ok(Taken { status: status.clone(), effects: &[] });
    }
    // A step of the seller, the coach or time leaves the seat with whom it is; a claim or a turn gives it to somebody.
    let who = match step {
        ListingStep::Claim | ListingStep::Promote => who,
        _ => status.claimant(),
    };
    // Never past the cut-off: a hold that nobody could answer would be a lie.
    let until = now.plus_s(i64::from(terms.hold_s)).min(terms.expires_at);
    let status = Status::of(row.to, who.cloned(), Some(until)).ok_or(Code::Conflict)?;
    Ok(Taken { status, effects: row.effects })
}

/// What somebody is to a listing, and who they are.
fn parts<'a, H: PartialEq>(
    status: &Status<H>,
    terms: &Terms<H>,
    by: By<'a, H>,
) -> (Vec<Part>, Option<&'a H>) {
    match by {
        By::Clock => (vec![Part::Clock], None),
        // Nobody gets their own seat.
        By::Line(who) if *who == terms.seller => (vec![Part::Seller], None),
        By::Line(who) => (vec![Part::Line], Some(who)),
        By::Member(who, runs) => {
            let part = if *who == terms.seller {
                Part::Seller
            } else if status.claimant() == Some(who) {
                Part::Claimant
            } else {
                Part::Other
            };
            let mut parts = vec![part];
            parts.extend(runs.then_some(Part::Coach));
            (parts, Some(who))
        }
    }
}

/// The steps that the app offers to somebody, who may run the class; the backend decides by [`apply`].
pub fn steps_for(state: ListingState, you: ListingRole, runs: bool) -> Vec<ListingStep> {
    let own: &[ListingStep] = match (state, you) {
        (ListingState::Available, ListingRole::Seller) => &[ListingStep::Cancel],
        (ListingState::Available, _) => &[ListingStep::Claim],
        (ListingState::Offered | ListingState::Agreed, ListingRole::Seller) => &[ListingStep::Cancel],
        (ListingState::Offered, ListingRole::Claimant) => &[ListingStep::Claim, ListingStep::Release],
        (ListingState::Held, ListingRole::Seller) => {
            &[ListingStep::Confirm, ListingStep::Decline, ListingStep::Cancel]
        }
        (ListingState::Held | ListingState::Agreed, ListingRole::Claimant) => &[ListingStep::Release],
        _ => &[],
    };
    let coach: &[ListingStep] = match state {
        ListingState::Agreed if runs => &[ListingStep::Consent, ListingStep::Refuse],
        _ => &[],
    };
    coach.iter().chain(own).copied().collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod world;
