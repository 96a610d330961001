//! Lists: ids in order, page by page; the things themselves live in the entity cache.

mod accept;
mod far;
mod load;
mod old;
mod parts;
mod place;
mod slot;

use std::marker::PhantomData;
use std::rc::Rc;

use contract::change::ChangeKind;
use contract::{Endpoint, Page};
use loadable::Loadable;
use reactive_graph::traits::{Update, WithUntracked};
use reactive_graph::wrappers::read::Signal;

use crate::core::Data;
use crate::entity::{AnyTable, Entity};
use load::{Asks, Taken, load, take};
pub(crate) use load::{is_passing, is_silence_code};
pub use parts::Part;
pub use place::Anchor;
pub(crate) use place::prefix as places;
pub use slot::{Arrival, ListView};
pub(crate) use slot::{Ask, ListSlot};

const PAGE: usize = 20;
const LARGEST_PAGE: usize = 100;

/// A list of one kind of thing. `Copy`.
pub struct List<T> {
    data: Data,
    index: usize,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<T> {}

impl Data {
    /// A list of the contract. Asked for once; whoever asks again shares it.
    pub fn list<T: Entity>(
        self,
        endpoint: Endpoint<(), Page<T>>,
        args: &[&str],
        arrival: Arrival,
    ) -> List<T> {
        let key = endpoint.path_with(args);
        let lists = &self.core().lists;
        let found = lists.borrow().iter().position(|slot| slot.key == key);
        let index = found.unwrap_or_else(|| {
            let asks = Asks {
                operation: endpoint.name,
                method: endpoint.method,
                path: endpoint.path,
                args: args.iter().map(|a| (*a).to_owned()).collect(),
            };
            let slot = ListSlot::new(
                key,
                self.offers(&endpoint),
                (T::KIND, args.first().map(|a| (*a).to_owned())),
                arrival,
                Box::new(move |data, slot, ask| load(data, &asks, take::<T>, slot, ask)),
            );
            lists.borrow_mut().push(Rc::new(slot));
            lists.borrow().len() - 1
        });
        let list = List { data: self, index, kind: PhantomData };
        if let Some(slot) = list.slot() {
            let page = self.core().page.get();
            let new_here = slot.page.replace(page) != page;
            self.seen_shown(&slot.key);
            if !self.offers(&endpoint) {
                // What the backend does not do is an empty list, and the feature does not offer it.
                slot.view.update(|view| *view = Loadable::Ready(ListView::default()));
            } else if slot.view.with_untracked(|v| matches!(v, Loadable::Idle | Loadable::Failed(_, None))) {
                if arrival == Arrival::Wait {
                    slot.take_up_place(self);
                }
                self.ask(&slot, Ask::First);
            } else if new_here && self.must_ask() {
                self.ask(&slot, Ask::Refresh);
            }
        }
        list
    }

    /// The lists of a place that are here, to be told of what was made there.
    pub(crate) fn lists_of<T: Entity>(self, scope: &str) -> Vec<(Arrival, List<T>)> {
        let lists = self.core().lists.borrow();
        let here = lists.iter().enumerate().filter(|(_, slot)| {
            slot.kind == T::KIND && slot.scope.as_deref() == Some(scope) && slot.is_loaded()
        });
        here.map(|(index, slot)| (slot.arrival, List { data: self, index, kind: PhantomData })).collect()
    }

    /// Asks again for the lists of a kind that hang on a thing.
    pub(crate) fn refresh_lists(self, kind: ChangeKind, scope: &str) {
        let slots: Vec<_> = {
            let lists = self.core().lists.borrow();
            let here = |slot: &&Rc<ListSlot>| {
                slot.kind == kind && slot.scope.as_deref() == Some(scope) && slot.is_loaded()
            };
            lists.iter().filter(here).cloned().collect()
        };
        for slot in slots {
            self.ask(&slot, Ask::Refresh);
        }
    }

