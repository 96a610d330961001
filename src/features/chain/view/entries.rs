//! The list of a chain on the thread: who is in, who waits, and the next free place as an invitation.

use contract::chain::{Chain, ChainEntry};
use contract::{Link, api};
use data::{List, ListView};
use leptos::prelude::*;
use loadable::Loadable;

use super::words;
use crate::features::chain::model::{self, Phase, RowWords};
use crate::features::chain::store::{Ask, ChainStore};
use crate::i18n::k::chain as t;
use crate::ui::{Card, Loaded, StepLook, Unreadable};

/// The list as a card.
pub fn section(store: ChainStore, chain: Signal<Chain>, list: List<ChainEntry>) -> AnyView {
    if !store.kernel().offers(&api::ENTRIES) {
        return ().into_any();
    }
    let is_empty = move |shown: Signal<ListView>| shown.with(|v| v.ids.is_empty() && v.unreadable == 0);
    let row = move |id: String| row(chain, list.item(&id));
    let draw = move |shown: Signal<ListView>| {
        let is_empty = Memo::new(move |_| is_empty(shown));
        view! {
            {move || is_empty.get().then(|| view! { <p class="sub">{t::nobody()}</p> })}
            <ol class="strand chain-list" aria-label=t::list()>
                <For each=move || shown.with(|v| v.ids.clone()) key=String::clone children=row />
                {next_place(store, chain)}
            </ol>
            <Unreadable count=Signal::derive(move || shown.with(|v| v.unreadable)) about=Link::Backend />
        }
        .into_any()
    };
    view! {
        <Card>
            <h2>{t::list()}</h2>
            <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:shown>
                {draw(shown)}
            </Loaded>
        </Card>
    }
    .into_any()
}

fn row(chain: Signal<Chain>, entry: Signal<Loadable<ChainEntry>>) -> AnyView {
    let words = Memo::new(move |last: Option<&RowWords>| {
        let now = entry.with(|e| e.value().map(|e| chain.with(|c| model::row(c, e))));
        now.or_else(|| last.cloned()).unwrap_or_else(|| RowWords {
            title: String::new(),
            note: String::new(),
            look: StepLook::Ahead,
            spoken: None,
        })
    });
    let knot = move || match words.with(|w| w.look) {
        StepLook::Now => "now",
        StepLook::Done => "reached",
        _ => "ahead",
    };
    view! {
        <li data-k=knot>
            <b>{move || words.with(|w| w.title.clone())}</b>
            {move || words.with(|w| w.spoken).map(|spoken| view! { <span class="chain-you">{spoken}</span> })}
            <span class="step-note">{move || words.with(|w| w.note.clone())}</span>
        </li>
    }
    .into_any()
}

/// The next free place: a ring with an invitation, for who is not in it yet.
fn next_place(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let phase = words(chain, store.minute(), model::phase);
    let can_enter = store.kernel().offers(&api::NEW_ENTRY);
    let is_free =
        Memo::new(move |_| can_enter && phase.get() == Phase::Open && chain.with(|c| !model::am_in(c)));
    let enter = move |_| store.asked.set(Some(Ask::Enter));
    (move || {
        is_free.get().then(|| {
            view! {
                <li data-k="ahead">
                    <button type="button" class="chain-next" on:click=enter>{t::next_place()}</button>
                </li>
            }
        })
    })
    .into_any()
}
