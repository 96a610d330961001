//! One chain as its card and its page have it: what is known of it, and what I can do. Nothing here draws.

use contract::api::{self, Done};
use contract::chain::{Chain, ChainEntry, EditEntry, NewEntry};
use contract::group::Group;
use contract::{ChainId, EntryId, GroupId, Link, Timestamp};
use data::{Arrival, Data, Draft, List, ListView, Mutation, Place};
use leptos::prelude::*;
use loadable::Loadable;

use super::model;

/// What is asked for in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// To enter oneself.
    Enter,
    /// To enter somebody else.
    EnterOther,
    /// To change an entry of mine.
    Change(EntryId),
    /// To take one back.
    Withdraw(EntryId),
}

/// A handle on one chain. `Copy`.
#[derive(Clone, Copy)]
pub struct ChainStore {
    data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<ChainId>,
    /// What the sheet asks for; none while it is closed.
    pub asked: RwSignal<Option<Ask>>,
}

impl ChainStore {
    /// The handle; the chain is asked for.
    pub fn new(data: Data, group: GroupId, id: ChainId) -> Self {
        Self { data, group: StoredValue::new(group), id: StoredValue::new(id), asked: RwSignal::new(None) }
    }

    /// The kernel, for what the backend does and keeps.
    pub fn kernel(self) -> Data {
        self.data
    }

    /// The chain, live.
    pub fn chain(self) -> Signal<Loadable<Chain>> {
        self.id.with_value(|id| self.data.one::<Chain>(id.as_str()))
    }

    /// Asks for it again.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<Chain>(id.as_str()));
    }

    /// The group, for its name and my role in it.
    pub fn group(self) -> Signal<Loadable<Group>> {
        self.group.with_value(|id| self.data.one::<Group>(id.as_str()))
    }

    /// The chain's place.
    pub fn place(self) -> Link {
        Link::Chain(self.group.get_value(), self.id.get_value())
    }

    /// Where it is changed.
    pub fn edit_place(self) -> Link {
        Link::EditChain(self.group.get_value(), self.id.get_value())
    }

    /// The place of its group.
    pub fn home(self) -> Link {
        Link::Group(self.group.get_value())
    }

    /// The server's time, a few times a minute.
    pub fn minute(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// All entries, in order; more pages are asked for until all are here.
    pub fn entries(self) -> List<ChainEntry> {
        let list = self
            .id
            .with_value(|id| self.data.list::<ChainEntry>(api::ENTRIES, &[id.as_str()], Arrival::AtOnce));
        let view = list.view();
        Effect::new(move |_| {
            let wants_more = |v: &ListView| v.has_more && !v.loading_more && v.more_failed.is_none();
            if view.with(|v| v.value().is_some_and(wants_more)) {
                list.more();
            }
        });
        list
    }

    /// The entries that are here now; tracked.
    pub fn known(self, list: List<ChainEntry>) -> Vec<ChainEntry> {
        let ids = list.view().with(|view| view.value().map(|v| v.ids.clone())).unwrap_or_default();
        ids.iter().filter_map(|id| list.item(id).get().into_value()).collect()
    }

    /// The draft of what a sheet asks for.
    pub fn draft(self, ask: &Ask) -> Draft {
        let id = self.id.get_value();
        match ask {
            Ask::Change(entry) | Ask::Withdraw(entry) => {
                self.data.draft(&format!("chain/{id}/entry/{entry}"))
            }
            Ask::Enter => self.data.draft(&format!("chain/{id}/own")),
            Ask::EnterOther => self.data.draft(&format!("chain/{id}/other")),
        }
    }

    /// An intent of its own. A refusal such as "full" means that the screen is old: what holds now is asked for.
    pub fn mutation(self, draft: Option<Draft>) -> Mutation {
        let mutation = draft.map_or_else(|| self.data.mutation(), |draft| draft.mutation(self.data));
        let notice = mutation.notice();
        Effect::new(move |_| {
            if notice.with(|n| n.as_ref().is_some_and(|n| model::is_stale(&n.code))) {
                self.refresh();
            }
        });
        mutation
    }

    fn done(self, on_done: impl Fn(&Chain) + 'static) -> impl FnOnce(Chain) + 'static {
        move |chain| {
            on_done(&chain);
            self.data.absorb(chain);
        }
    }

    /// Enters it, myself or somebody else.
    pub fn enter(self, by: Mutation, entry: &NewEntry, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::NEW_ENTRY, &[self.id.get_value().as_str()], entry, self.done(on_done));
    }

    /// Changes an entry of mine.
    pub fn change(self, by: Mutation, id: &EntryId, entry: &EditEntry, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::EDIT_ENTRY, &[id.as_str()], entry, self.done(on_done));
    }

    /// Whether an entry, or a change of one, may wait for the network.
    pub fn can_wait(self, changes: bool) -> bool {
        if changes { self.data.can_wait(&api::EDIT_ENTRY) } else { self.data.can_wait(&api::NEW_ENTRY) }
    }

    /// Enters it once there is a network.
    pub fn enter_later(self, by: Mutation, entry: &NewEntry, on_kept: impl FnOnce() + 'static) {
        let (group, id) = (self.group.get_value(), self.id.get_value());
        let at = Place { group: group.as_str(), thing: id.as_str() };
        by.queue(&api::NEW_ENTRY, &[id.as_str()], entry, at, on_kept);
    }

    /// Changes an entry of mine once there is a network.
    pub fn change_later(
        self,
        by: Mutation,
        entry: &EntryId,
        edit: &EditEntry,
        on_kept: impl FnOnce() + 'static,
    ) {
        let (group, id) = (self.group.get_value(), self.id.get_value());
        let at = Place { group: group.as_str(), thing: id.as_str() };
        by.queue(&api::EDIT_ENTRY, &[entry.as_str()], edit, at, on_kept);
    }

    /// Its id.
    pub fn id(self) -> ChainId {
        self.id.get_value()
    }

    /// Takes an entry of mine back.
    pub fn withdraw(self, by: Mutation, id: &EntryId, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::WITHDRAW, &[id.as_str()], &(), self.done(on_done));
    }

    /// Closes it before its time.
    pub fn close(self, by: Mutation, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::CLOSE_CHAIN, &[self.id.get_value().as_str()], &Done {}, self.done(on_done));
    }

    /// Deletes it, with its entries and its post.
    pub fn delete(self, by: Mutation, on_done: impl Fn() + 'static) {
        by.run(api::DELETE_CHAIN, &[self.id.get_value().as_str()], &(), move |_: Done| on_done());
    }
}
