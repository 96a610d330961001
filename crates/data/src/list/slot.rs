//! What the kernel keeps of a list, and how a page is taken in. No network, no entities: ids only.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use contract::change::ChangeKind;
use loadable::{Loadable, Notice};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update};

use crate::core::Data;

/// How new items come onto the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// They wait behind "3 new": nothing moves under the reader's finger.
    Wait,
    /// The list is what the backend says.
    AtOnce,
}

/// A list as a view draws it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListView {
    /// The ids, in the backend's order.
    pub ids: Vec<String>,
    /// How many new items wait.
    pub fresh: usize,
    /// Whether there are older pages.
    pub has_more: bool,
    /// Whether an older page is on its way.
    pub loading_more: bool,
    /// Why the older page did not come.
    pub more_failed: Option<Notice>,
    /// How many items came that could not be read.
    pub unreadable: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    First,
    More,
    Refresh,
}

pub(crate) type Loader = Box<dyn Fn(Data, Rc<ListSlot>, Ask)>;

/// What the kernel keeps of a list.
pub(crate) struct ListSlot {
    pub(super) key: String,
    /// Whether the backend has it at all.
    pub(super) offered: bool,
    pub(crate) kind: ChangeKind,
    /// The thing whose list it is: a group, or a comment's post.
    pub(crate) scope: Option<String>,
    pub(super) arrival: Arrival,
    pub(super) view: ArcRwSignal<Loadable<ListView>>,
    pub(super) next: RefCell<Option<String>>,
    /// New items that wait, and the cursor below them when they do not reach the old ones.
    pub(super) waiting: RefCell<Option<(Vec<String>, Option<String>)>>,
    pub(super) busy: Cell<bool>,
    pub(super) again: Cell<bool>,
    /// The last refresh did not come: to be asked for again.
    pub(crate) stale: Cell<bool>,
    /// The page of the app that last asked for it.
    pub(crate) page: Cell<u64>,
    pub(super) load: Loader,
}

impl ListSlot {
    pub(crate) fn wipe(&self) {
        *self.next.borrow_mut() = None;
        *self.waiting.borrow_mut() = None;
        self.busy.set(false);
        self.again.set(false);
        self.stale.set(false);
        self.view.set(Loadable::Idle);
    }

    pub(crate) fn knows(&self, id: &str) -> bool {
        let waits = self.waiting.borrow().as_ref().is_some_and(|(ids, _)| ids.iter().any(|i| i == id));
        waits || self.view.get_untracked().value().is_some_and(|v| v.ids.iter().any(|i| i == id))
    }

    /// Its items change in place, and it follows them at once.
    pub(crate) fn follows_updates(&self) -> bool {
        self.arrival == Arrival::AtOnce
    }

    pub(crate) fn is_loaded(&self) -> bool {
        self.view.get_untracked().value().is_some()
    }

    pub(crate) fn remove(&self, id: &str) {
        if let Some((ids, _)) = self.waiting.borrow_mut().as_mut() {
            ids.retain(|i| i != id);
        }
        if self.knows(id) {
            self.change(|view| view.ids.retain(|i| i != id));
        }
        self.count_waiting();
    }

    pub(super) fn prepend(&self, id: &str) {
        if !self.knows(id) {
            self.change(|view| view.ids.insert(0, id.to_owned()));
        }
    }

    pub(super) fn append(&self, id: &str) {
        if !self.knows(id) && self.next.borrow().is_none() {
            self.change(|view| view.ids.push(id.to_owned()));
        }
    }

    pub(super) fn change(&self, f: impl FnOnce(&mut ListView)) {
        self.view.update(|shown| {
            let mut f = Some(f);
            let apply = |mut view: ListView| {
                if let Some(f) = f.take() {
                    f(&mut view);
                }
                view
            };
            *shown = core::mem::take(shown).map(apply);
        });
    }

    fn count_waiting(&self) {
        let fresh = self.waiting.borrow().as_ref().map_or(0, |(ids, _)| ids.len());
        if self.view.get_untracked().value().is_some_and(|v| v.fresh != fresh) {
            self.change(|view| view.fresh = fresh);
        }
    }

    pub(super) fn show_waiting(&self) {
        let Some((new, cut)) = self.waiting.take() else { return };
        self.change(|view| {
            if let Some(next) = cut {
                // More came than one page holds: what is between is behind "older".
                view.ids = new;
                view.has_more = true;
                *self.next.borrow_mut() = Some(next);
            } else {
                view.ids.splice(0..0, new);
            }
            view.fresh = 0;
        });
    }

    pub(super) fn loaded(&self) -> usize {
        self.view.get_untracked().value().map_or(0, |v| v.ids.len())
    }

    /// Takes a page in. `ids` are the page's, `mine` those of them that I made.
    pub(super) fn accept(
        &self,
        ask: Ask,
        ids: Vec<String>,
        mine: &[String],
        next: Option<String>,
        unreadable: usize,
    ) {
        let mut old = self.view.get_untracked().into_value().unwrap_or_default();
        if ask == Ask::More {
            // A backend that repeats its last page past the end must not make the feed endless.
            let new: Vec<String> = ids.into_iter().filter(|id| !old.ids.contains(id)).collect();
            // A page of nothing but unreadable items is not the end.
            let ended = new.is_empty() && unreadable == 0;
            *self.next.borrow_mut() = if ended { None } else { next };
            let has_more = self.next.borrow().is_some();
            let ids = old.ids.into_iter().chain(new).collect();
            self.view.set(Loadable::Ready(ListView {
                ids,
                fresh: old.fresh,
                has_more,
                unreadable: old.unreadable + unreadable,
                ..ListView::default()
            }));
            return;
        }
        if ask == Ask::Refresh && self.arrival == Arrival::Wait && !old.ids.is_empty() {
            let new: Vec<String> = ids.iter().filter(|id| !old.ids.contains(id)).cloned().collect();
            let reaches = new.len() < ids.len();
            *self.waiting.borrow_mut() = if new.is_empty() {
                None
            } else if reaches {
                Some((new, None))
            } else {
                Some((ids, next))
            };
            old.unreadable = old.unreadable.max(unreadable);
            self.view.set(Loadable::Ready(old));
            let all_mine = self
                .waiting
                .borrow()
                .as_ref()
                .is_some_and(|(new, cut)| cut.is_none() && new.iter().all(|id| mine.contains(id)));
            if all_mine {
                self.show_waiting();
            }
            self.count_waiting();
            return;
        }
        *self.waiting.borrow_mut() = None;
        let kept = self.next.borrow().clone();
        let (ids, next) = match next {
            // A backend gives less at once than was loaded: what is below stays, and goes on where it did.
            Some(next) if ask == Ask::Refresh && ids.len() < old.ids.len() => {
                let tail = tail_below(&ids, &old.ids);
                if tail.is_empty() { (ids, Some(next)) } else { ([ids, tail].concat(), kept) }
            }
            next => (ids, next),
        };
        *self.next.borrow_mut() = next;
        let has_more = self.next.borrow().is_some();
        self.view.set(Loadable::Ready(ListView { ids, has_more, unreadable, ..ListView::default() }));
    }
}

/// What stands in the old list below everything that the new page has; nothing when they share nothing.
fn tail_below(page: &[String], old: &[String]) -> Vec<String> {
    let last = old.iter().rposition(|id| page.contains(id));
    let below = last.and_then(|last| old.get(last + 1..)).unwrap_or_default();
    below.to_vec()
}
