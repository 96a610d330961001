//! Starting a chain, and changing one: a form that is a draft, with errors beside their fields.

use contract::chain::Chain;
use contract::group::Group;
use contract::{ChainId, GroupId, Link, Timestamp, api};
use data::{Data, Draft, Mutation};
use leptos::prelude::*;
use loadable::Notice;

use super::choices;
use super::fields::{Fields, asks_card, places_card, words_card};
use crate::compose::form::{ErrorOf, Form, Words};
use crate::features::chain::form::{self, RawChain, RawChoice};
use crate::i18n::k::chain as t;
use crate::i18n::local_input;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Crumb, Loaded};

/// The page that starts a chain in a group.
pub fn new_page(data: Data, group: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let home = data.one::<Group>(group.as_str());
    let name = Signal::derive(move || home.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default());
    let (to, again) = (Link::Group(group.clone()), group.clone());
    view! {
        <Crumb to label=name />
        <Loaded value=home retry={move || data.fetch::<Group>(again.as_str())} let:_home>
            {new_form(data, group.clone())}
        </Loaded>
    }
    .into_any()
}

/// The page that changes a chain.
pub fn edit_page(data: Data, group: GroupId, id: ChainId) -> AnyView {
    use_title(t::edit().to_owned());
    let chain = data.one::<Chain>(id.as_str());
    let title =
        Signal::derive(move || chain.with(|c| c.value().map(|c| c.title.clone())).unwrap_or_default());
    let (to, again) = (Link::Chain(group, id.clone()), id);
    view! {
        <Crumb to label=title />
        <Loaded value=chain retry={move || data.fetch::<Chain>(again.as_str())} let:chain>
            {edit_form(data, chain)}
        </Loaded>
    }
    .into_any()
}

fn new_form(data: Data, group: GroupId) -> AnyView {
    let draft = data.draft(&format!("group/{group}/chain"));
    let first = RawChain {
        most: "1".to_owned(),
        proxies: "2".to_owned(),
        asks_note: true,
        closes_at: in_three_days(data.now()),
        ..RawChain::default()
    };
    let fields = Fields::of(draft, &first);
    let sending = draft.mutation(data);
    let nav = use_nav::<Link>();
    let send = Callback::new(move |()| {
        let read = form::read_new(&untrack(|| fields.get()), data.now());
        read.map(|chain| {
            sending.run(api::NEW_CHAIN, &[group.as_str()], &chain, move |chain: Chain| {
                let to = Link::Chain(chain.group_id.clone(), chain.id.clone());
                data.absorb(chain);
                nav.replace(&to);
            });
        })
    });
    let check = Callback::new(move |now| form::read_new(&fields.get(), now).err());
    let words = Words { title: t::start(), sub: t::start_sub(), label: t::open_it(), rule: t::open_rule() };
    frame(data, draft, sending, fields, check, send).view(words, |error| cards(data, fields, error, true))
}

fn edit_form(data: Data, chain: Signal<Chain>) -> AnyView {
    let now = chain.get_untracked();
    let draft = data.draft(&format!("chain/{}/edit", now.id));
    let places = |capacity: Option<u32>| capacity.map(|c| c.to_string()).unwrap_or_default();
    let choice =
        |c: &contract::chain::ChainChoice| RawChoice { label: c.label.clone(), capacity: places(c.capacity) };
    let first = RawChain {
        title: now.title.clone(),
        about: now.about.clone(),
        choices: now.choices.iter().map(choice).collect(),
        capacity: places(now.capacity),
        closes_at: local_input(now.closes_at.0),
        ..RawChain::default()
    };
    let fields = Fields::of(draft, &first);
    let sending = draft.mutation(data);
    let nav = use_nav::<Link>();
    let place = Link::Chain(now.group_id, now.id.clone());
    let id = now.id;
    let send = Callback::new(move |()| {
        let read = chain.with_untracked(|c| form::read_edit(&untrack(|| fields.get()), c, data.now()));
        let place = place.clone();
        read.map(|edit| {
            sending.run(api::EDIT_CHAIN, &[id.as_str()], &edit, move |chain: Chain| {
                data.absorb(chain);
                nav.back(&place);
            });
        })
    });
    let check = Callback::new(move |now| chain.with(|c| form::read_edit(&fields.get(), c, now).err()));
    let words = Words { title: t::edit(), sub: t::edit_sub(), label: t::save(), rule: t::save_rule() };
    frame(data, draft, sending, fields, check, send).view(words, |error| cards(data, fields, error, false))
}

/// The evening in three days, as a date field writes it.
fn in_three_days(now: Timestamp) -> String {
    let text = local_input(now.plus_s(3 * 86_400).0);
    text.split_once('T').map(|(day, _)| format!("{day}T20:00")).unwrap_or_default()
}

fn frame(
    data: Data,
    draft: Draft,
    sending: Mutation,
    fields: Fields,
    check: Callback<Timestamp, Option<Notice>>,
    send: Callback<(), Result<(), Notice>>,
) -> Form {
    let typed = Memo::new(move |_| fields.get());
    let track = Callback::new(move |()| typed.with(|_| ()));
    Form { draft, sending, minute: data.minute(), track, check, send, error_text: form::error_text }
}

fn cards(data: Data, fields: Fields, error: ErrorOf, is_new: bool) -> AnyView {
    view! {
        {words_card(fields, error)}
        {choices::editor(fields.rows, error, is_new)}
        {places_card(data, fields, error, is_new)}
        {is_new.then(|| asks_card(fields))}
    }
    .into_any()
}
