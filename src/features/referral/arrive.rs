//! Coming to a thing by somebody's share: it is written down, then the thing stands here. What does not count changes
//! nothing; without a network or a session one goes on without.

use contract::feed::Attachment;
use contract::referral::{Arrive, Referral};
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::i18n::k::referral as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Button, Fault, Look, Page, SkeletonCard, Stack};

/// What can be tried again.
const PASSING: [&str; 7] =
    ["offline", "timeout", "cross_origin", "unreachable", "rate_limited", "internal", "unauthenticated"];

/// The page of a link that carries a share.
pub fn page(data: Data, group: &GroupId, to: Attachment, share: &str, plain: Link) -> AnyView {
    use_title(t::arriving().to_owned());
    let nav = use_nav::<Link>();
    let plain = StoredValue::new(plain);
    let go = move || nav.replace(&plain.get_value());
    if !super::is_kept(data) {
        request_animation_frame(go);
        return view! { <Page><SkeletonCard /></Page> }.into_any();
    }
    let arriving = data.mutation();
    let command = StoredValue::new((group.clone(), Arrive { share: share.to_owned(), to }));
    let send = move || {
        command.with_value(|(group, command)| {
            arriving.run(api::ARRIVE, &[group.as_str()], command, move |mine: Referral| {
                data.absorb(mine);
                go();
            });
        });
    };
    let notice = arriving.notice();
    // A thing that is over, or a group that is not mine, says so on its own page.
    Effect::new(move |_| {
        if notice.with(|n| n.as_ref().is_some_and(|n| !PASSING.contains(&n.code.as_str()))) {
            go();
        }
    });
    send();
    let failed = Signal::derive(move || notice.get().filter(|n| PASSING.contains(&n.code.as_str())));
    let content = move || {
        if failed.with(Option::is_none) {
            return view! { <SkeletonCard /> }.into_any();
        }
        view! {
            <Stack>
                <Fault notice=failed />
                <Button label=k::common::retry() wide=true busy=arriving.is_sending() on_press=send />
                <Button label=t::plain() look=Look::Soft wide=true on_press=go />
            </Stack>
        }
        .into_any()
    };
    view! { <Page>{content}</Page> }.into_any()
}
