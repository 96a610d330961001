//! The words of steps: the stepper, the history, the buttons, and what is asked before one.

use contract::market::{Listing, ListingEvent, ListingRole, ListingState, ListingStep};
use contract::{Code, MemberId, Timestamp};

use super::super::model::{Leg, Reach, Standing, last_at, legs};
use super::{name, sum, until};
use crate::i18n::{k, moment};
use crate::ui::{Step, StepLook};

/// The stepper of a listing, the same for both sides; empty once it ended without a transfer.
pub fn steps(listing: &Listing, at: Standing, now: Timestamp) -> Vec<Step> {
    let step = |(leg, reach): (Leg, Reach)| {
        let look = match reach {
            Reach::Done => StepLook::Done,
            Reach::Now => StepLook::Now,
            Reach::Ahead => StepLook::Ahead,
        };
        let (title, by) = match leg {
            Leg::Claim => (claim_title(listing, at), Some(ListingStep::Claim)),
            Leg::Seller if at.you == ListingRole::Seller => {
                (k::market::step_you_confirm().to_owned(), Some(ListingStep::Confirm))
            }
            Leg::Seller => {
                (k::market::step_confirm(&name(listing.seller.as_ref())), Some(ListingStep::Confirm))
            }
            Leg::Coach => (k::market::step_coach().to_owned(), Some(ListingStep::Consent)),
            Leg::Roster => (k::market::step_roster().to_owned(), None),
        };
        let held = listing.held_until.map(|t| k::market::step_until(&until(t, now)));
        let note = match (by, reach) {
            (None, _) => Some(k::market::step_coach_sees().to_owned()),
            (Some(by), Reach::Done) => last_at(&listing.history, by).map(|t| until(t, now)),
            (_, Reach::Now) if at.state == ListingState::Available => {
                Some(k::market::step_waiting().to_owned())
            }
            (_, Reach::Now) => held,
            (_, Reach::Ahead) => None,
        };
        Step::new(look, title, note.unwrap_or_default())
    };
    legs(at, listing.auto_confirm, listing.consent).into_iter().map(step).collect()
}

fn claim_title(listing: &Listing, at: Standing) -> String {
    match (at.state, at.you) {
        (ListingState::Available, _) => k::market::step_claim().to_owned(),
        (ListingState::Offered, ListingRole::Claimant) => k::market::your_turn().to_owned(),
        (ListingState::Offered, ListingRole::Onlooker) => k::market::step_line().to_owned(),
        (_, ListingRole::Claimant) => k::market::step_you_claimed().to_owned(),
        (_, ListingRole::Seller) => k::market::step_claimed_by(&name(listing.claimant.as_ref())),
        (_, ListingRole::Onlooker) => k::market::step_claimed().to_owned(),
    }
}

/// The history from top to bottom, oldest first; `me` is who reads it.
pub fn history(listing: &Listing, me: Option<&MemberId>, now: Timestamp) -> Vec<Step> {
    let line = |event: &ListingEvent| {
        let mine = event.by.as_ref().is_some_and(|by| Some(&by.id) == me);
        let who =
            if mine { k::market::who_you().to_owned() } else { k::market::who(&name(event.by.as_ref())) };
        let title = match event.step {
            ListingStep::List if listing.vacated => k::market::vacated().into(),
            ListingStep::List => k::market::did_list(&who),
            ListingStep::Claim => k::market::did_claim(&who),
            ListingStep::Confirm if listing.consent => k::market::did_confirm_first(&who),
            ListingStep::Confirm => k::market::did_confirm(&who),
            ListingStep::Promote if mine => k::market::did_promote_you().into(),
            ListingStep::Promote => k::market::did_promote(&name(event.by.as_ref())),
            ListingStep::Consent => k::market::did_consent(&who),
            ListingStep::Refuse => k::market::did_refuse(&who, &event.note),
            ListingStep::Move => k::market::did_move(&who),
            ListingStep::CallOff => k::market::did_call_off(&who),
            ListingStep::Decline => k::market::did_decline(&who),
            ListingStep::Release => k::market::did_release(&who),
            ListingStep::Cancel => k::market::did_cancel(&who),
            ListingStep::Lapse => k::market::did_lapse().into(),
            ListingStep::Expire => k::market::did_expire().into(),
        };
        Step::new(StepLook::Done, title, moment(event.at.0, now.0))
    };
    listing.history.iter().map(line).collect()
}

/// The words of a step's button. A step that costs money names the sum.
pub fn step_label(step: ListingStep, listing: &Listing) -> String {
    match step {
        ListingStep::Claim if listing.asking.amount == 0 => k::market::do_claim_gift().to_owned(),
        ListingStep::Claim => k::market::do_claim(&sum(listing.asking)),
        ListingStep::Confirm => k::market::do_confirm(&name(listing.claimant.as_ref())),
        ListingStep::Decline => k::market::do_decline().to_owned(),
        ListingStep::Release if listing.state == ListingState::Offered => k::market::do_pass().to_owned(),
        ListingStep::Release => k::market::do_release().to_owned(),
        ListingStep::Consent => k::market::do_consent(&name(listing.claimant.as_ref())),
        ListingStep::Refuse => k::market::do_refuse().to_owned(),
        ListingStep::Cancel => k::market::do_cancel().to_owned(),
        ListingStep::List
        | ListingStep::Lapse
        | ListingStep::Expire
        | ListingStep::Promote
        | ListingStep::Move
        | ListingStep::CallOff => String::new(),
    }
}

/// What is asked before a step that takes something from somebody: title, sentence, yes, no.
pub fn question(step: ListingStep, listing: &Listing) -> (String, String, &'static str, &'static str) {
    let (seller, claimant) = (name(listing.seller.as_ref()), name(listing.claimant.as_ref()));
    match step {
        ListingStep::Decline => (
            k::market::ask_decline(&claimant),
            k::market::ask_decline_note().into(),
            k::market::do_decline(),
            k::market::keep_waiting(),
        ),
        ListingStep::Release if listing.state == ListingState::Offered => (
            k::market::ask_pass().into(),
            k::market::ask_pass_note().into(),
            k::market::do_pass(),
            k::market::keep_seat(),
        ),
        ListingStep::Release => (
            k::market::ask_release().into(),
            k::market::ask_release_note(&seller),
            k::market::yes_release(),
            k::market::keep_seat(),
        ),
        _ => {
            let held = listing.claimant.is_some();
            let note = if listing.vacated {
                k::market::vacated_free().into()
            } else if held {
                k::market::ask_cancel_held(&claimant)
            } else {
                k::market::ask_cancel_note().into()
            };
            (k::market::ask_cancel().into(), note, k::market::do_cancel(), k::market::keep_offer())
        }
    }
}

/// Whether a code is one that this feature has better words for than the general sentence.
pub fn own_words(code: &str, mine: bool) -> Option<(&'static str, &'static str)> {
    (code == Code::SeatTaken.as_str()).then(|| {
        if mine {
            (k::market::has_seat_title(), k::market::has_seat_body())
        } else {
            (k::market::they_have_seat_title(), k::market::they_have_seat_body())
        }
    })
}
