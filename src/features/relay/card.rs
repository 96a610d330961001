//! A relay as the content of a card in the feed: what it is about, the last few entries, what comes next.

use contract::relay::Relay;
use contract::{GroupId, RelayId, api};
use data::Data;
use leptos::prelude::*;

use super::model;
use super::store::Store;
use crate::i18n::k::relay as t;
use crate::ui::{Carried, Go, Kind, LinkButton, Look, Pill, PillState, Row, carried, glyph};

/// What a post shows of the relay that it carries; its title alone while the relay is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let store = Store::new(data, GroupId::from(group), RelayId::from(id));
    let known = Carried { icon: glyph::TALK, kind: t::title(), to: store.place(), title: title.to_owned() };
    carried(store.relay(), known, move |relay| content(store, relay))
}

/// The first line: that it is a relay, and whether it goes on.
pub fn kind(store: Store, relay: Signal<Relay>) -> AnyView {
    let open = open(store, relay);
    let label = move || if open.get() { t::open() } else { t::closed() }.to_owned();
    let state = Signal::derive(move || if open.get() { PillState::Open } else { PillState::Off });
    view! {
        <Kind icon=glyph::TALK label=t::title()>
            <Pill label state icon=glyph::CLOCK />
        </Kind>
    }
    .into_any()
}

/// Whether it goes on, at the time on screen.
pub fn open(store: Store, relay: Signal<Relay>) -> Memo<bool> {
    let minute = store.data.minute();
    Memo::new(move |_| relay.with(|relay| model::is_open(relay, minute.get())))
}

fn content(store: Store, relay: Signal<Relay>) -> AnyView {
    let minute = store.data.minute();
    let open = open(store, relay);
    let says = store.data.offers(&api::NEW_RELAY_ENTRY);
    let foot = Memo::new(move |_| relay.with(|relay| model::foot(relay, minute.get())));
    // One memo for all that moves with an entry: the lines, and what comes next.
    let lines = Memo::new(move |_| {
        relay.with(|relay| {
            (relay.recent.iter().map(model::line).collect::<Vec<_>>(), model::begins_with(relay))
        })
    });
    let rows = move || {
        lines.with(|(rows, _)| rows.iter().map(|row| view! { <li>{row.clone()}</li> }).collect_view())
    };
    let next = move || lines.with(|(_, next)| next.clone()).filter(|_| open.get());
    view! {
        {kind(store, relay)}
        <Go to=store.place() class="carried-head">
            <b>{move || relay.with(|relay| relay.title.clone())}</b>
            <span class="sub num">{foot}</span>
        </Go>
        <ul class="carried-lines" role="list" aria-label=t::latest()>{rows}</ul>
        {move || next().map(|next| view! { <p class="sub relay-next">{next}</p> })}
        {move || {
            let label = if says && open.get() { t::say() } else { t::see_all() };
            view! { <Row><LinkButton to=store.place() label look=Look::Soft small=true icon=glyph::TALK /></Row> }
        }}
    }
    .into_any()
}
