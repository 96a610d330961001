//! The line on which one answers, until one has; then it opens again to change the answer.

use contract::daily::{Daily, DailyState};
use contract::{Link, api};
use leptos::prelude::*;

use super::store::Store;
use super::{card, form, model};
use crate::compose::pending;
use crate::i18n::k::daily as t;
use crate::i18n::{field_text, k};
use crate::ui::{ActionBar, Button, FormFault, LinkButton, Look, Row, TextArea, Toasts};

/// The bar at the foot: the line while it is its day, and that it is over afterwards. `editing` opens it again.
pub fn bar(store: Store, daily: Signal<Daily>, editing: RwSignal<bool>) -> AnyView {
    let state = card::words(store, daily, model::state);
    let answers = store.data.offers(&api::ANSWER_DAILY);
    let answered = Memo::new(move |_| daily.with(|d| d.your_answer.is_some()));
    let over = || view! { <ActionBar><p class="sub">{t::closed_words()}</p></ActionBar> }.into_any();
    let sign_in = || {
        view! { <ActionBar><LinkButton to=Link::SignIn label=t::sign_in() look=Look::Soft wide=true /></ActionBar> }
            .into_any()
    };
    // What waits says so, whatever else stands here.
    let waits = move || {
        view! { <ActionBar>{pending(store.data, store.id().as_str(), t::pending, t::pending_refused)}</ActionBar> }
    };
    let waiting = {
        let id = store.id();
        let outbox = store.data.outbox();
        Memo::new(move |_| outbox.with(|all| all.iter().any(|one| one.place == id.as_str())))
    };
    (move || match state.get() {
        DailyState::Closed => Some(over()),
        DailyState::Open if answers && store.data.must_sign_in_to_write() => Some(sign_in()),
        DailyState::Open if answers && editing.get() => Some(line(store, daily, editing)),
        DailyState::Open if waiting.get() => Some(waits().into_any()),
        DailyState::Open if answers && !answered.get() => Some(line(store, daily, editing)),
        _ => None,
    })
    .into_any()
}

fn line(store: Store, daily: Signal<Daily>, editing: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let draft = store.draft();
    let before =
        daily.with_untracked(|d| d.your_answer.as_ref().map(|a| a.words.clone())).unwrap_or_default();
    let changes = !before.is_empty();
    let body = draft.field("body", &before);
    let first = before;
    let sending = store.mutation(Some(draft));
    let notice = sending.notice();
    Effect::new(move |before: Option<()>| {
        // As at first, it was sent: what is said of that is not taken off.
        let is_typed = body.with(|body| *body != first);
        if before.is_some() && is_typed {
            sending.forgive();
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match form::read_answer(&body.get_untracked()) {
            Err(refused) => sending.refuse(refused),
            Ok(answer) => store.answer(sending, &answer, move || {
                editing.set(false);
                toasts.push(if changes { t::toast_changed() } else { t::toast_answered() });
            }),
        }
    };
    let error = move || {
        notice.with(|n| n.as_ref().and_then(|n| n.field("words")).map(|code| field_text(code).to_owned()))
    };
    let label = if changes { t::change_label() } else { t::answer_label() };
    view! {
        <ActionBar>
            <FormFault notice=notice own=&["words"] />
            <form class="daily-line" data-two=changes.then_some("") novalidate=true on:submit=send>
                <TextArea label value=body rows=1 error max_length=500u32 />
                <Row fill=true>
                    {changes
                        .then(|| {
                            let leave = move || {
                                draft.clear();
                                editing.set(false);
                            };
                            view! { <Button label=k::common::not_now() look=Look::Soft on_press=leave /> }
                        })}
                    <Button label=if changes { t::save() } else { t::send() } submit=true busy=sending.is_sending() />
                </Row>
            </form>
        </ActionBar>
    }
    .into_any()
}
