//! The line on which a relay is continued. What is typed belongs to the entry that was last when it was begun: when
//! somebody is faster, that is said at once, the words stay, and who wrote them decides whether they fit the new last one.

use contract::relay::Relay;
use contract::{Link, RelayEntryId, api};
use leptos::prelude::*;

use super::store::Store;
use super::{card, form, model};
use crate::compose::pending;
use crate::i18n::k::relay as t;
use crate::ui::{
    ActionBar, Button, FormFault, Icon, LinkButton, Look, Pill, PillState, Row, TextField, Toasts, glyph,
};

/// The bar at the foot: what comes next, and the line; or that it is over.
pub fn bar(store: Store, relay: Signal<Relay>) -> AnyView {
    let open = card::open(store, relay);
    let says = store.data.offers(&api::NEW_RELAY_ENTRY);
    let over = move || {
        view! {
            <ActionBar>
                <Row top=true>
                    <Pill label=t::closed() state=Signal::stored(PillState::Off) icon=Signal::stored(glyph::CLOCK) />
                    <span class="sub grow">{t::closed_words()}</span>
                </Row>
            </ActionBar>
        }
        .into_any()
    };
    let sign_in = || {
        view! { <ActionBar><LinkButton to=Link::SignIn label=t::sign_in() look=Look::Soft wide=true /></ActionBar> }
            .into_any()
    };
    (move || match open.get() {
        false => Some(over()),
        true if !says => None,
        true if store.data.must_sign_in_to_write() => Some(sign_in()),
        true => Some(line(store, relay)),
    })
    .into_any()
}

fn line(store: Store, relay: Signal<Relay>) -> AnyView {
    let toasts = Toasts::from_context();
    let draft = store.draft();
    let body = draft.field("body", "");
    let sending = store.mutation(Some(draft));
    let notice = sending.notice();
    let last = Memo::new(move |_| relay.with(model::last_id));
    // What the words are to continue: the last entry, for as long as nothing is typed.
    // It is kept with the words, so that they continue nothing else after a reload.
    let seen = draft.field("#after", "");
    Effect::new(move |_| {
        let now = key(last.get());
        if body.with(|body| body.trim().is_empty()) && seen.with_untracked(|seen| *seen != now) {
            seen.set(now);
        }
    });
    Effect::new(move |before: Option<()>| {
        // Emptied, it was sent: what is said of that is not taken off.
        let is_typed = body.with(|body| !body.is_empty());
        if before.is_some() && is_typed {
            sending.forgive();
        }
    });
    let moved = Memo::new(move |_| seen.with(|seen| *seen != key(last.get())));
    let read = move |continues: Option<RelayEntryId>| {
        relay.with_untracked(|relay| form::read_entry(relay, &body.get_untracked(), continues))
    };
    let send = move || {
        // The button says that it continues what is last now.
        seen.set(key(last.get_untracked()));
        match read(last.get_untracked()) {
            Err(refused) => sending.refuse(refused),
            Ok(entry) => store.say(sending, &entry, || {}),
        }
    };
    let later = move || {
        let after = Some(seen.get_untracked()).filter(|id| !id.is_empty()).map(RelayEntryId);
        if let Ok(entry) = read(after) {
            store.say_later(sending, &entry, move || toasts.push(t::toast_kept()));
        }
    };
    let can_wait = store.data.can_wait(&api::NEW_RELAY_ENTRY);
    let unheard = Memo::new(move |_| notice.with(|n| n.as_ref().is_some_and(loadable::Notice::is_unheard)));
    let label = Signal::derive(move || if moved.get() { t::say_after() } else { t::say_it() }.to_owned());
    let error = move || {
        notice.with(|n| n.as_ref().and_then(|n| n.field("words")).map(|code| form::error_text("words", code)))
    };
    view! {
        <ActionBar>
            {pending(store.data, store.id().as_str(), t::pending, t::pending_refused)}
            {next(relay, moved)}
            <FormFault notice=notice own=&["words"] />
            <form
                class="relay-line"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <TextField label=t::line_label() value=body error max_length=200_u32 />
                <Button label submit=true busy=sending.is_sending() />
            </form>
            {move || {
                (can_wait && unheard.get())
                    .then(|| view! { <Button label=t::keep_for_later() look=Look::Line wide=true on_press=later /> })
            }}
        </ActionBar>
    }
    .into_any()
}

/// An entry as the draft keeps it; nothing where there is none.
fn key(entry: Option<RelayEntryId>) -> String {
    entry.map(|id| id.0).unwrap_or_default()
}

/// What is to be continued, by which letter; and that somebody was faster.
fn next(relay: Signal<Relay>, moved: Memo<bool>) -> AnyView {
    let words = Memo::new(move |_| {
        relay.with(|relay| {
            let last = model::last(relay).map(model::line);
            let how = if model::is_others_turn(relay) {
                Some(t::others_turn().to_owned())
            } else {
                model::begins_with(relay)
            };
            (last, how)
        })
    });
    view! {
        <div class="relay-now">
            <p class="sub relay-last">{move || words.with(|(last, _)| last.clone().unwrap_or_else(|| t::nothing_yet().to_owned()))}</p>
            {move || words.with(|(_, how)| how.clone()).map(|how| view! { <p class="relay-next">{how}</p> })}
            <div role="status">
                {move || moved.get().then(|| view! { <p class="relay-moved"><Icon of=glyph::HOLD /><span>{t::moved()}</span></p> })}
            </div>
        </div>
    }
    .into_any()
}
