//! Everything that can be started in a group, for what has no room in its feed. Knows none of it.

use contract::group::Group;
use contract::{GroupId, Link};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::i18n::k::group as t;
use crate::ui::prefs::use_title;
use crate::ui::{Crumb, List, ListLink, Page, PageHead, glyph, slot};

/// The page of everything that can be started.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let group = data.one::<Group>(id.as_str());
    let name = Signal::derive(move || group.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default());
    let row = |(title, icon, to)| view! { <ListLink to title icon replace=true /> };
    let rows = slot::group_actions::<Link>(id.as_str()).into_iter().map(row).collect_view();
    let circles = data.has_circles().then(|| {
        let to = Link::Circles(id.clone());
        view! { <ListLink to title=k::circle::title() icon=glyph::LOCK replace=true /> }
    });
    view! {
        <Crumb to=Link::Group(id) label=name />
        <Page>
            <PageHead title=t::start() sub=t::start_sub() />
            <List label=t::start()>{rows} {circles}</List>
        </Page>
    }
    .into_any()
}
