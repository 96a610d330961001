//! My circles in a group.

use contract::circle::Circle;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Arrival, Data, List};
use leptos::prelude::*;

use super::model;
use crate::i18n::k;
use crate::i18n::k::circle as t;
use crate::ui::prefs::use_title;
use crate::ui::{
    Art, Button, Crumb, LinkButton, ListLink, Loaded, Look, Page, PageHead, State, Unreadable, glyph,
};

/// Those of a group. `Copy`.
pub fn circles(data: Data, group: &GroupId) -> List<Circle> {
    data.list::<Circle>(api::CIRCLES, &[group.as_str()], Arrival::AtOnce)
}

/// The page.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let all = circles(data, &id);
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let make = data.offers(&api::NEW_CIRCLE).then(|| {
        view! { <LinkButton to=Link::NewCircle(id.clone()) label=t::make() icon=glyph::PLUS wide=true /> }
    });
    let row = move |one: String| {
        let id = id.clone();
        let circle = Memo::new(move |_| all.item(&one).get().into_value());
        move || {
            circle.get().map(|circle| {
                let (to, note) = (Link::Circle(id.clone(), circle.id.clone()), model::note(&circle));
                view! { <ListLink to title=circle.name note icon=glyph::LOCK /> }
            })
        }
    };
    let back = group.get_untracked().into_value().map_or(Link::Home, |g| Link::About(g.id));
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=t::title() sub=t::sub() />
            <Loaded value=all.view() retry=move || all.reload() skeletons=1 let:list>
                {
                    let row = row.clone();
                    let none = Memo::new(move |_| list.with(|l| l.ids.is_empty() && l.unreadable == 0));
                    let has_more = Memo::new(move |_| list.with(|list| list.has_more));
                    move || {
                        if none.get() {
                            return view! { <State art=Art::Door title=t::none_title() body=t::none_body() /> }.into_any();
                        }
                        view! {
                            <ul class="list" role="list">
                                <For each=move || list.with(|list| list.ids.clone()) key=String::clone children=row.clone() />
                            </ul>
                            {move || has_more.get().then(|| {
                                view! { <Button label=k::common::more() look=Look::Text wide=true on_press=move || all.more() /> }
                            })}
                            <Unreadable count=Signal::derive(move || list.with(|list| list.unreadable)) about=Link::Backend />
                        }
                            .into_any()
                    }
                }
            </Loaded>
            {make}
        </Page>
    }
    .into_any()
}
