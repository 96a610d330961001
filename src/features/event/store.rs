//! One event as its card and its page have it: what is known of it, and what I can do. Nothing here draws.

use core::ops::Deref;

use contract::api::{self, Done};
use contract::event::{Event, Rsvp, SetRsvp};
use contract::{EventId, GroupId, Link};
use data::{Data, List, Mutation};

use super::model;
use crate::compose::Thing;

/// A handle on one event. `Copy`.
#[derive(Clone, Copy)]
pub struct EventStore(Thing<Event>);

impl Deref for EventStore {
    type Target = Thing<Event>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl EventStore {
    /// The handle.
    pub fn new(data: Data, group: GroupId, id: &EventId) -> Self {
        Self(Thing::new(data, group, id.as_str()))
    }

    /// The event's place in the app.
    pub fn place(self) -> Link {
        Link::Event(self.group_id(), EventId::from(self.id()))
    }

    /// Where it is changed.
    pub fn edit_place(self) -> Link {
        Link::EditEvent(self.group_id(), EventId::from(self.id()))
    }

    /// Who comes, in order.
    pub fn rsvps(self) -> List<Rsvp> {
        self.whole(api::RSVPS)
    }

    /// An intent of its own.
    pub fn intent(self) -> Mutation {
        self.mutation(None, model::is_stale)
    }

    /// Says whether I come.
    pub fn answer(self, by: Mutation, said: &SetRsvp, on_done: impl Fn(&Event) + 'static) {
        by.run(api::SET_RSVP, &[&self.id()], said, move |event: Event| {
            on_done(&event);
            self.kernel().absorb(event);
        });
    }

    /// Says so once there is a network.
    pub fn answer_later(self, by: Mutation, said: &SetRsvp, on_kept: impl FnOnce() + 'static) {
        self.queue(by, &api::SET_RSVP, &[&self.id()], said, on_kept);
    }

    /// Whether an answer may wait for the network.
    pub fn can_wait(self) -> bool {
        self.kernel().can_wait(&api::SET_RSVP)
    }

    /// Calls it off.
    pub fn cancel(self, by: Mutation, on_done: impl Fn() + 'static) {
        by.run(api::CANCEL_EVENT, &[&self.id()], &Done {}, move |event: Event| {
            self.kernel().absorb(event);
            on_done();
        });
    }
}
