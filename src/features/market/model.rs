//! What a seat's screens show for each state and role: pills, steps, sentences, order. Pure, total, no clock.
//!
//! Which step may be taken is `domain::market`'s word; this only decides how it is shown. Knows no words of
//! any language: [`super::words`] has them.

mod class;

use contract::group::Member;
use contract::market::{Listing, ListingEvent, ListingRole, ListingState, ListingStep};
use contract::{Money, Timestamp};
use domain::market::{Status, Terms, apply, settle, steps_for};

pub use class::{Gate, Mine, free_seats, gate, matches, mine, offered_by_others, without_seat};

/// Where a listing stands by now, and who I am to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state, with what time alone did to it since the backend spoke.
    pub state: ListingState,
    /// My part.
    pub you: ListingRole,
}

fn status(listing: &Listing) -> (Status<()>, Terms<()>) {
    let status = match listing.state {
        ListingState::Available => Status::Available,
        ListingState::Held => {
            Status::Held { by: (), until: listing.held_until.unwrap_or(listing.expires_at) }
        }
        ListingState::Transferred => Status::Transferred { to: () },
        ListingState::Cancelled => Status::Cancelled,
        ListingState::Expired => Status::Expired,
    };
    let terms =
        Terms { seller: (), expires_at: listing.expires_at, hold_s: 0, auto_confirm: listing.auto_confirm };
    (status, terms)
}

/// Where a listing stands at `now`: a hold that ran out is over, also while nothing can be asked.
pub fn standing(listing: &Listing, now: Timestamp) -> Standing {
    let (before, terms) = status(listing);
    let after = settle(&before, &terms, now).0.state();
    let let_go = listing.you == ListingRole::Claimant
        && !matches!(after, ListingState::Held | ListingState::Transferred);
    Standing { state: after, you: if let_go { ListingRole::Onlooker } else { listing.you } }
}

impl Standing {
    /// Still open to act on.
    pub fn is_open(self) -> bool {
        matches!(self.state, ListingState::Available | ListingState::Held)
    }
}

/// A state in a pill, from where I stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// Anybody may claim it.
    Open,
    /// I offer it and nobody came yet.
    Offered,
    /// I claimed it and wait.
    HeldForYou,
    /// Somebody claimed mine: it waits for me.
    YourAnswer,
    /// Somebody else is claiming it.
    HeldByOther,
    /// It changed hands.
    Transferred,
    /// It is mine now.
    Yours,
    /// Taken back.
    Cancelled,
    /// Nobody took it in time.
    Expired,
}

/// The pill of a listing.
pub fn badge(at: Standing) -> Badge {
    match (at.state, at.you) {
        (ListingState::Available, ListingRole::Seller) => Badge::Offered,
        (ListingState::Available, _) => Badge::Open,
        (ListingState::Held, ListingRole::Seller) => Badge::YourAnswer,
        (ListingState::Held, ListingRole::Claimant) => Badge::HeldForYou,
        (ListingState::Held, ListingRole::Onlooker) => Badge::HeldByOther,
        (ListingState::Transferred, ListingRole::Claimant) => Badge::Yours,
        (ListingState::Transferred, _) => Badge::Transferred,
        (ListingState::Cancelled, _) => Badge::Cancelled,
        (ListingState::Expired, _) => Badge::Expired,
    }
}

/// What a listing's state means for me and what happens next, as one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Claiming holds it until the seller answers.
    ClaimHolds,
    /// Claiming gets it at once.
    ClaimGets,
    /// I shall be asked when somebody claims.
    YouWillBeAsked,
    /// The first claim gets it without asking me.
    FirstGets,
    /// No answer in time reopens it; I need not do anything.
    WaitForSeller,
    /// My yes changes the roster.
    AnswerClaimant,
    /// It reopens when it falls through.
    MayReopen,
    /// I am on the roster.
    YouAreIn,
    /// I am off the roster.
    YouAreOut,
    /// Somebody has it.
    OtherIsIn,
    /// I took it back and keep it.
    YouKeepIt,
    /// The seller took it back.
    TakenBack,
    /// The cut-off came; I keep it.
    YouKeepItExpired,
    /// The cut-off came.
    TooLate,
}

/// The sentence of a listing.
pub fn meaning(at: Standing, auto_confirm: bool) -> Meaning {
    use ListingRole as Role;
    use ListingState as State;
    match (at.state, at.you) {
        (State::Available, Role::Seller) if auto_confirm => Meaning::FirstGets,
        (State::Available, Role::Seller) => Meaning::YouWillBeAsked,
        (State::Available, _) if auto_confirm => Meaning::ClaimGets,
        (State::Available, _) => Meaning::ClaimHolds,
        (State::Held, Role::Seller) => Meaning::AnswerClaimant,
        (State::Held, Role::Claimant) => Meaning::WaitForSeller,
        (State::Held, Role::Onlooker) => Meaning::MayReopen,
        (State::Transferred, Role::Seller) => Meaning::YouAreOut,
        (State::Transferred, Role::Claimant) => Meaning::YouAreIn,
        (State::Transferred, Role::Onlooker) => Meaning::OtherIsIn,
        (State::Cancelled, Role::Seller) => Meaning::YouKeepIt,
        (State::Cancelled, _) => Meaning::TakenBack,
        (State::Expired, Role::Seller) => Meaning::YouKeepItExpired,
        (State::Expired, _) => Meaning::TooLate,
    }
}

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

