//! The join preview of a link or a typed code. Opening it joins nothing.

use contract::Link;
use contract::invite::InvitePreview;
use data::Data;
use leptos::prelude::*;

use super::super::entry::Door;
use super::super::model;
use super::{dead_end, door};
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Art, LinkButton, Loaded, Page, State};

/// The page for a token or a typed code.
pub fn page(data: Data, text: &str) -> AnyView {
    let at = Door::new(data, text);
    let preview = at.preview();
    let name = move || preview.with(|p| p.value().map(|p| p.group_name.clone()));
    use_title(Signal::derive(move || name().unwrap_or_else(|| k::invite::door_title().to_owned())));
    let dead = at.dead();
    view! {
        {move || match dead.get() {
            Some((why, notice)) => dead_end::page(at, why, &notice),
            None => living(at),
        }}
    }
    .into_any()
}

fn living(at: Door) -> AnyView {
    let here = Memo::new(move |_| at.preview().with(|p| p.value().is_some()));
    // The door brings a page of its own, with its foot; outlines and faults are cards and need one around them.
    view! {
        {move || {
            if here.get() { content(at) } else { view! { <Page>{content(at)}</Page> }.into_any() }
        }}
    }
    .into_any()
}

fn content(at: Door) -> AnyView {
    // The door stays, with all that is typed at it, when the preview is another.
    let draw = move |preview: Signal<InvitePreview>| {
        let is_member = Memo::new(move |_| preview.with(|p| p.already_member));
        move || if is_member.get() { inside(preview) } else { door::view(at, preview) }
    };
    view! {
        <Loaded value=at.preview() retry=move || at.again() skeletons=2 let:preview>
            {draw(preview)}
        </Loaded>
    }
    .into_any()
}

/// Who is a member already goes straight in.
fn inside(preview: Signal<InvitePreview>) -> AnyView {
    let nav = use_nav::<Link>();
    let to = preview.with_untracked(|p| model::destination(p).by_share(p.share.clone()));
    let (place, title) = (to.clone(), preview.with_untracked(|p| p.group_name.clone()));
    Effect::new(move |_| nav.replace(&to));
    view! {
        <Page>
            <State art=Art::Door title body=k::invite::inside()>
                <LinkButton to=place label=k::invite::inside_go() />
            </State>
        </Page>
    }
    .into_any()
}
