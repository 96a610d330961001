//! The invite page of a group: the poster, how the group grows, one person, and what was sent.

use contract::group::Group;
use contract::invite::InviteKind;
use contract::{GroupId, Link};
use data::{Data, Rule};
use leptos::prelude::*;

use super::super::model::{self, QrDoor};
use super::super::store::Invites;
use super::{made, personal, poster};
use crate::i18n::{k, number};
use crate::ui::prefs::use_title;
use crate::ui::{
    Advisory, Art, Button, Card, Crumb, Fault, LifeLine, LinkButton, Loaded, Look, Page, State, glyph,
};

/// The page.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(k::invite::title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let name = move || {
        group.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_else(|| k::invite::back().to_owned())
    };
    let again = {
        let id = id.clone();
        move || data.fetch::<Group>(id.as_str())
    };
    view! {
        <Crumb to=Link::Group(id) label=Signal::derive(name) />
        <Page>
            <h1 class="hide">{k::invite::title()}</h1>
            <Loaded value=group retry=again skeletons=2 let:group>
                {inside(data, group)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn inside(data: Data, group: Signal<Group>) -> AnyView {
    let invites = Invites::new(data, group, None);
    let (list, writing) = (invites.list, RwSignal::new(false));
    view! {
        <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:_view>
            {invites.can_make().then(|| top(invites, writing))}
            {life(invites)}
            {invites.can_make().then(|| one_person(invites, writing))}
            {invites.can_list().then(|| made::section(invites))}
            {invites.can_make().then(|| personal::sheet(invites, writing))}
        </Loaded>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    Poster,
    At(QrDoor),
}

/// The poster; without a QR, the button that makes one; without the right to one, the reason.
pub fn top(invites: Invites, writing: RwSignal<bool>) -> AnyView {
    let group = invites.group;
    let shown = invites.on_poster();
    let top = Memo::new(move |_| match shown.with(Option::is_some) {
        true => Top::Poster,
        false => Top::At(group.with(model::qr_door)),
    });
    view! {
        {move || match top.get() {
            Top::Poster => poster::section(invites, shown),
            Top::At(QrDoor::Open) => no_qr(invites),
            Top::At(QrDoor::Full) => full(invites),
            Top::At(door) => closed(group, door, writing),
        }}
    }
    .into_any()
}

fn no_qr(invites: Invites) -> AnyView {
    let group = invites.group;
    let body = move || {
        group.with(|g| {
            let time = model::lifetime(g.policy.invite_ttl_s);
            k::invite::none_body(&number(g.policy.invite_qr_limit.into()), &time)
        })
    };
    view! {
        <State art=Art::Door title=k::invite::none_title() body=Signal::derive(body)>
            <Button
                label=k::invite::make_qr()
                icon=glyph::QR
                busy=invites.making_qr.is_sending()
                on_press=move || invites.make_qr(|| ())
            />
        </State>
        {model::advice(InviteKind::Qr, |rule| invites.enforces(rule)).map(|what| view! { <Advisory what /> })}
        <Fault notice=invites.making_qr.notice() />
    }
    .into_any()
}

fn closed(group: Signal<Group>, door: QrDoor, writing: RwSignal<bool>) -> AnyView {
    let limit = move || group.with(|g| number(g.policy.invite_qr_limit.into()));
    let most = move || group.with(|g| number(g.policy.capacity.into()));
    let hosts_only = door == QrDoor::HostsOnly;
    let title = if hosts_only { k::invite::hosts_title() } else { k::invite::limit_title() };
    let body = move || {
        if hosts_only { k::invite::hosts_body(&limit()) } else { k::invite::limit_body(&limit(), &most()) }
    };
    view! {
        <State art=Art::Door title body=Signal::derive(body)>
            <Button label=k::invite::personal_make() icon=glyph::PLUS on_press=move || writing.set(true) />
        </State>
    }
    .into_any()
}

fn full(invites: Invites) -> AnyView {
    let group = invites.group;
    let body = move || group.with(|g| k::invite::full_body(&number(g.policy.capacity.into())));
    let (id, runs_it) = group.with_untracked(|g| (g.id.clone(), g.me.role.runs_the_group()));
    let (beside, can_found) = (invites.beside(), runs_it && invites.can_found());
    let way = move || match (beside.get(), can_found) {
        (Some(beside), _) => {
            view! { <LinkButton to=Link::Invite(beside) label=k::invite::full_beside() icon=glyph::QR /> }
        }
        (None, true) => {
            view! { <LinkButton to=Link::Sibling(id.clone()) label=k::invite::full_host() icon=glyph::PLUS /> }
        }
        // Who cannot open a group beside it can ask those who can.
        (None, false) => {
            view! { <LinkButton to=Link::About(id.clone()) label=k::invite::full_member() icon=glyph::PEOPLE /> }
        }
    };
    let body = move || {
        let more = match (beside.with(Option::is_some), can_found) {
            (true, _) => k::invite::full_body_beside(),
            (false, true) => k::invite::full_body_host(),
            (false, false) => k::invite::full_body_member(),
        };
        format!("{}{more}", body())
    };
    view! {
        <State art=Art::Door title=k::invite::full_title() body=Signal::derive(body)>
            {way}
        </State>
    }
    .into_any()
}

fn life(invites: Invites) -> AnyView {
    let group = invites.group;
    let advisory = !(invites.enforces(Rule::QrLimit) && invites.enforces(Rule::Capacity));
    view! {
        <Card>
            <h2>{k::invite::life_title()}</h2>
            <LifeLine
                count=Signal::derive(move || group.with(|g| g.member_count))
                limit=Signal::derive(move || group.with(|g| g.policy.invite_qr_limit))
                capacity=Signal::derive(move || group.with(|g| g.policy.capacity))
                first=Signal::derive(move || group.with(model::life_by_qr))
                second=Signal::derive(move || group.with(model::life_by_members))
            />
            {advisory.then(|| view! { <Advisory /> })}
        </Card>
    }
    .into_any()
}

/// The way to a personal invite, while it is not already the first thing on the page.
pub fn one_person(invites: Invites, writing: RwSignal<bool>) -> AnyView {
    let group = invites.group;
    let offered = Memo::new(move |_| group.with(model::qr_door) == QrDoor::Open);
    let card = move || {
        offered.get().then(|| {
            view! {
                <Card>
                    <h2>{k::invite::personal_title()}</h2>
                    <p class="sub">{k::invite::personal_body()}</p>
                    <Button
                        label=k::invite::personal_make()
                        icon=glyph::PLUS
                        look=Look::Soft
                        on_press=move || writing.set(true)
                    />
                </Card>
            }
        })
    };
    view! { {card} }.into_any()
}