/// The three steps of a transfer (two when nobody has to confirm), with how far each is. Empty once it is
/// over without a transfer: there is nothing to come.
pub fn reaches(at: Standing, auto_confirm: bool) -> Vec<Reach> {
    let passed = match at.state {
        ListingState::Available => 0,
        ListingState::Held => 1,
        ListingState::Transferred => 3,
        ListingState::Cancelled | ListingState::Expired => return Vec::new(),
    };
    let steps = if auto_confirm { 2 } else { 3 };
    let reach = |step: usize| match step.cmp(&passed) {
        core::cmp::Ordering::Less => Reach::Done,
        core::cmp::Ordering::Equal => Reach::Now,
        core::cmp::Ordering::Greater => Reach::Ahead,
    };
    (0..steps).map(reach).collect()
}

/// When a step was last taken, if I may know.
pub fn last_at(history: &[ListingEvent], step: ListingStep) -> Option<Timestamp> {
    history.iter().rev().find(|e| e.step == step).map(|e| e.at)
}

/// What I can do: the one primary step, and the others in the order they are offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offers {
    /// The filled button.
    pub primary: Option<ListingStep>,
    /// The others, which all ask before they are taken.
    pub others: Vec<ListingStep>,
}

/// What I can do with a listing that stands so.
pub fn offers(at: Standing) -> Offers {
    let (primary, others): (Vec<_>, Vec<_>) =
        steps_for(at.state, at.you).iter().copied().partition(|step| !asks_first(*step));
    Offers { primary: primary.first().copied(), others }
}

/// Whether a step takes something from somebody and is asked about before it is taken.
pub fn asks_first(step: ListingStep) -> bool {
    !matches!(step, ListingStep::Claim | ListingStep::Confirm)
}

/// Until when a claim at `now` would be held at the longest; none when it is not held.
pub fn hold_until(listing: &Listing, hold_s: u32, now: Timestamp) -> Option<Timestamp> {
    let terms =
        Terms { seller: 0, expires_at: listing.expires_at, hold_s, auto_confirm: listing.auto_confirm };
    match apply(&Status::Available, &terms, ListingStep::Claim, &1, now) {
        Ok(Status::Held { until, .. }) => Some(until),
        _ => None,
    }
}

/// Who the other party is: for the seller the claimant, for everybody else the seller.
pub fn other_party(listing: &Listing, at: Standing) -> Option<&Member> {
    match at.you {
        ListingRole::Seller if matches!(at.state, ListingState::Held | ListingState::Transferred) => {
            listing.claimant.as_ref()
        }
        ListingRole::Seller => None,
        ListingRole::Claimant | ListingRole::Onlooker => listing.seller.as_ref(),
    }
}

/// How much of the way to the cap a price is, from 0.0 to 1.0; above the cap it is more than 1.0.
pub fn part_of_cap(asking: Money, cap: Money) -> f64 {
    if cap.amount <= 0 { 1.0 } else { asking.amount as f64 / cap.amount as f64 }
}

/// Whether a listing belongs on the page of open seats: open, or mine and still to come.
pub fn is_shown(listing: &Listing, now: Timestamp) -> bool {
    let at = standing(listing, now);
    at.is_open()
        || (at.state == ListingState::Transferred
            && at.you != ListingRole::Onlooker
            && listing.class.starts_at > now)
}

/// The listings to show: those that concern me, and the others; each by the start of its class.
pub fn sorted(listings: &[Listing], now: Timestamp) -> (Vec<String>, Vec<String>) {
    let mut shown: Vec<&Listing> = listings.iter().filter(|l| is_shown(l, now)).collect();
    shown.sort_by_key(|l| (l.class.starts_at, l.asking.amount, l.listed_at, l.id.clone()));
    let (mine, others): (Vec<&Listing>, Vec<&Listing>) =
        shown.into_iter().partition(|l| standing(l, now).you != ListingRole::Onlooker);
    let ids = |of: Vec<&Listing>| of.iter().map(|l| l.id.to_string()).collect();
    (ids(mine), ids(others))
}

/// What a fault of a step asks for besides its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The listing is not as it was on screen: read it again, and offer the other seats.
    Moved,
    /// The member has a seat in this class already.
    HasSeat,
    /// The sentence and its own way on are enough.
    Plain,
}

/// What a fault asks for, by its code.
pub fn trouble(code: &str) -> Trouble {
    match code {
        "listing_held" | "listing_gone" | "listing_closed" | "listing_own" | "conflict" | "not_yours"
        | "class_started" | "seat_listed" | "seat_not_yours" | "not_found" => Trouble::Moved,
        "seat_taken" => Trouble::HasSeat,
        _ => Trouble::Plain,
    }
}
