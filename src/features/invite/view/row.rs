//! An invite in the list: its state, opening it, and taking it back with a few seconds to undo that.

use contract::InviteId;
use contract::invite::{Invite, InviteKind, InviteState};
use leptos::html;
use leptos::prelude::*;

use super::super::model;
use super::super::revoke::Phase;
use super::super::sent;
use super::super::store::Invites;
use crate::i18n::k;
use crate::ui::{Button, Fault, Icon, Look, Pill, PillState, glyph};

/// The row; `chosen` and `showing` are the sheet that hands an invite over.
pub fn row(
    invites: Invites,
    first: Invite,
    chosen: RwSignal<Option<InviteId>>,
    showing: RwSignal<bool>,
) -> AnyView {
    let (group, now) = (invites.group, invites.now());
    let (kind, yours) = (first.kind, first.yours);
    let revoke = invites.revoke(first.id.clone());
    let phase = revoke.phase();
    let live = invites.list.item(first.id.as_str());
    let invite = Memo::new(move |_| live.with(|i| i.value().cloned()).unwrap_or_else(|| first.clone()));
    let state = Memo::new(move |_| invite.with(|i| group.with(|g| model::state_now(i, g, now.get()))));
    let pill = move || match phase.get() {
        Phase::Still => sent::pill(kind, state.get()),
        Phase::Waiting | Phase::Sending => (k::invite::revoking(), PillState::Held, glyph::HOLD),
    };
    let title = Signal::derive(move || invite.with(sent::title));
    let item = NodeRef::<html::Li>::new();
    // What is pressed goes away: who uses a keyboard stays at the row, and what is said of it is heard.
    let stay = move || {
        if let Some(item) = item.get_untracked() {
            drop(item.focus());
        }
    };
    let acts = move || {
        let press = move || {
            chosen.set(Some(invite.with_untracked(|i| i.id.clone())));
            showing.set(true);
        };
        // An invite names its inviter: nobody hands over another's.
        let hand_over = (yours && invites.can_make()).then(|| {
            view! { <Button label=k::invite::open() look=Look::Line small=true on_press=press /> }
        });
        let ask = move || {
            stay();
            revoke.ask();
        };
        let take_back = invites.can_revoke().then(|| {
            view! { <Button label=k::invite::revoke() look=Look::Warn small=true on_press=ask /> }
        });
        view! {
            {hand_over}
            {take_back}
        }
    };
    // What can be acted on has its buttons at the end, and its pill under the words.
    let over = Memo::new(move |_| state.get() != InviteState::Open && phase.get() == Phase::Still);
    let drawn = move |at_end: bool| {
        (over.get() == at_end).then(|| {
            view! {
                <Pill
                    label=Signal::derive(move || pill().0.to_owned())
                    state=Signal::derive(move || pill().1)
                    icon=Signal::derive(move || pill().2)
                />
            }
        })
    };
    let ends = move || match phase.get() {
        Phase::Still if state.get() == InviteState::Open => Some(acts().into_any()),
        Phase::Waiting => {
            let undo = move || {
                if revoke.undo() {
                    stay();
                }
            };
            let button = view! {
                <Button label=k::common::undo() icon=glyph::UNDO look=Look::Line small=true on_press=undo />
            };
            Some(button.into_any())
        }
        Phase::Still | Phase::Sending => None,
    };
    let told = move || (phase.get() == Phase::Waiting).then(k::invite::revoking_note);
    // What was promised and did not happen is said first: a code that leaked is still out.
    let failed = revoke.sending.notice();
    let not_done = move || {
        failed
            .with(Option::is_some)
            .then(|| view! { <b class="cap" role="alert">{k::invite::revoke_not_done()}</b> })
    };
    view! {
        <li class="list-row invite-row" aria-label=title tabindex="-1" node_ref=item>
            <span class="invite-disc">
                <Icon of=if kind == InviteKind::Qr { glyph::QR } else { glyph::ME } />
            </span>
            <span class="grow">
                <b class="list-title">{title}</b>
                <span class="cap block num">
                    {move || invite.with(|i| sent::note(i, state.get(), now.get()))}
                </span>
                {move || drawn(false)}
                <span class="cap" role="status">{told}</span>
            </span>
            <span class="list-end">{ends} {move || drawn(true)}</span>
            {not_done}
            <Fault notice=revoke.sending.notice() />
        </li>
    }
    .into_any()
}
