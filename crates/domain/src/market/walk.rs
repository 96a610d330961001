//! Walks the tables: every state, step and part has a row or a named refusal.

use super::seat::{self, SeatState, SeatStep};
use super::table::{Guard, Part, REFUSALS, ROWS, refusal};
use super::tests::STEPS;
use super::*;

const STATES: [ListingState; 7] = [
    ListingState::Available,
    ListingState::Offered,
    ListingState::Held,
    ListingState::Agreed,
    ListingState::Transferred,
    ListingState::Cancelled,
    ListingState::Expired,
];
const PARTS: [Part; 6] = [Part::Seller, Part::Claimant, Part::Other, Part::Coach, Part::Clock, Part::Line];

#[test]
fn every_state_step_and_part_has_a_row_or_a_named_refusal() {
    let mut used = vec![false; REFUSALS.len()];
    for (state, step, part) in STATES
        .iter()
        .flat_map(|state| STEPS.map(|step| (*state, step)))
        .flat_map(|(a, b)| PARTS.map(|c| (a, b, c)))
    {
        if part == Part::Claimant
            && matches!(state, ListingState::Available | ListingState::Cancelled | ListingState::Expired)
        {
            continue; // There is none.
        }
        let rows: Vec<_> =
            ROWS.iter().filter(|r| r.from.contains(&state) && r.on == step && r.by == part).collect();
        let named = refusal(state, step, &[part]);
        if let Some(no) = named {
            used[REFUSALS.iter().position(|r| core::ptr::eq(r, no)).unwrap()] = true;
        }
        // What a part does under every guard, or may not: nothing is left open.
        let total = rows.iter().any(|row| row.guard == Guard::Always)
            || [
                [Guard::SellerAnswers, Guard::OnlyCoachAnswers, Guard::NobodyAnswers].as_slice(),
                &[Guard::CoachAnswers, Guard::CoachSilent],
            ]
            .iter()
            .any(|all| all.iter().all(|guard| rows.iter().any(|row| row.guard == *guard)));
        // A coach is always one of the other parts too, which say why not.
        let unclaimed =
            matches!(state, ListingState::Available | ListingState::Cancelled | ListingState::Expired);
        let also = [Part::Seller, Part::Other, if unclaimed { Part::Other } else { Part::Claimant }];
        let other = part == Part::Coach
            && also.iter().all(|also| {
                refusal(state, step, &[part, *also]).is_some()
                    || ROWS.iter().any(|r| r.from.contains(&state) && r.on == step && r.by == *also)
            });
        assert!(total || named.is_some() || other, "{state:?} {step:?} by {part:?} is nowhere");
        // Guards of one cell exclude each other.
        for (i, row) in rows.iter().enumerate() {
            assert!(
                rows.iter().skip(i + 1).all(|other| other.guard != row.guard),
                "{state:?} {step:?} {part:?} twice"
            );
        }
    }
    assert!(used.iter().all(|used| *used), "a refusal that never speaks: {used:?}");
    for row in ROWS {
        assert!(row.from.iter().all(|from| is_open(*from) || *from == row.to), "an end is an end: {row:?}");
    }
}

#[test]
fn every_row_of_the_table_is_taken_as_it_says() {
    let (now, until) = (Timestamp(1000), Timestamp(2000));
    for row in ROWS {
        let (seller, claimant, other) = (0u8, 1, 2);
        for from in row.from {
            let status = Status::of(*from, Some(claimant), Some(until)).unwrap();
            let terms = Terms {
                seller,
                expires_at: if row.guard == Guard::CutOff { now } else { Timestamp(9000) },
                hold_s: 4,
                auto_confirm: matches!(row.guard, Guard::OnlyCoachAnswers | Guard::NobodyAnswers),
                consent: matches!(row.guard, Guard::OnlyCoachAnswers | Guard::CoachAnswers),
            };
            let by = match row.by {
                Part::Seller => By::Member(&seller, false),
                Part::Claimant => By::Member(&claimant, false),
                Part::Other => By::Member(&other, false),
                Part::Coach => By::Member(&other, true),
                Part::Clock => By::Clock,
                Part::Line => By::Line(&other),
            };
            let at = if row.guard == Guard::HoldOver { until } else { now };
            let taken = transition(&status, &terms, row.on, by, at).unwrap();
            assert_eq!((taken.status.state(), taken.effects), (row.to, row.effects), "{row:?}");
        }
    }
}

#[test]
fn every_step_with_a_seat_has_a_row_or_a_named_refusal() {
    for state in [SeatState::Empty, SeatState::Taken, SeatState::OnOffer, SeatState::Vacated] {
        for step in [
            SeatStep::Assign,
            SeatStep::Offer,
            SeatStep::Keep,
            SeatStep::Pass,
            SeatStep::Leave,
            SeatStep::Vacate,
        ] {
            let rows = seat::ROWS.iter().filter(|(from, on, _)| (*from, *on) == (state, step)).count();
            let refusals =
                seat::REFUSALS.iter().filter(|(from, on, _)| (*from, *on) == (state, step)).count();
            assert_eq!(rows + refusals, 1, "{state:?} {step:?}");
            assert_eq!(seat::step(state, step).is_ok(), rows == 1);
        }
    }
}
