//! For hosts: other words for a daily activity that nobody has answered, and deleting it.

use contract::api;
use contract::daily::{Daily, DailyState};
use leptos::prelude::*;

use super::store::Store;
use super::{card, form, model};
use crate::i18n::k::daily as t;
use crate::i18n::{field_text, k};
use crate::ui::nav::use_nav;
use crate::ui::{Button, Card, Fault, FormFault, Look, SectionHead, Sheet, Stack, TextArea, Toasts, glyph};

/// The section of who runs the group.
pub fn section(store: Store, daily: Signal<Daily>) -> AnyView {
    let state = card::words(store, daily, model::state);
    let (edits, deletes) = (store.data.offers(&api::EDIT_DAILY), store.data.offers(&api::DELETE_DAILY));
    let may_edit =
        Memo::new(move |_| edits && state.get() != DailyState::Closed && daily.with(|d| d.answers == 0));
    let (editing, deleting) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <SectionHead title=t::run() note=t::run_only() />
        <Card>
            <Stack>
                {move || {
                    may_edit
                        .get()
                        .then(|| {
                            view! {
                                <Button label=t::edit() look=Look::Soft icon=glyph::EDIT wide=true on_press=move || editing.set(true) />
                            }
                        })
                }}
                {deletes
                    .then(|| {
                        view! { <Button label=t::delete() look=Look::Warn wide=true on_press=move || deleting.set(true) /> }
                    })}
            </Stack>
        </Card>
        <Sheet open=editing title=t::edit() sub=t::edit_sub()>{move || edit(store, daily, editing)}</Sheet>
        <Sheet open=deleting title=t::delete_title() sub=t::delete_sub()>{move || delete(store, deleting)}</Sheet>
    }
    .into_any()
}

fn edit(store: Store, daily: Signal<Daily>, open: RwSignal<bool>) -> AnyView {
    let draft = store.data.draft(&format!("daily/{}/edit", store.id()));
    let body = draft.field("words", &daily.with_untracked(|d| d.words.clone()));
    let sending = store.mutation(Some(draft));
    let notice = sending.notice();
    let press = move || match form::read_edit(&body.get_untracked()) {
        Err(refused) => sending.refuse(refused),
        Ok(edit) => store.edit(sending, &edit, move || open.set(false)),
    };
    let error = move || {
        notice.with(|n| n.as_ref().and_then(|n| n.field("words")).map(|code| field_text(code).to_owned()))
    };
    view! {
        <Stack>
            <TextArea label=t::prompt() value=body rows=3 error max_length=200u32 />
            <FormFault notice=notice own=&["words"] />
            <Button label=t::save() wide=true busy=sending.is_sending() on_press=press />
            <Button label=k::common::not_now() look=Look::Soft wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}

fn delete(store: Store, open: RwSignal<bool>) -> AnyView {
    let (nav, toasts) = (use_nav::<contract::Link>(), Toasts::from_context());
    let sending = store.mutation(None);
    let press = move || {
        store.delete(sending, move || {
            open.set(false);
            toasts.push(t::toast_deleted());
            nav.back(&store.home());
        });
    };
    view! {
        <Stack>
            <Fault notice=sending.notice() />
            <Button label=t::delete() look=Look::Warn wide=true busy=sending.is_sending() on_press=press />
            <Button label=k::common::not_now() look=Look::Soft wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}
