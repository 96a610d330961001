//! The fields of a moment's form: which there are follows from its kind, and each is kept on every input.

use contract::moment::{Moment, MomentKind};
use data::Draft;
use domain::moment::{BY, PART, RATINGS, TITLE, asks};
use leptos::prelude::*;
use loadable::Notice;

use super::form::{Raw, error_text, raw_of};
use super::model;
use crate::i18n::k::moment as t;
use crate::i18n::zone_name;
use crate::ui::{Choices, DateTimeField, Switch, TextArea, TextField};

/// The kept value of a switch that is on.
const ON: &str = "on";

/// The fields. `Copy`.
#[derive(Clone, Copy)]
pub struct Fields {
    title: RwSignal<String>,
    by: RwSignal<String>,
    at: RwSignal<String>,
    rating: RwSignal<String>,
    good: RwSignal<String>,
    not_good: RwSignal<String>,
    used: RwSignal<String>,
    address: RwSignal<String>,
}

impl Fields {
    /// The fields that a draft keeps; at first as `first` tells.
    pub fn of(draft: Draft, first: &Moment) -> Self {
        let first = raw_of(first);
        Self {
            title: draft.field("title", &first.title),
            by: draft.field("by", &first.by),
            at: draft.field("at", &first.at),
            rating: draft.field("rating", &first.rating),
            good: draft.field("good", &first.good),
            not_good: draft.field("not_good", &first.not_good),
            used: draft.field("used", if first.used { ON } else { "" }),
            address: draft.field("address", &first.address),
        }
    }

    /// What was typed, tracked.
    pub fn get(self) -> Raw {
        Raw {
            title: self.title.get(),
            by: self.by.get(),
            at: self.at.get(),
            rating: self.rating.get(),
            good: self.good.get(),
            not_good: self.not_good.get(),
            used: self.used.with(|used| used == ON),
            address: self.address.get(),
        }
    }

    /// The fields of a kind.
    pub fn view(self, kind: MomentKind, notice: Signal<Option<Notice>>) -> AnyView {
        let asks = asks(kind);
        let wrong = move |field: &'static str| {
            move || {
                let code = notice.with(|n| n.as_ref().and_then(|n| n.field(field).map(str::to_owned)));
                code.map(|code| error_text(field, &code))
            }
        };
        let hint = (kind == MomentKind::CheckIn).then(t::no_map).unwrap_or_default();
        view! {
            <TextField
                label=model::title_label(kind)
                value=self.title
                hint
                error=wrong("moment/title")
                max_length=length(TITLE)
            />
            {asks.address.then(|| view! {
                <TextArea label=t::address() value=self.address rows=2 hint=t::address_hint() error=wrong("moment/address") max_length=length(domain::address::ADDRESS) />
            })}
            {asks.by.then(|| view! {
                <TextField label=model::by_label(kind) value=self.by optional=true error=wrong("moment/by") max_length=length(BY) />
            })}
            {asks.at.then(|| view! {
                <DateTimeField label=t::at() value=self.at optional=true hint=zone_name() error=wrong("moment/at") />
            })}
            {asks.review.then(|| self.review(wrong("moment/rating"), notice))}
        }
        .into_any()
    }

    fn review(
        self,
        wrong_rating: impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static,
        notice: Signal<Option<Notice>>,
    ) -> AnyView {
        let option =
            |halves: u32| (halves.to_string(), t::choice(&model::figure(halves), model::word(halves)), true);
        let options: Vec<_> = RATINGS.rev().map(option).collect();
        let long = move |field: &'static str| {
            move || {
                let code = notice.with(|n| n.as_ref().and_then(|n| n.field(field).map(str::to_owned)));
                code.map(|code| error_text(field, &code))
            }
        };
        let used = self.used;
        view! {
            <Choices label=t::rating_label() value=self.rating options error=wrong_rating />
            <TextArea label=t::good() value=self.good rows=2 optional=true error=long("moment/good") max_length=length(PART) />
            <TextArea label=t::not_good() value=self.not_good rows=2 optional=true error=long("moment/not_good") max_length=length(PART) />
            <Switch
                label=t::used()
                hint=t::used_hint()
                on=Signal::derive(move || used.with(|used| used == ON))
                on_change=move |on: bool| used.set(if on { ON } else { "" }.to_owned())
            />
        }
        .into_any()
    }
}

fn length(most: usize) -> u32 {
    u32::try_from(most).unwrap_or(u32::MAX)
}
