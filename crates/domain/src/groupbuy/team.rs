//! Teams: what a share of a lot costs, and which terms are honest. Where a team stands is the table's (`state`).

use contract::groupbuy::{NewDeal, TeamTerms};
use contract::{Money, Timestamp};

/// People in the largest team.
pub const LARGEST_TEAM: u32 = 20;
/// Hours of the longest team.
pub const LONGEST_HOURS: u32 = 72;

/// What the share at this place costs, counted from 1: the lot's price split to the fen, the first shares the dearer.
///
/// A place keeps its price whoever leaves: what was promised when somebody joined holds.
pub fn share_of(lot: Money, size: u32, place: u32) -> Money {
    let size = i64::from(size.max(1));
    let more = i64::from(place) <= lot.amount.rem_euclid(size);
    Money { amount: lot.amount.div_euclid(size) + i64::from(more), ..lot }
}

/// What whoever takes this place pays: a share of the lot, or the price of a unit.
pub fn price_of(terms: &TeamTerms, unit: Money, place: u32) -> Money {
    terms.lot.map_or(unit, |lot| share_of(lot, terms.size, place))
}

/// The lowest place that nobody has, counted from 1.
pub fn free_place(taken: &[u32]) -> u32 {
    (1..).find(|place| !taken.contains(place)).unwrap_or(u32::MAX)
}

/// When the time of a team is over that begins now.
pub fn team_ends(terms: &TeamTerms, now: Timestamp) -> Timestamp {
    now.plus_s(i64::from(terms.hours) * 3600)
}

/// What is wrong with the terms of a deal that is sold to teams: `(pointer, code)` for each field.
pub fn check_terms(deal: &NewDeal) -> Vec<(String, String)> {
    let Some(terms) = &deal.team else { return Vec::new() };
    let mut wrong = Vec::new();
    let mut say = |pointer: &str, code: &str| wrong.push((pointer.to_owned(), code.to_owned()));
    if !(2..=LARGEST_TEAM).contains(&terms.size) {
        say("/team/size", "out_of_range");
    } else if deal.minimum != terms.size {
        // A team is the minimum: two numbers would be two promises.
        say("/minimum", "invalid");
    }
    if !(1..=LONGEST_HOURS).contains(&terms.hours) {
        say("/team/hours", "out_of_range");
    }
    // A place is a place: nobody chooses anything with it.
    if !deal.options.is_empty() {
        say("/options", "invalid");
    }
    if deal.per_member != 1 {
        say("/per_member", "out_of_range");
    }
    let price = deal.tiers.first().map(|t| t.price);
    if deal.tiers.len() != 1 {
        say("/tiers", "invalid");
    } else if let Some(lot) = terms.lot {
        // Each share costs something, and the price on the card is that of the dearest.
        if lot.amount < i64::from(terms.size) || price != Some(share_of(lot, terms.size, 1)) {
            say("/team/lot", "invalid");
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_sum_to_the_lot_and_differ_by_a_fen_at_most(fen in 20i64..100_000_000, size in 2u32..=LARGEST_TEAM) {
            let lot = Money::fen(fen);
            let shares: Vec<i64> = (1..=size).map(|place| share_of(lot, size, place).amount).collect();
            prop_assert_eq!(shares.iter().sum::<i64>(), fen);
            prop_assert!(shares.iter().all(|s| *s >= 1));
            prop_assert!(shares.windows(2).all(|w| w[0] == w[1] || w[0] == w[1] + 1));
        }

        #[test]
        fn whoever_comes_and_goes_a_full_team_has_each_place_once(size in 2u32..=LARGEST_TEAM, goes in prop::collection::vec(0usize..20, 0..40)) {
            let mut taken: Vec<u32> = Vec::new();
            for go in goes {
                if taken.len() < size as usize {
                    taken.push(free_place(&taken));
                }
                if go < taken.len() {
                    taken.remove(go);
                }
            }
            while taken.len() < size as usize {
                taken.push(free_place(&taken));
            }
            taken.sort_unstable();
            prop_assert_eq!(taken, (1..=size).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_box_of_a_hundred_yuan_in_three() {
        let shares = [1, 2, 3].map(|place| share_of(Money::fen(10_000), 3, place).amount);
        assert_eq!(shares, [3_334, 3_333, 3_333]);
    }
}
