use super::*;
use contract::Money;
use proptest::prelude::*;

pub(super) const STEPS: [ListingStep; 13] = [
    ListingStep::List,
    ListingStep::Claim,
    ListingStep::Confirm,
    ListingStep::Decline,
    ListingStep::Release,
    ListingStep::Cancel,
    ListingStep::Lapse,
    ListingStep::Expire,
    ListingStep::Promote,
    ListingStep::Consent,
    ListingStep::Refuse,
    ListingStep::Move,
    ListingStep::CallOff,
];

fn terms(auto_confirm: bool) -> Terms<u8> {
    Terms { seller: 0, expires_at: Timestamp(100_000), hold_s: 30, auto_confirm, consent: false }
}

/// A step of a member who does not run the class.
fn by(
    status: &Status<u8>,
    terms: &Terms<u8>,
    step: ListingStep,
    who: &u8,
    now: Timestamp,
) -> Result<Status<u8>, Code> {
    apply(status, terms, step, By::Member(who, false), now).map(|taken| taken.status)
}

#[test]
fn the_usual_way() {
    let t = terms(false);
    let held = by(&Status::Available, &t, ListingStep::Claim, &1, Timestamp(0)).unwrap();
    assert_eq!(held, Status::Held { by: 1, until: Timestamp(30_000) });
    assert_eq!(by(&held, &t, ListingStep::Claim, &2, Timestamp(1)), Err(Code::ListingHeld));
    assert_eq!(by(&held, &t, ListingStep::Confirm, &1, Timestamp(1)), Err(Code::NotYours));
    let done = by(&held, &t, ListingStep::Confirm, &0, Timestamp(1)).unwrap();
    assert_eq!(done, Status::Transferred { to: 1 });
    assert_eq!(by(&done, &t, ListingStep::Claim, &2, Timestamp(2)), Err(Code::ListingGone));
}

#[test]
fn a_hold_lapses_and_never_passes_the_cut_off() {
    let t = terms(false);
    let held = by(&Status::Available, &t, ListingStep::Claim, &1, Timestamp(90_000)).unwrap();
    assert_eq!(held, Status::Held { by: 1, until: Timestamp(100_000) });
    assert_eq!(by(&held, &t, ListingStep::Confirm, &0, Timestamp(100_000)), Err(Code::ListingClosed));
    let early = by(&Status::Available, &t, ListingStep::Claim, &1, Timestamp(0)).unwrap();
    let (step, at, taken) = due(&early, &t, Timestamp(30_000)).unwrap();
    assert_eq!((step, at, taken.status), (ListingStep::Lapse, Timestamp(30_000), Status::Available));
}

#[test]
fn ones_own_seat_cannot_be_bought() {
    let t = terms(true);
    assert_eq!(by(&Status::Available, &t, ListingStep::Claim, &0, Timestamp(0)), Err(Code::ListingOwn));
}

#[test]
fn the_price_is_never_above_the_face_value() {
    let list = |asking| may_list(Money::fen(asking), Money::fen(120), Timestamp(10), Timestamp(0));
    assert_eq!(list(120), Ok(()));
    assert_eq!(list(0), Ok(()));
    assert_eq!(list(121), Err(Code::PriceAboveFaceValue));
    assert_eq!(list(-1), Err(Code::ValidationFailed));
    assert_eq!(may_list(Money::fen(1), Money::fen(2), Timestamp(10), Timestamp(10)), Err(Code::ClassStarted));
}

#[test]
fn every_offered_step_can_be_taken() {
    let until = Timestamp(50);
    for consent in [false, true] {
        let t = Terms { consent, ..terms(false) };
        for status in [
            Status::Available,
            Status::Offered { to: 1, until },
            Status::Held { by: 1, until },
            Status::Agreed { by: 1, until },
            Status::Transferred { to: 1 },
            Status::Cancelled,
            Status::Expired,
        ] {
            for (who, runs, step) in [0, 1, 2]
                .into_iter()
                .flat_map(|w| [(w, false), (w, true)])
                .flat_map(|(w, r)| STEPS.map(|s| (w, r, s)))
            {
                let role = match (who, status.claimant()) {
                    (0, _) => ListingRole::Seller,
                    (who, Some(claimant)) if who == *claimant => ListingRole::Claimant,
                    _ => ListingRole::Onlooker,
                };
                let offered = steps_for(status.state(), role, runs).contains(&step);
                let taken = apply(&status, &t, step, By::Member(&who, runs), Timestamp(0)).is_ok();
                // What is done to a class is no step of one listing, and saying a claim twice changes nothing.
                let elsewhere = matches!(step, ListingStep::Move | ListingStep::CallOff)
                    || (step == ListingStep::Claim && role == ListingRole::Claimant);
                assert!(offered == taken || (elsewhere && !offered), "{status:?} {step:?} {role:?} {runs}");
            }
        }
    }
}

