//! The poster: the group's QR as print, and what passes it on.

use contract::invite::{Invite, InviteKind};
use leptos::prelude::*;

use super::super::model;
use super::super::store::Invites;
use super::passing;
use crate::i18n::k;
use crate::ui::{Advisory, Button, Fault, Look, Poster, Sheet, Stack, Toasts, cloth_of};

/// The poster of the invite that is shown.
pub fn section(invites: Invites, shown: Memo<Option<Invite>>) -> AnyView {
    let (group, now) = (invites.group, invites.now());
    // While the poster is taken down the memo may be empty for a moment.
    let corner = move |of: &dyn Fn(&Invite) -> (String, String)| {
        shown.with(|i| i.as_ref().map(of)).unwrap_or_default()
    };
    let left = move || corner(&|i| group.with(|g| model::places_corner(i, g)));
    let right = move || corner(&|i| model::expiry_corner(i, now.get()));
    let lead = move || group.with(|g| k::invite::lead(&g.me.persona.nickname));
    let asking = RwSignal::new(false);
    view! {
        <Poster
            cloth=Signal::derive(move || group.with(|g| cloth_of(g.id.as_str()).to_owned()))
            name=Signal::derive(move || group.with(|g| g.name.clone()))
            lead=Signal::derive(lead)
            left=Signal::derive(left)
            right=Signal::derive(right)
        >
            {passing::picture(invites, shown.into())}
        </Poster>
        {model::advice(InviteKind::Qr, |rule| invites.enforces(rule)).map(|what| view! { <Advisory what /> })}
        {passing::buttons(invites, shown.into())}
        <Button
            label=k::invite::new_qr()
            look=Look::Text
            small=true
            on_press=move || asking.set(true)
        />
        {another(invites, asking)}
    }
    .into_any()
}

/// Asks before a second QR is made, because the first one goes on working.
fn another(invites: Invites, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let make = move || {
        invites.make_qr(move || {
            open.try_set(false);
            toasts.push(k::invite::made_qr());
        });
    };
    view! {
        <Sheet open title=k::invite::new_qr_title() sub=k::invite::new_qr_sub()>
            <Stack>
                <Fault notice=invites.making_qr.notice() />
                <Button label=k::invite::make_qr() wide=true busy=invites.making_qr.is_sending() on_press=make />
                <Button label=k::common::cancel() look=Look::Text wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
