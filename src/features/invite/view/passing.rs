//! What passes an invite on: its QR, its code, its link and its text. Shared by the poster and the sheet.

use contract::Link;
use contract::invite::Invite;
use leptos::prelude::*;

use super::super::model;
use super::super::store::Invites;
use crate::i18n::k;
use crate::ui::nav::{Nav, use_nav};
use crate::ui::scan::use_scan;
use crate::ui::share::use_share;
use crate::ui::{Button, CopyButton, Look, QrImage, Row, Toasts, glyph};

/// The absolute address that an invite of mine is.
pub fn link_of(nav: Nav<Link>, invite: &Invite) -> Option<String> {
    invite.token.clone().map(|token| nav.absolute(&Link::Join(token)))
}

/// The QR as a picture, the typed code, and how to use them.
pub fn picture(invites: Invites, invite: Signal<Option<Invite>>) -> AnyView {
    let (nav, scan) = (use_nav::<Link>(), use_scan());
    let (src, failed, turn) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(0u32));
    let link = Memo::new(move |_| invite.with(|i| i.as_ref().and_then(|i| link_of(nav, i))));
    Effect::new(move |_| {
        turn.track();
        let Some(of) = link.get() else { return };
        failed.set(false);
        src.set(String::new());
        let wanted = of.clone();
        let done = Callback::new(move |made: Result<String, ()>| {
            // The page may be gone, or show another invite by now.
            if link.try_get_untracked().flatten().as_ref() == Some(&wanted) {
                failed.try_set(made.is_err());
                src.try_set(made.unwrap_or_default());
            }
        });
        scan.make_qr(of, done);
    });
    let what = move || invites.group.with(|g| k::invite::qr_what(&g.name));
    let code = move || invite.with(|i| i.as_ref().and_then(model::typed_code));
    let again = move || turn.update(|n| *n += 1);
    let body = move || {
        if failed.get() {
            view! {
                <div class="qr-failed" role="alert">
                    <p>{k::invite::qr_failed()}</p>
                    <Button label=k::invite::qr_again() look=Look::Line small=true on_press=again />
                </div>
            }
            .into_any()
        } else {
            view! { <QrImage src what=Signal::derive(what) /> }.into_any()
        }
    };
    view! {
        {body}
        <p class="sub num">{k::invite::code()}" "<b class="invite-code">{code}</b></p>
        <p class="cap">{k::invite::press()}</p>
    }
    .into_any()
}

/// Send it, or copy the link.
pub fn buttons(invites: Invites, invite: Signal<Option<Invite>>) -> AnyView {
    let (nav, share, toasts) = (use_nav::<Link>(), use_share(), Toasts::from_context());
    let link = move || invite.with(|i| i.as_ref().and_then(|i| link_of(nav, i)).unwrap_or_default());
    let text = move || {
        let now = invites.now().get_untracked();
        let written = invite.with_untracked(|i| {
            let invite = i.as_ref()?;
            let link = link_of(nav, invite)?;
            invites.group.with_untracked(|g| model::outgoing(invite, g, &link, now))
        });
        written.unwrap_or_default()
    };
    let can_share = share.can_share();
    let send = move || {
        if can_share {
            // Closing the share sheet without sending is no fault.
            share.share(text(), Callback::new(|_| ()));
        } else {
            share.copy_and_tell(text(), toasts);
        }
    };
    let label = if can_share { k::invite::send() } else { k::invite::copy_text() };
    view! {
        <Row fill=true>
            <Button label icon=glyph::SHARE on_press=send />
            <CopyButton text=Signal::derive(link) label=k::invite::copy_link() look=Look::Line />
        </Row>
    }
    .into_any()
}
