//! Options of a deal and orders of them: what may be ordered, or changed, without selling what is not there?

use contract::groupbuy::{DealOption, DealState, NewOption, Pick};
use contract::{Code, Timestamp};

use super::{DealFacts, left, state_at};
use crate::chain::one_line;
use crate::limits::{Wrong, number, text};

/// The most options of a deal.
pub const MOST_OPTIONS: usize = 12;
/// Longest name of an option, in characters.
pub const LABEL: usize = 20;
/// The most units of anything.
pub const MOST_STOCK: i64 = 1_000_000;

/// An order: so many units, and of which options.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// Units.
    pub quantity: u32,
    /// Of each option; empty where there is nothing to choose.
    pub picks: Vec<Pick>,
}

impl Order {
    /// Units of one option.
    pub fn of(&self, option: u32) -> u32 {
        self.picks.iter().filter(|p| p.option == option).fold(0, |sum, p| sum.saturating_add(p.quantity))
    }
}

/// Why an order is refused, and which field is the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code.
    pub code: Code,
    /// A pointer into the command; none when no other order would do.
    pub pointer: Option<String>,
}

impl Refusal {
    fn of(code: Code) -> Self {
        Self { code, pointer: None }
    }
    fn at(code: Code, pointer: impl Into<String>) -> Self {
        Self { code, pointer: Some(pointer.into()) }
    }
}

/// Units of an option that are left; none when only the deal's stock counts.
pub fn left_of(option: &DealOption) -> Option<u32> {
    option.stock.map(|stock| stock.saturating_sub(option.taken))
}

/// Whether somebody who holds `held` may order `wanted` instead; with nothing held, whether they may join.
///
/// # Errors
/// What says why not.
pub fn may_order(
    deal: &DealFacts,
    options: &[DealOption],
    held: Option<&Order>,
    wanted: &Order,
    now: Timestamp,
) -> Result<(), Refusal> {
    if state_at(deal, now) != DealState::Open {
        return Err(Refusal::of(Code::DealClosed));
    }
    is_an_order(options, wanted)?;
    if wanted.quantity == 0 || wanted.quantity > deal.per_member {
        return Err(Refusal::at(Code::DealLimit, "/quantity"));
    }
    let more = wanted.quantity.saturating_sub(held.map_or(0, |held| held.quantity));
    if deal.per_order.is_some_and(|most| more > most) {
        return Err(Refusal::at(Code::DealLimit, "/quantity"));
    }
    if left(deal).is_some_and(|left| more > left) {
        return Err(Refusal::at(Code::DealFull, "/quantity"));
    }
    for (at, pick) in wanted.picks.iter().enumerate() {
        let more = pick.quantity.saturating_sub(held.map_or(0, |held| held.of(pick.option)));
        let option = usize::try_from(pick.option).ok().and_then(|nth| options.get(nth));
        if option.and_then(left_of).is_some_and(|left| more > left) {
            return Err(Refusal::at(Code::DealFull, format!("/picks/{at}/quantity")));
        }
    }
    Ok(())
}

/// Whether an order says what the deal asks: each option once, with units that come to the sum.
fn is_an_order(options: &[DealOption], wanted: &Order) -> Result<(), Refusal> {
    let wrong = |pointer: String| Err(Refusal::at(Code::ValidationFailed, pointer));
    for (at, pick) in wanted.picks.iter().enumerate() {
        let known = usize::try_from(pick.option).is_ok_and(|nth| nth < options.len());
        if !known || wanted.picks.iter().take(at).any(|p| p.option == pick.option) {
            return wrong(format!("/picks/{at}/option"));
        }
        if pick.quantity == 0 {
            return wrong(format!("/picks/{at}/quantity"));
        }
    }
    let sum = wanted.picks.iter().fold(0_u32, |sum, p| sum.saturating_add(p.quantity));
    match (options.is_empty(), wanted.picks.is_empty()) {
        (false, true) if wanted.quantity > 0 => wrong("/picks".to_owned()),
        (false, _) if sum != wanted.quantity => wrong("/quantity".to_owned()),
        _ => Ok(()),
    }
}

