//! The entries of a relay as a thread, the newest at the end, and taking one back.

use contract::relay::{Relay, RelayEntry};
use contract::{Link, RelayEntryId, api};
use data::{List, ListView};
use leptos::prelude::*;
use loadable::Loadable;

use super::model;
use super::store::Store;
use crate::i18n::k::relay as t;
use crate::i18n::{k, moment};
use crate::ui::{Ask, Avatar, Button, Card, Loaded, Look, Toasts, Unreadable};

/// The thread as a card.
pub fn section(store: Store, relay: Signal<Relay>, runs_it: Memo<bool>) -> AnyView {
    if !store.data.offers(&api::RELAY_ENTRIES) {
        return ().into_any();
    }
    let list = store.entries();
    let asked = RwSignal::new(None::<RelayEntryId>);
    let draw = move |shown: Signal<ListView>| {
        let ids = Memo::new(move |_| shown.with(|v| v.ids.iter().rev().cloned().collect::<Vec<_>>()));
        let row = move |id: String| row(store, list.item(&id), runs_it, asked);
        view! {
            {earlier(list, shown)}
            <ol class="relay-thread" role="list" aria-label=t::thread()>
                <For each=move || ids.get() key=String::clone children=row />
            </ol>
            <Unreadable count=Signal::derive(move || shown.with(|v| v.unreadable)) about=Link::Backend />
        }
        .into_any()
    };
    view! {
        <Card>
            <h2>{t::thread()}</h2>
            <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:shown>
                {draw(shown)}
            </Loaded>
            {news(relay)}
        </Card>
        {sheet(store, asked)}
    }
    .into_any()
}

/// Older entries, above those that are here.
fn earlier(list: List<RelayEntry>, shown: Signal<ListView>) -> AnyView {
    let has_more = Memo::new(move |_| shown.with(|v| v.has_more));
    let busy = Signal::derive(move || shown.with(|v| v.loading_more));
    (move || {
        has_more.get().then(|| {
            view! { <Button label=t::earlier() look=Look::Text wide=true busy on_press=move || list.more() /> }
        })
    })
    .into_any()
}

/// What others add is said to who does not see it; what was there is not.
fn news(relay: Signal<Relay>) -> AnyView {
    let last = Memo::new(move |_| {
        relay.with(|r| model::last(r).filter(|e| !e.yours).map(|e| (e.id.clone(), model::line(e))))
    });
    let first = last.get_untracked();
    let words = move || last.get().filter(|now| first.as_ref().is_none_or(|first| first.0 != now.0));
    view! { <p class="hide" role="status">{move || words().map(|(_, line)| line)}</p> }.into_any()
}

fn row(
    store: Store,
    entry: Signal<Loadable<RelayEntry>>,
    runs_it: Memo<bool>,
    asked: RwSignal<Option<RelayEntryId>>,
) -> AnyView {
    let Some(first) = entry.get_untracked().into_value() else { return ().into_any() };
    let shown = Memo::new(move |last: Option<&RelayEntry>| {
        entry.get().into_value().or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let minute = store.data.minute();
    let may = Memo::new(move |_| shown.with(|e| !e.taken_back && (e.yours || runs_it.get())));
    let ends = store.data.offers(&api::TAKE_BACK);
    let avatar =
        move || shown.with(|e| e.member.as_ref().map(|m| m.persona.avatar.clone())).unwrap_or_default();
    let who =
        move || shown.with(|e| if e.taken_back { String::new() } else { model::name_of(e.member.as_ref()) });
    let when = move || shown.with(|e| moment(e.entered_at.0, minute.get().0));
    let way = move || {
        (ends && may.get()).then(|| {
            let press = move || asked.set(Some(shown.with_untracked(|e| e.id.clone())));
            view! { <Button label=t::take_back() look=Look::Text small=true on_press=press /> }
        })
    };
    view! {
        <li data-mine=move || shown.with(|e| e.yours).then_some("") data-gone=move || shown.with(|e| e.taken_back).then_some("")>
            <Avatar of=Signal::derive(avatar) size="s" />
            <div class="relay-entry">
                <p class="cap"><span class="num">{move || shown.with(|e| e.place.to_string())}</span>" "{who}" "{when}</p>
                <p class="relay-words">{move || shown.with(model::words)}</p>
            </div>
            {way}
        </li>
    }
    .into_any()
}

fn sheet(store: Store, asked: RwSignal<Option<RelayEntryId>>) -> AnyView {
    let is_asked = Memo::new(move |_| asked.with(Option::is_some));
    (move || {
        is_asked.get().then(|| {
            let open = RwSignal::new(true);
            Effect::new(move |_| {
                if !open.get() {
                    asked.set(None);
                }
            });
            let toasts = Toasts::from_context();
            let sending = store.mutation(None);
            let press = move || {
                if let Some(id) = asked.get_untracked() {
                    store.take_back(sending, &id, move || {
                        open.set(false);
                        toasts.push(t::toast_taken_back());
                    });
                }
            };
            view! {
                <Ask
                    open
                    title=t::take_back_title()
                    sub=t::take_back_sub()
                    notice=sending.notice()
                    busy=sending.is_sending()
                    yes=t::take_back()
                    look=Look::Warn
                    no=k::common::not_now()
                    on_yes=press
                />
            }
        })
    })
    .into_any()
}
