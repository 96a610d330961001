//! Who runs a group: passing roles on, handing it over, stepping down.

use contract::group::{Group, Member, Role, SetRole};
use contract::{MemberId, api};
use data::Data;
use domain::role::may_set_role;
use leptos::prelude::*;

use super::people;
use crate::i18n::k;
use crate::ui::{Button, Fault, Look, SectionHead, Sheet, Stack, Toasts};

/// The members, and what each does here.
pub fn section(data: Data, group: Signal<Group>) -> AnyView {
    let (id, me) = group.with_untracked(|g| (g.id.clone(), g.me.id.clone()));
    let members = people::members(data, &id);
    let (asked, open) = (RwSignal::new(None::<Member>), RwSignal::new(false));
    let mine = me.clone();
    let act = move |member: &Member| {
        // A host steps down alone.
        let changeable = member.role != Role::Host || member.id == mine;
        let member = member.clone();
        let press = move || {
            asked.set(Some(member.clone()));
            open.set(true);
        };
        changeable.then(|| {
            view! { <Button label=k::group::role_change() look=Look::Text small=true on_press=press /> }
                .into_any()
        })
    };
    // Hosts come first in the list: all of them are on its first page.
    let hosts = move || {
        let ids = members.view().get_untracked().into_value().map(|v| v.ids).unwrap_or_default();
        let is_host = |id: &&String| {
            members.item(id).get_untracked().into_value().is_some_and(|m| m.role == Role::Host)
        };
        u32::try_from(ids.iter().filter(is_host).count()).unwrap_or(u32::MAX)
    };
    view! {
        <SectionHead title=k::group::roles_head() />
        <p class="sub">{k::group::roles_note()}</p>
        {people::list(data, members, me.clone(), act)}
        {sheet(data, group, me, asked, open, hosts)}
    }
    .into_any()
}

fn sheet(
    data: Data,
    group: Signal<Group>,
    me: MemberId,
    asked: RwSignal<Option<Member>>,
    open: RwSignal<bool>,
    hosts: impl Fn() -> u32 + Copy + Send + Sync + 'static,
) -> AnyView {
    let toasts = Toasts::from_context();
    let (sending, me) = (data.mutation(), StoredValue::new(me));
    let set = move |role: Role| {
        let Some(member) = asked.get_untracked() else { return };
        let id = group.with_untracked(|g| g.id.clone());
        let body = SetRole { role };
        sending.run(
            api::SET_ROLE,
            &[id.clone().as_str(), member.id.as_str()],
            &body,
            move |member: Member| {
                data.absorb(member);
                open.set(false);
                toasts.push(k::group::role_set());
                // What I may do here goes by my own role, which may be another now.
                data.fetch::<Group>(id.as_str());
            },
        );
    };
    let choice = move |role: Role| {
        let member = asked.get()?;
        let own = me.with_value(|me| member.id == *me);
        if role == member.role {
            return None;
        }
        let (label, rule) = match (role, own) {
            (Role::Host, _) => (k::group::role_host(), k::group::role_host_rule()),
            (Role::Steward, _) => (k::group::role_steward(), k::group::role_steward_rule()),
            (Role::Member, true) => (k::group::role_member(), k::group::role_step_down_rule()),
            (Role::Member, false) => (k::group::role_member(), k::group::role_member_rule()),
        };
        let allowed = may_set_role(Role::Host, own, member.role, role, hosts()).is_ok();
        let blocked = (!allowed).then(|| k::group::role_last_host().to_owned());
        let press = move || set(role);
        Some(view! {
            <Button label rule blocked look=Look::Line wide=true busy=sending.is_sending() on_press=press />
        })
    };
    let name = move || asked.with(|m| m.as_ref().map(|m| m.persona.nickname.clone()).unwrap_or_default());
    view! {
        <Sheet open title=move || k::group::role_title(&name())>
            <Stack>
                <Fault notice=sending.notice() />
                {move || [Role::Host, Role::Steward, Role::Member].map(choice).collect_view()}
                <Button label=k::common::cancel() look=Look::Text wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