/// The most units of the whole deal that somebody who holds `held` may have after one order.
pub fn most_units(deal: &DealFacts, held: u32) -> u32 {
    let by_order = deal.per_order.map_or(u32::MAX, |most| held.saturating_add(most));
    let by_stock = left(deal).map_or(u32::MAX, |left| held.saturating_add(left));
    deal.per_member.min(by_order).min(by_stock)
}

/// What is wrong with the options of a deal to be opened. One alone is nothing to choose.
pub fn check_options(wrong: &mut Wrong, options: &[NewOption]) {
    if options.len() == 1 || options.len() > MOST_OPTIONS {
        wrong.push(("/options".to_owned(), "out_of_range".to_owned()));
    }
    for (at, option) in options.iter().enumerate().take(MOST_OPTIONS) {
        let pointer = format!("/options/{at}/label");
        let before = wrong.len();
        text(wrong, &pointer, &option.label, 1, LABEL);
        let alike = |other: &NewOption| one_line(&other.label) == one_line(&option.label);
        if wrong.len() == before && options.iter().take(at).any(alike) {
            wrong.push((pointer, "taken".to_owned()));
        }
        if let Some(stock) = option.stock {
            number(wrong, &format!("/options/{at}/stock"), i64::from(stock), 1, MOST_STOCK);
        }
    }
}

