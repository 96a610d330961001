//! The pages and cards of group-buy, and the few pieces that they share.

mod after;
mod bar;
mod before;
mod card;
mod deal;
mod deals;
mod edit_deal;
mod fields;
mod host;
mod mine;
mod new_deal;
mod order;
mod pay;
mod pick_up;
mod rows;
mod run;
mod team;
mod team_form;
mod tiers;

pub use card::attachment;
pub use deal::page as deal;
pub use deals::page as deals;
pub use edit_deal::page as edit_deal;
pub use new_deal::page as new_deal;
pub use pick_up::page as pick_up;
pub use run::part as run;

use contract::Timestamp;
use contract::groupbuy::Deal;
use leptos::prelude::*;

use super::model::Phase;
use crate::ui::{Glyph, PillState, glyph, held};

/// Words of a deal at the time on screen: drawn again only when they differ.
fn words<T>(deal: Signal<Deal>, minute: Signal<Timestamp>, of: fn(&Deal, Timestamp) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| deal.with(|deal| of(deal, minute.get())))
}

/// How a phase looks in a pill.
fn pill_of(phase: Phase) -> (PillState, Glyph) {
    match phase {
        Phase::Open => (PillState::Open, glyph::PEOPLE),
        Phase::Closing => (PillState::Off, glyph::CLOCK),
        Phase::Succeeded => (PillState::Done, glyph::CHECK),
        Phase::Failed | Phase::Cancelled => (PillState::Off, glyph::INFO),
    }
}
