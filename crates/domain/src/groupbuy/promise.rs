//! What was promised to who joined a deal is what holds: which changes of a deal take nothing back?

use contract::groupbuy::{DealOption, DealTerms, NewDeal, Tier};

use super::price_at;
use crate::chain::one_line;
use crate::limits::Wrong;

/// A deal as it stands, as far as it is a promise.
#[derive(Debug, Clone, Copy)]
pub struct Promised<'a> {
    /// What those in it agree to.
    pub terms: &'a DealTerms,
    /// About it.
    pub about: &'a str,
    /// Units there are.
    pub stock: Option<u32>,
    /// What there is to choose.
    pub options: &'a [DealOption],
}

/// What of a change would take back what was promised: `(pointer, code)` for each field, empty when nothing would.
///
/// Words grow at their end, prices fall, stock and limits rise, options and times are added. What is bought, the people
/// it needs and its window stay: a smaller minimum would have people pay who were to be released.
pub fn breaks(old: &Promised<'_>, new: &NewDeal) -> Wrong {
    let mut wrong: Wrong = Vec::new();
    let mut must = |holds: bool, pointer: &str| {
        if !holds {
            wrong.push((pointer.to_owned(), "promised".to_owned()));
        }
    };
    let terms = old.terms;
    must(new.title.trim() == terms.title, "/title");
    must(new.about.trim().starts_with(old.about), "/about");
    must(new.pick_up.trim().starts_with(&terms.pick_up), "/pick_up");
    must(new.minimum == terms.minimum, "/minimum");
    must(new.ends_at == terms.ends_at, "/ends_at");
    must(new.per_member >= terms.per_member, "/per_member");
    must(at_least(new.per_order, terms.per_order), "/per_order");
    must(at_least(new.stock, old.stock), "/stock");
    must(terms.pick_up_at.iter().all(|at| new.pick_up_at.contains(at)), "/pick_up_at");
    must(never_dearer(&terms.tiers, &new.tiers), "/tiers/0/price");
    // Who joined without choosing would have chosen nothing.
    must(
        old.options.is_empty() == new.options.is_empty() && new.options.len() >= old.options.len(),
        "/options",
    );
    for (at, (old, new)) in old.options.iter().zip(&new.options).enumerate() {
        must(old.label == one_line(&new.label), &format!("/options/{at}/label"));
        must(at_least(new.stock, old.stock), &format!("/options/{at}/stock"));
    }
    wrong
}

/// Whether a limit is as wide as it was; none is the widest.
fn at_least(new: Option<u32>, old: Option<u32>) -> bool {
    match (new, old) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(new), Some(old)) => new >= old,
    }
}

