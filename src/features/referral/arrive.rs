//! Coming to a thing by somebody's share: it is written down, then the thing stands here. What does not count changes
//! nothing; without a network one goes on without. Who must sign in first has it kept until then, and the thing tells it
//! (`late`) whichever way they come to it.

use contract::feed::Attachment;
use contract::group::Group;
use contract::referral::{Arrive, Referral};
use contract::{GroupId, Link, api};
use data::{Data, Draft};
use leptos::prelude::*;

use super::model;
use crate::i18n::k;
use crate::i18n::k::referral as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Button, Fault, Look, Page, SkeletonCard, Stack};

/// What can be tried again.
const PASSING: [&str; 7] =
    ["offline", "timeout", "cross_origin", "unreachable", "rate_limited", "internal", "unauthenticated"];

/// The longest that any group's rules let a share count, in days.
const LONGEST_DAYS: u32 = 90;

/// Where a share is kept by which somebody came to a thing before they signed in.
fn pending(data: Data, group: &GroupId, id: &str) -> (Draft, RwSignal<String>) {
    let draft = data.draft(&format!("came/{group}/{id}"));
    (draft, draft.field("share", ""))
}

/// Tells of a share that was kept over signing in, once its thing is on screen.
pub fn late(data: Data, group: &GroupId, to: Attachment) {
    let (draft, kept) = pending(data, group, &to.id);
    if data.account().is_none() || kept.with_untracked(String::is_empty) {
        return;
    }
    let home = data.one::<Group>(group.as_str());
    let arriving = draft.mutation(data);
    let (group, to) = (group.clone(), StoredValue::new(to));
    Effect::new(move |_| {
        let Some(days) = home.with(|g| g.value().map(|g| g.policy.referral_days)) else { return };
        match kept.with_untracked(|kept| model::share_of(kept, data.now(), days).map(str::to_owned)) {
            Some(share) => {
                let command = Arrive { share, to: to.get_value() };
                arriving
                    .run(api::ARRIVE, &[group.as_str()], &command, move |mine: Referral| data.absorb(mine));
            }
            None => draft.clear(),
        }
    });
}

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
    let (draft, kept) = pending(data, group, &to.id);
    let arriving = draft.mutation(data);
    // The first share that one came by counts.
    let first =
        kept.with_untracked(|kept| model::share_of(kept, data.now(), LONGEST_DAYS).map(str::to_owned));
    let share = first.unwrap_or_else(|| share.to_owned());
    let command = StoredValue::new((group.clone(), Arrive { share, to }));
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
        let Some(code) = notice.with(|n| n.as_ref().map(|n| n.code.clone())) else { return };
        if !PASSING.contains(&code.as_str()) {
            draft.clear();
            go();
        } else if code == "unauthenticated" && kept.with_untracked(String::is_empty) {
            command.with_value(|(_, arrive)| kept.set(model::kept(&arrive.share, data.now())));
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
