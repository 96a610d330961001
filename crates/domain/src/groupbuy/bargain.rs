//! Bargains: what each help takes off, who may help, and which terms are honest. Where one stands is the table's (`state`).
//!
//! All cuts are made when a bargain begins, so nothing is decided later and every figure on screen is exact. They differ
//! by the seed, within half of an even share: none is so small that the end never comes.

use contract::groupbuy::{NewBargains, NewDeal};
use contract::{Code, Money, Timestamp};

/// Hours that a bargain has.
pub const HOURS: u32 = 24;
/// The most helps that a bargain takes.
pub const MOST_HELPS: u32 = 50;
/// The largest stock: one bargain keeps one unit, and all that run are shown.
pub const MOST_STOCK: u32 = 50;
/// The helps of one member in a day, over the whole group.
pub const HELPS_A_DAY: u32 = 3;
/// The backend's calendar is that of Beijing, eight hours before UTC, wherever somebody is.
const CALENDAR_S: i64 = 8 * 3600;
const DAY_S: i64 = 86_400;

/// The day of the backend's calendar, counted from 1 January 1970.
pub const fn day_of(now: Timestamp) -> i64 {
    now.0.saturating_add(CALENDAR_S * 1000).div_euclid(DAY_S * 1000)
}

/// What the helps take off one after the other, in minor units: each at least 1, together exactly `total`.
///
/// Even shares, of which every two give and take among themselves up to half of the smaller. Nothing where `total` is
/// less than the helps: then there is no such split.
pub fn split(total: i64, helps: u32, seed: u64) -> Vec<i64> {
    let count = i64::from(helps);
    if count == 0 || total < count {
        return Vec::new();
    }
    let more = total.rem_euclid(count);
    let mut cuts: Vec<i64> = (0..count).map(|at| total.div_euclid(count) + i64::from(at < more)).collect();
    let mut state = seed;
    let half = cuts.len().div_euclid(2);
    let (early, late) = cuts.split_at_mut(half);
    for (one, other) in early.iter_mut().zip(late.iter_mut().rev()) {
        state = next(state);
        let most = (*one).min(*other).div_euclid(2);
        let moved = i64::try_from(state.checked_rem(most.unsigned_abs().saturating_mul(2) + 1).unwrap_or(0));
        let moved = moved.unwrap_or(0) - most;
        *one += moved;
        *other -= moved;
    }
    cuts
}

/// The next of a row of numbers that look like chance (splitmix64).
const fn next(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The price after so many helps.
pub fn price_after(first: Money, cuts: &[i64], helps: u32) -> Money {
    let helped = usize::try_from(helps).unwrap_or(usize::MAX);
    Money { amount: first.amount - cuts.iter().take(helped).sum::<i64>(), ..first }
}

/// When the time of a bargain is over that begins now.
pub fn ends_at(now: Timestamp) -> Timestamp {
    now.plus_s(i64::from(HOURS) * 3600)
}

/// What is known of somebody who wants to help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Helper {
    /// It is their own bargain.
    pub own: bool,
    /// They helped it before.
    pub helped: bool,
    /// How often they helped today.
    pub today: u32,
}

/// Whether somebody may help, as far as it is about them.
///
/// # Errors
/// The code that says why not.
pub fn may_help(helper: Helper) -> Result<(), Code> {
    match helper {
        Helper { own: true, .. } => Err(Code::Conflict),
        Helper { helped: true, .. } => Err(Code::AlreadyHelped),
        Helper { today: HELPS_A_DAY.., .. } => Err(Code::HelpLimit),
        _ => Ok(()),
    }
}

