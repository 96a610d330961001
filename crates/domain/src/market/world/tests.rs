//! Random histories of a class. 300; 10,000 with `QUNLI_LONG`.

use super::*;

fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if std::env::var_os("QUNLI_LONG").is_some() { 10_000 } else { 300 })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_class_keeps_its_word_over_any_history(
        consent: bool,
        history in prop::collection::vec(
            (0u8..16, 0u8..MEMBERS, 0usize..6, 0usize..STEPS.len(), any::<bool>(), 0i64..6_000), 1..120),
    ) {
        let mut world = World::new(consent);
        for (what, who, at, step, auto, wait) in history {
            world.now = Timestamp(world.now.0 + wait);
            world.settle();
            world.holds()?;
            world.act(what, who, at, STEPS[step], auto);
            world.holds()?;
        }
    }

    /// Who claimed one while it was their turn for another keeps both over a move, and loses the other with the seat.
    #[test]
    fn a_claim_and_a_turn_are_both_asked_about_again(wait in 0i64..8_000) {
        let mut world = World::new(false);
        world.act(0, 0, 0, ListingStep::List, false);
        world.act(0, 1, 0, ListingStep::List, false);
        world.act(8, 8, 0, ListingStep::Claim, false);
        world.step(1, ListingStep::Claim, By::Member(&7, false));
        world.act(2, 6, 0, ListingStep::List, false);
        world.step(0, ListingStep::Decline, By::Member(&0, false));
        world.step(1, ListingStep::Decline, By::Member(&1, false));
        prop_assert_eq!(&world.offers[0].status, &Status::Offered { to: 6, until: Timestamp(8_000) });
        world.step(1, ListingStep::Claim, By::Member(&6, false));
        world.now = Timestamp(wait);
        world.act(5, 0, 0, ListingStep::Move, true);
        world.holds()?;
        let again = Status::Offered { to: 6, until: Timestamp(wait + 8_000) };
        prop_assert!(world.offers.iter().all(|offer| offer.status == again));
        world.step(1, ListingStep::Claim, By::Member(&6, false));
        world.step(1, ListingStep::Confirm, By::Member(&1, false));
        prop_assert_eq!(&world.offers[0].status, &Status::Available);
        world.holds()?;
    }

    /// Whoever joined first and never had a turn gets the first that comes.
    #[test]
    fn turns_go_by_the_order_of_joining(order in Just(vec![3u8, 4, 5, 6, 7]).prop_shuffle(), lost in 0usize..4) {
        let mut world = World::new(false);
        world.act(0, 0, 0, ListingStep::List, false);
        world.step(0, ListingStep::Claim, By::Member(&8, false));
        for (i, who) in order.iter().enumerate() {
            world.now = Timestamp(i as i64);
            world.act(2, *who, 0, ListingStep::List, false);
        }
        world.step(0, ListingStep::Decline, By::Member(&0, false));
        for who in &order[..lost] {
            prop_assert_eq!(world.offers[0].status.claimant(), Some(who));
            world.now = world.offers[0].status.until().unwrap();
            world.settle();
        }
        prop_assert_eq!(world.offers[0].status.claimant(), Some(&order[lost]));
        // Who did not answer is still in line, in their place, for the next seat.
        prop_assert_eq!(world.line.iter().map(|(who, _)| *who).collect::<Vec<_>>(), order.clone());
        world.act(0, 1, 1, ListingStep::List, false);
        let first = order.iter().find(|who| world.offers[0].status.claimant() != Some(who));
        prop_assert_eq!(world.offers[1].status.claimant(), first);
    }
}
