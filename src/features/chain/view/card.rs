//! A chain as the content of a card in the feed: what it is for, the places that are left, my entries, entering it.

use contract::chain::Chain;
use contract::{ChainId, GroupId, Timestamp};
use data::Data;
use leptos::prelude::*;

use super::{entry, mine, pill_of, words};
use crate::features::chain::model;
use crate::features::chain::store::ChainStore;
use crate::i18n::k::chain as t;
use crate::ui::{AvatarStack, Carried, Go, Kind, Look, Pill, Row, carried, glyph};

/// What a post shows of the chain that it carries; its title alone while the chain is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let store = ChainStore::new(data, GroupId::from(group), &ChainId::from(id));
    let known = Carried { icon: glyph::CHAIN, kind: t::title(), to: store.place(), title: title.to_owned() };
    carried(store.now(), known, move |chain| content(store, chain))
}

fn content(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let minute = store.minute();
    let title = Memo::new(move |_| chain.with(|c| c.title.clone()));
    let room = words(chain, minute, model::room);
    let when = words(chain, minute, model::when);
    view! {
        {kind(chain, minute)}
        <Go to=store.place() class="carried-head">
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
