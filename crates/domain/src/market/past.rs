//! What of a listing's history concerns somebody who claimed it, now or before. The seller and who runs the class read
//! all of it. Knows no listing, no name and no time.

use contract::market::ListingStep;

/// Which steps somebody reads who is not of those two: its beginning, and theirs up to what ended each. None that
/// concern them: not even its beginning.
pub fn of_mine<H: PartialEq>(steps: &[(ListingStep, Option<&H>)], me: &H) -> Vec<bool> {
    let mut mine = false;
    let mut reads: Vec<bool> = steps
        .iter()
        .map(|(step, by)| {
            let is_me = *by == Some(me);
            let was = mine;
            mine = match step {
                ListingStep::Claim | ListingStep::Promote => is_me,
                ListingStep::List
                | ListingStep::Decline
                | ListingStep::Release
                | ListingStep::Cancel
                | ListingStep::Lapse
                | ListingStep::Expire
                | ListingStep::Refuse
                | ListingStep::CallOff => false,
                ListingStep::Confirm | ListingStep::Consent | ListingStep::Move => mine,
            };
            // What ended mine concerns me; that somebody else came after does not.
            is_me || mine || (was && !matches!(step, ListingStep::Claim | ListingStep::Promote))
        })
        .collect();
    let any = reads.contains(&true);
    if let Some(first) = reads.first_mut() {
        *first = any;
    }
    reads
}

#[cfg(test)]
mod tests {
    use super::*;
    use ListingStep::{Claim, Confirm, Decline, Lapse, List, Move, Promote, Refuse, Release};
    use proptest::prelude::*;

    fn seen(steps: &[(ListingStep, u8)], me: u8) -> Vec<ListingStep> {
        let by: Vec<_> = steps.iter().map(|(step, by)| (*step, Some(by).filter(|by| **by > 0))).collect();
        let reads = of_mine(&by, &me);
        steps.iter().zip(reads).filter(|(_, reads)| *reads).map(|((step, _), _)| *step).collect()
    }

    #[test]
    fn who_let_go_reads_their_own_part() {
        let seller = 1;
        let steps = [
            (List, seller),
            (Claim, 2),
            (Refuse, 9),
            (Promote, 3),
            (Lapse, 0),
            (Promote, 4),
            (Claim, 4),
            (Move, 9),
            (Decline, seller),
            (Claim, 5),
            (Confirm, seller),
        ];
        assert_eq!(seen(&steps, 2), [List, Claim, Refuse], "and why");
        assert_eq!(seen(&steps, 3), [List, Promote, Lapse]);
        assert_eq!(seen(&steps, 4), [List, Promote, Claim, Move, Decline]);
        assert_eq!(seen(&steps, 6), [], "who had nothing to do with it");
    }

    proptest! {
        /// Whoever else claimed it, or had their turn, is nobody's business.
        #[test]
        fn nobody_reads_whose_turn_came_after(
            steps in prop::collection::vec((prop::sample::select(vec![Claim, Promote, Release, Decline, Lapse, Confirm]), 1u8..6), 0..20),
            me in 2u8..6,
        ) {
            let by: Vec<_> = steps.iter().map(|(step, by)| (*step, Some(by))).collect();
            for (at, reads) in of_mine(&by, &me).into_iter().enumerate() {
                let (step, by) = steps[at];
                if by == me {
                    prop_assert!(reads || at == 0, "one's own step");
                } else if reads && at > 0 {
                    prop_assert!(!matches!(step, Claim | Promote), "whose turn came after");
                }
            }
        }
    }
}
