//! From a batch of changes to questions: each thing and each list is asked for again once, and only when
//! somebody has it.

use std::collections::{BTreeSet, HashSet};

use contract::chain::Chain;
use contract::change::{Change, ChangeKind, ChangeOp};
use contract::feed::{Comment, Post};
use contract::group::Group;
use contract::groupbuy::Deal;
use contract::invite::Invite;
use contract::market::{Class, Listing};
use contract::poll::Poll;

use crate::core::Data;
use crate::entity::Entity;
use crate::list::Ask;

impl Data {
    pub(crate) fn refresh_all(self) {
        let lists: Vec<_> = self.core().lists.borrow().iter().cloned().collect();
        for slot in lists.iter().filter(|slot| slot.is_loaded()) {
            self.ask(slot, Ask::Refresh);
        }
        self.refetch_all::<Group>();
        self.refetch_all::<Post>();
        self.refetch_all::<Class>();
        self.refetch_all::<Listing>();
        self.refetch_all::<Deal>();
        self.refetch_all::<Chain>();
        self.refetch_all::<Poll>();
    }

    /// Those that no list brings: what a list brings was asked for by it.
    fn refetch_all<T: Entity>(self) {
        let listed = |id: &str| self.core().lists.borrow().iter().any(|l| l.kind == T::KIND && l.knows(id));
        for id in T::table(&self.core().tables).ids() {
            if !listed(&id) {
                self.fetch::<T>(&id);
            }
        }
    }

    /// Asks again for what changed and somebody has: each thing and each list once, however many changes.
    pub(super) fn route(self, changes: &[Change]) {
        let mut things: HashSet<(ChangeKind, &str)> = HashSet::new();
        let mut lists: BTreeSet<usize> = BTreeSet::new();
        let marks = self.offers(&contract::api::MARK_READ);
        for change in changes {
            match (change.kind, change.op) {
                (ChangeKind::Membership, ChangeOp::Deleted) => self.left(change.group_id.as_str()),
                (ChangeKind::Group, ChangeOp::Deleted) => {
                    Group::table(&self.core().tables).gone_as(change.group_id.as_str(), "group_dissolved");
                    self.left(change.group_id.as_str());
                }
                (ChangeKind::Post, ChangeOp::Deleted) => self.take_away::<Post>(&change.id),
                (ChangeKind::Comment, ChangeOp::Deleted) => {
                    self.take_away::<Comment>(&change.id);
                }
                (ChangeKind::Chain, ChangeOp::Deleted) => self.take_away::<Chain>(&change.id),
                (ChangeKind::Poll, ChangeOp::Deleted) => self.take_away::<Poll>(&change.id),
                _ => {}
            }
            if let Some(thing) = refetched(change) {
                things.insert(thing);
            }
            // A post that comes or goes changes what is unread in its group.
            if change.kind == ChangeKind::Post && change.op != ChangeOp::Updated && marks {
                things.insert((ChangeKind::Group, change.group_id.as_str()));
            }
            for (i, slot) in self.core().lists.borrow().iter().enumerate() {
                let mine = slot.kind == change.kind
                    || (change.kind == ChangeKind::Membership && slot.kind == ChangeKind::Group);
                let scope = match change.kind {
                    ChangeKind::Comment => change.parent.as_deref(),
                    ChangeKind::Group | ChangeKind::Membership => None,
                    _ => Some(change.group_id.as_str()),
                };
                // A list may also hang on the thing itself: a deal's pledges.
                let of_it = slot.scope.as_deref() == Some(change.id.as_str());
                let here = scope.is_none() || slot.scope.is_none() || slot.scope.as_deref() == scope || of_it;
                let moves = change.op != ChangeOp::Updated || slot.follows_updates();
                let news = change.op != ChangeOp::Created || !slot.knows(&change.id);
                if mine && here && moves && news && slot.is_loaded() {
                    lists.insert(i);
                }
            }
        }
        let here = things.into_iter().filter(|(kind, id)| self.has(*kind, id));
        self.refetch_calmly(here.map(|(kind, id)| (kind, id.to_owned())).collect());
        let slots: Vec<_> = {
            let all = self.core().lists.borrow();
            lists.into_iter().filter_map(|i| all.get(i).cloned()).collect()
        };
        for slot in slots {
            self.ask(&slot, Ask::Refresh);
        }
    }

