//! The fields of a chain's form, and the cards that they stand in.

use data::{Data, Draft};
use leptos::prelude::*;

use super::choices::Rows;
use crate::compose::form::ErrorOf;
use crate::features::chain::form::RawChain;
use crate::i18n::k::chain as t;
use crate::i18n::{local_input, zone_name};
use crate::ui::{Card, DateTimeField, NumberField, Switch, TextArea, TextField};

/// What a switch keeps in a draft.
const ON: &str = "on";

/// The fields of the form, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
pub struct Fields {
    title: RwSignal<String>,
    about: RwSignal<String>,
    asks_name: RwSignal<String>,
    asks_note: RwSignal<String>,
    most: RwSignal<String>,
    proxies: RwSignal<String>,
    /// The choices.
    pub rows: Rows,
    capacity: RwSignal<String>,
    closes_at: RwSignal<String>,
}

impl Fields {
    /// The fields that a draft keeps; at first as `first` says.
    pub fn of(draft: Draft, first: &RawChain) -> Self {
        let switch = |name: &str, on: bool| draft.field(name, if on { ON } else { "" });
        Self {
            title: draft.field("title", &first.title),
            about: draft.field("about", &first.about),
            asks_name: switch("asks_name", first.asks_name),
            asks_note: switch("asks_note", first.asks_note),
            most: draft.field("most", &first.most),
            proxies: draft.field("proxies", &first.proxies),
            rows: Rows::of(draft, &first.choices),
            capacity: draft.field("capacity", &first.capacity),
            closes_at: draft.field("closes_at", &first.closes_at),
        }
    }

    /// What was typed, tracked.
    pub fn get(self) -> RawChain {
        let is_on = |field: RwSignal<String>| field.with(|text| text == ON);
        RawChain {
            title: self.title.get(),
            about: self.about.get(),
            asks_name: is_on(self.asks_name),
            asks_note: is_on(self.asks_note),
            most: self.most.get(),
            proxies: self.proxies.get(),
            choices: self.rows.get(),
            capacity: self.capacity.get(),
            closes_at: self.closes_at.get(),
        }
    }
}

/// What it is for.
pub fn words_card(fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    view! {
        <Card>
            <TextField label=t::what() value=fields.title hint=t::what_hint() error=wrong("title") max_length=60_u32 />
            <TextArea
                label=t::about()
                value=fields.about
                hint=t::about_hint()
                error=wrong("about")
                rows=3
                optional=true
                max_length=500_u32
            />
        </Card>
    }
    .into_any()
}

/// How many places there are, and until when.
pub fn places_card(data: Data, fields: Fields, error: ErrorOf, is_new: bool) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    let counts = is_new.then(|| {
        view! {
            <NumberField label=t::most() value=fields.most hint=t::most_hint() error=wrong("most") />
            <NumberField label=t::proxies() value=fields.proxies hint=t::proxies_hint() error=wrong("proxies") />
        }
    });
    view! {
        <Card>
            <h2>{t::places_head()}</h2>
            <NumberField
                label=t::capacity()
                value=fields.capacity
                hint=t::capacity_hint()
                error=wrong("capacity")
                optional=true
            />
            {counts}
            <DateTimeField
                label=t::closes_label()
                value=fields.closes_at
                min=local_input(data.now().0)
                hint=t::closes_hint(&zone_name())
                error=wrong("closes_at")
            />
        </Card>
    }
    .into_any()
}

/// What each entry says.
pub fn asks_card(fields: Fields) -> AnyView {
    let switch = |label: &'static str, hint: &'static str, field: RwSignal<String>| {
        view! {
            <Switch
                label
                hint
                on=Signal::derive(move || field.with(|text| text == ON))
                on_change=move |on: bool| field.set(if on { ON.to_owned() } else { String::new() })
            />
        }
    };
    view! {
        <Card>
            <h2>{t::asks()}</h2>
            {switch(t::asks_name(), t::asks_name_hint(), fields.asks_name)}
            {switch(t::asks_note(), t::asks_note_hint(), fields.asks_note)}
        </Card>
    }
    .into_any()
}
