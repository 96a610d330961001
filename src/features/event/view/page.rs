//! One event: what, when, where, who comes; the calendar file; for who runs it changing it and calling it off.

use contract::event::{Event, Rsvp, RsvpState};
use contract::{EventId, GroupId, Link, api};
use data::{Data, List, ListView};
use leptos::prelude::*;
use loadable::Loadable;

use super::{answer, card, words};
use crate::features::event::model::{self, Phase, RowWords};
use crate::features::event::store::EventStore;
use crate::i18n::k::event as t;
use crate::i18n::zone_name;
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::{
    Button, Card, Crumb, Fact, Facts, Fault, LinkButton, Loaded, Look, Page, Row, SectionHead, SendButton,
    Sheet, Stack, StepLook, Toasts, Unreadable, glyph,
};

/// The page of an event.
pub fn page(data: Data, group: GroupId, id: EventId) -> AnyView {
    use_title(t::title().to_owned());
    let store = EventStore::new(data, group, &id);
    let event = store.now();
    view! {
        <Crumb to=store.home() label=store.group_name() />
        <Page>
            <Loaded value=event retry=move || store.refresh() skeletons=3 let:event>
                {body(store, event)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(store: EventStore, event: Signal<Event>) -> AnyView {
    let hosts = store.hosts();
    let runs_it = Memo::new(move |_| event.with(|e| e.yours) || hosts.get());
    let open = words(event, store.minute(), model::is_open);
    let nav = use_nav::<Link>();
    let outgoing = move || {
        let link = nav.absolute(&store.place());
        let now = store.minute().get_untracked();
        let text = event.with_untracked(|e| model::as_text(e, &zone_name(), &link, now));
        Outgoing::new(text, link, Reach::Chat)
    };
    use_card(move || {
        event.track();
        Some(outgoing().card)
    });
    let about = Memo::new(move |_| event.with(|e| (!e.about.is_empty()).then(|| e.about.clone())));
    let by = Memo::new(move |_| event.with(model::by));
    view! {
        <Card>
            {card::kind(store, event)}
            <h1>{move || event.with(|e| e.title.clone())}</h1>
            {move || about.get().map(|about| view! { <p class="sub event-about">{about}</p> })}
            {card::facts(store, event)}
            <Facts>
                <Fact icon=glyph::GLOBE title=zone_name() plain=true />
                <Fact icon=glyph::PEOPLE title=by plain=true />
            </Facts>
            <Row>
                <SendButton what=Callback::new(move |()| outgoing()) copy_label=t::copy() small=true />
                {calendar(store, event)}
            </Row>
        </Card>
        <Card>
            <h2>{t::who_comes()}</h2>
            {card::faces(store, event)}
            {answer::mine(store, event)}
            {answer::pending(store)}
            {answer::actions(store, event)}
            {people(store)}
        </Card>
        {move || (runs_it.get() && open.get()).then(|| host(store))}
    }
    .into_any()
}

/// The event as a calendar file, and as text for where files cannot be saved.
fn calendar(store: EventStore, event: Signal<Event>) -> AnyView {
    let phase = words(event, store.minute(), model::phase);
    let comes = Memo::new(move |_| {
        event.with(|e| e.your_rsvp.as_ref().map(|mine| mine.state) == Some(RsvpState::Going))
    });
    // Of use before it is over, and afterwards only to take a cancelled one off.
    let is_of_use = Memo::new(move |_| match phase.get() {
        Phase::Over => false,
        Phase::Cancelled => comes.get(),
        _ => true,
    });
    let address = move || event.with(model::calendar_address);
    (move || {
        is_of_use.get().then(|| {
            view! {
                <a class="btn" data-look="line" data-small="" href=address download="event.ics">
                    <crate::ui::Icon of=glyph::CAL />
                    <span class="btn-words">{t::calendar()}</span>
                </a>
            }
        })
    })
    .into_any()
}

/// Who comes and who waits, on the thread.
fn people(store: EventStore) -> AnyView {
    if !store.kernel().offers(&api::RSVPS) {
        return ().into_any();
    }
    let list: List<Rsvp> = store.rsvps();
    let row = move |id: String| row(list.item(&id));
    let draw = move |shown: Signal<ListView>| {
        let is_empty = Memo::new(move |_| shown.with(|v| v.ids.is_empty() && v.unreadable == 0));
        view! {
            {move || is_empty.get().then(|| view! { <p class="sub">{t::nobody()}</p> })}
            <ol class="strand event-list" aria-label=t::who_comes()>
                <For each=move || shown.with(|v| v.ids.clone()) key=String::clone children=row />
            </ol>
            <Unreadable count=Signal::derive(move || shown.with(|v| v.unreadable)) about=Link::Backend />
        }
        .into_any()
    };
    view! {
        <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:shown>
            {draw(shown)}
        </Loaded>
    }
    .into_any()
}

fn row(one: Signal<Loadable<Rsvp>>) -> AnyView {
    let words = Memo::new(move |last: Option<&RowWords>| {
        let now = one.with(|one| one.value().map(model::row));
        now.or_else(|| last.cloned()).unwrap_or_else(|| RowWords {
            title: String::new(),
            note: String::new(),
            look: StepLook::Ahead,
            spoken: None,
        })
    });
    let knot = move || match words.with(|w| w.look) {
        StepLook::Now => "now",
        StepLook::Done => "reached",
        _ => "ahead",
    };
    view! {
        <li data-k=knot>
            <b>{move || words.with(|w| w.title.clone())}</b>
            {move || words.with(|w| w.spoken).map(|spoken| view! { <span class="event-you">{spoken}</span> })}
            <span class="step-note">{move || words.with(|w| w.note.clone())}</span>
        </li>
    }
    .into_any()
}

/// The section of who runs it.
fn host(store: EventStore) -> AnyView {
    let data = store.kernel();
    let asking = RwSignal::new(false);
    view! {
        <SectionHead title=t::run() note=t::run_only() />
        <Card>
            <Stack>
                {data
                    .offers(&api::EDIT_EVENT)
                    .then(|| {
                        let to = store.edit_place();
                        view! { <LinkButton to label=t::edit() look=Look::Soft icon=glyph::EDIT wide=true /> }
                    })}
                {data
                    .offers(&api::CANCEL_EVENT)
                    .then(|| {
                        view! { <Button label=t::cancel() look=Look::Warn wide=true on_press=move || asking.set(true) /> }
                    })}
            </Stack>
        </Card>
        <Sheet open=asking title=t::cancel_title() sub=t::cancel_sub()>
            {move || cancel(store, asking)}
        </Sheet>
    }
    .into_any()
}

fn cancel(store: EventStore, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let sending = store.intent();
    let press = move || {
        store.cancel(sending, move || {
            open.set(false);
            toasts.push(t::toast_cancelled());
        });
    };
    view! {
        <Stack>
            <Fault notice=sending.notice() />
            <Button label=t::cancel_yes() look=Look::Warn wide=true busy=sending.is_sending() on_press=press />
            <Button label=t::cancel_no() look=Look::Soft wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}
