//! What a deal looks like: phase, stance, meter data and sentences. Total functions over the contract.
//!
//! Knows no signal, no clock and no network: the server's time is a parameter, every rule is the domain's.

mod bar;
mod facts;
mod mine;
mod order;
mod pick_up;
mod simulated;
mod sums;
mod team;
mod together;
mod words;

pub use bar::{Settling, cancel_words, in_it, join_words, leave_words, over, pledge_words, settling};
pub use facts::{FactKind, facts};
pub use mine::{Line, agreed, as_record, clock, record};
pub use order::{Choice, choices, held as held_counts, most, order, order_words};
pub use pick_up::{HandRow, Sort, as_csv, hand_row, progress, shown, told};
pub use simulated::simulated;
pub use sums::{can_pay, is_paying, may_open, owes_nothing, payment, refund};
pub use team::{TeamWords, announce as announce_team, in_team, mine, open_rule, open_words, team};
pub use together::merge;
pub use words::{announce, as_text, card, faces, figure, next, opened_by, phase_word, room, tiers, who};
#[cfg(all(test, not(target_arch = "wasm32")))]
pub use {
    bar::{Over, due_sums},
    facts::left,
    together::upfront,
};

use contract::groupbuy::{Deal, DealState, PaymentState, Pledge, PledgeState};
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
    /// Pay for the place that is kept.
    Paying,
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
        // One that is sold to teams or by bargains goes on while one runs: the backend says when it is over.
        DealState::Open if now >= deal.ends_at && deal.team.is_none() && deal.bargain.is_none() => {
            Phase::Closing
        }
        DealState::Open => Phase::Open,
        DealState::Succeeded => Phase::Succeeded,
        DealState::Failed => Phase::Failed,
        DealState::Cancelled => Phase::Cancelled,
    }
}

/// What I can do about `deal` at `now`.
pub fn stance(deal: &Deal, now: Timestamp) -> Stance {
    match phase(deal, now) {
        Phase::Open if is_paying(deal) => Stance::Paying,
        Phase::Open if is_in(deal) => Stance::InIt,
        Phase::Open => Stance::Join,
        Phase::Closing => Stance::Closing,
        Phase::Succeeded | Phase::Failed | Phase::Cancelled => Stance::Over,
    }
}

/// Whether I am in it: what was released binds nobody.
pub fn is_in(deal: &Deal) -> bool {
    bound(deal).is_some()
}

/// My pledge, while it binds me.
fn bound(deal: &Deal) -> Option<&Pledge> {
    deal.your_pledge.as_ref().filter(|p| p.state != PledgeState::Released)
}

/// Whether I have an order, or had one when it ended.
pub fn has_order(deal: &Deal) -> bool {
    deal.your_pledge.as_ref().is_some_and(|p| match p.state {
        // A bargain is no order until it is bought.
        state if deal.bargain.is_some() => matches!(state, PledgeState::Due | PledgeState::Settled),
        PledgeState::Reserved | PledgeState::Late => false,
        // Who never paid for their place had none.
        PledgeState::Released => {
            let paid = p.payment.as_ref().is_none_or(|m| m.state == PaymentState::Paid);
            deal.state != DealState::Open && (paid || !p.refunds.is_empty())
        }
        PledgeState::Committed | PledgeState::Due | PledgeState::Settled => true,
    })
}

/// Whether a refusal means that what is on screen is old: it is asked for again.
pub fn is_stale(code: &str) -> bool {
    matches!(
        code,
        "team_full"
            | "team_closed"
            | "deal_full"
            | "deal_closed"
            | "already_pledged"
            | "not_pledged"
            | "conflict"
    )
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
