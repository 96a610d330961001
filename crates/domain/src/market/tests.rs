use super::*;
use proptest::prelude::*;

const STEPS: [ListingStep; 8] = [
    ListingStep::List,
    ListingStep::Claim,
    ListingStep::Confirm,
    ListingStep::Decline,
    ListingStep::Release,
    ListingStep::Cancel,
    ListingStep::Lapse,
    ListingStep::Expire,
];

fn terms(auto_confirm: bool) -> Terms<u8> {
    Terms { seller: 0, expires_at: Timestamp(100_000), hold_s: 30, auto_confirm }
}

#[test]
fn the_usual_way() {
    let t = terms(false);
    let held = apply(&Status::Available, &t, ListingStep::Claim, &1, Timestamp(0)).unwrap();
    assert_eq!(held, Status::Held { by: 1, until: Timestamp(30_000) });
    assert_eq!(apply(&held, &t, ListingStep::Claim, &2, Timestamp(1)), Err(Code::ListingHeld));
    assert_eq!(apply(&held, &t, ListingStep::Confirm, &1, Timestamp(1)), Err(Code::NotYours));
    let done = apply(&held, &t, ListingStep::Confirm, &0, Timestamp(1)).unwrap();
    assert_eq!(done, Status::Transferred { to: 1 });
    assert_eq!(apply(&done, &t, ListingStep::Claim, &2, Timestamp(2)), Err(Code::ListingGone));
}

#[test]
fn a_hold_lapses_and_never_passes_the_cut_off() {
    let t = terms(false);
    let held = apply(&Status::Available, &t, ListingStep::Claim, &1, Timestamp(90_000)).unwrap();
    assert_eq!(held, Status::Held { by: 1, until: Timestamp(100_000) });
    assert_eq!(apply(&held, &t, ListingStep::Confirm, &0, Timestamp(100_000)), Err(Code::ListingClosed));
    let early = apply(&Status::Available, &t, ListingStep::Claim, &1, Timestamp(0)).unwrap();
    assert_eq!(
        settle(&early, &t, Timestamp(30_000)),
        (Status::Available, Some((ListingStep::Lapse, Timestamp(30_000))))
    );
}

#[test]
fn ones_own_seat_cannot_be_bought() {
    let t = terms(true);
    assert_eq!(apply(&Status::Available, &t, ListingStep::Claim, &0, Timestamp(0)), Err(Code::ListingOwn));
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
    let t = terms(false);
    for (status, who, role) in [
        (Status::Available, 0, ListingRole::Seller),
        (Status::Available, 1, ListingRole::Onlooker),
        (Status::Held { by: 1, until: Timestamp(50) }, 0, ListingRole::Seller),
        (Status::Held { by: 1, until: Timestamp(50) }, 1, ListingRole::Claimant),
        (Status::Held { by: 1, until: Timestamp(50) }, 2, ListingRole::Onlooker),
        (Status::Transferred { to: 1 }, 1, ListingRole::Claimant),
        (Status::Cancelled, 0, ListingRole::Seller),
        (Status::Expired, 2, ListingRole::Onlooker),
    ] {
        for step in STEPS {
            let offered = steps_for(status.state(), role).contains(&step);
            let repeated = step == ListingStep::Claim && role == ListingRole::Claimant;
            let taken = apply(&status, &t, step, &who, Timestamp(0)).is_ok();
            assert!(offered == taken || (repeated && !offered), "{status:?} {step:?} {role:?}");
        }
    }
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
            let before = settle(&status, &t, now).0;
            let holder_before = match &before { Status::Held { by, .. } => Some(*by), _ => None };
            if let Ok(after) = apply(&before, &t, STEPS[step], &who, now) {
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
