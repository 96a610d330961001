//! What a deal that is being written would come to with so many people: what each pays, what all pay, what is next.

use contract::groupbuy::{DealState, Tier};
use domain::groupbuy::{next_tier, outcome, price_at};

use super::money;
use super::words::is_within;
use crate::i18n::k::{self, groupbuy as t};

/// The sentences for so many people who take one each.
pub fn simulated(tiers: &[Tier], people: u32, minimum: u32, stock: Option<u32>) -> Vec<String> {
    let heads = k::common::people(i64::from(people));
    if tiers.is_empty() {
        return Vec::new();
    }
    let price = price_at(tiers, people);
    let mut said = match outcome(people, minimum) {
        DealState::Failed => vec![t::preview_below(i64::from(minimum))],
        _ => vec![t::preview_each(&heads, &money(price)), t::preview_sum(&money(price.times(people)))],
    };
    let left = stock.map(|stock| stock.saturating_sub(people));
    said.push(match next_tier(tiers, people.max(minimum)) {
        None => t::lowest().to_owned(),
        Some(tier) if is_within(people, left, tier) => {
            t::next_tier(i64::from(tier.from.saturating_sub(people)), &money(tier.price))
        }
        Some(_) => t::no_lower().to_owned(),
    });
    said
}
