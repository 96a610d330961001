//! Beginning a relay: a form that is a draft, errors beside their fields.

use contract::group::Group;
use contract::relay::Relay;
use contract::{GroupId, Link, Timestamp, api};
use data::{Data, Draft};
use leptos::prelude::*;

use super::form::{self, LETTERS, Raw};
use crate::compose::form::{ErrorOf, Form, Words};
use crate::i18n::k::relay as t;
use crate::i18n::{k, local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Choices, Crumb, DateTimeField, NumberField, Switch, TextField};

/// What a switch keeps in a draft.
const ON: &str = "on";
const FREE: &str = "free";

/// The fields of the form, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    words: RwSignal<String>,
    rule: RwSignal<String>,
    in_turn: RwSignal<String>,
    no_repeats: RwSignal<String>,
    most: RwSignal<String>,
    closes_at: RwSignal<String>,
}

impl Fields {
    fn of(draft: Draft, now: Timestamp) -> Self {
        let text = local_input(now.plus_s(3 * 86_400).0);
        let evening = text.split_once('T').map(|(day, _)| format!("{day}T20:00")).unwrap_or_default();
        Self {
            title: draft.field("title", ""),
            words: draft.field("words", ""),
            rule: draft.field("rule", LETTERS),
            in_turn: draft.field("in_turn", ON),
            no_repeats: draft.field("no_repeats", ON),
            most: draft.field("most", ""),
            closes_at: draft.field("closes_at", &evening),
        }
    }

    /// What was typed, tracked.
    fn get(self) -> Raw {
        let is_on = |field: RwSignal<String>| field.with(|text| text == ON);
        Raw {
            title: self.title.get(),
            words: self.words.get(),
            rule: self.rule.get(),
            in_turn: is_on(self.in_turn),
            no_repeats: is_on(self.no_repeats),
            most: self.most.get(),
            closes_at: self.closes_at.get(),
        }
    }
}

/// The page that begins one.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let nav = use_nav::<Link>();
    let group = data.one::<Group>(id.as_str());
    let draft = data.draft(&format!("group/{id}/relay"));
    let fields = Fields::of(draft, data.now());
    let sending = draft.mutation(data);
    let back = Link::Group(id.clone());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let send = Callback::new(move |()| {
        form::read(&untrack(|| fields.get()), data.now()).map(|relay| {
            sending.run(api::NEW_RELAY, &[id.as_str()], &relay, move |relay: Relay| {
                let to = Link::Relay(relay.group_id.clone(), relay.id.clone());
                data.absorb(relay);
                nav.replace(&to);
            });
        })
    });
    let form = Form {
        draft,
        sending,
        minute: data.minute(),
        track: Callback::new(move |()| drop(fields.get())),
        check: Callback::new(move |now| form::read(&fields.get(), now).err()),
        send,
        error_text: form::error_text,
    };
    let words = Words { title: t::start(), sub: t::start_sub(), label: t::begin(), rule: t::begin_rule() };
    view! {
        <Crumb to=back label=name />
        {form.view(words, move |error| cards(data, fields, error))}
    }
    .into_any()
}

fn cards(data: Data, fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    let rules = vec![
        (LETTERS.to_owned(), t::rule_letters().to_owned(), true),
        (FREE.to_owned(), t::rule_free().to_owned(), true),
    ];
    let hint = move || if fields.rule.with(|r| r == LETTERS) { t::letters_hint() } else { t::free_hint() };
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
            <TextField label=t::about() value=fields.title hint=t::about_hint() error=wrong("title") max_length=60_u32 />
            <Choices label=t::rule() value=fields.rule options=Signal::stored(rules) hint />
            <TextField label=t::first() value=fields.words error=wrong("words") max_length=200_u32 />
        </Card>
        <Card>
            {switch(t::in_turn(), t::in_turn_hint(), fields.in_turn)}
            {switch(t::once(), t::once_hint(), fields.no_repeats)}
        </Card>
        <Card>
            <NumberField label=t::most() value=fields.most hint=t::most_hint() error=wrong("most") optional=true />
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
