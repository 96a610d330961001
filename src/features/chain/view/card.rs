//! A chain as the content of a card in the feed: what it is for, the places that are left, my entries, entering it.

use contract::chain::Chain;
use contract::{ChainId, GroupId, Link, Timestamp};
use data::Data;
use leptos::prelude::*;

use super::{entry, mine, pill_of, words};
use crate::features::chain::model;
use crate::features::chain::store::ChainStore;
use crate::i18n::k::chain as t;
use crate::i18n::{k, sentence};
use crate::ui::{AvatarStack, Go, Kind, Look, Pill, Row, glyph, held};

/// What a post shows of the chain that it carries; its title alone while the chain is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let store = ChainStore::new(data, GroupId::from(group), ChainId::from(id));
    let chain = store.chain();
    let is_here = Memo::new(move |_| chain.with(|c| c.value().is_some()));
    let to = Link::Chain(GroupId::from(group), ChainId::from(id));
    let title = title.to_owned();
    let waits = move || match chain.with(|c| c.notice().map(|n| sentence(n).title)) {
        Some(fault) => fault,
        None => k::common::loading().to_owned(),
    };
    let stand_in = move || {
        let (to, title) = (to.clone(), title.clone());
        view! {
            <Kind icon=glyph::CHAIN label=t::title() />
            <Go to class="chain-offer">
                <b>{title}</b>
                <span class="sub">{waits}</span>
            </Go>
        }
        .into_any()
    };
    let draw = move || {
        let here = is_here.get().then(|| held(chain)).flatten();
        here.map(|chain| content(store, chain)).unwrap_or_else(&stand_in)
    };
    view! { <div class="chain-card">{draw}</div> }.into_any()
}

fn content(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let minute = store.minute();
    let title = Memo::new(move |_| chain.with(|c| c.title.clone()));
    let room = words(chain, minute, model::room);
    let when = words(chain, minute, model::when);
    view! {
        {kind(chain, minute)}
        <Go to=store.place() class="chain-offer">
            <b>{title}</b>
            <span class="sub">{move || t::dot(&room.get(), &when.get())}</span>
        </Go>
        {places(chain)}
        {faces(chain)}
        {mine::mine(store, chain)}
        {mine::pending(store)}
        {mine::actions(store, chain, Look::Soft)}
        {entry::sheet(store, chain)}
    }
    .into_any()
}

/// The first line: that it is a chain, and where it stands.
pub fn kind(chain: Signal<Chain>, minute: Signal<Timestamp>) -> AnyView {
    let phase = words(chain, minute, model::phase);
    let label = Memo::new(move |_| chain.with(|c| model::phase_word(c, phase.get())));
    view! {
        <Kind icon=glyph::CHAIN label=t::title()>
            <Pill
                label
                state=Signal::derive(move || pill_of(phase.get()).0)
                icon=Signal::derive(move || pill_of(phase.get()).1)
            />
        </Kind>
    }
    .into_any()
}

/// The places left of each choice, where there is something to choose.
pub fn places(chain: Signal<Chain>) -> AnyView {
    let choices = Memo::new(move |_| chain.with(model::choices));
    let row = |choice: model::ChoiceWords| {
        view! {
            <li data-full=choice.full.then_some("")>
                <span>{choice.label}</span>
                <span class="num">{choice.room}</span>
            </li>
        }
    };
    (move || {
        let rows = choices.get();
        (!rows.is_empty()).then(|| {
            view! {
                <ul class="chain-places" aria-label=t::choices()>
                    {rows.into_iter().map(row).collect_view()}
                </ul>
            }
        })
    })
    .into_any()
}

/// The first who are in it.
fn faces(chain: Signal<Chain>) -> AnyView {
    let faces = Memo::new(move |_| {
        chain.with(|c| c.joined.iter().take(6).map(|m| m.persona.avatar.clone()).collect::<Vec<_>>())
    });
    let entered = Memo::new(move |_| chain.with(|c| t::entered(i64::from(c.entries))));
    (move || {
        faces.with(|faces| !faces.is_empty()).then(|| {
            view! {
                <Row>
                    <AvatarStack of=faces />
                    <span class="cap">{entered}</span>
                </Row>
            }
        })
    })
    .into_any()
}
