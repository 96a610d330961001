//! From a batch of changes to questions: each thing and each list is asked for again once, and only when
//! somebody has it.

use std::collections::{BTreeSet, HashSet};

use contract::change::{Change, ChangeKind, ChangeOp};

use crate::core::Data;
use crate::list::Ask;

impl Data {
    pub(crate) fn refresh_all(self) {
        let lists: Vec<_> = self.core().lists.borrow().iter().cloned().collect();
        for slot in lists.iter().filter(|slot| slot.is_loaded()) {
            self.ask(slot, Ask::Refresh);
        }
        // Those that no list brings: what a list brings was asked for by it.
        for table in self.core().tables.all() {
            let listed = |id: &str| {
                self.core().lists.borrow().iter().any(|list| list.kind == table.kind() && list.knows(id))
            };
            for id in table.ids().iter().filter(|id| !listed(id)) {
                self.fetch_in(table.clone(), id);
            }
        }
    }

    /// Something changed: it is remembered for pages that are on their way, and acted upon.
    pub(super) fn route(self, changes: &[Change]) {
        self.remember(changes);
        self.route_now(changes);
    }

    /// Asks again for what changed and somebody has: each thing and each list once, however many changes.
    pub(super) fn route_now(self, changes: &[Change]) {
        let mut things: HashSet<(ChangeKind, &str)> = HashSet::new();
        let mut lists: BTreeSet<usize> = BTreeSet::new();
        let marks = self.offers(&contract::api::MARK_READ);
        for change in changes {
            match (change.kind, change.op) {
                (ChangeKind::Membership, ChangeOp::Deleted) => self.left(change.group_id.as_str()),
                (ChangeKind::Group, ChangeOp::Deleted) => {
                    for groups in self.core().tables.of_kind(ChangeKind::Group) {
                        groups.gone_as(change.group_id.as_str(), "group_dissolved");
                    }
                    self.left(change.group_id.as_str());
                }
                (ChangeKind::Circle, ChangeOp::Deleted) => self.forget_circle(&change.id),
                (
                    kind @ (ChangeKind::Post
                    | ChangeKind::Comment
                    | ChangeKind::Chain
                    | ChangeKind::Poll
                    | ChangeKind::Relay
                    | ChangeKind::Daily
                    | ChangeKind::Event),
                    ChangeOp::Deleted,
                ) => {
                    self.bury(kind, &change.id);
                    self.take_away(kind, &change.id);
                }
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
        self.core().tables.of_kind(kind).iter().any(|table| table.knows(id))
    }

    /// Asks for a thing again, if somebody has it.
    pub(crate) fn refetch(self, kind: ChangeKind, id: &str) {
        for table in self.core().tables.of_kind(kind).into_iter().filter(|table| table.knows(id)) {
            self.fetch_in(table, id);
        }
    }

    /// It is gone: off every list, and marked so for whoever still looks at it.
    pub(crate) fn take_away(self, kind: ChangeKind, id: &str) {
        for slot in self.core().lists.borrow().iter().filter(|slot| slot.kind == kind) {
            slot.remove(id);
        }
        for table in self.core().tables.of_kind(kind) {
            table.gone_as(id, "gone");
        }
    }

    /// I left a group: what I saw of it is wiped, before the change stream says so.
    pub fn forget_group(self, group: &contract::GroupId) {
        self.left(group.as_str());
    }

    /// I am no longer in a group: what I saw of it is wiped, things and lists, talk and pledges included.
    fn left(self, group: &str) {
        let things: Vec<_> =
            self.core().tables.all().into_iter().map(|table| (table.ids_of(group), table)).collect();
        let mut scopes = vec![group.to_owned()];
        scopes.extend(things.iter().flat_map(|(ids, _)| ids.iter().cloned()));
        let lists: Vec<_> = self.core().lists.borrow().iter().cloned().collect();
        for slot in lists {
            if slot.kind == ChangeKind::Group {
                slot.remove(group);
            } else if slot.scope.as_ref().is_some_and(|scope| scopes.contains(scope)) {
                slot.wipe();
            }
        }
        self.seen_forget();
        for (ids, table) in &things {
            ids.iter().for_each(|id| table.gone_as(id, "gone"));
        }
        self.take_away(ChangeKind::Group, group);
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
        (ChangeKind::Group | ChangeKind::Membership, _) => {
            Some((ChangeKind::Group, change.group_id.as_str()))
        }
        (ChangeKind::Post, _) => None,
        (kind, _) => Some((kind, id)),
    }
}
