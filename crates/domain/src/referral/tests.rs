//! Who counts, over random webs of leads.

use super::*;
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

fn terms(depth: u32, days: u32) -> Terms {
    Terms::of(&Policy { referral_depth: depth, referral_days: days, ..Policy::default() })
}

fn lead(by: u8, at: i64, stands: bool) -> Lead<u8> {
    Lead { by, at: Timestamp(at), stands }
}

/// As the server asks: from who did it, one step after another.
fn credited(terms: &Terms, who: u8, led: &[Vec<Lead<u8>>], now: Timestamp) -> Vec<u8> {
    let mut chain = vec![who];
    let led_by = |chain: &[u8]| chain.last().and_then(|who| led.get(usize::from(*who)));
    while let Some(by) = led_by(&chain).and_then(|leads| next(terms, &chain, leads, now)) {
        chain.push(*by);
    }
    chain.split_off(1)
}

#[test]
fn the_first_valid_share_counts_and_not_the_last() {
    let now = Timestamp(10 * DAY);
    let leads = [lead(2, 9 * DAY, true), lead(1, 8 * DAY, true), lead(3, 7 * DAY, false)];
    assert_eq!(next(&terms(2, 30), &[0], &leads, now), Some(&1));
    assert_eq!(next(&terms(2, 1), &[0], &leads, now), Some(&2), "the first is too old by now");
    assert_eq!(next(&terms(0, 30), &[0], &leads, now), None, "off");
}

#[test]
fn a_share_counts_to_the_last_moment_of_its_window() {
    let (terms, shared) = (terms(1, 7), Timestamp(1000));
    assert!(terms.counts(shared, shared));
    assert!(terms.counts(shared, Timestamp(1000 + 7 * DAY)));
    assert!(!terms.counts(shared, Timestamp(1001 + 7 * DAY)));
    assert!(!terms.counts(shared, Timestamp(999)), "not before it was shared");
}

#[test]
fn two_who_led_each_other_do_not_count_for_themselves() {
    let led = [vec![lead(1, 0, true)], vec![lead(0, 1, true)]];
    assert_eq!(credited(&terms(2, 30), 0, &led, Timestamp(2)), [1]);
    let alone = [vec![lead(0, 0, true)]];
    assert_eq!(credited(&terms(2, 30), 0, &alone, Timestamp(2)), [0_u8; 0]);
}

#[test]
fn hosts_hear_steps_and_nothing_of_a_few() {
    let heard: Vec<_> = [0, 2, 3, 4, 5, 9, 10, 99, 100, 5000].map(told).to_vec();
    let some = |n| Some(n);
    assert_eq!(
        heard,
        [None, None, some(3), some(3), some(5), some(5), some(10), some(50), some(100), some(100)]
    );
}

proptest! {
    #[test]
    fn nobody_counts_twice_or_for_themselves_and_never_deeper_than_two(
        led in prop::collection::vec(prop::collection::vec((0_u8..6, 0_i64..100, any::<bool>()), 0..6), 6),
        who in 0_u8..6,
        depth in 0_u32..9,
        days in 0_u32..200,
        now in 0_i64..200,
    ) {
        let led: Vec<Vec<Lead<u8>>> =
            led.into_iter().map(|all| all.into_iter().map(|(by, at, ok)| lead(by, at * DAY, ok)).collect()).collect();
        let (terms, now) = (terms(depth, days), Timestamp(now * DAY));
        let all = credited(&terms, who, &led, now);
        prop_assert!(all.len() <= usize::try_from(depth.min(2)).unwrap());
        let mut chain = vec![who];
        for by in all {
            prop_assert!(!chain.contains(&by));
            let leads = &led[usize::from(*chain.last().unwrap())];
            let valid = |l: &&Lead<u8>| l.stands && terms.counts(l.at, now) && !chain.contains(&l.by);
            let chosen = leads.iter().filter(valid).filter(|l| l.by == by).map(|l| l.at).min();
            // Somebody's valid share, and nobody's was before.
            prop_assert_eq!(chosen, leads.iter().filter(valid).map(|l| l.at).min());
            prop_assert!(chosen.is_some());
            chain.push(by);
        }
        // It ends for a reason: deep enough, or nobody's share is left.
        let last = &led[usize::from(*chain.last().unwrap())];
        let more = last.iter().any(|l| l.stands && terms.counts(l.at, now) && !chain.contains(&l.by));
        prop_assert!(!more || chain.len() > usize::try_from(terms.depth).unwrap());
    }

    #[test]
    fn what_hosts_hear_is_never_more_than_there_are_and_grows_with_it(people in 0_u32..10_000) {
        let heard = told(people);
        prop_assert!(heard.unwrap_or(0) <= people);
        prop_assert!(heard.is_some() == (people >= FEWEST));
        prop_assert!(told(people + 1) >= heard);
    }
}
