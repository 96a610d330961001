//! The sheet in which an entry is made, changed or taken back. What is typed is a draft until the backend has it.

use contract::chain::{Chain, ChainEntry, EntryState};
use leptos::prelude::*;

use super::words;
use crate::features::chain::form::{self, Raw};
use crate::features::chain::model;
use crate::features::chain::store::{Ask, ChainStore};
use crate::i18n::field_text;
use crate::i18n::k::chain as t;
use crate::ui::{Button, Choices, Count, Fault, Look, Sheet, Stack, TextField, Toasts, beside_fields};

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
    let leaving = store.mutation(None);
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

/// The fields of an entry, as far as the chain asks for them. `Copy`.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    choice: RwSignal<String>,
    count: RwSignal<u32>,
    note: RwSignal<String>,
}

impl Fields {
    fn raw(self) -> Raw {
        Raw {
            name: self.name.get(),
            choice: self.choice.get(),
            count: self.count.get(),
            note: self.note.get(),
        }
    }
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

fn fields(draft: data::Draft, entry: Option<&ChainEntry>) -> Fields {
    let text = |of: fn(&ChainEntry) -> String| entry.map(of).unwrap_or_default();
    let first = entry.map_or_else(|| "1".to_owned(), |e| e.count.to_string());
    let kept = draft.field("count", &first);
    let count = RwSignal::new(kept.get_untracked().parse().unwrap_or(1));
    Effect::new(move |_| kept.set(count.get().to_string()));
    Fields {
        name: draft.field("name", &text(|e| e.name.clone())),
        choice: draft.field("choice", &text(|e| e.choice.map(|c| c.to_string()).unwrap_or_default())),
        count,
        note: draft.field("note", &text(|e| e.note.clone())),
    }
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
    let fields = fields(draft, entry);
    let sending = store.mutation(Some(draft));
    let notice = sending.notice();
    // What was refused of a field holds until something is changed.
    Effect::new(move |before: Option<Raw>| {
        let now = fields.raw();
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let send = Callback::new(move |wait: bool| {
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
        match &changed {
            Some(id) => store.change(sending, id, &form::as_edit(entry), on_done),
            None => store.enter(sending, &entry, on_done),
        }
    });
    let full = Memo::new(move |_| notice.with(|n| n.as_ref().is_some_and(|n| n.code == "chain_full")));
    let rest = Signal::derive(move || beside_fields(notice, &[]).get().filter(|_| !changes || !full.get()));
    view! {
        <Stack>
            {inputs(chain, fields, proxy, notice)}
            <Fault notice=rest />
            {move || (changes && full.get()).then(|| view! { <p class="sub" role="alert">{t::change_full()}</p> })}
            {buttons(Form { store, chain, fields, changes, sending, open }, full, send)}
        </Stack>
    }
    .into_any()
}

/// Entering where there seem to be places; waiting where there are none, or where the backend said so.
fn buttons(form: Form, full: Memo<bool>, send: Callback<bool>) -> AnyView {
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
    let closes = words(chain, store.minute(), model::when);
    let rule = Signal::derive(move || if waits.get() { t::wait_rule().to_owned() } else { closes.get() });
    view! {
        <Button
            label
            rule=rule
            wide=true
            busy=sending.is_sending()
            on_press=move || send.run(waits.get_untracked())
        />
        <Button label=t::let_go() look=Look::Soft wide=true on_press=move || open.set(false) />
    }
    .into_any()
}

fn inputs(
    chain: Signal<Chain>,
    fields: Fields,
    proxy: bool,
    notice: Signal<Option<loadable::Notice>>,
) -> AnyView {
    let wrong = move |field: &'static str| {
        move || {
            notice.with(|n| n.as_ref().and_then(|n| n.field(field)).map(|code| field_text(code).to_owned()))
        }
    };
    let first = chain.get_untracked();
    let labels = Memo::new(move |_| {
        let named = |(at, c): (usize, &contract::chain::ChainChoice)| (at.to_string(), c.label.clone(), true);
        chain.with(|c| c.choices.iter().enumerate().map(named).collect::<Vec<_>>())
    });
    let hint = move || {
        let at = fields.choice.get().parse::<usize>().ok()?;
        chain.with(|c| model::choices(c).into_iter().nth(at)).map(|c| t::dot(&c.label, &c.room))
    };
    let most = Memo::new(move |_| chain.with(|c| c.most));
    view! {
        {(proxy || first.asks_name)
            .then(|| {
                let label = if proxy { t::for_whom() } else { t::name() };
                view! {
                    <TextField label value=fields.name hint=t::name_hint() error=wrong("name") max_length=20_u32 />
                }
            })}
        {(!first.choices.is_empty())
            .then(|| {
                view! {
                    <Choices label=t::choice() value=fields.choice options=labels hint error=wrong("choice") />
                }
            })}
        {(first.most > 1)
            .then(|| {
                view! {
                    <div class="chain-count">
                        <span class="field-label">{t::count()}</span>
                        <Count
                            label=t::count()
                            value=fields.count
                            most
                            text=move || t::places(i64::from(fields.count.get()))
                            steps=[t::fewer(), t::more()]
                        />
                    </div>
                }
            })}
        {first
            .asks_note
            .then(|| {
                view! {
                    <TextField label=t::note() value=fields.note optional=true error=wrong("note") max_length=60_u32 />
                }
            })}
    }
    .into_any()
}
