//! What is far from the reader is let go: a part becomes an outline again, and what only it had is forgotten, so that a
//! phone keeps some hundreds of a long list and not all that was ever seen. Near again, it is asked for, or found among
//! what was seen when nobody answers.
//!
//! Knows no screen: a distance is a number of items, and what is drawn it is told.

use std::collections::HashSet;
use std::rc::Rc;

use reactive_graph::traits::WithUntracked;

use super::slot::{Ask, ListSlot};
use super::{ListView, Part};
use crate::core::Data;
use crate::outbox::Waiting;

/// Parts that begin or end within so many items of the reader's are kept.
const KEPT: usize = 160;
/// Those that were let go are asked for again within so many.
const NEAR: usize = 60;

impl Data {
    /// The reader stands in a part, or at the top: what is far from there is let go, and what came near is asked for.
    pub(super) fn let_go_far(self, slot: &Rc<ListSlot>, here: Option<u32>, drawn: &[u32]) {
        let gone = slot.empty_far(here, drawn);
        if !gone.is_empty() {
            self.forget_unlisted(slot, &gone);
        }
        for key in slot.near_again(here) {
            self.ask(slot, Ask::Part(key));
        }
    }

    /// Forgets those of a list's things that nothing else has, with what they carry.
    fn forget_unlisted(self, slot: &ListSlot, ids: &[String]) {
        let core = self.core();
        let lists = core.lists.borrow();
        let is_listed = |id: &str| lists.iter().any(|list| list.knows(id));
        let waits_on = |one: &Waiting, id: &str| one.place == id || one.args.iter().any(|arg| arg == id);
        let waits =
            |id: &str| core.outbox.queue.with_untracked(|all| all.iter().any(|one| waits_on(one, id)));
        let is_free = |id: &str| !is_listed(id) && !waits(id);
        let mut gone = HashSet::new();
        for id in ids.iter().filter(|id| is_free(id)) {
            for table in core.tables.of_kind(slot.kind) {
                let carried = table.forget(id);
                gone.extend(carried.filter(|id| is_free(id)));
            }
            gone.insert(id.clone());
        }
        for table in core.tables.all() {
            gone.iter().for_each(|id| drop(table.forget(id)));
        }
        // The page on screen looks at them no more: near again, they are asked for as if for the first time.
        core.looked_at.borrow_mut().retain(|(_, id)| !gone.contains(id));
    }
}

impl ListSlot {
    /// Makes outlines of far parts that a cursor brings back; answers what stood in them. One that is drawn, as the one
    /// with the focus is, would be asked for again at once.
    fn empty_far(&self, here: Option<u32>, drawn: &[u32]) -> Vec<String> {
        let far = self.view.with_untracked(|view| {
            let view = view.value()?;
            let can_go = |part: &&Part| part.held && part.after.is_some() && !drawn.contains(&part.key);
            let far = far_from(view, here, KEPT);
            let keys: Vec<u32> = view
                .parts
                .iter()
                .filter(can_go)
                .map(|part| part.key)
                .filter(|key| far.contains(key))
                .collect();
            let ids = keys.iter().flat_map(|key| view.part(*key).0.to_vec()).collect();
            (!keys.is_empty()).then_some((keys, ids))
        });
        let Some((keys, ids)) = far else { return Vec::new() };
        self.olds.borrow_mut().retain(|key| !keys.contains(key));
        self.change(|view| keys.iter().for_each(|key| view.empty(*key)));
        let mut let_go = self.let_go.borrow_mut();
        // Some are here again though nobody came near: they were wanted for the way to what is new.
        let_go.retain(|key| !keys.contains(key));
        let_go.extend(keys);
        ids
    }

    /// Parts that were let go and are near now.
    fn near_again(&self, here: Option<u32>) -> Vec<u32> {
        let mut let_go = self.let_go.borrow_mut();
        if let_go.is_empty() {
            return Vec::new();
        }
        let far = self.view.with_untracked(|view| view.value().map(|view| far_from(view, here, NEAR)));
        let Some(far) = far else { return Vec::new() };
        let near: Vec<u32> = let_go.iter().copied().filter(|key| !far.contains(key)).collect();
        let_go.retain(|key| far.contains(key));
        near.into_iter().filter(|key| self.part(*key).is_some_and(|part| !part.held)).collect()
    }
}

/// The parts that are further than so many items from where the reader is; from the top, when that is nowhere.
fn far_from(view: &ListView, here: Option<u32>, most: usize) -> HashSet<u32> {
    let mut spans = Vec::with_capacity(view.parts.len());
    let mut at = 0;
    for part in &view.parts {
        spans.push((part.key, at, at + part.count));
        at += part.count;
    }
    let (from, to) = spans.iter().find(|(key, ..)| Some(*key) == here).map_or((0, 0), |(_, a, b)| (*a, *b));
    let is_far = |(_, a, b): &(u32, usize, usize)| *a > to + most || b + most < from;
    spans.into_iter().filter(is_far).map(|(key, ..)| key).collect()
}
