//! A group's days: what is planned (hosts), today, and the days that one was there for.

use contract::daily::{Daily, DailyState};
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Arrival, Data, List, ListView};
use leptos::prelude::*;

use super::model;
use crate::i18n::k;
use crate::i18n::k::daily as t;
use crate::ui::prefs::use_title;
use crate::ui::{
    Art, Button, Crumb, LinkButton, ListLink, Loaded, Look, Page, PageHead, SectionHead, State, Unreadable,
    glyph,
};

/// The page of a group's days.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let hosts = Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())));
    let plans = data.offers(&api::NEW_DAILY);
    let days = data.list::<Daily>(api::DAILIES, &[id.as_str()], Arrival::AtOnce);
    let plan = Link::NewDaily(id.clone());
    view! {
        <Crumb to=Link::Group(id.clone()) label=name />
        <Page>
            <PageHead title=t::title() sub=t::sub() />
            {move || {
                (plans && hosts.get()).then(|| {
                    let to = plan.clone();
                    view! { <LinkButton to label=t::plan() look=Look::Soft icon=glyph::PLUS wide=true /> }
                })
            }}
            <Loaded value=days.view() retry=move || days.reload() skeletons=2 let:list>
                {list_of(data, id.clone(), days, list)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn list_of(data: Data, group: GroupId, days: List<Daily>, list: Signal<ListView>) -> AnyView {
    let minute = data.minute();
    // By where they stand: `(id, state)`, planned ones the next first.
    let known = Memo::new(move |_| {
        let ids = list.with(|l| l.ids.clone());
        let state = |id: String| {
            let state = days.item(&id).with(|d| d.value().map(|d| model::state(d, minute.get())));
            state.map(|state| (id, state))
        };
        ids.into_iter().filter_map(state).collect::<Vec<_>>()
    });
    let of = move |wanted: DailyState| {
        let mut ids: Vec<String> = known
            .with(|all| all.iter().filter(|(_, state)| *state == wanted).map(|(id, _)| id.clone()).collect());
        if wanted == DailyState::Planned {
            ids.reverse();
        }
        ids
    };
    let group = StoredValue::new(group);
    let section = move |wanted: DailyState, title: &'static str| {
        let ids = Memo::new(move |_| of(wanted));
        let any = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
        let row = move |id: String| row(data, group.get_value(), days, &id);
        move || {
            any.get().then(|| {
                view! {
                    <SectionHead title />
                    <ul class="list" role="list"><For each=move || ids.get() key=String::clone children=row /></ul>
                }
            })
        }
    };
    let none = Memo::new(move |_| known.with(Vec::is_empty) && list.with(|l| l.unreadable == 0));
    let more = Memo::new(move |_| list.with(|l| l.has_more));
    let busy = Signal::derive(move || list.with(|l| l.loading_more));
    view! {
        {move || none.get().then(|| view! { <State art=Art::Door title=t::none_title() body=t::none_body() /> })}
        {section(DailyState::Open, t::today())}
        {section(DailyState::Planned, t::planned_title())}
        {section(DailyState::Closed, t::past())}
        <Unreadable count=Signal::derive(move || list.with(|l| l.unreadable)) about=Link::Backend />
        {move || {
            more.get()
                .then(|| view! { <Button label=k::common::more() look=Look::Text wide=true busy on_press=move || days.more() /> })
        }}
    }
    .into_any()
}

fn row(data: Data, group: GroupId, days: List<Daily>, id: &str) -> Option<AnyView> {
    let item = days.item(id);
    let first = item.get_untracked().into_value()?;
    let shown = Memo::new(move |last: Option<&Daily>| {
        item.get().into_value().or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let minute = data.minute();
    let to = Link::Daily(group, shown.with_untracked(|d| d.id.clone()));
    let note = Signal::derive(move || Some(shown.with(|d| model::day(d, minute.get()))));
    Some(view! { <ListLink to title=move || shown.with(|d| d.words.clone()) note /> }.into_any())
}
