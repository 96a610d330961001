//! The way of a seat from one to the other, as both sides see it. Pure.

use contract::market::ListingState;

use super::Standing;

/// How far a knot of the stepper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Behind us.
    Done,
    /// What things wait for.
    Now,
    /// Still to come.
    Ahead,
}

/// A step on the way of a seat from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Somebody claims it.
    Claim,
    /// The seller answers.
    Seller,
    /// Who runs the class answers.
    Coach,
    /// The roster changes.
    Roster,
}

/// The steps of a transfer with how far each is: fewer where nobody has to answer. Empty once it is over without a
/// transfer: there is nothing to come.
pub fn legs(at: Standing, auto_confirm: bool, consent: bool) -> Vec<(Leg, Reach)> {
    let now = match at.state {
        ListingState::Available | ListingState::Offered => Some(Leg::Claim),
        ListingState::Held => Some(Leg::Seller),
        ListingState::Agreed => Some(Leg::Coach),
        ListingState::Transferred => None,
        ListingState::Cancelled | ListingState::Expired => return Vec::new(),
    };
    let asked =
        [(Leg::Claim, true), (Leg::Seller, !auto_confirm), (Leg::Coach, consent), (Leg::Roster, true)];
    let mut reach = Reach::Done;
    let leg = |leg| {
        if reach == Reach::Now {
            reach = Reach::Ahead;
        } else if Some(leg) == now {
            reach = Reach::Now;
        }
        (leg, reach)
    };
    asked.into_iter().filter(|(_, asked)| *asked).map(|(leg, _)| leg).map(leg).collect()
}
