//! What a deal looks like: phase, stance, meter data and sentences. Total functions over the contract.
//!
//! Knows no signal, no clock and no network: the server's time is a parameter, every rule is the domain's.

mod bar;
mod mine;
mod order;
mod pick_up;
mod simulated;
mod together;
mod words;

pub use bar::{Settling, in_it, join_words, leave_words, over, pledge_words, settling};
pub use mine::{Line, agreed, as_record, clock, record};
pub use order::{Choice, choices, held as held_counts, most, order, order_words};
pub use pick_up::{HandRow, Sort, as_csv, hand_row, message, progress, shown};
pub use simulated::simulated;
pub use together::merge;
pub use words::{
    FactKind, announce, as_text, card, faces, facts, figure, next, opened_by, phase_word, room, tiers, who,
};
#[cfg(test)]
pub use {
    bar::{Over, due_sums},
    together::upfront,
    words::left,
};

use contract::groupbuy::{Deal, DealState};
use contract::{Money, Timestamp};
use domain::groupbuy::DealFacts;

use crate::i18n;

/// Where a deal stands for somebody who looks at it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// People may join and leave.
    Open,
    /// Its time is over, and the server has not said yet how it ended.
    Closing,
    /// Everyone owes the final price.
    Succeeded,
    /// Too few: nobody owes anything.
    Failed,
    /// Called off: nobody owes anything.
    Cancelled,
}

/// What somebody can do about a deal: the shape of the bar at its foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Join it, or read why not.
    Join,
    /// Leave it.
    InIt,
    /// Wait for the result.
    Closing,
    /// Read how it ended.
    Over,
}

/// Where `deal` stands at `now`. The outcome is the server's word, never guessed here.
pub fn phase(deal: &Deal, now: Timestamp) -> Phase {
    match deal.state {
        DealState::Open if now >= deal.ends_at => Phase::Closing,
        DealState::Open => Phase::Open,
        DealState::Succeeded => Phase::Succeeded,
        DealState::Failed => Phase::Failed,
        DealState::Cancelled => Phase::Cancelled,
    }
}

/// What I can do about `deal` at `now`.
pub fn stance(deal: &Deal, now: Timestamp) -> Stance {
    match phase(deal, now) {
        Phase::Open if deal.your_pledge.is_some() => Stance::InIt,
        Phase::Open => Stance::Join,
        Phase::Closing => Stance::Closing,
        Phase::Succeeded | Phase::Failed | Phase::Cancelled => Stance::Over,
    }
}

/// Whether a refusal means that what is on screen is old: it is asked for again.
pub fn is_stale(code: &str) -> bool {
    matches!(code, "deal_full" | "deal_closed" | "already_pledged" | "not_pledged" | "conflict")
}

/// What the rules need to know of a deal.
fn rules(deal: &Deal) -> DealFacts {
    DealFacts {
        state: deal.state,
        ends_at: deal.ends_at,
        stock: deal.stock,
        per_member: deal.per_member,
        per_order: deal.per_order,
        people: deal.people,
        units: deal.units,
        minimum: deal.minimum,
    }
}

/// A sum in the reader's language.
pub fn money(sum: Money) -> String {
    i18n::money(sum.amount, sum.currency.as_str())
}

fn people(count: u32) -> String {
    i18n::k::common::people(i64::from(count))
}

fn units(count: u32) -> String {
    i18n::k::groupbuy::units(i64::from(count))
}
