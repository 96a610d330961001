//! The invites that were made: state, who came, open, revoke.

use contract::Link;
use contract::invite::{Invite, InviteKind, InviteState};
use leptos::prelude::*;

use super::super::model;
use super::super::store::Invites;
use super::personal;
use crate::i18n::{k, number};
use crate::ui::{
    Button, Fault, Icon, List, Look, Pill, SectionHead, Sheet, Stack, Toasts, Unreadable, glyph,
};

/// What a row asks for.
#[derive(Clone, Copy)]
struct Ask {
    chosen: RwSignal<Option<Invite>>,
    showing: RwSignal<bool>,
    revoking: RwSignal<bool>,
}

/// The section: mine, or for hosts all of them.
pub fn section(invites: Invites) -> AnyView {
    let all = invites.all();
    let ask =
        Ask { chosen: RwSignal::new(None), showing: RwSignal::new(false), revoking: RwSignal::new(false) };
    let host = invites.group.with_untracked(|g| g.me.role.runs_the_group());
    let title = if host { k::invite::made_title_all() } else { k::invite::made_title() };
    let view = invites.list.view();
    let more = Memo::new(move |_| view.with(|v| v.value().is_some_and(|v| v.has_more)));
    let loading = Signal::derive(move || view.with(|v| v.value().is_some_and(|v| v.loading_more)));
    let failed = Signal::derive(move || view.with(|v| v.value().and_then(|v| v.more_failed.clone())));
    // A count of one page of several would be a wrong figure.
    let count = move || {
        let n = all.with(Vec::len);
        (n > 0 && !more.get()).then(|| number(i64::try_from(n).unwrap_or(i64::MAX)))
    };
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    let unreadable = Signal::derive(move || view.with(|v| v.value().map_or(0, |v| v.unreadable)));
    let rows = move || {
        if none.get() {
            if unreadable.get() > 0 {
                return ().into_any();
            }
            return view! { <p class="sub invite-none">{k::invite::made_none()}</p> }.into_any();
        }
        view! {
            <List label=title>
                <For each=move || all.get() key=|invite| invite.id.clone() children=move |invite| row(invites, invite, ask) />
            </List>
            {invites.can_revoke().then(|| view! { <p class="cap invite-foot">{k::invite::made_foot()}</p> })}
        }
        .into_any()
    };
    let older = move || {
        more.get().then(|| {
            let press = move || invites.list.more();
            view! { <Button label=k::invite::older() look=Look::Line busy=loading on_press=press /> }
        })
    };
    view! {
        <SectionHead title note=count />
        {rows}
        <Unreadable count=unreadable about=Link::Backend />
        <Fault notice=failed />
        {older}
        {personal::show(invites, ask.chosen.into(), ask.showing)}
        {revoke(invites, ask)}
    }
    .into_any()
}

fn row(invites: Invites, first: Invite, ask: Ask) -> AnyView {
    let (group, now) = (invites.group, invites.now());
    let (kind, yours) = (first.kind, first.yours);
    let live = invites.list.item(first.id.as_str());
    let invite = Memo::new(move |_| live.with(|i| i.value().cloned()).unwrap_or_else(|| first.clone()));
    let state = Memo::new(move |_| invite.with(|i| group.with(|g| model::state_now(i, g, now.get()))));
    let pill = move || model::row_pill(kind, state.get());
    let title = Signal::derive(move || invite.with(model::row_title));
    let choose = move |open: RwSignal<bool>| {
        ask.chosen.set(Some(invite.get_untracked()));
        invites.revoking.forgive();
        open.set(true);
    };
    let icon = if kind == InviteKind::Qr { glyph::QR } else { glyph::ME };
    let ends = move || {
        (state.get() == InviteState::Open).then(|| {
            // An invite names its inviter: nobody hands over another's.
            let hand_over = (yours && invites.can_make()).then(|| {
                let press = move || choose(ask.showing);
                view! { <Button label=k::invite::open() look=Look::Line small=true on_press=press /> }
            });
            let press = move || choose(ask.revoking);
            let revoke = invites.can_revoke().then(|| {
                view! { <Button label=k::invite::revoke() look=Look::Warn small=true on_press=press /> }
            });
            view! {
                {hand_over}
                {revoke}
            }
        })
    };
    view! {
        <li class="list-row invite-row" aria-label=title>
            <Icon of=icon />
            <span class="grow">
                <b class="list-title">{title}</b>
                <span class="cap block num">
                    {move || invite.with(|i| model::row_note(i, state.get(), now.get()))}
                </span>
                <Pill
                    label=Signal::derive(move || pill().0.to_owned())
                    state=Signal::derive(move || pill().1)
                    icon=Signal::derive(move || pill().2)
                />
            </span>
            <span class="list-end">{ends}</span>
        </li>
    }
    .into_any()
}

/// Asks before an invite is taken back, because that is final.
fn revoke(invites: Invites, ask: Ask) -> AnyView {
    let toasts = Toasts::from_context();
    let open = ask.revoking;
    let title = move || k::invite::revoke_title().to_owned();
    let take_back = move || {
        let Some(invite) = ask.chosen.get_untracked() else { return };
        invites.revoke(invite.id.as_str(), move || {
            open.try_set(false);
            toasts.push(k::invite::revoked());
        });
    };
    let which = move || ask.chosen.with(|i| i.as_ref().map(model::row_title));
    view! {
        <Sheet open title=Signal::derive(title) sub=k::invite::revoke_sub()>
            <Stack>
                <p><b>{which}</b></p>
                <Fault notice=invites.revoking.notice() />
                <Button
                    label=k::invite::revoke()
                    look=Look::Warn
                    wide=true
                    busy=invites.revoking.is_sending()
                    on_press=take_back
                />
                <Button label=k::invite::revoke_keep() look=Look::Text wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
