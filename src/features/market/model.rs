//! What a seat's screens show for each state and role: pills, steps, sentences, order. Pure, total, no clock.
//!
//! Which step may be taken is `domain::market`'s word; this only decides how it is shown. Knows no words of
//! any language: [`super::words`] has them.

mod class;
mod legs;

use contract::group::Member;
use contract::market::{Listing, ListingEvent, ListingRole, ListingState, ListingStep};
use contract::{Money, Timestamp};
use domain::market::{By, Status, Terms, apply, is_open, settle, steps_for};

pub use class::{Gate, Mine, free_seats, gate, has_line, matches, mine, offered_by_others, without_seat};
pub use legs::{Leg, Reach, legs};

/// Where a listing stands by now, and who I am to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state, with what time alone did to it since the backend spoke.
    pub state: ListingState,
    /// My part.
    pub you: ListingRole,
}

fn status(listing: &Listing) -> (Status<()>, Terms<()>) {
    let until = listing.held_until.unwrap_or(listing.expires_at);
    (Status::of(listing.state, Some(()), Some(until)).unwrap_or(Status::Expired), terms(listing, (), 0))
}

fn terms<H>(listing: &Listing, seller: H, hold_s: u32) -> Terms<H> {
    let (auto_confirm, consent) = (listing.auto_confirm, listing.consent);
    Terms { seller, expires_at: listing.expires_at, hold_s, auto_confirm, consent }
}

/// Where a listing stands at `now`: a hold that ran out is over, also while nothing can be asked.
pub fn standing(listing: &Listing, now: Timestamp) -> Standing {
    let (before, terms) = status(listing);
    let after = settle(&before, &terms, now).state();
    let let_go = listing.you == ListingRole::Claimant
        && matches!(after, ListingState::Available | ListingState::Cancelled | ListingState::Expired);
    Standing { state: after, you: if let_go { ListingRole::Onlooker } else { listing.you } }
}

impl Standing {
    /// Still open to act on.
    pub fn is_open(self) -> bool {
        is_open(self.state)
    }
}

/// A state in a pill, from where I stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// Anybody may claim it.
    Open,
    /// I offer it and nobody came yet.
    Offered,
    /// It is my turn in line.
    YourTurn,
    /// It is the turn of somebody else in line.
    TurnOfOther,
    /// I claimed it and wait.
    HeldForYou,
    /// Somebody claimed mine: it waits for me.
    YourAnswer,
    /// Somebody else is claiming it.
    HeldByOther,
    /// Who runs the class is asked.
    CoachAsked,
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
        (ListingState::Offered, ListingRole::Claimant) => Badge::YourTurn,
        (ListingState::Offered, _) => Badge::TurnOfOther,
        (ListingState::Agreed, ListingRole::Onlooker) => Badge::HeldByOther,
        (ListingState::Agreed, _) => Badge::CoachAsked,
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
    /// It is mine to claim for a while; if I do not, I lose only this turn.
    YourTurn,
    /// It is somebody's turn in line; mine to wait.
    TurnOfOther,
    /// First those in line, then everybody.
    LineFirst,
    /// The seller agreed; who runs the class decides.
    CoachDecides,
    /// The same for who is neither of the two.
    CoachMayRefuse,
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
        (State::Offered, Role::Seller) => Meaning::TurnOfOther,
        (State::Offered, Role::Claimant) => Meaning::YourTurn,
        (State::Offered, Role::Onlooker) => Meaning::LineFirst,
        (State::Agreed, Role::Onlooker) => Meaning::CoachMayRefuse,
        (State::Agreed, _) => Meaning::CoachDecides,
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

/// What I can do with a listing that stands so; `runs` when I run the class.
pub fn offers(listing: &Listing, at: Standing, runs: bool) -> Offers {
    let can = |step: &ListingStep| *step != ListingStep::Claim || !is_for_others(listing, at);
    let (primary, others): (Vec<_>, Vec<_>) =
        steps_for(at.state, at.you, runs).into_iter().filter(can).partition(|step| !asks_first(*step));
    Offers { primary: primary.first().copied(), others }
}

/// Whether it waits for who runs the class, and that is me: nobody else looks on and knows who claimed it.
pub fn coach_is_told(listing: &Listing, at: Standing) -> bool {
    (at.state, at.you) == (ListingState::Agreed, ListingRole::Onlooker) && listing.claimant.is_some()
}

/// Whether it is for others: I have a seat in that class, and nobody takes two.
pub fn is_for_others(listing: &Listing, at: Standing) -> bool {
    listing.seated && at.is_open() && at.you == ListingRole::Onlooker && !coach_is_told(listing, at)
}

/// Whether I may wait for a seat of the class: somebody else is getting this one, and I have none.
pub fn may_wait(listing: &Listing, at: Standing) -> bool {
    let taken = matches!(at.state, ListingState::Offered | ListingState::Held | ListingState::Agreed);
    // Who is asked to agree does not ask for it in the same breath.
    let looks_on = at.you == ListingRole::Onlooker && !coach_is_told(listing, at);
    taken && looks_on && !listing.seated && listing.class.cancelled_at.is_none()
}

/// Whether a step takes something from somebody and is asked about before it is taken.
pub fn asks_first(step: ListingStep) -> bool {
    !matches!(step, ListingStep::Claim | ListingStep::Confirm | ListingStep::Consent)
}

/// Until when a claim at `now` would be held at the longest; none when it is not held.
pub fn hold_until(listing: &Listing, hold_s: u32, now: Timestamp) -> Option<Timestamp> {
    let by = By::Member(&1, false);
    apply(&Status::Available, &terms(listing, 0, hold_s), ListingStep::Claim, by, now).ok()?.status.until()
}

/// Who the other party is: for the seller the claimant, for everybody else the seller.
pub fn other_party(listing: &Listing, at: Standing) -> Option<&Member> {
    match at.you {
        ListingRole::Seller => listing.claimant.as_ref(),
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
    let (mine, others): (Vec<&Listing>, Vec<&Listing>) = shown.into_iter().partition(|l| {
        let at = standing(l, now);
        at.you != ListingRole::Onlooker || coach_is_told(l, at)
    });
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
        | "class_started" | "class_cancelled" | "seat_listed" | "seat_not_yours" | "not_found" => {
            Trouble::Moved
        }
        "seat_taken" => Trouble::HasSeat,
        _ => Trouble::Plain,
    }
}
