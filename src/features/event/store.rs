//! One event as its card and its page have it: what is known of it, and what I can do. Nothing here draws.

use contract::api::{self, Done};
use contract::event::{Event, Rsvp, SetRsvp};
use contract::group::Group;
use contract::{EventId, GroupId, Link, Timestamp};
use data::{Arrival, Data, List, ListView, Mutation, Place};
use leptos::prelude::*;
use loadable::Loadable;

use super::model;

/// A handle on one event. `Copy`.
#[derive(Clone, Copy)]
pub struct EventStore {
    data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<EventId>,
}

impl EventStore {
    /// The handle; the event is asked for.
    pub fn new(data: Data, group: GroupId, id: EventId) -> Self {
        Self { data, group: StoredValue::new(group), id: StoredValue::new(id) }
    }

    /// The kernel, for what the backend does and keeps.
    pub fn kernel(self) -> Data {
        self.data
    }

    /// The event, live.
    pub fn event(self) -> Signal<Loadable<Event>> {
        self.id.with_value(|id| self.data.one::<Event>(id.as_str()))
    }

    /// Asks for it again.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<Event>(id.as_str()));
    }

    /// The group, for its name and my role in it.
    pub fn group(self) -> Signal<Loadable<Group>> {
        self.group.with_value(|id| self.data.one::<Group>(id.as_str()))
    }

    /// The event's place in the app.
    pub fn place(self) -> Link {
        Link::Event(self.group.get_value(), self.id.get_value())
    }

    /// Where it is changed.
    pub fn edit_place(self) -> Link {
        Link::EditEvent(self.group.get_value(), self.id.get_value())
    }

    /// The place of its group.
    pub fn home(self) -> Link {
        Link::Group(self.group.get_value())
    }

    /// The server's time, a few times a minute.
    pub fn minute(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// Who comes, in order; more pages are asked for until all are here.
    pub fn rsvps(self) -> List<Rsvp> {
        let list =
            self.id.with_value(|id| self.data.list::<Rsvp>(api::RSVPS, &[id.as_str()], Arrival::AtOnce));
        let view = list.view();
        Effect::new(move |_| {
            let wants_more = |v: &ListView| v.has_more && !v.loading_more && v.more_failed.is_none();
            if view.with(|v| v.value().is_some_and(wants_more)) {
                list.more();
            }
        });
        list
    }

    /// An intent of its own. A refusal such as "full" means that the screen is old: what holds now is asked for.
    pub fn mutation(self) -> Mutation {
        let mutation = self.data.mutation();
        let notice = mutation.notice();
        Effect::new(move |_| {
            if notice.with(|n| n.as_ref().is_some_and(|n| model::is_stale(&n.code))) {
                self.refresh();
            }
        });
        mutation
    }

    /// Says whether I come.
    pub fn answer(self, by: Mutation, said: &SetRsvp, on_done: impl Fn(&Event) + 'static) {
        by.run(api::SET_RSVP, &[self.id.get_value().as_str()], said, move |event: Event| {
            on_done(&event);
            self.data.absorb(event);
        });
    }

    /// Says so once there is a network.
    pub fn answer_later(self, by: Mutation, said: &SetRsvp, on_kept: impl FnOnce() + 'static) {
        let (group, id) = (self.group.get_value(), self.id.get_value());
        let at = Place { group: group.as_str(), thing: id.as_str() };
        by.queue(&api::SET_RSVP, &[id.as_str()], said, at, on_kept);
    }

    /// Whether an answer may wait for the network.
    pub fn can_wait(self) -> bool {
        self.data.can_wait(&api::SET_RSVP)
    }

    /// Whether an answer of mine waits for the network, and whether one was refused meanwhile; tracked.
    pub fn pending(self) -> (usize, usize) {
        let id = self.id.get_value();
        self.data.outbox().with(|all| {
            let mine = || all.iter().filter(|one| one.place == id.as_str());
            (mine().filter(|one| one.is_waiting()).count(), mine().filter(|one| !one.is_waiting()).count())
        })
    }

    /// Calls it off.
    pub fn cancel(self, by: Mutation, on_done: impl Fn() + 'static) {
        by.run(api::CANCEL_EVENT, &[self.id.get_value().as_str()], &Done {}, move |event: Event| {
            self.data.absorb(event);
            on_done();
        });
    }
}
