//! A daily activity as the content of a card in the feed: what to do today, and the latest that members answered.

use contract::daily::{Daily, DailyState};
use contract::{DailyId, GroupId, Timestamp, api};
use data::Data;
use leptos::prelude::*;

use super::model;
use super::store::Store;
use crate::i18n::k::daily as t;
use crate::ui::{Carried, Go, Kind, LinkButton, Look, Pill, Row, carried, glyph};

/// What a post shows of the activity that it carries; its words alone while it is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let store = Store::new(data, GroupId::from(group), DailyId::from(id));
    let known = Carried { icon: glyph::SPA, kind: t::title(), to: store.place(), title: title.to_owned() };
    carried(store.daily(), known, move |daily| content(store, daily))
}

/// Words of it at the time on screen.
pub fn words<T>(store: Store, daily: Signal<Daily>, of: fn(&Daily, Timestamp) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let minute = store.data.minute();
    Memo::new(move |_| daily.with(|daily| of(daily, minute.get())))
}

/// The first line: that it is one, and where its day stands.
pub fn kind(store: Store, daily: Signal<Daily>) -> AnyView {
    let state = words(store, daily, model::state);
    view! {
        <Kind icon=glyph::SPA label=t::title()>
            <Pill
                label=move || model::state_word(state.get()).0.to_owned()
                state=Signal::derive(move || model::state_word(state.get()).1)
                icon=glyph::CLOCK
            />
        </Kind>
    }
    .into_any()
}

fn content(store: Store, daily: Signal<Daily>) -> AnyView {
    let state = words(store, daily, model::state);
    let day = words(store, daily, model::day);
    let lines = Memo::new(move |_| daily.with(|d| d.recent.iter().map(model::line).collect::<Vec<_>>()));
    let rows = move || {
        lines.with(|rows| {
            (!rows.is_empty()).then(|| {
                let each = rows.iter().map(|row| view! { <li>{row.clone()}</li> }).collect_view();
                view! { <ul class="carried-lines" role="list" aria-label=t::latest()>{each}</ul> }
            })
        })
    };
    let answers = store.data.offers(&api::ANSWER_DAILY);
    let label = Memo::new(move |_| {
        let writes = answers && state.get() == DailyState::Open && daily.with(|d| d.your_answer.is_none());
        if writes { t::write() } else { t::see_all() }
    });
    view! {
        {kind(store, daily)}
        <Go to=store.place() class="carried-head">
            <b>{move || daily.with(|d| d.words.clone())}</b>
            <span class="sub">{day}</span>
        </Go>
        {rows}
        <Row>
            <LinkButton to=store.place() label=Signal::derive(move || label.get().to_owned()) look=Look::Soft small=true icon=glyph::EDIT />
        </Row>
    }
    .into_any()
}
