//! The poster: the group's QR as print, and what passes it on.

use contract::invite::Invite;
use leptos::prelude::*;

use super::super::store::Invites;
use super::passing;
use crate::i18n::k;
use crate::ui::{Button, Fault, Look, Sheet, Stack, Toasts};

/// The poster of the invite that is shown.
pub fn section(invites: Invites, shown: Memo<Option<Invite>>) -> AnyView {
    let asking = RwSignal::new(false);
    view! {
        {passing::on(invites, shown.into())}
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
