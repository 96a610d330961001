//! A group's classes.

use contract::market::Class;
use contract::{ClassId, GroupId, Link, api};
use data::{List, ListView};
use leptos::prelude::*;

use super::super::model::free_seats;
use super::super::store::Market;
use super::super::{can_pass_on, has_listings, words};
use super::{card, present};
use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Art, Button, Card, Crumb, LinkButton, ListLink, Loaded, Look, Page, PageHead, Pill, State,
    Unreadable, glyph,
};

/// The page.
pub fn page(market: Market, group: GroupId) -> AnyView {
    use_title(k::market::classes_title().to_owned());
    let (name, runs) = (market.name(&group), market.runs(&group));
    let can_make = market.kernel().offers(&api::NEW_CLASS);
    let makes = Memo::new(move |_| can_make && runs.get());
    let classes = market.classes(&group);
    let new = Link::NewClass(group.clone());
    view! {
        <Crumb to=Link::Group(group.clone()) label=name />
        <Page>
            <PageHead title=k::market::classes_title() sub=can_pass_on(market.kernel()).then(k::market::classes_sub) />
            {has_listings(market.kernel())
                .then(|| {
                    view! {
                        <crate::ui::List>
                            <ListLink to=Link::Seats title=k::market::to_seats() icon=glyph::SWAP />
                        </crate::ui::List>
                    }
                })}
            <Loaded value=classes.view() retry=move || classes.reload() skeletons=2 let:list>
                {rows(market, group.clone(), classes, list, makes)}
                {move || {
                    let view = list.get();
                    view.has_more.then(|| {
                        view! {
                            <Button
                                label=k::common::more()
                                look=Look::Text
                                wide=true
                                busy=Signal::stored(view.loading_more)
                                on_press=move || classes.more()
                            />
                        }
                    })
                }}
            </Loaded>
        </Page>
        {move || {
            let to = new.clone();
            makes.get().then(|| {
                view! {
                    <ActionBar>
                        <LinkButton to label=k::market::new_class() icon=glyph::PLUS wide=true />
                    </ActionBar>
                }
            })
        }}
    }
    .into_any()
}

fn rows(
    market: Market,
    group: GroupId,
    classes: List<Class>,
    list: Signal<ListView>,
    makes: Memo<bool>,
) -> AnyView {
    let ids = Memo::new(move |_| list.with(|l| l.ids.clone()));
    let unreadable = Signal::derive(move || list.with(|l| l.unreadable));
    let empty = move || {
        (ids.with(Vec::is_empty) && unreadable.get() == 0).then(|| {
            let body = move || {
                if makes.get() { k::market::classes_none_host() } else { k::market::classes_none_member() }
                    .to_owned()
            };
            view! { <State art=Art::Door title=k::market::classes_none_title() body=Signal::derive(body) /> }
        })
    };
    view! {
        <For each=move || ids.get() key=Clone::clone children=move |id| row(market, &group, classes, &id) />
        {empty}
        <Unreadable count=unreadable about=Link::Backend />
    }
    .into_any()
}

fn row(market: Market, group: &GroupId, classes: List<Class>, id: &str) -> Option<AnyView> {
    let class = present(classes.item(id))?;
    let brief = Memo::new(move |_| class.with(|c| c.brief.clone()));
    let clock = market.clock();
    let pill = Memo::new(move |_| class.with(|c| words::class_pill(c, clock.get())));
    let count = move || k::market::roster(&brief.with(words::roster));
    let free = move || words::free(class.with(free_seats));
    let last = view! {
        <span class="row seat-foot">
            <span class="cap num">{move || k::market::dot(&count(), &free())}</span>
            {move || pill.get().map(|(label, state, icon)| view! { <Pill label state icon /> })}
        </span>
    };
    let to = Link::Class(group.clone(), ClassId::from(id));
    Some(view! { <Card article=true>{card::brief(to, brief, None, last.into_any())}</Card> }.into_any())
}
