//! The fields of an entry, as far as its chain asks for them.

use contract::chain::{Chain, ChainEntry};
use leptos::prelude::*;

use crate::features::chain::form::Raw;
use crate::features::chain::model;
use crate::i18n::field_text;
use crate::i18n::k::chain as t;
use crate::ui::{Choices, Count, TextField};

/// The fields of an entry, as far as the chain asks for them. `Copy`.
#[derive(Clone, Copy)]
pub struct Fields {
    name: RwSignal<String>,
    choice: RwSignal<String>,
    count: RwSignal<u32>,
    note: RwSignal<String>,
}

impl Fields {
    /// The fields that a draft keeps; at first as the entry is.
    pub fn of(draft: data::Draft, entry: Option<&ChainEntry>) -> Self {
        let text = |of: fn(&ChainEntry) -> String| entry.map(of).unwrap_or_default();
        let first = entry.map_or_else(|| "1".to_owned(), |e| e.count.to_string());
        let kept = draft.field("count", &first);
        let count = RwSignal::new(kept.get_untracked().parse().unwrap_or(1));
        Effect::new(move |_| kept.set(count.get().to_string()));
        Self {
            name: draft.field("name", &text(|e| e.name.clone())),
            choice: draft.field("choice", &text(|e| e.choice.map(|c| c.to_string()).unwrap_or_default())),
            count,
            note: draft.field("note", &text(|e| e.note.clone())),
        }
    }

    /// What was typed; tracked.
    pub fn raw(self) -> Raw {
        Raw {
            name: self.name.get(),
            choice: self.choice.get(),
            count: self.count.get(),
            note: self.note.get(),
        }
    }
}

/// The fields, each with its fault.
pub fn inputs(
    chain: Signal<Chain>,
    fields: Fields,
    proxy: bool,
    notice: Signal<Option<loadable::Notice>>,
) -> AnyView {
    let wrong = move |field: &'static str| {
        move || {
            notice.with(|n| n.as_ref().and_then(|n| n.field(field)).map(|code| field_text(code).to_owned()))
        }
    };
    let first = chain.get_untracked();
    let labels = Memo::new(move |_| {
        let named = |(at, c): (usize, &contract::chain::ChainChoice)| (at.to_string(), c.label.clone(), true);
        chain.with(|c| c.choices.iter().enumerate().map(named).collect::<Vec<_>>())
    });
    let hint = move || {
        let at = fields.choice.get().parse::<usize>().ok()?;
        chain.with(|c| model::choices(c).into_iter().nth(at)).map(|c| t::dot(&c.label, &c.room))
    };
    let most = Memo::new(move |_| chain.with(|c| c.most));
    view! {
        {(proxy || first.asks_name)
            .then(|| {
                let label = if proxy { t::for_whom() } else { t::name() };
                view! {
                    <TextField label value=fields.name hint=t::name_hint() error=wrong("name") max_length=20_u32 />
                }
            })}
        {(!first.choices.is_empty())
            .then(|| {
                view! {
                    <Choices label=t::choice() value=fields.choice options=labels hint error=wrong("choice") />
                }
            })}
        {(first.most > 1)
            .then(|| {
                view! {
                    <div class="chain-count">
                        <span class="field-label">{t::count()}</span>
                        <Count
                            label=t::count()
                            value=fields.count
                            most
                            text=move || t::places(i64::from(fields.count.get()))
                            steps=[t::fewer(), t::more()]
                        />
                    </div>
                }
            })}
        {first
            .asks_note
            .then(|| {
                view! {
                    <TextField label=t::note() value=fields.note optional=true error=wrong("note") max_length=60_u32 />
                }
            })}
    }
    .into_any()
}
