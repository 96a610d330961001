//! My groups.

use contract::group::Group;
use contract::{Link, api};
use data::{Arrival, Data, List};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{
    Art, Avatar, Button, LinkButton, ListLink, Loaded, Look, Page, PageHead, Patch, Row, State, cloth_of,
    glyph,
};

/// For who is signed in.
pub fn page(data: Data) -> AnyView {
    use_title(k::group::title().to_owned());
    let groups = data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    view! {
        <Page>
            <PageHead title=k::group::title() sub=k::group::sub() />
            <Loaded value=groups.view() retry=move || groups.reload() skeletons=2 let:list>
                {move || {
                    let list = list.get();
                    if list.ids.is_empty() {
                        none().into_any()
                    } else {
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
                    }
                }}
            </Loaded>
            <Row fill=true>
                <LinkButton to=Link::Scan label=k::group::enter() icon=glyph::SCAN look=Look::Soft />
                <LinkButton to=Link::NewGroup label=k::group::new() icon=glyph::PLUS look=Look::Line />
            </Row>
        </Page>
    }
    .into_any()
}

fn none() -> impl IntoView {
    view! { <State art=Art::Door title=k::group::none_title() body=k::group::none_body() /> }
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
            Some(format!("{} · {}", g.me.persona.nickname, k::group::members(i64::from(g.member_count))))
        })
    });
    Some(view! { <ListLink to=Link::Group(first.id) title=move || shown.with(|g| g.name.clone()) note lead /> }.into_any())
}
