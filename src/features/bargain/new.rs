//! Opening a deal that is sold by bargains: a form that is a draft, errors beside their fields; and the way to it.

use contract::group::{Bargaining, Group};
use contract::groupbuy::Deal;
use contract::{GroupId, Link, Timestamp, api};
use data::{Arrival, Data, Draft};
use leptos::prelude::*;

use super::form::{self, Raw};
use super::{is_allowed, is_offered};
use crate::compose::form::{ErrorOf, Form, Words};
use crate::i18n::k::bargain as t;
use crate::i18n::k::groupbuy as g;
use crate::i18n::{k, local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    Card, Crumb, DateTimeField, LinkButton, Look, MoneyField, NumberField, TextArea, TextField, glyph,
};

/// The way to the form, where another deal is opened: only in a group whose hosts switched bargains on.
pub fn part(_: &str, _: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>().filter(|data| is_offered(*data) && is_allowed()) else {
        return ().into_any();
    };
    let home = data.one::<Group>(group);
    let is_on =
        Memo::new(move |_| home.with(|g| g.value().is_some_and(|g| g.policy.bargains != Bargaining::Off)));
    let group = GroupId::from(group);
    let draw = move || {
        is_on.get().then(|| {
            let to = Link::NewBargains(group.clone());
            view! { <LinkButton to label=t::start() look=Look::Line icon=glyph::TOGETHER wide=true /> }
        })
    };
    draw.into_any()
}

/// The fields of the form, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    about: RwSignal<String>,
    pick_up: RwSignal<String>,
    first: RwSignal<String>,
    floor: RwSignal<String>,
    helps: RwSignal<String>,
    stock: RwSignal<String>,
    ends_at: RwSignal<String>,
}

impl Fields {
    fn of(draft: Draft, now: Timestamp) -> Self {
        Self {
            title: draft.field("title", ""),
            about: draft.field("about", ""),
            pick_up: draft.field("pick_up", ""),
            first: draft.field("first", ""),
            floor: draft.field("floor", ""),
            helps: draft.field("helps", "8"),
            stock: draft.field("stock", "10"),
            ends_at: draft.field("ends_at", &local_input(now.plus_s(3 * 86_400).0)),
        }
    }

    /// What was typed, tracked.
    fn get(self) -> Raw {
        Raw {
            title: self.title.get(),
            about: self.about.get(),
            pick_up: self.pick_up.get(),
            first: self.first.get(),
            floor: self.floor.get(),
            helps: self.helps.get(),
            stock: self.stock.get(),
            ends_at: self.ends_at.get(),
        }
    }
}

/// The page that opens one.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let nav = use_nav::<Link>();
    let group = data.one::<Group>(id.as_str());
    let draft = data.draft(&format!("group/{id}/bargain"));
    let fields = Fields::of(draft, data.now());
    let sending = draft.mutation(data);
    let back = Link::Group(id.clone());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let send = Callback::new(move |()| {
        form::read(&untrack(|| fields.get()), data.now()).map(|deal| {
            sending.run(api::NEW_DEAL, &[id.as_str()], &deal, move |deal: Deal| {
                let to = Link::Deal(deal.group_id.clone(), deal.id.clone());
                data.list::<Deal>(api::DEALS, &[deal.group_id.as_str()], Arrival::AtOnce).put_first(deal);
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
    let words = Words { title: t::start(), sub: t::start_sub(), label: t::open_it(), rule: g::open_rule() };
    view! {
        <Crumb to=back label=name />
        {form.view(words, move |error| cards(data, fields, error))}
    }
    .into_any()
}

fn cards(data: Data, fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    view! {
        <Card>
            <TextField label=g::what() value=fields.title hint=g::what_hint() error=wrong("title") max_length=60_u32 />
            <TextArea label=g::about() value=fields.about error=wrong("about") max_length=1000_u32 optional=true />
            <TextField label=g::pick_up_label() value=fields.pick_up error=wrong("pick_up") max_length=200_u32 optional=true />
        </Card>
        <Card>
            <MoneyField label=t::first_label() value=fields.first error=wrong("tiers/0/price") />
            <MoneyField label=t::floor_label() value=fields.floor hint=t::floor_hint() error=wrong("bargain/floor") />
            <NumberField label=t::helps_label() value=fields.helps hint=t::helps_hint() error=wrong("bargain/helps") />
            <NumberField label=g::stock_label() value=fields.stock hint=t::stock_hint() error=wrong("stock") />
            <DateTimeField
                label=t::ends_label()
                value=fields.ends_at
                min=local_input(data.now().0)
                hint=g::ends_hint(&zone_name())
                error=wrong("ends_at")
            />
        </Card>
    }
    .into_any()
}
