//! The sheet that makes a personal invite, and the sheet that shows one.

use contract::invite::Invite;
use leptos::prelude::*;

use super::super::store::{Invites, Personal};
use super::super::{model, sent};
use super::passing;
use crate::i18n::k;
use crate::ui::{Button, Fault, Select, Sheet, Stack, TextField, field_error};

/// For whom, and what it points at; then the invite itself, in a sheet of its own.
pub fn sheet(invites: Invites, open: RwSignal<bool>) -> AnyView {
    let (made, showing) = (RwSignal::new(None::<Invite>), RwSignal::new(false));
    let done = Callback::new(move |invite: Invite| {
        open.set(false);
        made.set(Some(invite));
        showing.set(true);
    });
    view! {
        <Sheet open title=k::invite::personal_title() sub=k::invite::personal_sub()>
            {fields(invites.personal(), done)}
        </Sheet>
        {show(invites, made.into(), showing)}
    }
    .into_any()
}

fn fields(form: Personal, done: Callback<Invite>) -> AnyView {
    let notice = form.making.notice();
    let targets = form.targets();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.send(move |invite| {
            done.try_run(invite);
        });
    };
    let target = move || {
        // One option is "just the group": nothing to choose.
        (targets.with(Vec::len) > 1).then(|| {
            view! { <Select label=k::invite::personal_target() value=form.target options=targets /> }
        })
    };
    view! {
        <form class="stack" data-wide="" on:submit=send>
            <TextField
                label=k::invite::personal_note()
                value=form.note
                hint=k::invite::personal_hint()
                placeholder=k::invite::personal_example()
                error=field_error(notice, "note", &[])
                optional=true
                max_length=40u32
            />
            {target}
            <Fault notice />
            <Button label=k::invite::personal_done() wide=true submit=true busy=form.making.is_sending() />
        </form>
    }
    .into_any()
}

/// One invite to hand over: QR, code, link.
pub fn show(invites: Invites, invite: Signal<Option<Invite>>, open: RwSignal<bool>) -> AnyView {
    let title = move || invite.with(|i| i.as_ref().map(sent::title).unwrap_or_default());
    let sub = move || {
        let now = invites.now().get();
        invite.with(|i| {
            let invite = i.as_ref()?;
            Some(invites.group.with(|g| model::hand_over(invite, g, now)))
        })
    };
    view! {
        <Sheet open title=Signal::derive(title) sub>
            <Stack wide=true>
                {passing::on(invites, invite)}
            </Stack>
        </Sheet>
    }
    .into_any()
}
