//! The sheet in which an entry is made, changed or taken back. What is typed is a draft until the backend has it.

use contract::chain::{Chain, ChainEntry, EntryState};
use leptos::prelude::*;

use super::inputs::{self, Fields};
use super::words;
use crate::features::chain::form;
use crate::features::chain::model;
use crate::features::chain::store::{Ask, ChainStore};
use crate::i18n::k::chain as t;
use crate::ui::{Button, Fault, FormFault, Look, Sheet, Stack, Toasts};

/// The sheet of a chain; there is none until something is asked for.
pub fn sheet(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let is_asked = Memo::new(move |_| store.asked.with(Option::is_some));
    (move || {
        is_asked.get().then(|| {
            let open = RwSignal::new(true);
            Effect::new(move |_| {
                if !open.get() {
                    store.asked.set(None);
                }
            });
            let ask = store.asked.get_untracked().unwrap_or(Ask::Enter);
            let entry = entry_of(chain, &ask);
            let (title, sub) = head(chain, &ask, entry.as_ref());
            let body = move || match &ask {
                Ask::Withdraw(_) => withdrawing(store, &ask, open),
                ask => entering(store, chain, ask, entry.as_ref(), open),
            };
            view! { <Sheet open title sub>{body()}</Sheet> }
        })
    })
    .into_any()
}

fn entry_of(chain: Signal<Chain>, ask: &Ask) -> Option<ChainEntry> {
    let (Ask::Change(id) | Ask::Withdraw(id)) = ask else { return None };
    chain.with_untracked(|c| c.your_entries.iter().find(|e| e.id == *id).cloned())
}

fn head(chain: Signal<Chain>, ask: &Ask, entry: Option<&ChainEntry>) -> (String, Option<String>) {
    let title = chain.with_untracked(|c| c.title.clone());
    let name = entry.map(|e| e.name.clone()).filter(|_| entry.is_some_and(|e| e.proxy));
    match (ask, name) {
        (Ask::Enter, _) => (t::enter_title().to_owned(), Some(title)),
        (Ask::EnterOther, _) => (t::other_title().to_owned(), Some(title)),
        (Ask::Change(_), _) => (t::change_title().to_owned(), Some(title)),
        (Ask::Withdraw(_), Some(name)) => {
            (t::withdraw_other_title(&name), Some(t::withdraw_sub().to_owned()))
        }
        (Ask::Withdraw(_), None) => (t::withdraw_title().to_owned(), Some(t::withdraw_sub().to_owned())),
    }
}

