//! What is ordered: options, what is left of them, and the words of an order that is being chosen.

use contract::groupbuy::{Deal, NewPledge, Pick, Pledge};
use domain::groupbuy::option::{left_of, most_units};

use super::words::sum_with;
use super::{rules, units};
use crate::i18n::k::groupbuy as t;
use crate::i18n::list;

/// What was ordered of each option, in a line; none where there is nothing to choose.
pub fn picks(labels: &[&str], picks: &[Pick]) -> Option<String> {
    let label = |pick: &Pick| usize::try_from(pick.option).ok().and_then(|at| labels.get(at).copied());
    let parts: Vec<String> =
        picks.iter().map(|pick| t::pick(label(pick).unwrap_or("?"), &pick.quantity.to_string())).collect();
    (!parts.is_empty()).then(|| list(&parts))
}

/// What the options of a deal are called, in order.
pub fn labels(deal: &Deal) -> Vec<&str> {
    deal.options.iter().map(|option| option.label.as_str()).collect()
}

/// What somebody ordered of a deal, in words: the options, or the units.
pub fn ordered(deal: &Deal, pledge: &Pledge) -> String {
    let all = units(pledge.quantity);
    match picks(&labels(deal), &pledge.picks) {
        // Of one option its own number says it all.
        Some(picks) if pledge.picks.len() > 1 => t::dot(&picks, &all),
        Some(picks) => picks,
        None => all,
    }
}

/// One row of an order that is being chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// What is left of it, where that is limited.
    pub note: Option<String>,
    /// The most that I may have of it.
    pub most: u32,
}

/// The rows of an order: one for each option, or one for the whole.
pub fn choices(deal: &Deal) -> Vec<Choice> {
    let mine = super::bound(deal);
    let all = most(deal);
    if deal.options.is_empty() {
        return vec![Choice { label: t::quantity().to_owned(), note: None, most: all }];
    }
    let held = |at: usize| {
        let picks = mine.map(|p| p.picks.as_slice()).unwrap_or_default();
        picks.iter().find(|p| usize::try_from(p.option) == Ok(at)).map_or(0, |p| p.quantity)
    };
    let choice = |(at, option): (usize, &contract::groupbuy::DealOption)| {
        let left = left_of(option);
        let most = left.map_or(all, |left| all.min(left.saturating_add(held(at))));
        let note = left.map(|left| match left {
            0 => t::option_gone().to_owned(),
            left => t::option_left(i64::from(left)),
        });
        Choice { label: option.label.clone(), note, most }
    };
    deal.options.iter().enumerate().map(choice).collect()
}

/// The most units that I may have after one order.
pub fn most(deal: &Deal) -> u32 {
    most_units(&rules(deal), super::bound(deal).map_or(0, |mine| mine.quantity))
}

/// What I have now, row by row.
pub fn held(deal: &Deal) -> Vec<u32> {
    let Some(mine) = super::bound(deal) else { return vec![0; deal.options.len().max(1)] };
    if deal.options.is_empty() {
        return vec![mine.quantity];
    }
    let of =
        |at: usize| mine.picks.iter().find(|p| usize::try_from(p.option) == Ok(at)).map_or(0, |p| p.quantity);
    (0..deal.options.len()).map(of).collect()
}

/// The command that the numbers mean, row by row.
pub fn order(deal: &Deal, counts: &[u32]) -> NewPledge {
    let quantity = counts.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
    let numbered = || counts.iter().enumerate().filter(|(_, n)| **n > 0);
    let pick = |(at, n): (usize, &u32)| Pick { option: u32::try_from(at).unwrap_or(u32::MAX), quantity: *n };
    let picks = if deal.options.is_empty() { Vec::new() } else { numbered().map(pick).collect() };
    NewPledge { quantity, picks }
}

/// The words of the button that orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderWords {
    /// What it does, with the sum.
    pub label: String,
    /// Why it cannot be pressed.
    pub blocked: Option<String>,
}

/// The button for these numbers.
pub fn order_words(deal: &Deal, counts: &[u32]) -> OrderWords {
    let sum = order(deal, counts).quantity;
    let changes = super::is_in(deal);
    let people = deal.people.saturating_add(u32::from(!changes));
    let total = sum_with(deal, people, sum);
    let most = most(deal);
    let blocked = match sum {
        0 => Some(t::order_none().to_owned()),
        sum if sum > deal.per_member => Some(t::order_limit(i64::from(deal.per_member))),
        sum if sum > most => Some(t::order_most(i64::from(most))),
        _ if changes && counts == held(deal) => Some(t::order_same().to_owned()),
        _ => None,
    };
    let label =
        if changes { t::order_change(&total, &units(sum)) } else { t::join_many(&total, &units(sum)) };
    OrderWords { label, blocked }
}
