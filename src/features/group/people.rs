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
    let row = move |id: &String| {
        let member = members.item(id).get().into_value()?;
        let act = act(&member);
        Some(person(data, member, &me, act))
    };
    view! {
        <Loaded value=members.view() retry=move || members.reload() skeletons=1 let:list>
            {
                let row = row.clone();
                move || {
                    let list = list.get();
                    let more = list.has_more.then(|| {
                        view! {
                            <Button
                                label=k::group::more_members()
                                look=Look::Text
                                wide=true
                                busy=Signal::stored(list.loading_more)
                                on_press=move || members.more()
                            />
                        }
                    });
                    view! {
                        <ul class="list" role="list">{list.ids.iter().filter_map(&row).collect_view()}</ul>
                        {more}
                        <Unreadable count=Signal::stored(list.unreadable) about=Link::Backend />
                    }
                }
            }
        </Loaded>
    }
    .into_any()
}

fn person(data: Data, member: Member, me: &MemberId, act: Option<AnyView>) -> AnyView {
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
        <ListRow title=member.persona.nickname note lead>
            {chip.map(|label| view! { <RoleChip label /> })}
            {act}
        </ListRow>
    }
    .into_any()
}
