//! The door: what is behind it, what others will see of me, what I will see, and the way in and out.

use contract::Link;
use contract::group::{HistoryRule, VerifyBefore};
use contract::invite::{InviteKind, InvitePreview};
use data::Rule;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::super::entry::{Door as Store, Entry};
use super::super::form::{NICKNAME_TAKEN, is_nickname_fault};
use super::super::{dead::Dead, model};
use super::target;
use crate::i18n::{deadline, k};
use crate::ui::nav::use_nav;
use crate::ui::prefs::shows_counts;
use crate::ui::{
    ActionBar, Advisory, Avatar, Banner, Button, Card, Door, FacePicker, Fact, Facts, Fault, Icon,
    LinkButton, Look, Page, Row, Step, StepLook, Strand, TextField, Well, cloth_of, field_error, glyph,
};

/// The whole door.
pub fn view(at: Store, preview: Signal<InvitePreview>) -> AnyView {
    let me = at.data.me();
    // Nobody is sent to verify what the backend does not verify.
    let can_verify = at.can_verify();
    let gate = Memo::new(move |_| {
        let first = can_verify && preview.with(|p| p.verify_before == VerifyBefore::Join);
        (first && me.get().is_none_or(|me| !me.phone_verified)).then(|| me.get().is_some())
    });
    let entry = at.entry(&preview.with_untracked(|p| p.group_id.clone()));
    let cloth = preview.with_untracked(|p| cloth_of(p.group_id.as_str()));
    let checked = at.data.enforces(Rule::Nickname);
    let persona = move || {
        // What is typed before signing in belongs to nobody yet: the gate comes first.
        (gate.get() != Some(false)).then(|| persona(preview, entry, checked))
    };
    view! {
        <Page>
            <div class="join-door">
                <Door
                    cloth
                    lead=Signal::derive(move || preview.with(lead))
                    name=Signal::derive(move || preview.with(|p| p.group_name.clone()))
                    note=Signal::derive(move || preview.with(note))
                />
            </div>
            {move || about(preview)}
            {move || preview.with(|p| p.target.clone()).map(target::card)}
            {persona}
            {sees(preview, at.data.enforces(Rule::History))}
            {facts(at, preview)}
        </Page>
        <ActionBar>{foot(preview, entry, gate)}</ActionBar>
    }
    .into_any()
}

fn lead(preview: &InvitePreview) -> String {
    let who = preview.inviter.as_ref().map(|p| k::invite::door_lead(&p.nickname));
    who.unwrap_or_else(|| k::invite::door_lead_none().to_owned())
}

fn note(preview: &InvitePreview) -> String {
    let members = shows_counts().then(|| k::common::members(preview.member_count.into()));
    match (&preview.host, members) {
        (Some(host), Some(members)) => k::invite::door_note(&host.nickname, &members),
        (host, members) => members.or(host.as_ref().map(|h| h.nickname.clone())).unwrap_or_default(),
    }
}

fn about(preview: Signal<InvitePreview>) -> Option<AnyView> {
    let about = preview.with(|p| p.about.trim().to_owned());
    (!about.is_empty()).then(|| {
        view! {
            <Card>
                <h2>{k::invite::about_title()}</h2>
                <p class="join-about">{about}</p>
            </Card>
        }
        .into_any()
    })
}

/// What others will see of me, as they will see it.
fn persona(preview: Signal<InvitePreview>, entry: Entry, checked: bool) -> AnyView {
    let name = move || entry.nickname.with(|n| n.trim().to_owned());
    let shown = move || {
        let name = name();
        if name.is_empty() { k::invite::face_unnamed().to_owned() } else { name }
    };
    let when = move || {
        let who = preview.with(|p| p.inviter.as_ref().map(|i| k::invite::face_preview_by(&i.nickname)));
        who.unwrap_or_else(|| k::invite::face_preview().to_owned())
    };
    let field = NodeRef::<html::Div>::new();
    show_when_refused(field, entry);
    let error = field_error(entry.joining.notice(), "nickname", &[NICKNAME_TAKEN]);
    view! {
        <Card>
            <h2>{k::invite::face_title()}</h2>
            <Well>
                <div class="join-face">
                    <Avatar of=entry.avatar size="l" />
                    <span class="grow">
                        <b class="block" data-empty=move || name().is_empty().then_some("")>{shown}</b>
                        <span class="cap">{when}</span>
                    </span>
                </div>
            </Well>
            <div node_ref=field class="join-name">
                <TextField
                    label=k::invite::nickname()
                    value=entry.nickname
                    hint=k::invite::nickname_hint()
                    error
                    max_length=20u32
                />
            </div>
            {(!checked).then(|| view! { <Advisory what=k::invite::nickname_advisory() /> })}
            <FacePicker value=entry.avatar />
            <p class="cap join-hidden"><Icon of=glyph::HIDDEN /><span>{k::invite::face_hidden()}</span></p>
        </Card>
    }
    .into_any()
}

/// The button is at the foot and the field may be out of sight: what is wrong with it must not be.
fn show_when_refused(field: NodeRef<html::Div>, entry: Entry) {
    let notice = entry.joining.notice();
    Effect::new(move |_| {
        let refused = notice.with(|n| n.as_ref().is_some_and(is_nickname_fault));
        let input = field.get_untracked().and_then(|div| div.query_selector("input").ok().flatten());
        if let Some(input) = input.filter(|_| refused).and_then(|i| i.dyn_into::<HtmlElement>().ok()) {
            // A browser that cannot focus it still shows the sentence.
            drop(input.focus());
        }
    });
}