/// What is wrong with the terms of a deal that is sold by bargains: `(pointer, code)` for each field.
pub fn check_terms(deal: &NewDeal) -> Vec<(String, String)> {
    let Some(NewBargains { floor, helps }) = deal.bargain else { return Vec::new() };
    let mut wrong = Vec::new();
    let mut must = |holds: bool, pointer: &str, code: &str| {
        if !holds {
            wrong.push((pointer.to_owned(), code.to_owned()));
        }
    };
    must(deal.tiers.len() == 1, "/tiers", "invalid");
    must((1..=MOST_HELPS).contains(&helps), "/bargain/helps", "out_of_range");
    // Each help takes something off.
    let room = deal.tiers.first().is_some_and(|first| {
        first.price.currency == floor.currency
            && floor.amount >= 0
            && first.price.amount.saturating_sub(floor.amount) >= i64::from(helps)
    });
    must(room, "/bargain/floor", "out_of_range");
    must(deal.stock.is_some_and(|stock| (1..=MOST_STOCK).contains(&stock)), "/stock", "out_of_range");
    must(deal.minimum == 1, "/minimum", "out_of_range");
    must(deal.per_member == 1, "/per_member", "out_of_range");
    must(deal.options.is_empty(), "/options", "invalid");
    must(deal.team.is_none(), "/team", "invalid");
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::groupbuy::Tier;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn cuts_sum_exactly_and_each_takes_something_off(
            floor in 0i64..1_000_000, more in 0i64..1_000_000, helps in 1u32..=MOST_HELPS, seed: u64,
        ) {
            let total = i64::from(helps) + more;
            let first = Money::fen(floor + total);
            let cuts = split(total, helps, seed);
            prop_assert_eq!(cuts.len(), helps as usize);
            prop_assert_eq!(cuts.iter().sum::<i64>(), total);
            prop_assert!(cuts.iter().all(|cut| *cut >= 1));
            // No endless tail: each is at least half of an even share, and at most one and a half.
            let even = total / i64::from(helps);
            prop_assert!(cuts.iter().all(|cut| 2 * cut >= even && 2 * cut <= 3 * (even + 1)), "{cuts:?}");
            prop_assert_eq!(split(total, helps, seed), cuts.clone(), "the same again");
            // The price falls with every help, from the first to the floor.
            let prices: Vec<i64> = (0..=helps).map(|n| price_after(first, &cuts, n).amount).collect();
            prop_assert!(prices.windows(2).all(|w| w[0] > w[1]));
            prop_assert_eq!((prices[0], prices[helps as usize]), (first.amount, floor));
        }

        #[test]
        fn where_there_is_less_than_one_each_there_is_no_split(helps in 0u32..60, seed: u64) {
            prop_assert!(split(i64::from(helps) - 1, helps, seed).is_empty());
        }

        #[test]
        fn whoever_helps_whom_and_when_nobody_helps_oneself_twice_or_four_times_a_day(
            tries in prop::collection::vec((0usize..4, 0usize..6, 0i64..3_600_000 * 30), 0..80),
        ) {
            let mut tries = tries;
            tries.sort_by_key(|(.., at)| *at);
            let mut helped: HashMap<(usize, usize), u32> = HashMap::new();
            let mut days: HashMap<(usize, i64), u32> = HashMap::new();
            for (who, whose, at) in tries {
                let day = day_of(Timestamp(at));
                let today = days.get(&(who, day)).copied().unwrap_or(0);
                let facts = Helper { own: who == whose, helped: helped.contains_key(&(who, whose)), today };
                if may_help(facts).is_ok() {
                    *helped.entry((who, whose)).or_default() += 1;
                    *days.entry((who, day)).or_default() += 1;
                }
            }
            prop_assert!(helped.iter().all(|((who, whose), times)| who != whose && *times == 1));
            prop_assert!(days.values().all(|times| *times <= HELPS_A_DAY));
        }
    }

    #[test]
    fn at_the_floor_of_nothing_and_one_fen_under_the_price() {
        for seed in 0..200 {
            let free = split(9_900, 7, seed);
            assert_eq!((free.iter().sum::<i64>(), free.len()), (9_900, 7));
            assert_eq!(price_after(Money::fen(9_900), &free, 7), Money::fen(0));
            assert_eq!(split(1, 1, seed), [1], "one fen under the price: one help takes it");
            assert_eq!(split(50, 50, seed), [1; 50], "one fen each");
        }
        assert!((0..20).any(|seed| split(9_900, 7, seed) != split(9_900, 7, seed + 1)), "the seed matters");
    }

    #[test]
    fn the_day_turns_at_midnight_in_beijing() {
        // 16:00 UTC is midnight there.
        let midnight = Timestamp(16 * 3_600_000);
        assert_eq!((day_of(Timestamp(midnight.0 - 1)), day_of(midnight)), (0, 1));
        assert_eq!(day_of(Timestamp(midnight.0 + 86_400_000 - 1)), 1);
        assert_eq!(day_of(Timestamp(-9 * 3_600_000)), -1);
    }

    #[test]
    fn who_helps_whom() {
        let new = Helper { own: false, helped: false, today: 2 };
        assert_eq!(may_help(new), Ok(()));
        assert_eq!(may_help(Helper { today: 3, ..new }), Err(Code::HelpLimit));
        assert_eq!(may_help(Helper { helped: true, today: 3, ..new }), Err(Code::AlreadyHelped));
        assert_eq!(may_help(Helper { own: true, ..new }), Err(Code::Conflict));
    }

    #[test]
    fn which_terms_are_honest() {
        let tier = Tier { from: 1, price: Money::fen(1_000) };
        let bargain = Some(NewBargains { floor: Money::fen(990), helps: 10 });
        let good = NewDeal {
            minimum: 1,
            per_member: 1,
            stock: Some(5),
            tiers: vec![tier],
            bargain,
            ..NewDeal::default()
        };
        let wrong = |deal: &NewDeal| check_terms(deal).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(wrong(&good), Vec::<String>::new());
        assert_eq!(wrong(&NewDeal { bargain: None, ..NewDeal::default() }), Vec::<String>::new());
        let with = |floor: i64, helps: u32| NewDeal {
            bargain: Some(NewBargains { floor: Money::fen(floor), helps }),
            ..good.clone()
        };
        assert_eq!(wrong(&with(991, 10)), ["/bargain/floor"]);
        assert_eq!(wrong(&with(0, 10)), Vec::<String>::new());
        assert_eq!(wrong(&with(999, 1)), Vec::<String>::new());
        assert_eq!(wrong(&with(-1, 10)), ["/bargain/floor"]);
        assert_eq!(wrong(&with(0, 0)), ["/bargain/helps"]);
        assert_eq!(wrong(&with(0, 51)), ["/bargain/helps"]);
        assert_eq!(
            wrong(&NewDeal { stock: None, per_member: 2, minimum: 2, ..good.clone() }),
            ["/stock", "/minimum", "/per_member"]
        );
        assert_eq!(wrong(&NewDeal { stock: Some(51), ..good }), ["/stock"]);
    }
}
