//! What a group is: me in it, its rules, who is in it, and the way out.

use contract::api::Done;
use contract::group::{Group, Member};
use contract::{GroupId, Link, api};
use data::{Arrival, Data, List, Mutation, Rule};
use leptos::prelude::*;

use super::persona::{NICKNAME, PersonaFields};
use super::{can_join, form, model};
use crate::i18n::{day, k};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    Avatar, Button, Card, Crumb, Fact, Facts, Fault, ListLink, ListRow, Loaded, Look, Page, PageHead,
    RoleChip, SectionHead, Sheet, Stack, Toasts, Unreadable, beside_fields, glyph,
};

/// The page of a group.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(k::group::about_title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let (back, again) = (Link::Group(id.clone()), id.clone());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let what_for = move || group.get().into_value().map(|g| g.about).filter(|about| !about.is_empty());
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=k::group::about_title() sub=Signal::derive(what_for) />
            <Loaded value=group retry={move || data.fetch::<Group>(again.as_str())} skeletons=2 let:group>
                {body(data, group)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(data: Data, group: Signal<Group>) -> AnyView {
    let first = group.get_untracked();
    let rules = move || {
        group
            .with(|g| model::rules(&g.policy, |rule| data.enforces(rule)))
            .into_iter()
            .map(|rule| {
                let note = (!rule.note.is_empty()).then(|| rule.note.to_owned());
                view! { <Fact icon=glyph::CHECK title=rule.title note advisory=rule.advisory /> }
            })
            .collect_view()
    };
    view! {
        {data.offers(&api::SET_PERSONA).then(|| me_here(data, first.clone()))}
        <SectionHead title=k::group::rules() />
        <Card>
            <Facts>{rules}</Facts>
        </Card>
        <SectionHead title=k::group::people() note=Signal::derive(move || Some(group.with(|g| k::group::members(i64::from(g.member_count))))) />
        {data.offers(&api::MEMBERS).then(|| people(data, first.clone()))}
        {invites(data, &first.id)}
        {data.offers(&api::LEAVE).then(|| leaving(data, first.id))}
    }
    .into_any()
}

/// The way to the invites where there is no other: they can be read, and none be made.
fn invites(data: Data, group: &GroupId) -> Option<AnyView> {
    let only_read = data.offers(&api::INVITES) && !(data.offers(&api::NEW_INVITE) && can_join(data));
    only_read.then(|| {
        let to = Link::Invite(group.clone());
        view! {
            <ul class="list" role="list">
                <ListLink to title=k::group::invites_made() icon=glyph::QR />
            </ul>
        }
        .into_any()
    })
}

fn me_here(data: Data, group: Group) -> AnyView {
    let toasts = Toasts::from_context();
    let draft = data.draft(&format!("group/{}/persona", group.id));
    let nickname = draft.field("nickname", &group.me.persona.nickname);
    let avatar = draft.field("avatar", &group.me.persona.avatar);
    let saving = draft.mutation(data);
    let notice = saving.notice();
    let id = group.id;
    let save = move || match form::persona(&nickname.get_untracked(), &avatar.get_untracked()) {
        Ok(persona) => saving.run(api::SET_PERSONA, &[id.as_str()], &persona, move |group: Group| {
            nickname.set(group.me.persona.nickname.clone());
            avatar.set(group.me.persona.avatar.clone());
            draft.clear_as_is();
            data.absorb(group);
            toasts.push(k::group::persona_saved());
        }),
        Err(wrong) => saving.refuse(wrong),
    };
    view! {
        <SectionHead title=k::group::me_here() />
        <Card>
            <PersonaFields nickname avatar notice checked=data.enforces(Rule::Nickname) />
            <Fault notice=beside_fields(notice, NICKNAME) />
            <Button label=k::group::save_persona() look=Look::Soft wide=true busy=saving.is_sending() on_press=save />
        </Card>
    }
    .into_any()
}

fn people(data: Data, group: Group) -> AnyView {
    let members = data.list::<Member>(api::MEMBERS, &[group.id.as_str()], Arrival::AtOnce);
    let removing = data.mutation();
    let asked = RwSignal::new(None::<Member>);
    let open = RwSignal::new(false);
    let may_remove = group.me.role.runs_the_group() && data.offers(&api::REMOVE_MEMBER);
    let me = group.me.id.clone();
    let row = move |id: &String| {
        let member = members.item(id).get_untracked().into_value()?;
        let removable = may_remove && member.id != me && !member.role.runs_the_group();
        let yours = member.id == me;
        let ask = {
            let member = member.clone();
            move || {
                asked.set(Some(member.clone()));
                open.set(true);
            }
        };
        Some(person(data, member, yours, removable.then(|| Callback::new(move |()| ask()))))
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
        {remove_sheet(members, group.id, removing, asked, open)}
    }
    .into_any()
}

fn person(data: Data, member: Member, yours: bool, remove: Option<Callback<()>>) -> AnyView {
    let avatar = member.persona.avatar.clone();
    let lead = move || view! { <Avatar of=avatar size="m" /> };
    let note = k::group::joined_on(&day(member.joined_at.0, data.now().0));
    let word = if yours { Some(k::group::you()) } else { model::role_word(member.role) };
    view! {
        <ListRow title=member.persona.nickname note lead>
            {word.map(|label| view! { <RoleChip label /> })}
            {remove.map(|on_press| view! { <Button label=k::group::remove() look=Look::Text small=true on_press /> })}
        </ListRow>
    }
    .into_any()
}

fn remove_sheet(
    members: List<Member>,
    group: GroupId,
    removing: Mutation,
    asked: RwSignal<Option<Member>>,
    open: RwSignal<bool>,
) -> AnyView {
    let toasts = Toasts::from_context();
    let name = move || asked.with(|m| m.as_ref().map(|m| m.persona.nickname.clone()).unwrap_or_default());
    let remove = Callback::new(move |()| {
        let Some(member) = asked.get_untracked() else { return };
        let id = member.id.clone();
        removing.run(api::REMOVE_MEMBER, &[group.as_str(), member.id.as_str()], &(), move |_: Done| {
            members.take_off(id.as_str());
            open.set(false);
            toasts.push(k::group::removed());
        });
    });
    view! {
        <Sheet open title=move || k::group::remove_title(&name()) sub=k::group::remove_sub()>
            <Stack>
                <Fault notice=removing.notice() />
                <Button label=k::group::remove_yes() look=Look::Warn wide=true busy=removing.is_sending() on_press=remove />
                <Button label=k::common::cancel() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}

fn leaving(data: Data, group: GroupId) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let leaving = data.mutation();
    let open = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        let id = group.clone();
        leaving.run(api::LEAVE, &[group.as_str()], &(), move |_: Done| {
            open.set(false);
            data.forget_group(&id);
            toasts.push(k::group::left());
            nav.replace(&Link::Home);
        });
    });
    view! {
        <Button label=k::group::leave() icon=glyph::OUT look=Look::Warn wide=true on_press=move || open.set(true) />
        <Sheet open title=k::group::leave_title() sub=k::group::leave_sub()>
            <Stack>
                <Fault notice=leaving.notice() />
                <Button label=k::group::leave_yes() look=Look::Warn wide=true busy=leaving.is_sending() on_press=leave />
                <Button label=k::group::stay() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
