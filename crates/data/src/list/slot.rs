//! What the kernel keeps of a list, and how a page is taken in. No network, no entities: ids only.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use contract::change::ChangeKind;
use loadable::{Loadable, Notice};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Set, Update};

use super::place::{Anchor, Place};
use super::{LARGEST_PAGE, PAGE, Part};
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
    /// The ids that are here, in the backend's order.
    pub ids: Vec<String>,
    /// The parts that it came in, with those of before that are not here now.
    pub parts: Vec<Part>,
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
    /// From the top; from where the reader was, when that is known.
    First,
    More,
    Refresh,
    /// A part that is not held.
    Part(u32),
}

pub(crate) type Loader = Box<dyn Fn(Data, Rc<ListSlot>, Ask)>;

/// What comes at the top makes the first part no longer than this.
const LONGEST_PART: usize = 2 * PAGE;

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
    /// Where the reader was before the page was loaded, until the list is asked for there.
    pub(super) place: RefCell<Option<Place>>,
    pub(super) anchor: RefCell<Option<Anchor>>,
    pub(super) focus: RefCell<Option<String>>,
    /// The first item, as long as the first part is not held: what stands above it is new.
    pub(super) first: RefCell<String>,
    pub(super) heights: RefCell<HashMap<u32, u32>>,
    /// Parts to ask for when nothing else is on its way.
    pub(super) wanted: RefCell<Vec<u32>>,
    /// What was put on top before the backend said where it stands.
    pub(super) made: RefCell<HashSet<String>>,
    /// Parts that show what was seen before: asked for anew once the backend answers.
    pub(super) olds: RefCell<Vec<u32>>,
    /// Parts whose items were let go.
    pub(super) let_go: RefCell<Vec<u32>>,
    pub(super) last_key: Cell<u32>,
    pub(super) load: Loader,
}

impl ListSlot {
    /// A list that nobody asked for yet.
    pub(super) fn new(
        key: String,
        offered: bool,
        (kind, scope): (ChangeKind, Option<String>),
        arrival: Arrival,
        load: Loader,
    ) -> Self {
        Self {
            key,
            offered,
            kind,
            scope,
            arrival,
            view: ArcRwSignal::new(Loadable::Idle),
            next: RefCell::default(),
            waiting: RefCell::default(),
            busy: Cell::default(),
            again: Cell::default(),
            stale: Cell::default(),
            page: Cell::default(),
            place: RefCell::default(),
            anchor: RefCell::default(),
            focus: RefCell::default(),
            first: RefCell::default(),
            heights: RefCell::default(),
            wanted: RefCell::default(),
            olds: RefCell::default(),
            let_go: RefCell::default(),
            made: RefCell::default(),
            last_key: Cell::default(),
            load,
        }
    }

    pub(crate) fn wipe(&self) {
        *self.next.borrow_mut() = None;
        *self.waiting.borrow_mut() = None;
        self.busy.set(false);
        self.again.set(false);
        self.stale.set(false);
        *self.place.borrow_mut() = None;
        *self.anchor.borrow_mut() = None;
        self.heights.borrow_mut().clear();
        [&self.wanted, &self.olds, &self.let_go].iter().for_each(|keys| keys.borrow_mut().clear());
        self.made.borrow_mut().clear();
        self.view.set(Loadable::Idle);
    }

    /// A name for a new part.
    pub(super) fn new_key(&self) -> u32 {
        self.last_key.set(self.last_key.get() + 1);
        self.last_key.get()
    }

    pub(crate) fn knows(&self, id: &str) -> bool {
        let waits = self.waiting.borrow().as_ref().is_some_and(|(ids, _)| ids.iter().any(|i| i == id));
        waits || self.seen(|view| view.ids.iter().any(|i| i == id)).unwrap_or(false)
    }

    /// Its items change in place, and it follows them at once.
    pub(crate) fn follows_updates(&self) -> bool {
        self.arrival == Arrival::AtOnce
    }

    pub(crate) fn is_loaded(&self) -> bool {
        self.seen(|_| ()).is_some()
    }

