//! Announcing an event, and changing one.

use contract::event::{Event, NewEvent};
use contract::feed::Post;
use contract::group::Group;
use contract::{EventId, GroupId, Link, Timestamp, api};
use data::{Arrival, Data, Draft, Mutation};
use leptos::prelude::*;
use loadable::Notice;

use crate::compose::form::{ErrorOf, Form, Words};
use crate::features::event::form::{self, Raw};
use crate::i18n::k::event as t;
use crate::i18n::{local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Crumb, DateTimeField, Loaded, NumberField, TextArea, TextField, Toasts};

/// The fields of the form, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    about: RwSignal<String>,
    place: RwSignal<String>,
    starts_at: RwSignal<String>,
    ends_at: RwSignal<String>,
    capacity: RwSignal<String>,
    guests: RwSignal<String>,
}

impl Fields {
    fn of(draft: Draft, first: &Raw) -> Self {
        Self {
            title: draft.field("title", &first.title),
            about: draft.field("about", &first.about),
            place: draft.field("place", &first.place),
            starts_at: draft.field("starts_at", &first.starts_at),
            ends_at: draft.field("ends_at", &first.ends_at),
            capacity: draft.field("capacity", &first.capacity),
            guests: draft.field("guests", &first.guests),
        }
    }

    /// What was typed, tracked.
    fn get(self) -> Raw {
        Raw {
            title: self.title.get(),
            about: self.about.get(),
            place: self.place.get(),
            starts_at: self.starts_at.get(),
            ends_at: self.ends_at.get(),
            capacity: self.capacity.get(),
            guests: self.guests.get(),
        }
    }
}

/// The page that announces an event in a group.
pub fn new_page(data: Data, group: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let home = data.one::<Group>(group.as_str());
    let name = Signal::derive(move || home.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default());
    let (to, again) = (Link::Group(group.clone()), group.clone());
    view! {
        <Crumb to label=name />
        <Loaded value=home retry={move || data.fetch::<Group>(again.as_str())} let:_home>
            {new_form(data, group.clone())}
        </Loaded>
    }
    .into_any()
}

/// The page that changes an event.
pub fn edit_page(data: Data, group: GroupId, id: EventId) -> AnyView {
    use_title(t::edit().to_owned());
    let event = data.one::<Event>(id.as_str());
    let title =
        Signal::derive(move || event.with(|e| e.value().map(|e| e.title.clone())).unwrap_or_default());
    let (to, again) = (Link::Event(group, id.clone()), id);
    view! {
        <Crumb to label=title />
        <Loaded value=event retry={move || data.fetch::<Event>(again.as_str())} let:event>
            {edit_form(data, event)}
        </Loaded>
    }
    .into_any()
}

fn new_form(data: Data, group: GroupId) -> AnyView {
    let draft = data.draft(&format!("group/{group}/event"));
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let (starts_at, ends_at) = in_three_days(data.now());
    let first = Raw { starts_at, ends_at, guests: "1".to_owned(), ..Raw::default() };
    let sending = draft.mutation(data);
    let send = move |event: &NewEvent| {
        sending.run(api::NEW_EVENT, &[group.as_str()], event, move |event: Event| {
            data.list::<Post>(api::POSTS, &[event.group_id.as_str()], Arrival::Wait).reload();
            let to = Link::Event(event.group_id.clone(), event.id.clone());
            data.absorb(event);
            toasts.push(t::announced());
            nav.replace(&to);
        });
    };
    let words =
        Words { title: t::start(), sub: t::start_sub(), label: t::announce(), rule: t::announce_rule() };
    frame(data, draft, sending, &first, None, words, send)
}

fn edit_form(data: Data, event: Signal<Event>) -> AnyView {
    let now = event.get_untracked();
    let draft = data.draft(&format!("event/{}/edit", now.id));
    let nav = use_nav::<Link>();
    let sending = draft.mutation(data);
    let first = form::raw_of(&now);
    let (id, place) = (now.id.clone(), Link::Event(now.group_id, now.id));
    let send = move |changed: &NewEvent| {
        let place = place.clone();
        sending.run(api::EDIT_EVENT, &[id.as_str()], changed, move |event: Event| {
            data.absorb(event);
            nav.back(&place);
        });
    };
    let words = Words { title: t::edit(), sub: t::edit_sub(), label: t::save(), rule: t::save_rule() };
    frame(data, draft, sending, &first, Some(event), words, send)
}

fn frame(
    data: Data,
    draft: Draft,
    sending: Mutation,
    first: &Raw,
    changed: Option<Signal<Event>>,
    words: Words,
    run: impl Fn(&NewEvent) + Send + Sync + 'static,
) -> AnyView {
    let fields = Fields::of(draft, first);
    let typed = Memo::new(move |_| fields.get());
    let read = move |raw: &Raw, now: Timestamp| match changed {
        Some(event) => event.with(|event| form::read(raw, Some(event), now)),
        None => form::read(raw, None, now),
    };
    let check = Callback::new(move |now| typed.with(|raw| read(raw, now)).err());
    let send = Callback::new(move |()| -> Result<(), Notice> {
        untrack(|| typed.with(|raw| read(raw, data.now()))).map(|event| run(&event))
    });
    let track = Callback::new(move |()| typed.with(|_| ()));
    let form =
        Form { draft, sending, minute: data.minute(), track, check, send, error_text: form::error_text };
    form.view(words, |error| cards(data, fields, error))
}

fn cards(data: Data, fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    let earliest = local_input(data.now().0);
    view! {
        <Card>
            <TextField label=t::what() value=fields.title hint=t::what_hint() error=wrong("title") max_length=60_u32 />
            <TextField label=t::place() value=fields.place hint=t::place_hint() error=wrong("place") max_length=100_u32 />
            <DateTimeField
                label=t::starts()
                value=fields.starts_at
                min=earliest.clone()
                hint=zone_name()
                error=wrong("starts_at")
            />
            <DateTimeField label=t::ends() value=fields.ends_at min=earliest error=wrong("ends_at") />
            <TextArea
                label=t::about()
                value=fields.about
                hint=t::about_hint()
                error=wrong("about")
                rows=3
                optional=true
                max_length=500_u32
            />
        </Card>
        <Card>
            <h2>{t::room_head()}</h2>
            <NumberField
                label=t::capacity()
                value=fields.capacity
                hint=t::capacity_hint()
                error=wrong("capacity")
                optional=true
            />
            <NumberField label=t::guests() value=fields.guests hint=t::guests_hint() error=wrong("guests") />
        </Card>
    }
    .into_any()
}

/// A morning in three days, as date fields write it.
fn in_three_days(now: Timestamp) -> (String, String) {
    let text = local_input(now.plus_s(3 * 86_400).0);
    let at = |clock: &str| text.split_once('T').map(|(day, _)| format!("{day}T{clock}")).unwrap_or_default();
    (at("09:00"), at("11:00"))
}