/// Whether a unit costs with no number of people more than it did.
pub fn never_dearer(old: &[Tier], new: &[Tier]) -> bool {
    // Both are steps: they are compared where one of them changes.
    let heads = old.iter().chain(new).map(|tier| tier.from);
    let currency = |tiers: &[Tier]| tiers.first().map(|t| t.price.currency);
    currency(old) == currency(new)
        && heads.chain([0]).all(|people| price_at(new, people).amount <= price_at(old, people).amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::groupbuy::NewOption;
    use contract::{Money, Timestamp};
    use proptest::prelude::*;

    fn tiers(of: &[(u32, i64)]) -> Vec<Tier> {
        of.iter().map(|&(from, fen)| Tier { from, price: Money::fen(fen) }).collect()
    }

    fn terms() -> DealTerms {
        DealTerms {
            title: "瑜伽垫".into(),
            tiers: tiers(&[(1, 12_800), (3, 9_900)]),
            minimum: 3,
            ends_at: Timestamp(1000),
            leave_until: Some(Timestamp(1000)),
            per_member: 2,
            per_order: Some(1),
            options: vec!["墨绿".into(), "靛蓝".into()],
            pick_up: "前台".into(),
            pick_up_at: vec![Timestamp(2000)],
            agreed_at: Timestamp(0),
        }
    }

    fn options() -> Vec<DealOption> {
        let of = |label: &str, stock| DealOption { label: label.into(), stock, taken: 1 };
        vec![of("墨绿", Some(4)), of("靛蓝", None)]
    }

    fn same() -> NewDeal {
        let (terms, options) = (terms(), options());
        NewDeal {
            team: None,
            bargain: None,
            title: terms.title,
            about: "5 mm".into(),
            pick_up: terms.pick_up,
            tiers: terms.tiers,
            minimum: terms.minimum,
            stock: Some(10),
            per_member: terms.per_member,
            per_order: terms.per_order,
            ends_at: terms.ends_at,
            pick_up_at: terms.pick_up_at,
            options: options.into_iter().map(|o| NewOption { label: o.label, stock: o.stock }).collect(),
            photos: vec![],
            was: None,
        }
    }

    fn broken(new: &NewDeal) -> Vec<String> {
        let (terms, options) = (terms(), options());
        let old = Promised { terms: &terms, about: "5 mm", stock: Some(10), options: &options };
        breaks(&old, new).into_iter().map(|(pointer, _)| pointer).collect()
    }

    #[test]
    fn what_makes_it_better_is_allowed() {
        assert!(broken(&same()).is_empty());
        let mut better = NewDeal {
            about: "5 mm，两面可用".into(),
            pick_up: "前台，按铃".into(),
            tiers: tiers(&[(1, 12_000), (2, 9_900), (8, 7_000)]),
            stock: None,
            per_member: 3,
            per_order: None,
            pick_up_at: vec![Timestamp(2000), Timestamp(3000)],
            ..same()
        };
        better.options[0].stock = Some(6);
        better.options.push(NewOption { label: "藕粉".into(), stock: Some(1) });
        assert!(broken(&better).is_empty(), "{:?}", broken(&better));
    }

    #[test]
    fn what_was_promised_is_not_taken_back() {
        let change = |of: fn(&mut NewDeal)| {
            let mut deal = same();
            of(&mut deal);
            broken(&deal)
        };
        assert_eq!(change(|d| d.title = "别的".into()), ["/title"]);
        assert_eq!(change(|d| d.about = "3 mm".into()), ["/about"]);
        assert_eq!(change(|d| d.pick_up = "别处".into()), ["/pick_up"]);
        assert_eq!(change(|d| d.minimum = 2), ["/minimum"]);
        assert_eq!(change(|d| d.minimum = 4), ["/minimum"]);
        assert_eq!(change(|d| d.ends_at = Timestamp(999)), ["/ends_at"]);
        assert_eq!(change(|d| d.ends_at = Timestamp(1001)), ["/ends_at"]);
        assert_eq!(change(|d| d.per_member = 1), ["/per_member"]);
        assert_eq!(change(|d| d.stock = Some(9)), ["/stock"]);
        assert_eq!(change(|d| d.pick_up_at.clear()), ["/pick_up_at"]);
        assert_eq!(change(|d| d.tiers = tiers(&[(1, 12_900), (3, 9_900)])), ["/tiers/0/price"]);
        assert_eq!(change(|d| d.tiers = tiers(&[(1, 12_800), (4, 9_000)])), ["/tiers/0/price"]);
        assert_eq!(change(|d| d.options.clear()), ["/options"]);
        assert_eq!(change(|d| d.options[1].stock = Some(99)), ["/options/1/stock"]);
        assert_eq!(change(|d| d.options[0].label = "黑".into()), ["/options/0/label"]);
    }

    fn any_tiers() -> impl Strategy<Value = Vec<Tier>> {
        prop::collection::vec((1u32..9, 1i64..999), 1..5).prop_map(|mut steps| {
            steps.sort_by_key(|s| s.0);
            tiers(&steps)
        })
    }

    proptest! {
        #[test]
        fn nobody_ever_pays_more_than_was_promised(old in any_tiers(), new in any_tiers(), people in 0u32..30) {
            if never_dearer(&old, &new) {
                prop_assert!(price_at(&new, people).amount <= price_at(&old, people).amount);
            } else {
                let dearer = (0..30).any(|n| price_at(&new, n).amount > price_at(&old, n).amount);
                prop_assert!(dearer, "refused for nothing");
            }
        }

        /// A deal that is changed again and again never gets worse than what the first who joined agreed to.
        #[test]
        fn promises_hold_over_many_changes(
            changes in prop::collection::vec((any_tiers(), 1u32..6, prop::option::of(1u32..30), 0usize..3), 1..12),
        ) {
            let first = same();
            let mut now = same();
            for (tiers, per_member, stock, times) in changes {
                let next = NewDeal {
                    tiers,
                    per_member,
                    stock,
                    pick_up_at: (0..times).map(|t| Timestamp(2000 + 1000 * t as i64)).collect(),
                    ..now.clone()
                };
                let held = DealTerms {
                    tiers: now.tiers.clone(),
                    per_member: now.per_member,
                    pick_up_at: now.pick_up_at.clone(),
                    ..terms()
                };
                let options = options();
                let old = Promised { terms: &held, about: "5 mm", stock: now.stock, options: &options };
                if breaks(&old, &next).is_empty() {
                    now = next;
                }
            }
            prop_assert!(broken(&now).is_empty());
            prop_assert!(never_dearer(&first.tiers, &now.tiers));
        }
    }
}
