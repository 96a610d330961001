//! A handle on one thing that a post carries, as its card and its page have it: what is known of it, and what waits for
//! the network. Nothing here draws, and it knows no kind of thing.

use core::marker::PhantomData;

use contract::group::Group;
use contract::{Endpoint, GroupId, Link, Page, Timestamp};
use data::{Arrival, Data, Draft, Entity, List, ListView, Mutation, Place};
use leptos::prelude::*;
use loadable::Loadable;
use serde::Serialize;

/// A handle on one thing of a group. `Copy`.
pub struct Thing<T: 'static> {
    data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<String>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Thing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Thing<T> {}

impl<T: Entity> Thing<T> {
    /// The handle; nothing is asked for yet.
    pub fn new(data: Data, group: GroupId, id: &str) -> Self {
        Self { data, group: StoredValue::new(group), id: StoredValue::new(id.to_owned()), of: PhantomData }
    }

    /// The kernel, for what the backend does and keeps.
    pub fn kernel(self) -> Data {
        self.data
    }

    /// Its id.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// Its group's id.
    pub fn group_id(self) -> GroupId {
        self.group.get_value()
    }

    /// It, live; asked for when it is not here.
    pub fn now(self) -> Signal<Loadable<T>> {
        self.id.with_value(|id| self.data.one::<T>(id))
    }

    /// Asks for it again.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<T>(id));
    }

    /// The group, for its name and my role in it.
    pub fn group(self) -> Signal<Loadable<Group>> {
        self.group.with_value(|id| self.data.one::<Group>(id.as_str()))
    }

    /// The group's name; empty while it is not here.
    pub fn group_name(self) -> Signal<String> {
        let group = self.group();
        Signal::derive(move || group.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default())
    }

    /// Whether I run the group.
    pub fn hosts(self) -> Memo<bool> {
        let group = self.group();
        Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())))
    }

    /// The place of its group.
    pub fn home(self) -> Link {
        Link::Group(self.group_id())
    }

    /// The server's time, a few times a minute.
    pub fn minute(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// A list that hangs on it.
    pub fn list<U: Entity>(self, endpoint: Endpoint<(), Page<U>>) -> List<U> {
        self.id.with_value(|id| self.data.list::<U>(endpoint, &[id], Arrival::AtOnce))
    }

    /// The same, all of it: more pages are asked for until all are here.
    pub fn whole<U: Entity>(self, endpoint: Endpoint<(), Page<U>>) -> List<U> {
        let list = self.list(endpoint);
        let view = list.view();
        Effect::new(move |_| {
            let wants_more = |v: &ListView| v.has_more && !v.loading_more && v.more_failed.is_none();
            if view.with(|v| v.value().is_some_and(wants_more)) {
                list.more();
            }
        });
        list
    }

    /// An intent of its own. A refusal of the codes that `is_stale` means that the screen is old: what holds now is
    /// asked for.
    pub fn mutation(self, draft: Option<Draft>, is_stale: fn(&str) -> bool) -> Mutation {
        let mutation = draft.map_or_else(|| self.data.mutation(), |draft| draft.mutation(self.data));
        let notice = mutation.notice();
        Effect::new(move |_| {
            if notice.with(|n| n.as_ref().is_some_and(|n| is_stale(&n.code))) {
                self.refresh();
            }
        });
        mutation
    }

    /// Puts a command that is about it into the outbox.
    pub fn queue<Q: Serialize, R>(
        self,
        by: Mutation,
        endpoint: &Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        on_kept: impl FnOnce() + 'static,
    ) {
        let (group, id) = (self.group_id(), self.id());
        by.queue(endpoint, args, body, Place { group: group.as_str(), thing: &id }, on_kept);
    }

    /// How many intents about it wait for the network, and how many were refused meanwhile; tracked.
    pub fn pending(self) -> (usize, usize) {
        let id = self.id();
        self.data.outbox().with(|all| {
            let mine = || all.iter().filter(|one| one.place == id);
            (mine().filter(|one| one.is_waiting()).count(), mine().filter(|one| !one.is_waiting()).count())
        })
    }
}
