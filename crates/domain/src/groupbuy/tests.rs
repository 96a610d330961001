use super::*;
use proptest::prelude::*;

fn tiers(of: &[(u32, i64)]) -> Vec<Tier> {
    of.iter().map(|(from, fen)| Tier { from: *from, price: Money::fen(*fen) }).collect()
}

fn deal() -> DealFacts {
    DealFacts {
        state: DealState::Open,
        ends_at: Timestamp(1000),
        stock: Some(3),
        per_member: 2,
        per_order: None,
        people: 1,
        units: 1,
        minimum: 2,
    }
}

#[test]
fn the_price_of_the_mock_screen() {
    let t = tiers(&[(1, 12_800), (3, 9900), (10, 7900)]);
    for (people, price) in
        [(0, 12_800), (1, 12_800), (2, 12_800), (3, 9900), (9, 9900), (10, 7900), (87, 7900)]
    {
        assert_eq!(price_at(&t, people), Money::fen(price), "{people}");
    }
    assert_eq!(next_tier(&t, 6).map(|t| t.from), Some(10));
    assert_eq!(next_tier(&t, 10), None);
}

#[test]
fn dishonest_tiers_are_refused() {
    for (bad, why) in [
        (tiers(&[]), (0, "from", "required")),
        (tiers(&[(2, 100)]), (0, "from", "out_of_range")),
        (tiers(&[(1, 100), (1, 90)]), (1, "from", "tiers_not_rising")),
        (tiers(&[(1, 100), (3, 100)]), (1, "price", "tiers_not_falling")),
        (tiers(&[(1, 100), (3, 120)]), (1, "price", "tiers_not_falling")),
        (tiers(&[(1, 0)]), (0, "price", "out_of_range")),
    ] {
        assert_eq!(check_tiers(&bad), Err(why));
    }
}

#[test]
fn who_may_pledge() {
    let now = Timestamp(0);
    assert_eq!(may_pledge(&deal(), 2, false, now), Ok(()));
    assert_eq!(may_pledge(&deal(), 3, false, now), Err(Code::DealLimit));
    assert_eq!(may_pledge(&deal(), 0, false, now), Err(Code::DealLimit));
    assert_eq!(may_pledge(&deal(), 1, true, now), Err(Code::AlreadyPledged));
    assert_eq!(may_pledge(&DealFacts { units: 2, ..deal() }, 2, false, now), Err(Code::DealFull));
    assert_eq!(may_pledge(&deal(), 1, false, Timestamp(1000)), Err(Code::DealClosed));
    assert_eq!(may_leave(&deal(), false, now), Err(Code::NotPledged));
    assert_eq!(may_leave(&deal(), true, Timestamp(1000)), Err(Code::DealClosed));
}

#[test]
fn below_the_minimum_everyone_is_released() {
    assert_eq!(state_at(&deal(), Timestamp(999)), DealState::Open);
    assert_eq!(state_at(&deal(), Timestamp(1000)), DealState::Failed);
    assert_eq!(state_at(&DealFacts { people: 2, ..deal() }, Timestamp(1000)), DealState::Succeeded);
    assert_eq!(outcome(0, 0), DealState::Failed);
}

#[test]
fn what_holds_only_below_the_minimum_is_no_price() {
    let tier = |from, fen| Tier { from, price: Money::fen(fen) };
    let tiers = [tier(1, 5000), tier(2, 4000), tier(5, 3000)];
    assert_eq!(payable(&tiers, 3), [tier(1, 4000), tier(5, 3000)]);
    assert_eq!(payable(&tiers, 1), tiers);
    assert_eq!(payable(&tiers, 9), [tier(1, 3000)]);
    assert_eq!(payable(&[], 3), []);
}

/// Tiers as people write them: rising in people, falling in price.
fn honest_tiers() -> impl Strategy<Value = Vec<Tier>> {
    (prop::collection::vec((1u32..20, 1i64..5000), 0..MOST_TIERS - 1), 1i64..5000).prop_map(
        |(steps, last)| {
            let total: i64 = last + steps.iter().map(|(_, drop)| drop).sum::<i64>();
            let (mut from, mut price) = (1, total);
            let mut out = vec![Tier { from, price: Money::fen(price) }];
            for (more, drop) in steps {
                from += more;
                price -= drop;
                out.push(Tier { from, price: Money::fen(price) });
            }
            out
        },
    )
}

proptest! {
    #[test]
    fn the_price_never_rises_with_the_head_count_nor_exceeds_the_first(t in honest_tiers(), n in 0u32..200) {
        prop_assert_eq!(check_tiers(&t), Ok(()));
        prop_assert!(price_at(&t, n + 1).amount <= price_at(&t, n).amount);
        prop_assert!(price_at(&t, n).amount <= t[0].price.amount);
        prop_assert!(price_at(&t, n).amount > 0);
    }

    #[test]
    fn a_deal_never_sells_more_than_its_stock(
        stock in 1u32..30, per_member in 1u32..5, wishes in prop::collection::vec((0u32..6, any::<bool>()), 0..60),
    ) {
        let mut d = DealFacts { stock: Some(stock), per_member, people: 0, units: 0, ..deal() };
        let mut held: Vec<u32> = Vec::new();
        for (quantity, leave) in wishes {
            if leave {
                if let Some(q) = held.pop() {
                    prop_assert_eq!(may_leave(&d, true, Timestamp(0)), Ok(()));
                    d.people -= 1;
                    d.units -= q;
                }
            } else if may_pledge(&d, quantity, false, Timestamp(0)).is_ok() {
                d.people += 1;
                d.units += quantity;
                held.push(quantity);
            }
            prop_assert!(d.units <= stock);
            prop_assert_eq!(d.units, held.iter().sum::<u32>());
        }
    }

    #[test]
    fn any_tiers_are_judged_without_a_panic(raw in prop::collection::vec((any::<u32>(), any::<i64>()), 0..9), n: u32) {
        let t = tiers(&raw);
        let _ = (check_tiers(&t), price_at(&t, n), next_tier(&t, n), currency(&t));
    }
}
