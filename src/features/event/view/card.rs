//! An event as the content of a card in the feed: what, when and where, who comes, and my answer.

use contract::event::Event;
use contract::{EventId, GroupId};
use data::Data;
use leptos::prelude::*;

use super::{answer, words};
use crate::features::event::model::{self, Phase};
use crate::features::event::store::EventStore;
use crate::i18n::k::event as t;
use crate::ui::{AvatarStack, Carried, Fact, Facts, Glyph, Go, Kind, Pill, PillState, Row, carried, glyph};

/// What a post shows of the event that it carries; its title alone while the event is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let store = EventStore::new(data, GroupId::from(group), &EventId::from(id));
    let known = Carried { icon: glyph::CAL, kind: t::title(), to: store.place(), title: title.to_owned() };
    carried(store.now(), known, move |event| content(store, event))
}

fn content(store: EventStore, event: Signal<Event>) -> AnyView {
    let title = Memo::new(move |_| event.with(|e| e.title.clone()));
    view! {
        {kind(store, event)}
        <Go to=store.place() class="carried-head">
            <b>{title}</b>
        </Go>
        {facts(store, event)}
        {faces(store, event)}
        {answer::mine(store, event)}
        {answer::pending(store)}
        {answer::actions(store, event)}
    }
    .into_any()
}

/// The first line: that it is an event, and where it stands.
pub fn kind(store: EventStore, event: Signal<Event>) -> AnyView {
    let phase = words(event, store.minute(), model::phase);
    let label = move || model::phase_word(phase.get()).to_owned();
    view! {
        <Kind icon=glyph::CAL label=t::title()>
            <Pill
                label
                state=Signal::derive(move || pill_of(phase.get()).0)
                icon=Signal::derive(move || pill_of(phase.get()).1)
            />
        </Kind>
    }
    .into_any()
}

fn pill_of(phase: Phase) -> (PillState, Glyph) {
    match phase {
        Phase::Open => (PillState::Open, glyph::PEOPLE),
        Phase::Full => (PillState::Held, glyph::HOLD),
        Phase::Running => (PillState::Done, glyph::CHECKIN),
        Phase::Over => (PillState::Off, glyph::CLOCK),
        Phase::Cancelled => (PillState::Failed, glyph::CLOSE),
    }
}

/// When and where; that they were changed stands with them.
pub fn facts(store: EventStore, event: Signal<Event>) -> AnyView {
    let when = words(event, store.minute(), model::when);
    let place = Memo::new(move |_| event.with(|e| e.place.clone()));
    let moved = Memo::new(move |_| event.with(|e| e.moved_at.is_some()).then(|| t::moved().to_owned()));
    view! {
        <Facts>
            <Fact icon=glyph::CLOCK title=when note=move || moved.get().unwrap_or_default() />
            <Fact icon=glyph::PLACE title=place plain=true />
        </Facts>
    }
    .into_any()
}

/// The first who come, and how many do.
pub fn faces(store: EventStore, event: Signal<Event>) -> AnyView {
    let faces = Memo::new(move |_| {
        event.with(|e| e.joined.iter().take(6).map(|m| m.persona.avatar.clone()).collect::<Vec<_>>())
    });
    let room = words(event, store.minute(), model::room);
    view! {
        <Row>
            {move || faces.with(|faces| !faces.is_empty()).then(|| view! { <AvatarStack of=faces /> })}
            <span class="cap num">{room}</span>
        </Row>
    }
    .into_any()
}
