//! My groups.

use contract::group::Group;
use contract::{Link, api};
use data::{Arrival, Data, List, ListView};
use leptos::prelude::*;

use super::{can_join, model};
use crate::i18n::k;
use crate::ui::prefs::{shows_counts, use_title};
use crate::ui::{
    Art, Avatar, Button, LinkButton, ListLink, Loaded, Look, Page, PageHead, Patch, Row, State, Unreadable,
    cloth_of, glyph,
};

/// For who is signed in.
pub fn page(data: Data) -> AnyView {
    use_title(k::group::title().to_owned());
    let groups = data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    view! {
        <Page>
            <PageHead title=k::group::title() sub=(data.account().is_some() && !data.is_standing()).then(k::group::sub) />
            <Loaded value=groups.view() retry=move || groups.reload() skeletons=2 let:list>
                {list_of(data, groups, list, none)}
            </Loaded>
            {ways(data)}
        </Page>
    }
    .into_any()
}

/// Coming in by an invite, and making a group, as far as the backend does them.
fn ways(data: Data) -> AnyView {
    let enter = can_join(data).then(|| {
        view! { <LinkButton to=Link::Scan label=k::group::enter() icon=glyph::SCAN look=Look::Soft /> }
    });
    let make = data.offers(&api::NEW_GROUP).then(|| {
        view! { <LinkButton to=Link::NewGroup label=k::group::new() icon=glyph::PLUS look=Look::Line /> }
    });
    (enter.is_some() || make.is_some()).then(|| view! { <Row fill=true>{enter} {make}</Row> }).into_any()
}

/// The groups as rows; `none` draws that there is none.
pub fn list_of(
    data: Data,
    groups: List<Group>,
    list: Signal<ListView>,
    none: fn(Data) -> AnyView,
) -> AnyView {
    let shown = move || {
        let list = list.get();
        if list.ids.is_empty() {
            return (list.unreadable == 0).then(|| none(data)).into_any();
        }
        let rows = list.ids.iter().filter_map(|id| row(groups, id)).collect_view();
        let more = list.has_more.then(|| {
            view! {
                <Button
                    label=k::common::more()
                    look=Look::Text
                    busy=Signal::stored(list.loading_more)
                    on_press=move || groups.more()
                />
            }
        });
        view! { <ul class="list" role="list">{rows}</ul> {more} }.into_any()
    };
    view! {
        {shown}
        <Unreadable count=Signal::derive(move || list.with(|l| l.unreadable)) about=Link::Backend />
    }
    .into_any()
}

fn none(data: Data) -> AnyView {
    let open = can_join(data) || data.offers(&api::NEW_GROUP);
    let (title, body) = match (data.offers(&api::GROUPS), open) {
        (false, _) => (k::ui::not_offered_title(), k::group::no_list_body()),
        (true, true) => (k::group::none_title(), k::group::none_body()),
        (true, false) => (k::group::none_title(), k::group::none_plain_body()),
    };
    view! { <State art=Art::Door title body /> }.into_any()
}

fn row(groups: List<Group>, id: &str) -> Option<AnyView> {
    let group = groups.item(id);
    let first = group.get_untracked().into_value()?;
    let shown = Memo::new(move |_| group.get().into_value().unwrap_or_else(|| first.clone()));
    let first = shown.get_untracked();
    let (cloth, avatar) = (cloth_of(first.id.as_str()), first.me.persona.avatar);
    let lead = move || {
        view! {
            <Patch cloth>
                <Avatar of=avatar size="s" />
            </Patch>
        }
    };
    let note = Signal::derive(move || {
        shown.with(|g| {
            let me = g.me.persona.nickname.clone();
            let people =
                shows_counts().then(|| format!("{me} · {}", k::group::members(i64::from(g.member_count))));
            people.or(Some(me))
        })
    });
    let new = Signal::derive(move || shown.with(|g| g.unread).filter(|n| *n > 0).map(model::unread));
    Some(
        view! {
            <ListLink
                to=Link::Group(first.id)
                title=move || shown.with(|g| g.name.clone())
                note
                value=new
                lead
            />
        }
        .into_any(),
    )
}