/// The history rule, on the thread.
fn sees(preview: Signal<InvitePreview>, hidden: bool) -> AnyView {
    use k::invite as t;
    let agreed = Memo::new(move |_| !hidden && preview.with(|p| p.history == HistoryRule::SinceJoined));
    let steps = move || {
        let (look, past) = match preview.with(|p| p.history) {
            HistoryRule::SinceJoined if hidden => (StepLook::Skipped, t::before_hidden()),
            // What is not hidden must never be called hidden.
            HistoryRule::SinceJoined => (StepLook::Done, t::before_open()),
            HistoryRule::All => (StepLook::Done, t::before_all()),
        };
        vec![
            Step::new(look, t::before(), past),
            Step::new(StepLook::Now, t::moment(), t::moment_note()),
            Step::new(StepLook::Ahead, t::after(), t::after_note()),
        ]
    };
    view! {
        <Card>
            <h2>{t::sees_title()}</h2>
            <Strand steps=Signal::derive(steps) />
            {move || agreed.get().then(|| view! { <Advisory /> })}
        </Card>
    }
    .into_any()
}

fn facts(at: Store, preview: Signal<InvitePreview>) -> AnyView {
    let now = at.data.minute();
    let places = move || {
        preview.with(|p| match p.kind {
            InviteKind::Qr => k::invite::fact_places(p.places_left.into()),
            InviteKind::Personal => k::invite::fact_personal().to_owned(),
        })
    };
    let expires = move || k::invite::fact_expires(&deadline(preview.with(|p| p.expires_at.0), now.get().0));
    let signed_in = at.data.signed_in();
    let has_codes = at.has_recovery();
    let account = move || match (signed_in.get(), has_codes) {
        (true, _) => k::invite::fact_signed_in(),
        (false, true) => k::invite::fact_account(),
        (false, false) => k::invite::fact_account_plain(),
    };
    let advice = move || model::advice(preview.with(|p| p.kind), |rule| at.data.enforces(rule));
    let can_sign_in = at.data.can_sign_in();
    let sign_in = move || {
        (can_sign_in && !signed_in.get()).then(|| {
            view! {
                <Row ends=true>
                    <span class="sub">{k::invite::have_account()}</span>
                    <LinkButton to=Link::SignIn label=k::invite::have_account_go() look=Look::Text small=true />
                </Row>
            }
        })
    };
    let credit = move || {
        let who = preview.with(|p| p.share.is_some().then(|| p.inviter.clone()).flatten())?.nickname;
        let note = k::invite::credit_body(&who);
        Some(view! { <Fact icon=glyph::SHARE title=k::invite::credit_title(&who) note /> })
    };
    view! {
        <Card>
            <Facts>
                <Fact icon=glyph::PEOPLE title=Signal::derive(places) plain=true />
                <Fact icon=glyph::CLOCK title=Signal::derive(expires) plain=true />
                <Fact icon=glyph::LOCK title=Signal::derive(move || account().to_owned()) plain=true />
                <Fact icon=glyph::SHIELD title=k::invite::fact_leave() plain=true />
                {credit}
            </Facts>
            {move || advice().map(|what| view! { <Advisory what /> })}
            {sign_in}
        </Card>
    }
    .into_any()
}

/// In, or not now: both the same size.
fn foot(preview: Signal<InvitePreview>, entry: Entry, gate: Memo<Option<bool>>) -> AnyView {
    let nav = use_nav::<Link>();
    let notice = entry.joining.notice();
    Effect::new(move |_| {
        if notice.with(|n| n.as_ref().is_some_and(|n| n.code == "already_member")) {
            nav.replace(&preview.with_untracked(model::destination));
        }
    });
    // What is said beside the field, or takes the page over, is not said here again.
    let fault = Signal::derive(move || {
        let elsewhere =
            |n: &loadable::Notice| is_nickname_fault(n) || Dead::of(&n.code).is_some_and(Dead::is_final);
        notice.get().filter(|n| !elsewhere(n))
    });
    let join = move |counts: bool| {
        let to = preview.with_untracked(model::destination);
        let share = preview.with_untracked(|p| p.share.clone()).filter(|_| counts);
        entry.join(to, share, move |to| nav.replace(to));
    };
    // The friend is told beside the button, and may come in without.
    let shared = move || preview.with(|p| p.share.is_some());
    let told = move || {
        let who = preview.with(|p| p.inviter.clone()).filter(|_| shared())?.nickname;
        Some(view! { <p class="cap join-told">{k::invite::credit_plain(&who)}</p> })
    };
    let plain = move || {
        shared().then(|| {
            let busy = entry.joining.is_sending();
            view! {
                <Button label=k::invite::join_plain() look=Look::Text wide=true busy on_press=move || join(false) />
            }
        })
    };
    let label = move || {
        let name = entry.nickname.with(|n| n.trim().to_owned());
        if name.is_empty() { k::invite::join().to_owned() } else { k::invite::join_as(&name) }
    };
    let way_in = move || {
        match gate.get() {
        None => view! {
            <Button label=Signal::derive(label) wide=true busy=entry.joining.is_sending() on_press=move || join(true) />
        }
        .into_any(),
        Some(signed_in) => {
            let (to, label) = if signed_in {
                (Link::Verify, k::common::verify_phone())
            } else {
                (Link::SignIn, k::invite::gate_sign_in())
            };
            view! {
                <Banner icon=glyph::SHIELD title=k::invite::gate_title() body=k::invite::gate_body() />
                <LinkButton to label wide=true />
            }
            .into_any()
        }
    }
    };
    view! {
        <Fault notice=fault />
        {told}
        {way_in}
        <Row fill=true>
            {move || gate.get().is_none().then_some(plain)}
            <LinkButton to=Link::Home label=k::invite::not_now() look=Look::Text wide=true />
        </Row>
    }
    .into_any()
}
