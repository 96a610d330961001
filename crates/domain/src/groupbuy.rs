//! What does a deal cost now and at its end, and who may join? (product rules, section 4)

use contract::groupbuy::{DealState, NewDeal, Tier};
use contract::{Code, Currency, Money, Timestamp};

pub mod bargain;
pub mod money;
pub mod option;
pub mod pick_up;
pub mod promise;
pub mod state;
pub mod team;

/// The longest window of a deal, in seconds.
pub const LONGEST_WINDOW_S: i64 = 30 * 86_400;
/// The most tiers.
pub const MOST_TIERS: usize = 6;
/// The highest price of a unit, in minor units: one million yuan.
pub const HIGHEST_PRICE: i64 = 100_000_000;

/// What a unit costs with this many people: the price of the last tier that they reach.
///
/// With nobody it is the first price: what the first to join would pay. Zero only when there are no tiers.
pub fn price_at(tiers: &[Tier], people: u32) -> Money {
    let first = tiers.first().map_or(Money::fen(0), |t| t.price);
    tiers.iter().take_while(|t| t.from <= people).last().map_or(first, |t| t.price)
}

/// The tiers at which somebody may come to pay: below the minimum nobody does, so what holds only there is no price.
pub fn payable(tiers: &[Tier], minimum: u32) -> Vec<Tier> {
    let least = tiers.iter().map(|_| Tier { from: 1, price: price_at(tiers, minimum) }).take(1);
    least.chain(tiers.iter().filter(|t| t.from > minimum.max(1)).copied()).collect()
}

/// The next tier that more people would reach.
pub fn next_tier(tiers: &[Tier], people: u32) -> Option<Tier> {
    tiers.iter().find(|t| t.from > people).copied()
}

/// Whether the tiers make an honest deal: the first from one person, rising in people, falling in price.
///
/// # Errors
/// The tier's index, the field, and a field code.
pub fn check_tiers(tiers: &[Tier]) -> Result<(), (usize, &'static str, &'static str)> {
    let mut before: Option<Tier> = None;
    if tiers.is_empty() {
        return Err((0, "from", "required"));
    }
    for (i, tier) in tiers.iter().enumerate() {
        if i >= MOST_TIERS {
            return Err((i, "from", "out_of_range"));
        }
        if !(1..=HIGHEST_PRICE).contains(&tier.price.amount) {
            return Err((i, "price", "out_of_range"));
        }
        match before {
            None if tier.from != 1 => return Err((i, "from", "out_of_range")),
            None => {}
            Some(b) if tier.from <= b.from => return Err((i, "from", "tiers_not_rising")),
            Some(b) if tier.price.amount >= b.price.amount => return Err((i, "price", "tiers_not_falling")),
            Some(b) if tier.price.currency != b.price.currency => return Err((i, "price", "invalid")),
            Some(_) => {}
        }
        before = Some(*tier);
    }
    Ok(())
}

/// The currency that all tiers of a checked deal share.
pub fn currency(tiers: &[Tier]) -> Currency {
    tiers.first().map_or(Currency::CNY, |t| t.price.currency)
}

/// What the rules need to know of a running deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealFacts {
    /// Where it stands, as written down.
    pub state: DealState,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Units there are in all.
    pub stock: Option<u32>,
    /// Units that one member may take.
    pub per_member: u32,
    /// Units that one order may take; none when only the member's limit counts.
    pub per_order: Option<u32>,
    /// People in it.
    pub people: u32,
    /// Units taken.
    pub units: u32,
    /// The people it needs.
    pub minimum: u32,
}

/// How a deal ends, or stands, at `now`.
pub fn state_at(deal: &DealFacts, now: Timestamp) -> DealState {
    match deal.state {
        DealState::Open if now >= deal.ends_at => {
            let ended =
                state::step(state::DEAL, deal.state, state::DealEvent::TimeOver, &state::fate_of(deal, now));
            ended.map_or(deal.state, |(next, _)| next)
        }
        state => state,
    }
}

/// How a deal ends with this many people.
pub fn outcome(people: u32, minimum: u32) -> DealState {
    if people >= minimum.max(1) { DealState::Succeeded } else { DealState::Failed }
}

/// Units that are left; none when there is no limit.
pub fn left(deal: &DealFacts) -> Option<u32> {
    deal.stock.map(|stock| stock.saturating_sub(deal.units))
}

/// Whether a member may commit to `quantity` units now.
///
/// # Errors
/// The code that says why not.
pub fn may_pledge(deal: &DealFacts, quantity: u32, in_it_already: bool, now: Timestamp) -> Result<(), Code> {
    state::step(state::DEAL, deal.state, state::DealEvent::Enter, &state::fate_of(deal, now))?;
    if in_it_already {
        return Err(Code::AlreadyPledged);
    }
    if quantity == 0 || quantity > deal.per_member {
        return Err(Code::DealLimit);
    }
    if left(deal).is_some_and(|left| quantity > left) {
        return Err(Code::DealFull);
    }
    Ok(())
}

/// Whether a member may leave the deal now.
///
/// # Errors
/// The code that says why not.
pub fn may_leave(deal: &DealFacts, in_it: bool, now: Timestamp) -> Result<(), Code> {
    state::step(state::DEAL, deal.state, state::DealEvent::Leave, &state::fate_of(deal, now))?;
    if in_it { Ok(()) } else { Err(Code::NotPledged) }
}

/// What is wrong with a deal to be opened: `(pointer, code)` for each field, empty when nothing is.
pub fn check_new(deal: &NewDeal, now: Timestamp) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    let mut say = |pointer: &str, code: &str| wrong.push((pointer.to_owned(), code.to_owned()));
    if let Err((i, field, code)) = check_tiers(&deal.tiers) {
        say(&format!("/tiers/{i}/{field}"), code);
    }
    if deal.minimum == 0 || deal.minimum > 10_000 {
        say("/minimum", "out_of_range");
    }
    if deal.per_member == 0 || deal.per_member > 1000 {
        say("/per_member", "out_of_range");
    }
    if deal.per_order.is_some_and(|most| most == 0 || most > deal.per_member) {
        say("/per_order", "out_of_range");
    }
    // A deal that its own stock keeps from succeeding is a trap.
    match (deal.stock, option::stock_in_all(deal.stock, &deal.options)) {
        (Some(stock), _) if stock < deal.minimum || i64::from(stock) > option::MOST_STOCK => {
            say("/stock", "out_of_range");
        }
        (_, Some(together)) if together < deal.minimum => say("/options", "too_few"),
        _ => {}
    }
    if deal.ends_at <= now {
        say("/ends_at", "past");
    } else if deal.ends_at.since_ms(now) > LONGEST_WINDOW_S * 1000 {
        say("/ends_at", "out_of_range");
    }
    wrong.extend(team::check_terms(deal));
    wrong.extend(bargain::check_terms(deal));
    option::check_options(&mut wrong, &deal.options);
    pick_up::check_times(&mut wrong, &deal.pick_up_at, deal.ends_at);
    wrong
}

#[cfg(test)]
mod tests;