/// Units there can be at most: of the deal, or of its options together; none when there is no limit.
pub fn stock_in_all(stock: Option<u32>, options: &[NewOption]) -> Option<u32> {
    let each = options.iter().map(|option| option.stock);
    let together = each.reduce(|a, b| Some(a?.saturating_add(b?))).flatten();
    match (stock, together) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open() -> DealFacts {
        DealFacts {
            state: DealState::Open,
            ends_at: Timestamp(1000),
            stock: Some(10),
            per_member: 4,
            per_order: Some(2),
            people: 0,
            units: 0,
            minimum: 1,
        }
    }

    fn option(stock: Option<u32>, taken: u32) -> DealOption {
        DealOption { label: String::new(), stock, taken }
    }

    fn order(picks: &[(u32, u32)]) -> Order {
        let picks: Vec<Pick> = picks.iter().map(|&(option, quantity)| Pick { option, quantity }).collect();
        Order { quantity: picks.iter().map(|p| p.quantity).sum(), picks }
    }

    #[test]
    fn an_order_says_which_options_and_no_more_than_there_are() {
        let options = [option(Some(2), 1), option(None, 5)];
        let may = |held: Option<&Order>, wanted: &Order| {
            may_order(&open(), &options, held, wanted, Timestamp(0))
                .map_err(|r| (r.code, r.pointer.unwrap_or_default()))
        };
        assert_eq!(may(None, &order(&[(0, 1), (1, 1)])), Ok(()));
        assert_eq!(may(None, &order(&[(0, 2)])), Err((Code::DealFull, "/picks/0/quantity".into())));
        assert_eq!(
            may(None, &order(&[(1, 3)])),
            Err((Code::DealLimit, "/quantity".into())),
            "one order takes two"
        );
        assert_eq!(may(Some(&order(&[(1, 2)])), &order(&[(1, 4)])), Ok(()), "another adds two");
        assert_eq!(
            may(Some(&order(&[(1, 4)])), &order(&[(1, 5)])),
            Err((Code::DealLimit, "/quantity".into()))
        );
        // What one holds is one's own to move.
        assert_eq!(may(Some(&order(&[(0, 1)])), &order(&[(0, 2)])), Ok(()));
        for (bad, pointer) in [
            (Order { quantity: 1, picks: vec![] }, "/picks"),
            (Order { quantity: 2, ..order(&[(0, 1)]) }, "/quantity"),
            (order(&[(2, 1)]), "/picks/0/option"),
            (order(&[(1, 1), (1, 1)]), "/picks/1/option"),
            (order(&[(1, 1), (0, 0)]), "/picks/1/quantity"),
        ] {
            assert_eq!(may(None, &bad), Err((Code::ValidationFailed, pointer.into())));
        }
        let plain = may_order(&open(), &[], None, &order(&[(0, 1)]), Timestamp(0));
        assert_eq!(plain.unwrap_err().pointer.as_deref(), Some("/picks/0/option"));
        let late = may_order(&open(), &[], None, &Order { quantity: 1, picks: vec![] }, Timestamp(1000));
        assert_eq!(late.unwrap_err().code, Code::DealClosed);
    }

    #[test]
    fn options_of_a_new_deal() {
        let of = |options: &[(&str, Option<u32>)]| {
            let mut wrong = Vec::new();
            let all: Vec<NewOption> = options
                .iter()
                .map(|(label, stock)| NewOption { label: (*label).into(), stock: *stock })
                .collect();
            check_options(&mut wrong, &all);
            wrong.into_iter().map(|(pointer, code)| format!("{pointer} {code}")).collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), Vec::<String>::new());
        assert_eq!(of(&[("墨绿", Some(3)), ("靛蓝", None)]), Vec::<String>::new());
        assert_eq!(of(&[("墨绿", None)]), ["/options out_of_range"]);
        assert_eq!(of(&[("a", None), (" a ", None)]), ["/options/1/label taken"]);
        assert_eq!(
            of(&[("", Some(0)), ("b", None)]),
            ["/options/0/label required", "/options/0/stock out_of_range"]
        );
        let both = [
            NewOption { label: "a".into(), stock: Some(3) },
            NewOption { label: "b".into(), stock: Some(4) },
        ];
        assert_eq!((stock_in_all(None, &both), stock_in_all(Some(5), &both)), (Some(7), Some(5)));
        let one = [both[0].clone(), NewOption { stock: None, ..both[1].clone() }];
        assert_eq!((stock_in_all(None, &one), stock_in_all(None, &[])), (None, None));
    }

    proptest! {
        /// Any orders, changes and leavings of five people: nothing is sold that is not there.
        #[test]
        fn nothing_is_oversold(
            stock in prop::option::of(1u32..12),
            stocks in prop::collection::vec(prop::option::of(1u32..6), 2..4),
            per_member in 1u32..6,
            per_order in prop::option::of(1u32..4),
            steps in prop::collection::vec((0usize..5, prop::collection::vec(0u32..5, 2..4), any::<bool>()), 0..60),
        ) {
            let mut deal = DealFacts { stock, per_member, per_order, ..open() };
            let mut options: Vec<DealOption> = stocks.iter().map(|s| option(*s, 0)).collect();
            let mut held: Vec<Option<Order>> = vec![None; 5];
            for (who, wishes, leave) in steps {
                let wanted: Vec<(u32, u32)> =
                    wishes.iter().enumerate().filter(|(_, q)| **q > 0).map(|(o, q)| (o as u32, *q)).collect();
                let wanted = order(&wanted);
                let had = held[who].clone();
                if leave {
                    held[who] = None;
                } else if may_order(&deal, &options, had.as_ref(), &wanted, Timestamp(0)).is_ok() {
                    let more = wanted.quantity.saturating_sub(had.as_ref().map_or(0, |h| h.quantity));
                    prop_assert!(per_order.is_none_or(|most| more <= most));
                    prop_assert!(wanted.quantity <= most_units(&deal, had.as_ref().map_or(0, |h| h.quantity)));
                    held[who] = Some(wanted);
                }
                let all: Vec<&Order> = held.iter().flatten().collect();
                deal.people = all.len() as u32;
                deal.units = all.iter().map(|o| o.quantity).sum();
                for (nth, option) in options.iter_mut().enumerate() {
                    option.taken = all.iter().map(|o| o.of(nth as u32)).sum();
                    prop_assert!(option.stock.is_none_or(|stock| option.taken <= stock));
                }
                prop_assert!(stock.is_none_or(|stock| deal.units <= stock));
                prop_assert_eq!(deal.units, options.iter().map(|o| o.taken).sum::<u32>());
                prop_assert!(all.iter().all(|o| (1..=per_member).contains(&o.quantity)));
            }
        }
    }
}