#[test]
fn the_coach_is_asked_after_the_seller_and_a_refusal_frees_the_seat() {
    let t = Terms { consent: true, ..terms(false) };
    let (now, held) = (Timestamp(1000), Status::Held { by: 1, until: Timestamp(30_000) });
    let agreed = by(&held, &t, ListingStep::Confirm, &0, now).unwrap();
    assert_eq!(agreed, Status::Agreed { by: 1, until: Timestamp(31_000) });
    assert_eq!(by(&agreed, &t, ListingStep::Consent, &0, now), Err(Code::NotYours), "a seller is no coach");
    let refused = apply(&agreed, &t, ListingStep::Refuse, By::Member(&9, true), now).unwrap();
    assert_eq!((refused.status, refused.effects), (Status::Available, &[Effect::AskLine][..]));
    let done = apply(&agreed, &t, ListingStep::Consent, By::Member(&9, true), now).unwrap();
    assert_eq!(done.status, Status::Transferred { to: 1 });
    // The seller's yes beforehand does not speak for the coach.
    let auto = Terms { consent: true, ..terms(true) };
    let asked = by(&Status::Available, &auto, ListingStep::Claim, &1, now).unwrap();
    assert_eq!(asked.state(), ListingState::Agreed);
}

#[test]
fn a_turn_is_theirs_alone_and_ends() {
    let t = terms(false);
    let turn =
        apply(&Status::Available, &t, ListingStep::Promote, By::Line(&2), Timestamp(0)).unwrap().status;
    assert_eq!(turn, Status::Offered { to: 2, until: Timestamp(30_000) });
    assert_eq!(by(&turn, &t, ListingStep::Claim, &3, Timestamp(1)), Err(Code::ListingHeld));
    assert_eq!(by(&turn, &t, ListingStep::Claim, &2, Timestamp(1)).unwrap().state(), ListingState::Held);
    assert_eq!(by(&turn, &t, ListingStep::Release, &2, Timestamp(1)), Ok(Status::Available));
    assert_eq!(by(&turn, &t, ListingStep::Claim, &3, Timestamp(30_000)).unwrap().state(), ListingState::Held);
    assert!(apply(&Status::Available, &t, ListingStep::Promote, By::Line(&0), Timestamp(0)).is_err());
    let late = apply(&Status::Available, &t, ListingStep::Promote, By::Line(&2), Timestamp(100_000));
    assert_eq!(late, Err(Code::ListingClosed));
}

#[test]
fn a_class_that_moved_asks_whoever_claimed_again_and_one_that_ended_ends_all() {
    let t = terms(false);
    let host = By::Member(&9, true);
    for before in [
        Status::Offered { to: 1, until: Timestamp(30_000) },
        Status::Held { by: 1, until: Timestamp(30_000) },
        Status::Agreed { by: 1, until: Timestamp(30_000) },
    ] {
        let moved = apply(&before, &t, ListingStep::Move, host, Timestamp(10_000)).unwrap().status;
        assert_eq!(moved, Status::Offered { to: 1, until: Timestamp(40_000) });
        let over = apply(&before, &t, ListingStep::CallOff, host, Timestamp(10_000)).unwrap();
        assert_eq!((over.status, over.effects), (Status::Cancelled, &[Effect::CloseOffer][..]));
    }
    let done = Status::Transferred { to: 1 };
    assert_eq!(apply(&done, &t, ListingStep::CallOff, host, Timestamp(10_000)).unwrap().status, done);
}

proptest! {
    /// Over any history there is at most one holder, transfer happens at most once, and an end is an end.
    #[test]
    fn a_listing_has_at_most_one_holder(
        auto: bool,
        history in prop::collection::vec((0usize..STEPS.len(), 0u8..5, 0i64..20_000), 1..60),
    ) {
        let t = terms(auto);
        let mut status: Status<u8> = Status::Available;
        let mut now = Timestamp(0);
        let mut transfers = 0;
        for (step, who, wait) in history {
            now = Timestamp(now.0 + wait);
            let before = settle(&status, &t, now);
            let holder_before = match &before { Status::Held { by, .. } => Some(*by), _ => None };
            if let Ok(after) = by(&before, &t, STEPS[step], &who, now) {
                if let Status::Held { by, until } = &after {
                    prop_assert!(holder_before.is_none() || holder_before == Some(*by));
                    prop_assert!(*until <= t.expires_at);
                    prop_assert!(*by != t.seller);
                }
                if let Status::Transferred { to } = &after {
                    transfers += 1;
                    prop_assert!(*to != t.seller);
                    prop_assert!(now < t.expires_at);
                }
                prop_assert!(before.is_open());
                status = after;
            } else {
                status = before;
            }
        }
        prop_assert!(transfers <= 1);
    }
}