    /// Whether somebody has a thing.
    fn has(self, kind: ChangeKind, id: &str) -> bool {
        let tables = &self.core().tables;
        match kind {
            ChangeKind::Post => Post::table(tables).knows(id),
            ChangeKind::Class => Class::table(tables).knows(id),
            ChangeKind::Listing => Listing::table(tables).knows(id),
            ChangeKind::Deal => Deal::table(tables).knows(id),
            ChangeKind::Group => Group::table(tables).knows(id),
            // Few of them change at once.
            _ => true,
        }
    }

    /// Asks for a thing again, if somebody has it.
    pub(super) fn refetch_kind(self, kind: ChangeKind, id: &str) {
        match kind {
            ChangeKind::Post => self.refetch_one::<Post>(id),
            ChangeKind::Class => self.refetch_one::<Class>(id),
            ChangeKind::Listing => self.refetch_one::<Listing>(id),
            ChangeKind::Deal => self.refetch_one::<Deal>(id),
            ChangeKind::Chain => self.refetch_one::<Chain>(id),
            ChangeKind::Poll => self.refetch_one::<Poll>(id),
            ChangeKind::Group => self.refetch_one::<Group>(id),
            _ => {}
        }
    }

    /// Asks for a thing again, if somebody has it.
    pub(crate) fn refetch_one<T: Entity>(self, id: &str) {
        if T::table(&self.core().tables).knows(id) {
            self.fetch::<T>(id);
        }
    }

    /// It is gone: off every list, and marked so for whoever still looks at it.
    pub(crate) fn take_away<T: Entity>(self, id: &str) {
        for slot in self.core().lists.borrow().iter().filter(|slot| slot.kind == T::KIND) {
            slot.remove(id);
        }
        T::table(&self.core().tables).gone(id);
    }

    /// I left a group: what I saw of it is wiped, before the change stream says so.
    pub fn forget_group(self, group: &contract::GroupId) {
        self.left(group.as_str());
    }

    /// I am no longer in a group: what I saw of it is wiped, things and lists, talk and pledges included.
    fn left(self, group: &str) {
        let tables = &self.core().tables;
        let mut scopes = vec![group.to_owned()];
        scopes.extend(Post::table(tables).ids_of(group));
        scopes.extend(Deal::table(tables).ids_of(group));
        scopes.extend(Chain::table(tables).ids_of(group));
        let lists: Vec<_> = self.core().lists.borrow().iter().cloned().collect();
        for slot in lists {
            if slot.kind == ChangeKind::Group {
                slot.remove(group);
            } else if slot.scope.as_ref().is_some_and(|scope| scopes.contains(scope)) {
                slot.wipe();
            }
        }
        self.seen_forget();
        self.forget_of::<Post>(group);
        self.forget_of::<Class>(group);
        self.forget_of::<Listing>(group);
        self.forget_of::<Deal>(group);
        self.forget_of::<Chain>(group);
        self.forget_of::<Poll>(group);
        self.forget_of::<Invite>(group);
        Group::table(tables).gone(group);
    }

    fn forget_of<T: Entity>(self, group: &str) {
        let table = T::table(&self.core().tables);
        for id in table.ids_of(group) {
            table.gone(&id);
        }
    }
}

/// Which cached thing a change asks to be read again.
fn refetched(change: &Change) -> Option<(ChangeKind, &str)> {
    let id = change.id.as_str();
    match (change.kind, change.op) {
        (ChangeKind::Comment, _) => change.parent.as_deref().map(|post| (ChangeKind::Post, post)),
        (_, ChangeOp::Deleted) => None,
        // A new post is in the page that is asked for anyway.
        (ChangeKind::Post, ChangeOp::Updated) => Some((ChangeKind::Post, id)),
        (ChangeKind::Class, _) => Some((ChangeKind::Class, id)),
        (ChangeKind::Listing, _) => Some((ChangeKind::Listing, id)),
        (ChangeKind::Deal, _) => Some((ChangeKind::Deal, id)),
        (ChangeKind::Chain, _) => Some((ChangeKind::Chain, id)),
        (ChangeKind::Poll, _) => Some((ChangeKind::Poll, id)),
        (ChangeKind::Group | ChangeKind::Membership, _) => {
            Some((ChangeKind::Group, change.group_id.as_str()))
        }
        _ => None,
    }
}
