//! What a group is: me in it, its rules, who is in it, and the way out.

use contract::api::Done;
use contract::group::{Group, Member};
use contract::{GroupId, Link, api};
use data::{Data, List, Mutation, Rule};
use domain::role::{may_govern, may_remove};
use leptos::prelude::*;

use super::persona::{NICKNAME, PersonaFields};
use super::{can_join, form, model, people, settings};
use crate::i18n::k;
use crate::ui::host::{Ability, use_host};
use crate::ui::nav::use_nav;
use crate::ui::prefs::{shows_counts, use_title};
use crate::ui::{
    Ask, Button, Card, Crumb, Fact, Facts, Fault, FormFault, LinkButton, ListLink, Loaded, Look, Page,
    PageHead, SectionHead, Sheet, Stack, Toasts, glyph,
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
            .with(|g| {
                // Where bargains are banned they are no rule to be read either.
                let bargains = model::bargains(&g.policy).filter(|_| use_host().can(Ability::Bargain));
                model::rules(&g.policy, |rule| data.enforces(rule))
                    .into_iter()
                    .chain(bargains)
                    .collect::<Vec<_>>()
            })
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
        {ways(data, group)}
        <SectionHead title=k::group::people() note=Signal::derive(move || shows_counts().then(|| group.with(|g| k::group::members(i64::from(g.member_count))))) />
        {data.offers(&api::MEMBERS).then(|| people(data, first.clone()))}
        {data.offers(&api::LEAVE).then(|| leaving(data, first.id))}
    }
    .into_any()
}

/// Ways on: the group that this one stands beside, what hosts set, and the invites where no other way leads to
/// them because they can be read and none be made.
fn ways(data: Data, group: Signal<Group>) -> AnyView {
    let shown = move || {
        let (id, sibling, role) = group.with(|g| (g.id.clone(), g.sibling_of.clone(), g.me.role));
        let here = id.clone();
        let only_read = data.offers(&api::INVITES) && !(data.offers(&api::NEW_INVITE) && can_join(data));
        let beside = sibling.map(|of| (Link::Group(of), k::group::sibling_of(), glyph::PEOPLE));
        let set = (may_govern(role).is_ok() && settings::offered(data))
            .then(|| (Link::Settings(id.clone()), k::group::settings_title(), glyph::EDIT));
        let invites = only_read.then(|| (Link::Invite(id), k::group::invites_made(), glyph::QR));
        let shares =
            data.offers(&api::REFERRAL).then(|| (Link::Shares(here), k::group::shares(), glyph::SHARE));
        let circles = data
            .has_circles()
            .then(|| (Link::Circles(group.with(|g| g.id.clone())), k::group::circles(), glyph::LOCK));
        let rows: Vec<AnyView> = [circles, beside, set, invites, shares]
            .into_iter()
            .flatten()
            .map(|(to, title, icon)| view! { <ListLink to title icon /> }.into_any())
            .collect();
        (!rows.is_empty()).then(|| view! { <ul class="list" role="list">{rows}</ul> })
    };
    view! { {shown} }.into_any()
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
            <FormFault notice=notice own=NICKNAME />
            <Button label=k::group::save_persona() look=Look::Soft wide=true busy=saving.is_sending() on_press=save />
        </Card>
    }
    .into_any()
}

fn people(data: Data, group: Group) -> AnyView {
    let members = people::members(data, &group.id);
    let removing = data.mutation();
    let asked = RwSignal::new(None::<Member>);
    let open = RwSignal::new(false);
    let (role, me) = (group.me.role, group.me.id.clone());
    let can_remove = data.offers(&api::REMOVE_MEMBER);
    let act = move |member: &Member| {
        let removable = can_remove && may_remove(role, member.role, member.id == me).is_ok();
        let member = member.clone();
        let press = move || {
            asked.set(Some(member.clone()));
            open.set(true);
        };
        removable.then(|| {
            view! { <Button label=k::group::remove() look=Look::Text small=true on_press=press /> }.into_any()
        })
    };
    view! {
        {people::list(data, members, group.me.id, act)}
        {remove_sheet(members, group.id, removing, asked, open)}
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
        <Ask
            open
            title=move || k::group::remove_title(&name())
            sub=k::group::remove_sub()
            notice=removing.notice()
            busy=removing.is_sending()
            yes=k::group::remove_yes()
            look=Look::Warn
            no=k::common::cancel()
            on_yes=remove
        />
    }
    .into_any()
}

fn leaving(data: Data, group: GroupId) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let leaving = data.mutation();
    let open = RwSignal::new(false);
    let settings = StoredValue::new(Link::Settings(group.clone()));
    // The last host hands it over, or dissolves it: both are there.
    let way = move || {
        let last = leaving.notice().with(|n| n.as_ref().is_some_and(|n| n.code == "last_host"));
        (last && settings::offered(data)).then(|| {
            view! { <LinkButton to=settings.get_value() label=k::group::settings_title() look=Look::Soft wide=true /> }
        })
    };
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
                {way}
                <Button label=k::group::leave_yes() look=Look::Warn wide=true busy=leaving.is_sending() on_press=leave />
                <Button label=k::group::stay() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
