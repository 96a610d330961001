//! One relay as its card and its page have it: what is known of it, and what I can do. Nothing here draws.

use contract::api::{self, Done};
use contract::group::Group;
use contract::relay::{NewRelayEntry, Relay, RelayEntry};
use contract::{GroupId, Link, RelayEntryId, RelayId};
use data::{Arrival, Data, Draft, List, Mutation, Place};
use leptos::prelude::*;
use loadable::Loadable;

use super::model;

/// A handle on one relay. `Copy`.
#[derive(Clone, Copy)]
pub struct Store {
    /// The kernel.
    pub data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<RelayId>,
}

impl Store {
    /// The handle.
    pub fn new(data: Data, group: GroupId, id: RelayId) -> Self {
        Self { data, group: StoredValue::new(group), id: StoredValue::new(id) }
    }

    /// The relay, live.
    pub fn relay(self) -> Signal<Loadable<Relay>> {
        self.id.with_value(|id| self.data.one::<Relay>(id.as_str()))
    }

    /// Asks for it again, and for its entries where they are shown.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<Relay>(id.as_str()));
    }

    /// The group, for its name and my role in it.
    pub fn group(self) -> Signal<Loadable<Group>> {
        self.group.with_value(|id| self.data.one::<Group>(id.as_str()))
    }

    /// Its id.
    pub fn id(self) -> RelayId {
        self.id.get_value()
    }

    /// Its place.
    pub fn place(self) -> Link {
        Link::Relay(self.group.get_value(), self.id.get_value())
    }

    /// The place of its group.
    pub fn home(self) -> Link {
        Link::Group(self.group.get_value())
    }

    /// The entries, the last first: a page of the latest, and older ones as they are asked for.
    pub fn entries(self) -> List<RelayEntry> {
        self.id.with_value(|id| {
            self.data.list::<RelayEntry>(api::RELAY_ENTRIES, &[id.as_str()], Arrival::AtOnce)
        })
    }

    /// What is typed here.
    pub fn draft(self) -> Draft {
        self.data.draft(&format!("relay/{}/entry", self.id.get_value()))
    }

    /// Continues it. Who was faster is shown at once.
    pub fn say(self, by: Mutation, entry: &NewRelayEntry, on_done: impl FnOnce() + 'static) {
        let entries = self.entries();
        by.run(api::NEW_RELAY_ENTRY, &[self.id.get_value().as_str()], entry, move |relay: Relay| {
            if let Some(mine) = model::last(&relay).filter(|last| last.yours) {
                entries.put_first(mine.clone());
            }
            self.data.absorb(relay);
            on_done();
        });
    }

    /// Continues it once there is a network, if nobody was faster.
    pub fn say_later(self, by: Mutation, entry: &NewRelayEntry, on_kept: impl FnOnce() + 'static) {
        let (group, id) = (self.group.get_value(), self.id.get_value());
        let at = Place { group: group.as_str(), thing: id.as_str() };
        by.queue(&api::NEW_RELAY_ENTRY, &[id.as_str()], entry, at, on_kept);
    }

    /// Takes an entry back.
    pub fn take_back(self, by: Mutation, entry: &RelayEntryId, on_done: impl FnOnce() + 'static) {
        let entries = self.entries();
        by.run(api::TAKE_BACK, &[entry.as_str()], &(), move |relay: Relay| {
            self.data.absorb(relay);
            entries.reload();
            on_done();
        });
    }

    /// Ends it before its time.
    pub fn end(self, by: Mutation, on_done: impl FnOnce() + 'static) {
        by.run(api::END_RELAY, &[self.id.get_value().as_str()], &Done {}, move |relay: Relay| {
            self.data.absorb(relay);
            on_done();
        });
    }

    /// An intent of its own. A refusal such as "somebody was faster" means that the screen is old.
    pub fn mutation(self, draft: Option<Draft>) -> Mutation {
        let mutation = draft.map_or_else(|| self.data.mutation(), |draft| draft.mutation(self.data));
        let (notice, entries) = (mutation.notice(), self.entries());
        Effect::new(move |_| {
            if notice.with(|n| n.as_ref().is_some_and(|n| model::is_stale(&n.code))) {
                self.refresh();
                entries.reload();
            }
        });
        mutation
    }
}
