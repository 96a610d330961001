//! My entries in a chain, and what I can do next: enter, enter somebody else, change, take back.

use contract::api;
use contract::chain::Chain;
use leptos::prelude::*;

use super::words;
use crate::compose;
use crate::features::chain::model::{self, MineWords, Phase};
use crate::features::chain::store::{Ask, ChainStore};
use crate::i18n::k::chain as t;
use crate::ui::{Button, Glyph, Look, Pill, PillState, Row, Toasts, glyph};

/// My entries, each with its ways out; nothing while I have none.
pub fn mine(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let mine = Memo::new(move |_| chain.with(model::mine));
    tell_promotions(chain, mine);
    let ids = Memo::new(move |_| mine.with(|m| m.iter().map(|w| w.id.clone()).collect::<Vec<_>>()));
    let any = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let is_open = is_open(store, chain);
    let row = move |id: contract::EntryId| {
        let this = id.clone();
        let words = Memo::new(move |last: Option<&MineWords>| {
            let found = mine.with(|m| m.iter().find(|w| w.id == this).cloned());
            found.or_else(|| last.cloned()).unwrap_or_else(|| MineWords {
                id: this.clone(),
                title: String::new(),
                note: String::new(),
                state: String::new(),
                waits: false,
            })
        });
        one(store, id, words, is_open)
    };
    (move || {
        any.get().then(|| {
            view! {
                <ul class="chain-mine" aria-label=t::my_entries()>
                    <For each=move || ids.get() key=Clone::clone children=row />
                </ul>
            }
        })
    })
    .into_any()
}

fn is_open(store: ChainStore, chain: Signal<Chain>) -> Memo<bool> {
    let phase = words(chain, store.minute(), model::phase);
    Memo::new(move |_| phase.get() != Phase::Closed)
}

fn one(store: ChainStore, id: contract::EntryId, words: Memo<MineWords>, is_open: Memo<bool>) -> AnyView {
    let data = store.kernel();
    let (changes, leaves) = (data.offers(&api::EDIT_ENTRY), data.offers(&api::WITHDRAW));
    let waits = move || words.with(|w| w.waits);
    let state = Signal::derive(move || if waits() { PillState::Held } else { PillState::Done });
    let icon = Signal::derive(move || -> Glyph {
        if waits() { glyph::HOLD } else { glyph::CHECK }
    });
    let (to_change, to_leave) = (Ask::Change(id.clone()), Ask::Withdraw(id));
    let ways = move || {
        let (change, leave) = (to_change.clone(), to_leave.clone());
        is_open.get().then(|| {
            view! {
                <span class="chain-ways">
                    {changes
                        .then(|| view! { <Button label=t::change() look=Look::Text small=true on_press=ask(store, change) /> })}
                    {leaves
                        .then(|| view! { <Button label=t::withdraw() look=Look::Text small=true on_press=ask(store, leave) /> })}
                </span>
            }
        })
    };
    view! {
        <li>
            <span class="chain-who">
                <b>{move || words.with(|w| w.title.clone())}</b>
                <span class="cap">{move || words.with(|w| w.note.clone())}</span>
            </span>
            <Pill label=move || words.with(|w| w.state.clone()) state icon />
            {ways}
        </li>
    }
    .into_any()
}

fn ask(store: ChainStore, what: Ask) -> Callback<()> {
    Callback::new(move |()| store.asked.set(Some(what.clone())))
}

/// What waits for the network, or was refused once there was one.
pub fn pending(store: ChainStore) -> AnyView {
    compose::pending(store.kernel(), store.id().as_str(), t::pending, t::pending_refused)
}

/// Entering, myself and others, while it is open.
pub fn actions(store: ChainStore, chain: Signal<Chain>, look: Look) -> AnyView {
    let data = store.kernel();
    if !data.offers(&api::NEW_ENTRY) {
        return view! { <p class="cap">{t::cannot_enter()}</p> }.into_any();
    }
    let phase = words(chain, store.minute(), model::phase);
    let am_in = Memo::new(move |_| chain.with(model::am_in));
    let others = Memo::new(move |_| chain.with(model::more_for_others) > 0);
    let wide = look == Look::Filled;
    let enter_label =
        Signal::derive(move || if phase.get() == Phase::Full { t::wait() } else { t::enter() }.to_owned());
    let draw = move || {
        let open = phase.get() != Phase::Closed;
        let enter = (open && !am_in.get()).then(|| {
            view! {
                <Button label=enter_label look wide small=!wide icon=glyph::CHAIN on_press=ask(store, Ask::Enter) />
            }
        });
        let other = (open && others.get()).then(|| {
            let label = t::add_other();
            view! { <Button label look=Look::Line small=!wide wide icon=glyph::PLUS on_press=ask(store, Ask::EnterOther) /> }
        });
        let any = enter.is_some() || other.is_some();
        any.then(|| view! { <Row fill=wide>{enter}{other}</Row> })
    };
    // Drawn again only when a button comes or goes: the focus stays on one that stays.
    let shape = Memo::new(move |_| (phase.get() != Phase::Closed, am_in.get(), others.get()));
    (move || {
        // Asked for, not only tracked: a memo that nobody asked knows nothing of its sources.
        let _ = shape.get();
        untrack(draw)
    })
    .into_any()
}

/// Who waited and is in now is told, wherever they look at it.
fn tell_promotions(chain: Signal<Chain>, mine: Memo<Vec<MineWords>>) {
    let toasts = Toasts::from_context();
    Effect::new(move |before: Option<Vec<MineWords>>| {
        let now = mine.get();
        if let Some(names) = before.and_then(|before| model::promoted(&before, &now)) {
            let title = chain.with_untracked(|c| c.title.clone());
            toasts.push(t::toast_promoted(&names, &title));
        }
        now
    });
}
