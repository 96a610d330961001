//! The invites that were made: what still works, who came, what is over.

use contract::Link;
use leptos::prelude::*;

use super::super::sent::{Came, Line};
use super::super::store::Invites;
use super::{personal, row};
use crate::i18n::{k, number};
use crate::ui::{Avatar, Button, Fault, List, Look, Pill, PillState, SectionHead, Unreadable, glyph};

/// The section: mine, or for hosts all of them.
pub fn section(invites: Invites) -> AnyView {
    let (chosen, showing) = (RwSignal::new(None), RwSignal::new(false));
    let unfolded = RwSignal::new(false);
    let lines = invites.lines(unfolded);
    let host = invites.group.with_untracked(|g| g.me.role.runs_the_group());
    let title = if host { k::invite::made_title_all() } else { k::invite::made_title() };
    let view = invites.list.view();
    let part = move |of: fn(&data::ListView) -> bool| view.with(|v| v.value().is_some_and(of));
    let more = Memo::new(move |_| part(|v| v.has_more));
    let failed = Signal::derive(move || view.with(|v| v.value().and_then(|v| v.more_failed.clone())));
    // A count of one page of several would be a wrong figure.
    let count = move || {
        let n = lines.with(|(lines, folded)| lines.len() + folded);
        (n > 0 && !more.get()).then(|| number(i64::try_from(n).unwrap_or(i64::MAX)))
    };
    let none = Memo::new(move |_| lines.with(|(lines, _)| lines.is_empty()));
    let unreadable = Signal::derive(move || view.with(|v| v.value().map_or(0, |v| v.unreadable)));
    let line = move |line: Line| match line {
        Line::Sent(invite) => row::row(invites, invite, chosen, showing),
        Line::Came(who) => came(who),
    };
    let rows = move || {
        if none.get() {
            if unreadable.get() > 0 {
                return ().into_any();
            }
            return view! { <p class="sub invite-none">{k::invite::made_none()}</p> }.into_any();
        }
        view! {
            <List label=title>
                <For each=move || lines.get().0 key=Line::key children=line />
            </List>
        }
        .into_any()
    };
    let foot = move || {
        (!none.get() && invites.can_revoke())
            .then(|| view! { <p class="cap invite-foot">{k::invite::made_foot()}</p> })
    };
    let folded = Memo::new(move |_| i64::try_from(lines.with(|(_, folded)| *folded)).unwrap_or(i64::MAX));
    let buttons = move || {
        let unfold = (folded.get() > 0).then(|| {
            let label = k::invite::came_more(folded.get());
            view! { <Button label look=Look::Text small=true on_press=move || unfolded.set(true) /> }
        });
        let older = more.get().then(|| {
            let busy = Signal::derive(move || part(|v| v.loading_more));
            view! { <Button label=k::invite::older() look=Look::Line busy on_press=move || invites.list.more() /> }
        });
        (unfold, older)
    };
    view! {
        <SectionHead title note=count />
        {rows}
        <Unreadable count=unreadable about=Link::Backend />
        <Fault notice=failed />
        {buttons}
        {foot}
        {personal::show(invites, chosen, showing)}
    }
    .into_any()
}

/// Somebody who came.
fn came(of: Came) -> AnyView {
    let avatar = of.who.persona.avatar;
    view! {
        <li class="list-row invite-row">
            <Avatar of=avatar size="m" />
            <span class="grow">
                <b class="list-title">{of.who.persona.nickname}</b>
                <span class="cap block num">{of.note}</span>
            </span>
            <span class="list-end">
                <Pill
                    label=k::invite::pill_used()
                    state=Signal::stored(PillState::Done)
                    icon=Signal::stored(glyph::CHECK)
                />
            </span>
        </li>
    }
    .into_any()
}
