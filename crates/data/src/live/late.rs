//! A page that was read before a change and came after it: what was heard meanwhile is heard for it once more.

use std::collections::VecDeque;

use contract::change::{Change, ChangeKind};

use crate::core::Data;

/// So many changes are remembered for pages that are on their way.
const MOST: usize = 400;

/// What was heard last.
#[derive(Default)]
pub(crate) struct Heard {
    /// How many changes there were since the page was loaded.
    pub(super) count: usize,
    last: VecDeque<Change>,
}

impl Data {
    /// A post is gone for good: a page that was read before does not bring it back.
    pub(crate) fn bury(self, kind: ChangeKind, id: &str) {
        if kind == ChangeKind::Post {
            self.core().live.gone.borrow_mut().insert(id.to_owned());
        }
    }

    /// Whether it is known to be gone for good.
    pub(crate) fn is_gone(self, id: &str) -> bool {
        self.core().live.gone.borrow().contains(id)
    }

    /// How many changes were heard: a page notes it when it is asked for.
    pub(crate) fn heard_so_far(self) -> usize {
        self.core().live.heard.borrow().count
    }

    pub(super) fn remember(self, changes: &[Change]) {
        let mut heard = self.core().live.heard.borrow_mut();
        heard.count += changes.len();
        heard.last.extend(changes.iter().cloned());
        let old = heard.last.len().saturating_sub(MOST);
        heard.last.drain(..old);
    }

    /// Hears what concerns a page of things of a kind once more, from what was heard since it was asked for. False when
    /// that is not remembered any more: it must be asked for again.
    /// What is new is told to a list that was here; to its `first` page it is told here.
    pub(crate) fn hear_again(self, since: usize, kind: ChangeKind, ids: &[String], first: bool) -> bool {
        let concerned: Vec<Change> = {
            let heard = self.core().live.heard.borrow();
            let missed = heard.count.saturating_sub(since);
            let Some(from) = heard.last.len().checked_sub(missed) else { return false };
            let concerns = |change: &&Change| {
                let here = |id: &str| ids.iter().any(|known| known == id);
                (change.kind == kind && (first || here(&change.id)))
                    || change.parent.as_deref().is_some_and(here)
            };
            heard.last.iter().skip(from).filter(concerns).cloned().collect()
        };
        if !concerned.is_empty() {
            self.route_now(&concerned);
        }
        true
    }
}
