//! One chain as its card and its page have it: what is known of it, and what I can do. Nothing here draws.

use core::ops::Deref;

use contract::api::{self, Done};
use contract::chain::{Chain, ChainEntry, EditEntry, NewEntry};
use contract::{ChainId, EntryId, GroupId, Link};
use data::{Data, Draft, List, Mutation};
use leptos::prelude::*;

use super::model;
use crate::compose::Thing;

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
    thing: Thing<Chain>,
    /// What the sheet asks for; none while it is closed.
    pub asked: RwSignal<Option<Ask>>,
}

impl Deref for ChainStore {
    type Target = Thing<Chain>;

    fn deref(&self) -> &Self::Target {
        &self.thing
    }
}

impl ChainStore {
    /// The handle.
    pub fn new(data: Data, group: GroupId, id: &ChainId) -> Self {
        Self { thing: Thing::new(data, group, id.as_str()), asked: RwSignal::new(None) }
    }

    /// The chain's place.
    pub fn place(self) -> Link {
        Link::Chain(self.group_id(), ChainId::from(self.id()))
    }

    /// Where it is changed.
    pub fn edit_place(self) -> Link {
        Link::EditChain(self.group_id(), ChainId::from(self.id()))
    }

    /// All entries, in order.
    pub fn entries(self) -> List<ChainEntry> {
        self.whole(api::ENTRIES)
    }

    /// The entries that are here now; tracked.
    pub fn known(self, list: List<ChainEntry>) -> Vec<ChainEntry> {
        let ids = list.view().with(|view| view.value().map(|v| v.ids.clone())).unwrap_or_default();
        ids.iter().filter_map(|id| list.item(id).get().into_value()).collect()
    }

    /// The draft of what a sheet asks for.
    pub fn draft(self, ask: &Ask) -> Draft {
        let id = self.id();
        match ask {
            Ask::Change(entry) | Ask::Withdraw(entry) => {
                self.kernel().draft(&format!("chain/{id}/entry/{entry}"))
            }
            Ask::Enter => self.kernel().draft(&format!("chain/{id}/own")),
            Ask::EnterOther => self.kernel().draft(&format!("chain/{id}/other")),
        }
    }

    /// An intent of its own.
    pub fn intent(self, draft: Option<Draft>) -> Mutation {
        self.mutation(draft, model::is_stale)
    }

    fn done(self, on_done: impl Fn(&Chain) + 'static) -> impl FnOnce(Chain) + 'static {
        move |chain| {
            on_done(&chain);
            self.kernel().absorb(chain);
        }
    }

    /// Enters it, myself or somebody else.
    pub fn enter(self, by: Mutation, entry: &NewEntry, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::NEW_ENTRY, &[&self.id()], entry, self.done(on_done));
    }

    /// Changes an entry of mine.
    pub fn change(self, by: Mutation, id: &EntryId, entry: &EditEntry, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::EDIT_ENTRY, &[id.as_str()], entry, self.done(on_done));
    }

    /// Whether an entry, or a change of one, may wait for the network.
    pub fn can_wait(self, changes: bool) -> bool {
        if changes {
            self.kernel().can_wait(&api::EDIT_ENTRY)
        } else {
            self.kernel().can_wait(&api::NEW_ENTRY)
        }
    }

    /// Enters it once there is a network.
    pub fn enter_later(self, by: Mutation, entry: &NewEntry, on_kept: impl FnOnce() + 'static) {
        self.queue(by, &api::NEW_ENTRY, &[&self.id()], entry, on_kept);
    }

    /// Changes an entry of mine once there is a network.
    pub fn change_later(
        self,
        by: Mutation,
        entry: &EntryId,
        edit: &EditEntry,
        on_kept: impl FnOnce() + 'static,
    ) {
        self.queue(by, &api::EDIT_ENTRY, &[entry.as_str()], edit, on_kept);
    }

    /// Takes an entry of mine back.
    pub fn withdraw(self, by: Mutation, id: &EntryId, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::WITHDRAW, &[id.as_str()], &(), self.done(on_done));
    }

    /// Closes it before its time.
    pub fn close(self, by: Mutation, on_done: impl Fn(&Chain) + 'static) {
        by.run(api::CLOSE_CHAIN, &[&self.id()], &Done {}, self.done(on_done));
    }

    /// Deletes it, with its entries and its post.
    pub fn delete(self, by: Mutation, on_done: impl Fn() + 'static) {
        by.run(api::DELETE_CHAIN, &[&self.id()], &(), move |_: Done| on_done());
    }
}
