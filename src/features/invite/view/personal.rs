//! The sheet that makes a personal invite, and the sheet that shows one.

use contract::InviteId;
use contract::invite::{Invite, InviteState};
use leptos::prelude::*;

use super::super::store::{Invites, Personal};
use super::super::{model, sent};
use super::passing;
use crate::i18n::k;
use crate::ui::{Button, Fault, Pill, Select, Sheet, Stack, TextField, field_error};

/// For whom, and what it points at; then the invite itself, in a sheet of its own.
pub fn sheet(invites: Invites, open: RwSignal<bool>) -> AnyView {
    let (made, showing) = (RwSignal::new(None), RwSignal::new(false));
    let done = Callback::new(move |invite: Invite| {
        open.set(false);
        made.set(Some(invite.id));
        showing.set(true);
    });
    view! {
        <Sheet open title=k::invite::personal_title() sub=k::invite::personal_sub()>
            {fields(invites.personal(), done)}
        </Sheet>
        {show(invites, made, showing)}
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

/// One invite to hand over: QR, code, link; and why not, once it has ended meanwhile.
pub fn show(invites: Invites, id: RwSignal<Option<InviteId>>, open: RwSignal<bool>) -> AnyView {
    let (invite, state) = invites.followed(id);
    let now = invites.now();
    let title = move || invite.with(|i| i.as_ref().map(sent::title).unwrap_or_default());
    let sub = move || {
        invite.with(|i| match (i.as_ref()?, state.get()?) {
            (invite, InviteState::Open) => {
                Some(invites.group.with(|g| model::hand_over(invite, g, now.get())))
            }
            (invite, over) => Some(sent::note(invite, over, now.get())),
        })
    };
    let inside = move || match state.get()? {
        InviteState::Open => Some(passing::on(invites, invite.into())),
        over => {
            let kind = invite.with_untracked(|i| i.as_ref().map(|i| i.kind))?;
            let (label, look, icon) = sent::pill(kind, over);
            let pill = view! { <Pill label state=Signal::stored(look) icon=Signal::stored(icon) /> };
            // Who was about to hand it over hears that it has ended.
            Some(view! { <p role="alert">{pill}</p> }.into_any())
        }
    };
    view! {
        <Sheet open title=Signal::derive(title) sub>
            <Stack wide=true>{inside}</Stack>
        </Sheet>
    }
    .into_any()
}