fn withdrawing(store: ChainStore, ask: &Ask, open: RwSignal<bool>) -> AnyView {
    let Ask::Withdraw(id) = ask.clone() else { return ().into_any() };
    let toasts = Toasts::from_context();
    let leaving = store.intent(None);
    let leave = move || {
        store.withdraw(leaving, &id, move |_| {
            open.set(false);
            toasts.push(t::toast_withdrawn());
        });
    };
    view! {
        <Stack>
            <Fault notice=leaving.notice() />
            <Button label=t::withdraw_yes() look=Look::Warn wide=true busy=leaving.is_sending() on_press=leave />
            <Button label=t::stay() look=Look::Soft wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}

/// How an entry is sent: perhaps into the waiting line, perhaps once there is a network.
#[derive(Clone, Copy)]
struct Send {
    wait: bool,
    later: bool,
}

/// An open form. `Copy`.
#[derive(Clone, Copy)]
struct Form {
    store: ChainStore,
    chain: Signal<Chain>,
    fields: Fields,
    changes: bool,
    sending: data::Mutation,
    open: RwSignal<bool>,
}

fn entering(
    store: ChainStore,
    chain: Signal<Chain>,
    ask: &Ask,
    entry: Option<&ChainEntry>,
    open: RwSignal<bool>,
) -> AnyView {
    let toasts = Toasts::from_context();
    let proxy = entry.map_or(*ask == Ask::EnterOther, |e| e.proxy);
    let changed = entry.map(|e| e.id.clone());
    let changes = changed.is_some();
    let draft = store.draft(ask);
    let fields = Fields::of(draft, entry);
    let sending = store.intent(Some(draft));
    let notice = sending.notice();
    // What was refused of a field holds until something is changed.
    Effect::new(move |before: Option<form::Raw>| {
        let now = fields.raw();
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let send = Callback::new(move |Send { wait, later }| {
        let read = chain.with_untracked(|c| form::read(c, &untrack(|| fields.raw()), proxy, wait));
        let entry = match read {
            Ok(entry) => entry,
            Err(refused) => return sending.refuse(refused),
        };
        let on_done = move |chain: &Chain| {
            open.set(false);
            let waits = chain.your_entries.iter().rev().find(|e| e.proxy == proxy);
            let waits = waits.filter(|e| e.state == EntryState::Waiting && !changes);
            toasts.push(match waits {
                Some(mine) => t::toast_waiting(i64::from(mine.place)),
                None if changes => t::toast_changed().to_owned(),
                None => t::toast_entered().to_owned(),
            });
        };
        let on_kept = move || {
            open.set(false);
            toasts.push(t::toast_kept());
        };
        match &changed {
            Some(id) if later => store.change_later(sending, id, &form::as_edit(entry), on_kept),
            Some(id) => store.change(sending, id, &form::as_edit(entry), on_done),
            None if later => store.enter_later(sending, &entry, on_kept),
            None => store.enter(sending, &entry, on_done),
        }
    });
    let full = Memo::new(move |_| notice.with(|n| n.as_ref().is_some_and(|n| n.code == "chain_full")));
    let rest = Signal::derive(move || notice.get().filter(|_| !changes || !full.get()));
    view! {
        <Stack>
            {inputs::inputs(chain, fields, proxy, notice)}
            <FormFault notice=rest />
            {move || (changes && full.get()).then(|| view! { <p class="sub" role="alert">{t::change_full()}</p> })}
            {buttons(Form { store, chain, fields, changes, sending, open }, full, send)}
        </Stack>
    }
    .into_any()
}

/// Entering where there seem to be places; waiting where there are none, or where the backend said so.
fn buttons(form: Form, full: Memo<bool>, send: Callback<Send>) -> AnyView {
    let Form { store, chain, fields, changes, sending, open } = form;
    let waits = Memo::new(move |_| {
        let raw = fields.raw();
        let free = chain.with(|c| model::seems_free(c, raw.choice.parse().ok(), raw.count));
        !changes && (full.get() || !free)
    });
    let label = Signal::derive(move || {
        match (changes, waits.get()) {
            (true, _) => t::save_entry(),
            (false, true) => t::wait(),
            (false, false) => t::submit(),
        }
        .to_owned()
    });
    let notice = sending.notice();
    let unheard = Memo::new(move |_| notice.with(|n| n.as_ref().is_some_and(loadable::Notice::is_unheard)));
    let can_keep = store.can_wait(changes);
    // Nobody answers: it may wait for the network, under the same key.
    let keep = move || {
        (can_keep && unheard.get()).then(|| {
            let press = move || send.run(Send { wait: waits.get_untracked(), later: true });
            view! { <Button label=t::keep_for_later() look=Look::Line wide=true on_press=press /> }
        })
    };
    let closes = words(chain, store.minute(), model::when);
    let rule = Signal::derive(move || if waits.get() { t::wait_rule().to_owned() } else { closes.get() });
    view! {
        <Button
            label
            rule=rule
            wide=true
            busy=sending.is_sending()
            on_press=move || send.run(Send { wait: waits.get_untracked(), later: false })
        />
        {keep}
        <Button label=t::let_go() look=Look::Soft wide=true on_press=move || open.set(false) />
    }
    .into_any()
}
