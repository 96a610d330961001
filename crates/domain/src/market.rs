//! Which step may a listing take? (product rules, section 3)
//!
//! available -> held(by, until) -> transferred, or back to available; cancelled; expired at the cut-off.
//! [`apply`] is the whole machine: a step that it does not allow cannot happen.

use contract::market::{ListingRole, ListingState, ListingStep};
use contract::{Code, Money, Timestamp};

/// A listing's state with what belongs to it. `H` names a holder; the rules only compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status<H> {
    /// Anybody but the seller may claim it.
    Available,
    /// Claimed, waiting for the seller.
    Held {
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
    /// Taken back.
    Cancelled,
    /// The cut-off came first.
    Expired,
}

impl<H> Status<H> {
    /// The state's name on the wire.
    pub fn state(&self) -> ListingState {
        match self {
            Self::Available => ListingState::Available,
            Self::Held { .. } => ListingState::Held,
            Self::Transferred { .. } => ListingState::Transferred,
            Self::Cancelled => ListingState::Cancelled,
            Self::Expired => ListingState::Expired,
        }
    }

    /// Still open to act on.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Available | Self::Held { .. })
    }
}

/// What does not change in the life of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms<H> {
    /// Who offers the seat.
    pub seller: H,
    /// When the seat stops moving.
    pub expires_at: Timestamp,
    /// The longest hold, in seconds.
    pub hold_s: u32,
    /// Whether a claim is a transfer at once.
    pub auto_confirm: bool,
}

/// What time alone did to a listing by `now`: the status, and the step to write down if there was one.
pub fn settle<H: Clone>(
    status: &Status<H>,
    terms: &Terms<H>,
    now: Timestamp,
) -> (Status<H>, Option<(ListingStep, Timestamp)>) {
    match status {
        Status::Available | Status::Held { .. } if now >= terms.expires_at => {
            (Status::Expired, Some((ListingStep::Expire, terms.expires_at)))
        }
        Status::Held { until, .. } if now >= *until => {
            (Status::Available, Some((ListingStep::Lapse, *until)))
        }
        same => (same.clone(), None),
    }
}

/// When time alone will next change the listing, for a scheduler.
pub fn next_due<H>(status: &Status<H>, terms: &Terms<H>) -> Option<Timestamp> {
    match status {
        Status::Available => Some(terms.expires_at),
        Status::Held { until, .. } => Some((*until).min(terms.expires_at)),
        Status::Transferred { .. } | Status::Cancelled | Status::Expired => None,
    }
}

/// Takes one step of a person. The status must be [`settle`]d first; this does so itself.
///
/// # Errors
/// The code that says why the step cannot be taken.
pub fn apply<H: Clone + PartialEq>(
    status: &Status<H>,
    terms: &Terms<H>,
    step: ListingStep,
    who: &H,
    now: Timestamp,
) -> Result<Status<H>, Code> {
    let (status, _) = settle(status, terms, now);
    let is_seller = *who == terms.seller;
    match (&status, step) {
        (Status::Transferred { .. }, _) => Err(Code::ListingGone),
        (Status::Cancelled | Status::Expired, _) => Err(Code::ListingClosed),
        (Status::Available | Status::Held { .. }, ListingStep::Claim) if is_seller => Err(Code::ListingOwn),
        (Status::Held { by, .. }, ListingStep::Claim) if by == who => Ok(status),
        (Status::Held { .. }, ListingStep::Claim) => Err(Code::ListingHeld),
        (Status::Available, ListingStep::Claim) if terms.auto_confirm => {
            Ok(Status::Transferred { to: who.clone() })
        }
        (Status::Available, ListingStep::Claim) => Ok(Status::Held {
            by: who.clone(),
            // Never past the cut-off: a hold that nobody could answer would be a lie.
            until: now.plus_s(i64::from(terms.hold_s)).min(terms.expires_at),
        }),
        (_, ListingStep::Confirm | ListingStep::Decline | ListingStep::Cancel) if !is_seller => {
            Err(Code::NotYours)
        }
        (Status::Held { by, .. }, ListingStep::Confirm) => Ok(Status::Transferred { to: by.clone() }),
        (Status::Held { .. }, ListingStep::Decline) => Ok(Status::Available),
        (Status::Held { by, .. }, ListingStep::Release) if by == who => Ok(Status::Available),
        (Status::Held { .. }, ListingStep::Release) => Err(Code::NotYours),
        // A seller may take it back even while it is held: the claimant is told.
        (Status::Available | Status::Held { .. }, ListingStep::Cancel) => Ok(Status::Cancelled),
        (Status::Available, ListingStep::Confirm | ListingStep::Decline | ListingStep::Release) => {
            Err(Code::Conflict)
        }
        (_, ListingStep::List | ListingStep::Lapse | ListingStep::Expire) => Err(Code::Conflict),
    }
}

/// The steps that the app offers to somebody; the backend decides by [`apply`].
pub fn steps_for(state: ListingState, you: ListingRole) -> &'static [ListingStep] {
    match (state, you) {
        (ListingState::Available, ListingRole::Seller) => &[ListingStep::Cancel],
        (ListingState::Available, _) => &[ListingStep::Claim],
        (ListingState::Held, ListingRole::Seller) => {
            &[ListingStep::Confirm, ListingStep::Decline, ListingStep::Cancel]
        }
        (ListingState::Held, ListingRole::Claimant) => &[ListingStep::Release],
        _ => &[],
    }
}

/// When a class's seats stop moving.
pub fn cut_off(starts_at: Timestamp, cut_off_s: u32) -> Timestamp {
    starts_at.plus_s(-i64::from(cut_off_s))
}

/// Whether a seat may be listed now at this price.
///
/// # Errors
/// [`Code::ClassStarted`] past the cut-off, [`Code::PriceAboveFaceValue`], or
/// [`Code::ValidationFailed`] for a negative price or another currency.
pub fn may_list(asking: Money, face_value: Money, cut_off: Timestamp, now: Timestamp) -> Result<(), Code> {
    if now >= cut_off {
        return Err(Code::ClassStarted);
    }
    if asking.currency != face_value.currency || asking.amount < 0 {
        return Err(Code::ValidationFailed);
    }
    if asking.amount > face_value.amount {
        return Err(Code::PriceAboveFaceValue);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
