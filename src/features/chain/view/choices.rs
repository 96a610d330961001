//! The choices of a chain in its form: rows that are added and taken away.

use data::Draft;
use domain::chain::MOST_CHOICES;
use leptos::prelude::*;

use crate::compose::form::ErrorOf;
use crate::features::chain::form::RawChoice;
use crate::i18n::k::chain as t;
use crate::ui::{Button, Card, Icon, IconButton, Look, NumberField, TextField, glyph};

/// The rows of the editor: as many texts as there may be, and how many are shown. `Copy`.
#[derive(Clone, Copy)]
pub struct Rows {
    texts: StoredValue<Vec<(RwSignal<String>, RwSignal<String>)>>,
    shown: RwSignal<String>,
    /// So many from the first stay: entries name them by their places.
    kept: usize,
}

impl Rows {
    /// The rows that a draft keeps; at first those that there are.
    pub fn of(draft: Draft, now: &[RawChoice]) -> Self {
        let text = |at: usize| {
            let first = now.get(at).cloned().unwrap_or_default();
            let field = |part: &str, first: &str| draft.field(&format!("choices/{at}/{part}"), first);
            (field("label", &first.label), field("capacity", &first.capacity))
        };
        let texts = (0..MOST_CHOICES).map(text).collect();
        let shown = draft.field("choices", &now.len().to_string());
        Self { texts: StoredValue::new(texts), shown, kept: now.len() }
    }

    /// How many there are; tracked.
    pub fn count(self) -> usize {
        self.shown.with(|n| n.parse::<usize>().unwrap_or(0)).clamp(self.kept, MOST_CHOICES)
    }

    /// What was typed; tracked.
    pub fn get(self) -> Vec<RawChoice> {
        let read = |(label, capacity): &(RwSignal<String>, RwSignal<String>)| RawChoice {
            label: label.get(),
            capacity: capacity.get(),
        };
        let count = self.count();
        self.texts.with_value(|texts| texts.iter().take(count).map(read).collect())
    }

    fn at(self, at: usize) -> Option<(RwSignal<String>, RwSignal<String>)> {
        self.texts.with_value(|texts| texts.get(at).copied())
    }

    /// One alone is no choice: the first two come together.
    fn add(self) {
        let count = untrack(|| self.count());
        self.shown.set((count + 1).clamp(2, MOST_CHOICES).to_string());
    }

    /// Takes a row out; those after it move up. Of two, both go.
    fn remove(self, at: usize) {
        let count = untrack(|| self.count());
        for to in at..count {
            let Some((label, capacity)) = self.at(to) else { continue };
            let next = self.at(to + 1).filter(|_| to + 1 < count);
            label.set(next.map(|n| n.0.get_untracked()).unwrap_or_default());
            capacity.set(next.map(|n| n.1.get_untracked()).unwrap_or_default());
        }
        let left = count.saturating_sub(1);
        self.shown.set(left.to_string());
    }
}

/// The editor. A chain that was started without choices gets none: those who entered would have chosen nothing.
pub fn editor(rows: Rows, error: ErrorOf, is_new: bool) -> AnyView {
    if !is_new && rows.kept == 0 {
        return ().into_any();
    }
    let is_short = Memo::new(move |_| rows.count() < MOST_CHOICES);
    let wrong = move || error.run("choices".to_owned());
    view! {
        <Card>
            <h2>{t::choices()}</h2>
            <p class="sub">{t::choices_note()}</p>
            <ol class="chain-choices">
                <For each=move || 0..rows.count() key=|at| *at children=move |at| row(rows, at, error) />
            </ol>
            <div class="field-error" role="alert">
                {move || wrong().map(|text| view! { <Icon of=glyph::INFO /> <span>{text}</span> })}
            </div>
            {move || {
                is_short.get().then(|| {
                    let label = t::choice_add();
                    view! { <Button label icon=glyph::PLUS look=Look::Soft wide=true on_press=move || rows.add() /> }
                })
            }}
        </Card>
    }
    .into_any()
}

fn row(rows: Rows, at: usize, error: ErrorOf) -> AnyView {
    let Some((label, capacity)) = rows.at(at) else { return ().into_any() };
    let nth = i64::try_from(at).unwrap_or(0) + 1;
    let wrong = move |part: &'static str| move || error.run(format!("choices/{at}/{part}"));
    view! {
        <li class="chain-choice" aria-label=t::choice_nth(nth)>
            <TextField label=t::choice_label() value=label error=wrong("label") max_length=20_u32 />
            <NumberField label=t::choice_places() value=capacity error=wrong("capacity") optional=true />
            {(at >= rows.kept)
                .then(|| {
                    view! {
                        <IconButton
                            icon=glyph::CLOSE
                            label=t::choice_remove(nth)
                            plain=true
                            on_press=move || rows.remove(at)
                        />
                    }
                })}
        </li>
    }
    .into_any()
}
