//! Choosing members to ask, among those of the group. What is chosen is kept as a draft's field: an id a line.

use contract::circle::CircleMember;
use contract::group::{Group, Member};
use contract::{GroupId, MemberId, api};
use data::{Arrival, Data};
use leptos::prelude::*;

use crate::compose::seek;
use crate::i18n::k::circle as t;
use crate::ui::Avatar;

/// Who is chosen. `Copy`.
#[derive(Clone, Copy)]
pub struct Pick(pub RwSignal<String>);

impl Pick {
    /// Those who are chosen; tracked.
    pub fn ids(self) -> Vec<MemberId> {
        self.0.with(|ids| ids.lines().map(MemberId::from).collect())
    }

    fn has(self, id: &MemberId) -> bool {
        self.0.with(|ids| ids.lines().any(|one| one == id.as_str()))
    }

    fn set(self, id: &MemberId, on: bool) {
        self.0.update(|ids| {
            let mut all: Vec<&str> = ids.lines().filter(|one| *one != id.as_str()).collect();
            if on {
                all.push(id.as_str());
            }
            *ids = all.join("\n");
        });
    }

    /// The members of a group, but me and those who have a place already.
    pub fn view(self, data: Data, group: &GroupId, taken: Signal<Vec<CircleMember>>) -> AnyView {
        let me = data.one::<Group>(group.as_str()).get_untracked().into_value().map(|g| g.me.id);
        let members = data.list::<Member>(api::MEMBERS, &[group.as_str()], Arrival::AtOnce);
        let fits = move |member: &Member| {
            let is_there = taken.with(|taken| taken.iter().any(|one| one.member.id == member.id));
            me.as_ref() != Some(&member.id) && !is_there
        };
        let people = seek::people(
            members,
            |member| member.persona.nickname.as_str(),
            fits,
            move |member| self.row(member),
        );
        view! { <div class="circle-people">{people}</div> }.into_any()
    }

    fn row(self, member: Member) -> AnyView {
        let (id, other) = (member.id.clone(), member.id);
        view! {
            <li class="list-row">
                <label class="circle-pick">
                    <Avatar of=member.persona.avatar size="m" />
                    <span class="list-title grow">{member.persona.nickname}</span>
                    <input
                        type="checkbox"
                        prop:checked=move || self.has(&id)
                        on:change=move |event| self.set(&other, event_target_checked(&event))
                    />
                </label>
            </li>
        }
        .into_any()
    }

    /// How many are chosen, in words; nothing for nobody.
    pub fn count(self) -> Option<String> {
        let count = i64::try_from(self.ids().len()).unwrap_or(i64::MAX);
        (count > 0).then(|| t::asked_count(count))
    }
}
