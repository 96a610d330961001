//! The people of a group as rows, with what the page offers to do about each.

use std::sync::Arc;

use contract::group::Member;
use contract::{GroupId, Link, MemberId, api};
use data::{Arrival, Data, List};
use leptos::prelude::*;

use super::model;
use crate::i18n::{day, k};
use crate::ui::{Avatar, Button, ListRow, Loaded, Look, RoleChip, Unreadable};

/// The members that are loaded and those that can be. `Copy`.
pub fn members(data: Data, group: &GroupId) -> List<Member> {
    data.list::<Member>(api::MEMBERS, &[group.as_str()], Arrival::AtOnce)
}

/// The list; `act` is the button of a row, if there is one.
pub fn list(
    data: Data,
    members: List<Member>,
    me: MemberId,
    act: impl Fn(&Member) -> Option<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let act = Arc::new(act);
    // A row stands as long as its member does: whoever is on it with the keyboard stays there.
    let row = move |id: String| {
        let (act, me) = (act.clone(), me.clone());
        let one = Memo::new(move |_| members.item(&id).get().into_value());
        move || one.get().map(|member| person(data, &member, &me, act(&member)))
    };
    view! {
        <Loaded value=members.view() retry=move || members.reload() skeletons=1 let:list>
            {
                let row = row.clone();
                let has_more = Memo::new(move |_| list.with(|l| l.has_more));
                let busy = Signal::derive(move || list.with(|l| l.loading_more));
                let label = k::group::more_members();
                view! {
                    <ul class="list" role="list">
                        <For each=move || list.with(|l| l.ids.clone()) key=String::clone children=row />
                    </ul>
                    {move || has_more.get().then(|| {
                        view! { <Button label look=Look::Text wide=true busy on_press=move || members.more() /> }
                    })}
                    <Unreadable count=Signal::derive(move || list.with(|l| l.unreadable)) about=Link::Backend />
                }
            }
        </Loaded>
    }
    .into_any()
}

fn person(data: Data, member: &Member, me: &MemberId, act: Option<AnyView>) -> AnyView {
    let avatar = member.persona.avatar.clone();
    let lead = move || view! { <Avatar of=avatar size="m" /> };
    let joined = k::group::joined_on(&day(member.joined_at.0, data.now().0));
    let (yours, role) = (member.id == *me, model::role_word(member.role));
    // Mine says that it is mine, and what I am beside when I joined.
    let (chip, note) = match (yours, role) {
        (true, Some(role)) => (Some(k::group::you()), k::group::dot(role, &joined)),
        (true, None) => (Some(k::group::you()), joined),
        (false, role) => (role, joined),
    };
    view! {
        <ListRow title=member.persona.nickname.clone() note lead>
            {chip.map(|label| view! { <RoleChip label /> })}
            {act}
        </ListRow>
    }
    .into_any()
}