    pub(crate) fn ask(self, slot: &Rc<ListSlot>, ask: Ask) {
        if slot.busy.get() {
            // What changed, or came near, while a page was on its way is asked for after it.
            slot.again.set(slot.again.get() || ask == Ask::Refresh);
            slot.want(ask);
            return;
        }
        slot.busy.set(true);
        match ask {
            Ask::First => slot.view.update(|v| *v = core::mem::take(v).restarted()),
            Ask::More => slot.change(|v| {
                v.loading_more = true;
                v.more_failed = None;
            }),
            Ask::Refresh => slot.stale.set(false),
            Ask::Part(_) => {}
        }
        (slot.load)(self, slot.clone(), ask);
    }
}

impl Data {
    /// Asks for a list that did not come, though nobody pressed anything: what is said about it stays until it is here.
    pub(crate) fn ask_unasked(self, slot: &Rc<ListSlot>) {
        if !slot.busy.replace(true) {
            (slot.load)(self, slot.clone(), Ask::First);
        }
    }
}

impl<T: Entity> List<T> {
    fn slot(self) -> Option<Rc<ListSlot>> {
        self.data.core().lists.borrow().get(self.index).cloned()
    }

    /// The list, for a view.
    pub fn view(self) -> Signal<Loadable<ListView>> {
        match self.slot() {
            Some(slot) => slot.view.clone().into(),
            None => Signal::stored(Loadable::Idle),
        }
    }

    /// One item of it.
    pub fn item(self, id: &str) -> Signal<Loadable<T>> {
        self.data.core().tables.of::<T>().slot(id).into()
    }

    /// Asks for the next, older page.
    pub fn more(self) {
        if let Some(slot) = self.slot()
            && slot.seen(|view| view.has_more).unwrap_or(false)
        {
            self.data.ask(&slot, Ask::More);
        }
    }

    /// Asks for a part that is not held: the reader is near.
    pub fn want(self, key: u32) {
        if let Some(slot) = self.slot()
            && slot.part(key).is_some_and(|part| !part.held)
        {
            self.data.ask(&slot, Ask::Part(key));
        }
    }

    /// Asks for the list again; what is on screen stays until the answer comes.
    pub fn reload(self) {
        if let Some(slot) = self.slot().filter(|slot| slot.offered) {
            self.data.ask(&slot, Ask::First);
        }
    }

    /// Asks for what is new in it; what is on screen stays.
    pub(crate) fn refresh(self) {
        if let Some(slot) = self.slot().filter(|slot| slot.offered) {
            self.data.ask(&slot, Ask::Refresh);
        }
    }

    /// Puts the new items that waited on top.
    pub fn show_fresh(self) {
        if let Some(slot) = self.slot() {
            slot.show_waiting();
        }
    }

    /// Puts an item that I just made on top.
    pub fn put_first(self, item: T) {
        if let Some(slot) = self.slot() {
            let id = item.id().to_owned();
            self.data.absorb(item);
            slot.prepend(&id);
        }
    }

    /// Puts an item that I just made at the end.
    pub fn put_last(self, item: T) {
        if let Some(slot) = self.slot() {
            let id = item.id().to_owned();
            self.data.absorb(item);
            slot.append(&id);
        }
    }

    /// Takes an item off that I just deleted.
    pub fn take_off(self, id: &str) {
        if let Some(slot) = self.slot() {
            slot.remove(id);
        }
        self.data.core().tables.of::<T>().gone_as(id, "gone");
    }
}

/// Whether a text is a place.
#[cfg(test)]
pub(crate) fn read_place(text: &str, now: contract::Timestamp) -> bool {
    place::Place::parse(text, now).is_some()
}

#[cfg(test)]
impl Data {
    /// Asks for a list again, as live changes do.
    pub(crate) fn refresh_for_tests<T: Entity>(self, list: List<T>) {
        if let Some(slot) = list.slot() {
            self.ask(&slot, Ask::Refresh);
        }
    }
}
