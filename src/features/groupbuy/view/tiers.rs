//! The tiers of a deal to be opened: rows that are added and taken away, and what they come to.

use domain::typed::count_of;
use leptos::prelude::*;

use super::fields::Fields;
use super::rows::{RowWords, Rows, rows};
use crate::compose::form::ErrorOf;
use crate::features::groupbuy::{form, model};
use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::{Card, Count, Meter, MoneyField, NumberField};

/// The editor.
pub fn editor(tiers: Rows<2>, error: ErrorOf) -> AnyView {
    let words = RowWords { nth: t::tier_nth, add: t::tier_add(), remove: t::tier_remove, begins_with: 1 };
    view! {
        <Card>
            <div class="groupbuy-head"><h2>{t::tiers()}</h2><span class="cap">{t::tiers_note()}</span></div>
            {rows(tiers, words, row, error)}
        </Card>
    }
    .into_any()
}

fn row(at: usize, [from, price]: [RwSignal<String>; 2], error: ErrorOf) -> AnyView {
    let wrong = move |part: &'static str| move || error.run(format!("tiers/{at}/{part}"));
    let people = if at == 0 {
        view! { <p class="groupbuy-first">{t::tier_first()}</p> }.into_any()
    } else {
        view! { <NumberField label=t::tier_from() value=from error=wrong("from") /> }.into_any()
    };
    view! {
        {people}
        <MoneyField label=t::tier_price() value=price error=wrong("price") />
    }
    .into_any()
}

/// What the tiers come to: the meter, and what each pays with so many people, tried out by a slider or step by step.
pub fn preview(fields: Fields) -> AnyView {
    let tiers = Memo::new(move |_| form::preview(&fields.steps()));
    let is_empty = Memo::new(move |_| tiers.with(Vec::is_empty));
    let least = Memo::new(move |_| fields.minimum.with(|m| form::preview_minimum(m)));
    let steps = Memo::new(move |_| tiers.with(|tiers| model::tiers(tiers, least.get())));
    let room = Memo::new(move |_| tiers.with(|tiers| model::room(tiers, least.get())));
    let last = Memo::new(move |_| tiers.with(|tiers| tiers.last().map_or(1, |t| t.from)));
    let stock = Memo::new(move |_| fields.stock.with(|stock| count_of(stock).ok()));
    // Enough to reach the last step and go a little beyond it, and no more than there are units for.
    let most = Memo::new(move |_| {
        last.get().max(least.get()).saturating_add(10).min(stock.get().unwrap_or(u32::MAX)).max(1)
    });
    let tried = RwSignal::new(3_u32);
    let people = Memo::new(move |_| tried.get().clamp(1, most.get()));
    let count = Signal::derive(move || i64::from(people.get()));
    let said = move || tiers.with(|tiers| model::simulated(tiers, people.get(), least.get(), stock.get()));
    let slide = move |event| {
        if let Ok(to) = event_target_value(&event).parse() {
            tried.set(to);
        }
    };
    view! {
        <Card>
            <h2>{t::preview()}</h2>
            {move || match is_empty.get() {
                true => view! { <p class="sub">{t::preview_none()}</p> }.into_any(),
                false => view! {
                    <Meter tiers=steps count max=room />
                    <div class="groupbuy-try">
                        <input
                            type="range"
                            min="1"
                            max=move || most.get().to_string()
                            step="1"
                            aria-label=t::preview_count()
                            aria-valuetext=move || said().join(" ")
                            prop:value=move || people.get().to_string()
                            on:input=slide
                        />
                        <Count
                            label=t::preview_count()
                            value=tried
                            most
                            text=move || k::common::people(count.get())
                            steps=[t::preview_fewer(), t::preview_more()]
                        />
                    </div>
                    <p class="sub" role="status">{move || said().join(" ")}</p>
                }
                .into_any(),
            }}
        </Card>
    }
    .into_any()
}