    pub(crate) fn remove(&self, id: &str) {
        if let Some((ids, _)) = self.waiting.borrow_mut().as_mut() {
            ids.retain(|i| i != id);
        }
        if self.knows(id) {
            self.change(|view| view.remove(id));
        }
        self.count_waiting();
    }

    pub(super) fn prepend(&self, id: &str) {
        if !self.knows(id) {
            self.made.borrow_mut().insert(id.to_owned());
            self.change(|view| view.put_on_top(vec![id.to_owned()], self.new_key(), LONGEST_PART));
        }
    }

    pub(super) fn append(&self, id: &str) {
        if !self.knows(id) && self.next.borrow().is_none() {
            self.change(|view| view.put_at_end(id.to_owned()));
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

    pub(super) fn count_waiting(&self) {
        let count = |view: &ListView| {
            let is_news = |id: &&String| !view.ids.contains(id);
            let waiting = self.waiting.borrow();
            let fresh = waiting.as_ref().map_or(0, |(ids, _)| ids.iter().filter(is_news).count());
            (fresh != view.fresh).then_some(fresh)
        };
        if let Some(fresh) = self.seen(count).flatten() {
            self.change(|view| view.fresh = fresh);
        }
    }

    pub(super) fn show_waiting(&self) {
        let Some((new, cut)) = self.waiting.take() else { return };
        // What I made since then still has no place.
        self.made.borrow_mut().retain(|id| !new.contains(id));
        self.change(|view| {
            if let Some(next) = cut {
                // More came than one page holds: what is between is behind "older".
                *view = ListView {
                    has_more: true,
                    unreadable: view.unreadable,
                    ..ListView::whole(new, self.new_key())
                };
                *self.next.borrow_mut() = Some(next);
            } else {
                // What I made stands where the backend says.
                new.iter().for_each(|id| view.remove(id));
                view.put_on_top(new, self.new_key(), LONGEST_PART);
            }
            view.fresh = 0;
        });
    }

    pub(super) fn loaded(&self) -> usize {
        self.seen(|view| view.ids.len()).unwrap_or_default()
    }

    /// How many items a question asks for.
    pub(super) fn limit(&self, ask: Ask) -> usize {
        let around = |count: usize| (count + PAGE).clamp(PAGE, LARGEST_PAGE);
        match ask {
            // What is on screen again; and at the end of a list there is room for what is new below.
            Ask::Refresh if self.arrival == Arrival::AtOnce => {
                let room = if self.next.borrow().is_none() { PAGE } else { 0 };
                (self.loaded() + room).clamp(PAGE, LARGEST_PAGE)
            }
            Ask::First => match self.place.borrow().as_ref().and_then(Place::part) {
                // Above the first part there may be new items.
                Some(part) if part.after.is_none() => around(part.count),
                _ => PAGE,
            },
            Ask::Part(key) => match self.part(key) {
                Some(part) if part.after.is_none() => around(part.count),
                Some(part) => part.count.clamp(PAGE, LARGEST_PAGE),
                None => PAGE,
            },
            _ => PAGE,
        }
    }

    /// The cursor that a question goes on from.
    pub(super) fn after(&self, ask: Ask) -> Option<String> {
        match ask {
            Ask::More => self.next.borrow().clone(),
            Ask::First => self.place.borrow().as_ref().and_then(Place::part)?.after.clone(),
            Ask::Part(key) => self.part(key)?.after,
            Ask::Refresh => None,
        }
    }

    /// Notes a part to ask for later.
    pub(super) fn want(&self, ask: Ask) {
        let mut wanted = self.wanted.borrow_mut();
        if let Ask::Part(key) = ask
            && !wanted.contains(&key)
        {
            wanted.push(key);
        }
    }

    /// The part that was wanted last and is still not here: the reader is nearest to it.
    pub(super) fn next_wanted(&self) -> Option<u32> {
        if self.busy.get() {
            return None;
        }
        loop {
            let key = self.wanted.borrow_mut().pop()?;
            if self.part(key).is_some_and(|part| !part.held) {
                return Some(key);
            }
        }
    }

    pub(super) fn part(&self, key: u32) -> Option<Part> {
        self.seen(|view| view.parts.iter().find(|part| part.key == key).cloned()).flatten()
    }
}
