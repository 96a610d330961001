//! The sheet in which an order is chosen: how many of each option, joining a deal or changing what I have in it.

use contract::groupbuy::{Deal, Settling};
use leptos::prelude::*;

use super::pay;
use crate::features::groupbuy::model;
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k::{self, groupbuy as t};
use crate::i18n::number;
use crate::ui::{Button, Count, Fault, Sheet, Stack, Toasts};

/// The sheet. What is chosen in it is kept.
pub fn sheet(store: DealStore, deal: Signal<Deal>, open: RwSignal<bool>) -> AnyView {
    let changes = Memo::new(move |_| deal.with(model::is_in));
    let title = move || if changes.get() { t::order_title_change() } else { t::order_title() }.to_owned();
    let sub = match deal.with_untracked(|d| d.settling) {
        Settling::WithHost => t::order_sub(),
        Settling::PlayMoney => k::team::play_note(),
    };
    Effect::new(move |_| {
        if open.get() {
            store.forgive_joining();
        }
    });
    view! {
        <Sheet open title=Signal::derive(title) sub>
            {inside(store, deal, changes.get_untracked(), open)}
        </Sheet>
    }
    .into_any()
}

fn inside(store: DealStore, deal: Signal<Deal>, changes: bool, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let first = deal.with_untracked(model::held_counts);
    let counts = StoredValue::new(store.chosen(&first));
    let chosen = move || counts.with_value(|all| all.iter().map(|n| n.get()).collect::<Vec<_>>());
    let words = Memo::new(move |_| deal.with(|d| model::order_words(d, &chosen())));
    let rows = Memo::new(move |_| deal.with(model::choices));
    let row = move |at: usize| {
        let Some(value) = counts.with_value(|all| all.get(at).copied()) else { return ().into_any() };
        let of = move |part: fn(&model::Choice) -> String| {
            rows.with(|all| all.get(at).map(part)).unwrap_or_default()
        };
        let label = Signal::derive(move || of(|c| c.label.clone()));
        let note = move || rows.with(|all| all.get(at).and_then(|c| c.note.clone()));
        let most = Signal::derive(move || rows.with(|all| all.get(at).map_or(0, |c| c.most)));
        view! {
            <li class="groupbuy-choice">
                <span class="grow">
                    <span class="list-title">{label}</span>
                    {move || note().map(|note| view! { <span class="cap block">{note}</span> })}
                </span>
                <Count
                    label
                    value
                    least=0
                    most
                    text=move || number(i64::from(value.get()))
                    steps=[t::fewer(), t::more()]
                />
            </li>
        }
        .into_any()
    };
    let press = move || {
        let order = untrack(|| deal.with(|d| model::order(d, &chosen())));
        store.order(&order, changes, move || {
            store.forget_chosen();
            open.try_set(false);
            toasts.push(if changes { t::toast_changed() } else { pay::entered(deal, t::toast_joined()) });
        });
    };
    view! {
        <Stack>
            <ul class="groupbuy-choices" role="list">{(0..first.len()).map(row).collect_view()}</ul>
            <Fault notice=store.joining_notice() />
            <Button
                label=move || words.with(|w| w.label.clone())
                blocked=move || words.with(|w| w.blocked.clone())
                wide=true
                busy=store.is_joining()
                on_press=press
            />
        </Stack>
    }
    .into_any()
}
