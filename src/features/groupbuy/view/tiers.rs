//! The tiers of a deal to be opened: rows that are added and taken away, and what they come to.

use data::Draft;
use domain::groupbuy::MOST_TIERS;
use leptos::prelude::*;

use crate::features::groupbuy::form::{self, Row as TypedRow};
use crate::features::groupbuy::model;
use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::{Button, Card, Count, IconButton, Look, Meter, MoneyField, NumberField, glyph};

/// The rows of the editor: as many texts as there may be, and how many are shown. `Copy`.
#[derive(Clone, Copy)]
pub struct Rows {
    texts: StoredValue<Vec<(RwSignal<String>, RwSignal<String>)>>,
    shown: RwSignal<String>,
}

/// The error of a field, by its name in the command.
pub type ErrorOf = Callback<String, Option<&'static str>>;

impl Rows {
    /// The rows that a draft keeps; two at first.
    pub fn of(draft: Draft) -> Self {
        let text = |at: usize, part: &str| draft.field(&format!("tiers/{at}/{part}"), "");
        let texts = (0..MOST_TIERS).map(|at| (text(at, "from"), text(at, "price"))).collect();
        Self { texts: StoredValue::new(texts), shown: draft.field("tiers", "2") }
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.shown.with(|n| n.parse::<usize>().unwrap_or(1)).clamp(1, MOST_TIERS)
    }

    /// What was typed, tracked.
    pub fn get(self) -> Vec<TypedRow> {
        let count = self.count();
        let read = |(from, price): &(RwSignal<String>, RwSignal<String>)| TypedRow {
            from: from.get(),
            price: price.get(),
        };
        self.texts.with_value(|texts| texts.iter().take(count).map(read).collect())
    }

    fn at(self, at: usize) -> Option<(RwSignal<String>, RwSignal<String>)> {
        self.texts.with_value(|texts| texts.get(at).copied())
    }

    fn resize(self, count: usize) {
        self.shown.set(count.clamp(1, MOST_TIERS).to_string());
    }

    fn add(self) {
        self.resize(untrack(|| self.count()) + 1);
    }

    /// Takes a row out; those after it move up.
    fn remove(self, at: usize) {
        let count = untrack(|| self.count());
        for to in at..count {
            let Some((from, price)) = self.at(to) else { continue };
            let next = self.at(to + 1).filter(|_| to + 1 < count);
            from.set(next.map(|n| n.0.get_untracked()).unwrap_or_default());
            price.set(next.map(|n| n.1.get_untracked()).unwrap_or_default());
        }
        self.resize(count.saturating_sub(1));
    }
}

/// The editor.
pub fn editor(rows: Rows, error: ErrorOf) -> AnyView {
    let is_short = Memo::new(move |_| rows.count() < MOST_TIERS);
    view! {
        <Card>
            <div class="groupbuy-head"><h2>{t::tiers()}</h2><span class="cap">{t::tiers_note()}</span></div>
            <ol class="groupbuy-tiers">
                <For each=move || 0..rows.count() key=|at| *at children=move |at| row(rows, at, error) />
            </ol>
            {move || {
                is_short.get().then(|| {
                    view! { <Button label=t::tier_add() icon=glyph::PLUS look=Look::Soft wide=true on_press=move || rows.add() /> }
                })
            }}
        </Card>
    }
    .into_any()
}

fn row(rows: Rows, at: usize, error: ErrorOf) -> AnyView {
    let Some((from, price)) = rows.at(at) else { return ().into_any() };
    let nth = i64::try_from(at).unwrap_or(0) + 1;
    let wrong = move |part: &'static str| move || error.run(format!("tiers/{at}/{part}"));
    let people = if at == 0 {
        view! { <p class="groupbuy-first">{t::tier_first()}</p> }.into_any()
    } else {
        view! { <NumberField label=t::tier_from() value=from error=wrong("from") /> }.into_any()
    };
    view! {
        <li class="groupbuy-tier" aria-label=t::tier_nth(nth)>
            {people}
            <MoneyField label=t::tier_price() value=price error=wrong("price") />
            {(at > 0)
                .then(|| {
                    view! {
                        <IconButton
                            icon=glyph::CLOSE
                            label=t::tier_remove(nth)
                            plain=true
                            on_press=move || rows.remove(at)
                        />
                    }
                })}
        </li>
    }
    .into_any()
}

/// What the tiers come to: the meter, and what each pays with so many people.
pub fn preview(rows: Rows, minimum: RwSignal<String>) -> AnyView {
    let tiers = Memo::new(move |_| form::preview(&rows.get()));
    let is_empty = Memo::new(move |_| tiers.with(Vec::is_empty));
    let steps = Memo::new(move |_| tiers.with(|tiers| model::tiers(tiers)));
    let least = Memo::new(move |_| minimum.with(|m| form::preview_minimum(m)));
    let room = Memo::new(move |_| tiers.with(|tiers| model::room(tiers)));
    let last = Memo::new(move |_| tiers.with(|tiers| tiers.last().map_or(1, |t| t.from)));
    // Enough to reach the last step and go a little beyond it.
    let most = Memo::new(move |_| last.get().max(least.get()).saturating_add(10));
    let tried = RwSignal::new(3_u32);
    let people = Memo::new(move |_| tried.get().clamp(1, most.get()));
    let count = Signal::derive(move || i64::from(people.get()));
    let sentence = move || {
        let price = tiers.with(|tiers| form::preview_price(tiers, people.get()));
        let words = price.map(|p| t::preview_each(&k::common::people(count.get()), &model::money(p)));
        let below = (people.get() < least.get()).then(|| t::preview_below(i64::from(least.get())));
        below.or(words).unwrap_or_default()
    };
    view! {
        <Card>
            <h2>{t::preview()}</h2>
            {move || match is_empty.get() {
                true => view! { <p class="sub">{t::preview_none()}</p> }.into_any(),
                false => view! {
                    <Meter tiers=steps count max=room />
                    <Count
                        label=t::preview_count()
                        value=tried
                        most
                        text=move || k::common::people(count.get())
                        steps=[t::preview_fewer(), t::preview_more()]
                    />
                    <p class="sub" role="status">{sentence}</p>
                }
                .into_any(),
            }}
        </Card>
    }
    .into_any()
}
