//! What passes an invite on: its picture, its link and its text. Shared by the page and the sheet.

use contract::Link;
use contract::group::Group;
use contract::invite::{Invite, InviteKind};
use leptos::prelude::*;

use super::super::model;
use super::super::store::Invites;
use crate::i18n::k;
use crate::ui::host::use_card;
use crate::ui::nav::{Nav, use_nav};
use crate::ui::poster::{PosterWords, Print, Printing};
use crate::ui::share::{Outgoing, use_share};
use crate::ui::{Advisory, Button, CopyButton, Look, PosterPicture, Row, Toasts, cloth_of, glyph};

/// The absolute address that an invite of mine is.
pub fn link_of(nav: Nav<Link>, invite: &Invite) -> Option<String> {
    invite.token.clone().map(|token| nav.absolute(&Link::Join(token)))
}

/// The poster, and below it what brings it out of the app.
pub fn on(invites: Invites, invite: Signal<Option<Invite>>) -> AnyView {
    let nav = use_nav::<Link>();
    let now = invites.now();
    let words = Memo::new(move |_| {
        invite.with(|invite| {
            let invite = invite.as_ref()?;
            let link = link_of(nav, invite)?;
            let (title, note) = model::expiry_corner(invite, now.get());
            let note = if invite.kind == InviteKind::Qr { k::poster::qr_expires().to_owned() } else { note };
            Some(invites.group.with(|group| words(invite, group, link, (title, note))))
        })
    });
    let printing = Printing::new(words);
    let advice = move || invite.with(|i| model::advice(i.as_ref()?.kind, |rule| invites.enforces(rule)));
    view! {
        <PosterPicture printing />
        {move || advice().map(|what| view! { <Advisory what /> })}
        {buttons(invites, invite, printing)}
    }
    .into_any()
}

fn words(invite: &Invite, group: &Group, link: String, right: (String, String)) -> PosterWords {
    PosterWords {
        link,
        cloth: cloth_of(group.id.as_str()).to_owned(),
        name: group.name.clone(),
        lead: k::invite::lead(&group.me.persona.nickname),
        code: model::typed_code(invite).unwrap_or_default(),
        left: model::places_corner(invite, group),
        right,
    }
}

/// Save it, send it, or copy the link.
fn buttons(invites: Invites, invite: Signal<Option<Invite>>, printing: Printing) -> AnyView {
    let (nav, share, toasts) = (use_nav::<Link>(), use_share(), Toasts::from_context());
    let link = move || invite.with(|i| i.as_ref().and_then(|i| link_of(nav, i)).unwrap_or_default());
    let to_chat = invites.data.config().deals_to_chat;
    let outgoing = move || {
        let now = invites.now().get();
        invite.with(|i| {
            let invite = i.as_ref()?;
            let link = link_of(nav, invite)?;
            let text = invites.group.with(|g| model::outgoing(invite, g, &link, now))?;
            Some(Outgoing::new(text, link, model::reach(invite, to_chat)))
        })
    };
    use_card(move || outgoing().map(|outgoing| outgoing.card));
    let (has_sheet, can_save) = (share.has_sheet(), printing.can_save());
    let send = move || {
        let Some(what) = untrack(outgoing) else { return };
        if !has_sheet || untrack(|| share.has_menu()) {
            return share.send(what, toasts);
        }
        // Closing the share sheet without sending is no fault; a browser that refuses it leaves the copy.
        let text = what.text.clone();
        let done = Callback::new(move |sent: bool| {
            if !sent {
                share.copy_and_tell(text.clone(), toasts);
            }
        });
        printing.send(what.text, done);
    };
    let save = move || {
        if printing.save() {
            toasts.push(k::poster::saved());
        }
    };
    // While it is being made the button is there, so that nothing moves under a finger.
    let drawn = Memo::new(move |_| matches!(printing.print(), Print::Waiting | Print::Whole(_)));
    let waiting = Signal::derive(move || printing.print() == Print::Waiting);
    let look = if can_save { Look::Line } else { Look::Filled };
    let label = move || if share.can_send() { k::invite::send() } else { k::invite::copy_text() }.to_owned();
    view! {
        {move || (drawn.get() && !can_save).then(|| view! { <p class="cap poster-press">{k::poster::by_press()}</p> })}
        <Row fill=true>
            {move || {
                (drawn.get() && can_save)
                    .then(|| view! { <Button label=k::poster::save() icon=glyph::SAVE busy=waiting on_press=save /> })
            }}
            <Button label=Signal::derive(label) look icon=glyph::SHARE on_press=send />
        </Row>
        <CopyButton text=Signal::derive(link) label=k::invite::copy_link() look=Look::Text small=true />
    }
    .into_any()
}
