//! The part of the form that chooses between tiers and teams, and the card of the teams' terms.

use data::Draft;
use domain::groupbuy::team::share_of;
use leptos::prelude::*;

use crate::compose::form::ErrorOf;
use crate::features::groupbuy::form::{Raw, RawTeam};
use crate::features::groupbuy::model::money;
use crate::i18n::k::team as t;
use crate::ui::{Card, MoneyField, NumberField, Seg, glyph};

/// The fields, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
pub struct TeamFields {
    mode: RwSignal<String>,
    size: RwSignal<String>,
    hours: RwSignal<String>,
    split: RwSignal<String>,
    price: RwSignal<String>,
}

impl TeamFields {
    /// What a draft keeps; what stands in `first` until something is typed.
    pub fn of(draft: Draft, first: &Raw) -> Self {
        let or = |text: &str, usual: &'static str| {
            if text.is_empty() { usual.to_owned() } else { text.to_owned() }
        };
        let first = &first.team;
        Self {
            mode: draft.field("team/mode", &or(&first.mode, "tiers")),
            size: draft.field("team/size", &or(&first.size, "3")),
            hours: draft.field("team/hours", &or(&first.hours, "24")),
            split: draft.field("team/split", &or(&first.split, "each")),
            price: draft.field("team/price", &first.price),
        }
    }

    /// What was typed, tracked.
    pub fn get(self) -> RawTeam {
        RawTeam {
            mode: self.mode.get(),
            size: self.size.get(),
            hours: self.hours.get(),
            split: self.split.get(),
            price: self.price.get(),
        }
    }

    /// Whether it is sold to teams.
    pub fn is_on(self) -> Memo<bool> {
        Memo::new(move |_| self.get().is_on())
    }
}

/// Chooses how it is sold.
pub fn mode(fields: TeamFields) -> AnyView {
    let options = || {
        vec![
            ("tiers".to_owned(), t::by_tiers().to_owned(), Some(glyph::PEOPLE)),
            ("team".to_owned(), t::by_teams().to_owned(), Some(glyph::TOGETHER)),
        ]
    };
    let is_on = fields.is_on();
    let says = move || if is_on.get() { t::by_teams_note() } else { t::by_tiers_note() };
    view! {
        <Card>
            <Seg label=t::mode() value=fields.mode options=Signal::derive(options) />
            <p class="sub">{says}</p>
        </Card>
    }
    .into_any()
}

/// The terms of the teams, with what each would pay.
pub fn card(fields: TeamFields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    let either = move |one: &'static str, other: &'static str| {
        move || error.run(one.to_owned()).or_else(|| error.run(other.to_owned()))
    };
    let is_split = Memo::new(move |_| fields.get().is_split());
    let splits = || {
        vec![("each".to_owned(), t::each().to_owned(), None), ("lot".to_owned(), t::lot().to_owned(), None)]
    };
    let shares = move || {
        let (lot, size) = fields.get().shares()?;
        let (first, last) = (share_of(lot, size, 1), share_of(lot, size, size));
        Some(if first == last {
            t::shares_same(&money(first))
        } else {
            t::shares(&money(first), &money(last))
        })
    };
    view! {
        <Card>
            <h2>{t::terms()}</h2>
            <NumberField label=t::size_label() value=fields.size hint=t::size_hint() error=either("team/size", "minimum") />
            <NumberField label=t::hours_label() value=fields.hours hint=t::hours_hint() error=wrong("team/hours") />
            <Seg label=t::split_label() value=fields.split options=Signal::derive(splits) />
            <MoneyField
                label=Signal::derive(move || if is_split.get() { t::lot_price() } else { t::each_price() }.to_owned())
                value=fields.price
                error=either("tiers/0/price", "team/lot")
            />
            {move || shares().map(|text| view! { <p class="sub" role="status">{text}</p> })}
        </Card>
    }
    .into_any()
}
