//! The tab of seats: what is on offer in all my groups.

use contract::{GroupId, Link};
use data::Rule;
use leptos::prelude::*;

use super::super::store::{Market, OpenSeats};
use super::super::{can_pass_on, has_classes};
use super::card;
use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::slot::section_tabs;
use crate::ui::{
    Advisory, Art, Button, LinkButton, List, ListLink, Loaded, Look, Page, PageHead, SectionHead, Sheet,
    State, Unreadable, glyph,
};

/// The page.
pub fn page(market: Market) -> AnyView {
    use_title(k::common::together_tab().to_owned());
    let (seats, again) = market.open_seats();
    view! {
        <Page>
            {section_tabs(&Link::Seats)}
            <PageHead title=k::market::seats_title() sub=k::market::seats_sub() />
            {(!market.kernel().enforces(Rule::FaceValue)).then(|| view! { <Advisory what=k::market::advisory_price() /> })}
            <Loaded value=seats retry=again skeletons=3 let:seats>
                {body(market, seats)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(market: Market, seats: Signal<OpenSeats>) -> AnyView {
    let mine = Memo::new(move |_| seats.with(|s| s.mine.clone()));
    let others = Memo::new(move |_| seats.with(|s| s.others.clone()));
    let groups = Memo::new(move |_| seats.with(|s| s.groups.clone()));
    let has_more = Memo::new(move |_| seats.with(|s| s.has_more));
    let unreadable = Signal::derive(move || seats.with(|s| s.unreadable));
    let both = move || !mine.with(Vec::is_empty) && !others.with(Vec::is_empty);
    let none = move || mine.with(Vec::is_empty) && others.with(Vec::is_empty);
    let empty = move || {
        let (title, body) = if groups.with(Vec::is_empty) {
            (k::market::no_groups_title(), k::market::no_groups_body())
        } else {
            let passes = can_pass_on(market.kernel());
            let body = if passes { k::market::seats_none_body() } else { k::market::seats_none_plain_body() };
            (k::market::seats_none_title(), body)
        };
        (none() && unreadable.get() == 0).then(|| view! { <State art=Art::Door title body /> })
    };
    view! {
        {move || both().then(|| view! { <SectionHead title=k::market::for_you() /> })}
        {rows(market, mine, groups)}
        {move || both().then(|| view! { <SectionHead title=k::market::on_offer() /> })}
        {rows(market, others, groups)}
        {empty}
        <Unreadable count=unreadable about=Link::Backend />
        {move || {
            let more = move || market.more_seats(&groups.get_untracked());
            has_more.get().then(|| view! { <Button label=k::market::more_seats() look=Look::Text wide=true on_press=more /> })
        }}
        {move || pass_on(market, groups.get())}
    }
    .into_any()
}

fn rows(market: Market, ids: Memo<Vec<String>>, groups: Memo<Vec<(GroupId, String)>>) -> AnyView {
    let row = move |id: String| {
        let listing = market.listing(&id.as_str().into());
        let group = listing.with_untracked(|l| l.value().map(|l| l.group_id.clone()));
        let name = groups.with_untracked(|g| {
            let named = |id: &GroupId| g.iter().find(|(other, _)| other == id).map(|(_, name)| name.clone());
            (g.len() > 1).then(|| group.as_ref().and_then(named)).flatten()
        });
        card::listing(market, &id, name)
    };
    view! { <For each=move || ids.get() key=Clone::clone children=row /> }.into_any()
}

/// Where I pass on a seat of mine: a group's classes.
fn pass_on(market: Market, groups: Vec<(GroupId, String)>) -> AnyView {
    match groups.as_slice() {
        // A seat is passed on from its class.
        [_, ..] if !(has_classes(market.kernel()) && can_pass_on(market.kernel())) => ().into_any(),
        [] => view! { <LinkButton to=Link::Home label=k::common::home() look=Look::Line wide=true /> }
            .into_any(),
        [(only, _)] => {
            let to = Link::Classes(only.clone());
            view! { <LinkButton to label=k::market::pass_on() icon=glyph::PLUS look=Look::Line wide=true /> }
                .into_any()
        }
        _ => {
            let open = RwSignal::new(false);
            let groups = StoredValue::new(groups);
            let row = |(id, name): (GroupId, String)| {
                view! { <ListLink to=Link::Classes(id) title=name icon=glyph::SEAT /> }
            };
            view! {
                <Button
                    label=k::market::pass_on()
                    icon=glyph::PLUS
                    look=Look::Line
                    wide=true
                    on_press=move || open.set(true)
                />
                <Sheet open title=k::market::pass_on_which() sub=k::market::pass_on_sub()>
                    <List>{groups.get_value().into_iter().map(row).collect_view()}</List>
                </Sheet>
            }
            .into_any()
        }
    }
}
