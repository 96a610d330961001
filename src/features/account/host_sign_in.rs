//! Signing in with the account of the app around us: going there, and coming back with a code.
//!
//! Silent: it asks who somebody is and for nothing of their profile, which becomes no persona. Every way back that
//! brings nobody in is a sentence beside the other ways in.

use contract::info::Info;
use contract::wechat::WechatScope;
use contract::{Link, api};
use data::{Data, Mutation, Reading, WechatDone};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::host::{Ability, Host, use_host};
use crate::ui::nav::{Nav, use_nav};
use crate::ui::{Art, Button, Card, Fault, Look, PageHead, State, Toasts, glyph};

/// The button, where the host can and the backend is set up for it; and what became of coming back. Where nobody says
/// what the backend is set up for, what it offers counts.
pub fn card(data: Data, info: Option<Reading<Info>>) -> AnyView {
    let host = use_host();
    if !data.offers_wechat() || !host.can(Ability::SignIn) {
        return ().into_any();
    }
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let (going, coming) = (data.mutation(), data.mutation());
    let back = host.came_back();
    let host = StoredValue::new_local(host);
    if let Some(back) = back {
        data.finish_wechat(coming, back.code, &back.state, move |done| {
            toasts.push(match done {
                WechatDone::SignedIn => k::account::signed_in(),
                WechatDone::Linked => k::common::saved(),
            });
            nav.back(&Link::Home);
            host.with_value(|host| host.settle());
        });
    }
    // What came back is told also where the backend has been switched off meanwhile.
    let shows = Memo::new(move |_| info.is_none_or(is_set_up) || coming.notice().with(Option::is_some));
    let go = move || {
        coming.forgive();
        leave(data, nav, going, host);
    };
    let busy = Signal::derive(move || going.is_sending().get() || coming.is_sending().get());
    let label = move || if coming.is_sending().get() { k::host::signing_in() } else { k::host::sign_in() };
    (move || {
        shows.get().then(|| {
            view! {
                <Card>
                    <Fault notice=coming.notice() />
                    {button(going, Signal::derive(move || label().to_owned()), busy, go.into())}
                    <p class="cap">{k::host::sign_in_note()}</p>
                </Card>
            }
        })
    })
    .into_any()
}

/// Where there is no other way in: the button, or where to find it.
pub fn only(data: Data) -> AnyView {
    if use_host().can(Ability::SignIn) {
        return view! {
            <PageHead title=k::account::sign_in_title() />
            {card(data, None)}
        }
        .into_any();
    }
    view! { <State art=Art::Door title=k::host::sign_in() body=k::host::sign_in_inside() /> }.into_any()
}

/// For who is in by another way: from now on by this one too.
pub fn link(data: Data, info: Reading<Info>) -> AnyView {
    let host = use_host();
    if !data.offers(&api::LINK_WECHAT) || !host.can(Ability::SignIn) {
        return ().into_any();
    }
    let (nav, going, host) = (use_nav::<Link>(), data.mutation(), StoredValue::new_local(host));
    let linked = Memo::new(move |_| data.me().with(|me| me.as_ref().is_some_and(|me| me.wechat)));
    (move || {
        is_set_up(info).then(|| match linked.get() {
            true => view! { <p class="cap">{k::host::linked()}</p> }.into_any(),
            false => {
                let go = Callback::new(move |()| leave(data, nav, going, host));
                button(going, Signal::stored(k::host::link().to_owned()), going.is_sending(), go)
            }
        })
    })
    .into_any()
}

fn is_set_up(info: Reading<Info>) -> bool {
    info.answer().with(|i| i.value().is_some_and(|i| i.wechat.is_some()))
}

fn leave(data: Data, nav: Nav<Link>, going: Mutation, host: Host) {
    let there = move |url| {
        let _ = host.try_with_value(|host| host.sign_in(url));
    };
    data.begin_wechat(going, WechatScope::Base, &nav.absolute(&Link::Home), there);
}

fn button(going: Mutation, label: Signal<String>, busy: Signal<bool>, on_press: Callback<()>) -> AnyView {
    view! {
        <Fault notice=going.notice() />
        <Button label icon=glyph::ME look=Look::Soft wide=true busy on_press />
    }
    .into_any()
}
