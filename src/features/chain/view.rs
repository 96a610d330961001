//! The card and the pages of a chain, and the few pieces that they share.

mod card;
mod chain;
mod choices;
mod edit;
mod entries;
mod entry;
mod fields;
mod host;
mod inputs;
mod mine;

pub use card::attachment;
pub use chain::page as chain;
pub use edit::{edit_page as edit_chain, new_page as new_chain};

use contract::Timestamp;
use contract::chain::Chain;
use leptos::prelude::*;

use super::model::Phase;
use crate::ui::{Glyph, PillState, glyph};

/// Words of a chain at the time on screen: drawn again only when they differ.
fn words<T>(chain: Signal<Chain>, minute: Signal<Timestamp>, of: fn(&Chain, Timestamp) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| chain.with(|chain| of(chain, minute.get())))
}

/// How a phase looks in a pill.
fn pill_of(phase: Phase) -> (PillState, Glyph) {
    match phase {
        Phase::Open => (PillState::Open, glyph::PEOPLE),
        Phase::Full => (PillState::Held, glyph::HOLD),
        Phase::Closed => (PillState::Off, glyph::CLOCK),
    }
}
