//! The head of a group's page: cloth, name, how many we are, who I am here.

use contract::group::Group;
use contract::{Link, api};
use data::{Data, Rule};
use leptos::prelude::*;

use super::model;
use crate::i18n::k;
use crate::ui::host::{Ability, use_host};
use crate::ui::nav::use_nav;
use crate::ui::{
    Advisory, Curtain, Go, Icon, IconButton, Knot, KnotLook, PersonaChip, Thread, cloth_of, glyph,
};

/// Above the cards.
pub fn head(data: Data, group: Signal<Group>, again: Callback<()>) -> AnyView {
    let nav = use_nav::<Link>();
    let id = group.get_untracked().id;
    let cloth = cloth_of(id.as_str());
    let (invite, about, me) = (Link::Invite(id.clone()), Link::About(id.clone()), Link::About(id));
    let inside = use_host().can(Ability::SignIn);
    view! {
        <Curtain cloth />
        <header class="grouphead">
            <div class="grouphead-row">
                <h1 class="grow">{move || group.with(|g| g.name.clone())}</h1>
                {inside
                    .then(|| view! { <IconButton icon=glyph::RETRY label=k::host::refresh() on_press=again /> })}
                {can_invite(data)
                    .then(|| {
                        view! {
                            <Go to=invite class="icon-btn" label=k::feed::invite()>
                                <Icon of=glyph::QR />
                            </Go>
                        }
                    })}
            </div>
            {move || group.with(|g| line(data, g))}
            <div class="grouphead-row">
                <PersonaChip
                    avatar=move || group.with(|g| g.me.persona.avatar.clone())
                    lead=k::feed::lead()
                    name=move || group.with(|g| g.me.persona.nickname.clone())
                    on_press=move || nav.go(&me)
                />
                <Go to=about class="grouphead-about">
                    <Icon of=glyph::PEOPLE />
                    <span>{k::feed::about()}</span>
                </Go>
            </div>
        </header>
    }
    .into_any()
}

/// Whether somebody can be brought in from here: an invite can be made, and taken.
pub fn can_invite(data: Data) -> bool {
    data.offers(&api::NEW_INVITE) && data.offers(&api::JOIN) && data.offers(&api::PREVIEW_INVITE)
}

/// How far the group is on its way to its limit; how many it is, where nobody comes in by invites.
fn line(data: Data, group: &Group) -> AnyView {
    if !can_invite(data) {
        let count = i64::from(group.member_count);
        return view! { <p class="sub num">{k::feed::people_now(count)}</p> }.into_any();
    }
    let line = model::head_line(group);
    let rule = if line.by_qr { Rule::QrLimit } else { Rule::Capacity };
    let advisory = (!data.enforces(rule)).then(|| view! { <Advisory /> });
    let knots = vec![Knot::new(line.passed, KnotLook::Now, ""), Knot::new(1.0, KnotLook::Ahead, "")];
    let end = |(words, note): (String, &'static str)| view! { <span><b class="num">{words}</b>{note}</span> };
    view! {
        <div class="grouphead-line">
            <Thread passed=line.passed knots sentence=line.sentence />
            <div class="stops" aria-hidden="true">{end(line.left)}{end(line.right)}</div>
            {advisory}
        </div>
    }
    .into_any()
}
