//! Lists: ids in order, page by page; the things themselves live in the entity cache.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;

use contract::change::ChangeKind;
use contract::{Endpoint, Page};
use loadable::{Loadable, Notice};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update};
use reactive_graph::wrappers::read::Signal;

use crate::core::Data;
use crate::entity::Entity;

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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    First,
    More,
    Refresh,
}

type Loader = Box<dyn Fn(Data, Rc<ListSlot>, Ask)>;

/// What the kernel keeps of a list.
pub(crate) struct ListSlot {
    key: String,
    pub(crate) kind: ChangeKind,
    /// The thing whose list it is: a group, or a comment's post.
    pub(crate) scope: Option<String>,
    arrival: Arrival,
    view: ArcRwSignal<Loadable<ListView>>,
    next: RefCell<Option<String>>,
    /// New items that wait, and the cursor below them when they do not reach the old ones.
    waiting: RefCell<Option<(Vec<String>, Option<String>)>>,
    busy: Cell<bool>,
    again: Cell<bool>,
    load: Loader,
}

const PAGE: usize = 20;
const LARGEST_PAGE: usize = 100;

impl ListSlot {
    pub(crate) fn wipe(&self) {
        *self.next.borrow_mut() = None;
        *self.waiting.borrow_mut() = None;
        self.busy.set(false);
        self.again.set(false);
        self.view.set(Loadable::Idle);
    }

    pub(crate) fn knows(&self, id: &str) -> bool {
        let waits = self.waiting.borrow().as_ref().is_some_and(|(ids, _)| ids.iter().any(|i| i == id));
        waits || self.view.get_untracked().value().is_some_and(|v| v.ids.iter().any(|i| i == id))
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

    fn prepend(&self, id: &str) {
        if !self.knows(id) {
            self.change(|view| view.ids.insert(0, id.to_owned()));
        }
    }

    fn append(&self, id: &str) {
        if !self.knows(id) && self.next.borrow().is_none() {
            self.change(|view| view.ids.push(id.to_owned()));
        }
    }

    fn change(&self, f: impl FnOnce(&mut ListView)) {
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

    fn loaded(&self) -> usize {
        self.view.get_untracked().value().map_or(0, |v| v.ids.len())
    }

    /// Takes a page in. `ids` are the page's.
    fn accept(&self, ask: Ask, ids: Vec<String>, next: Option<String>) {
        let old = self.view.get_untracked().into_value().unwrap_or_default();
        if ask == Ask::More {
            // A backend that repeats its last page past the end must not make the feed endless.
            let new: Vec<String> = ids.into_iter().filter(|id| !old.ids.contains(id)).collect();
            let ended = new.is_empty();
            *self.next.borrow_mut() = if ended { None } else { next };
            let has_more = self.next.borrow().is_some();
            let ids = old.ids.into_iter().chain(new).collect();
            self.view.set(Loadable::Ready(ListView {
                ids,
                fresh: old.fresh,
                has_more,
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
            self.view.set(Loadable::Ready(old));
            self.count_waiting();
            return;
        }
        *self.waiting.borrow_mut() = None;
        let keeps_tail = ask == Ask::Refresh && next.is_some() && old.ids.len() > ids.len();
        let ids = if keeps_tail {
            let tail = old.ids.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>();
            ids.into_iter().chain(tail).collect()
        } else {
            *self.next.borrow_mut() = next;
            ids
        };
        let has_more = self.next.borrow().is_some();
        self.view.set(Loadable::Ready(ListView { ids, has_more, ..ListView::default() }));
    }
}

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
            let owned: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
            let slot = ListSlot {
                key,
                kind: T::KIND,
                scope: args.first().map(|a| (*a).to_owned()),
                arrival,
                view: ArcRwSignal::new(Loadable::Idle),
                next: RefCell::new(None),
                waiting: RefCell::new(None),
                busy: Cell::new(false),
                again: Cell::new(false),
                load: Box::new(move |data, slot, ask| load(data, endpoint, &owned, slot, ask)),
            };
            lists.borrow_mut().push(Rc::new(slot));
            lists.borrow().len() - 1
        });
        let list = List { data: self, index, kind: PhantomData };
        if let Some(slot) = list.slot()
            && matches!(slot.view.get_untracked(), Loadable::Idle)
        {
            self.ask(&slot, Ask::First);
        }
        list
    }

    pub(crate) fn ask(self, slot: &Rc<ListSlot>, ask: Ask) {
        if slot.busy.get() {
            // What changed while a page was on its way is asked for after it.
            slot.again.set(slot.again.get() || ask == Ask::Refresh);
            return;
        }
        slot.busy.set(true);
        match ask {
            Ask::First => slot.view.update(|v| *v = core::mem::take(v).restarted()),
            Ask::More => slot.change(|v| {
                v.loading_more = true;
                v.more_failed = None;
            }),
            Ask::Refresh => {}
        }
        (slot.load)(self, slot.clone(), ask);
    }
}

fn load<T: Entity>(
    data: Data,
    endpoint: Endpoint<(), Page<T>>,
    args: &[String],
    slot: Rc<ListSlot>,
    ask: Ask,
) {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let limit = match ask {
        Ask::Refresh if slot.arrival == Arrival::AtOnce => (slot.loaded() + PAGE).clamp(PAGE, LARGEST_PAGE),
        _ => PAGE,
    };
    let limit = limit.to_string();
    let after = if ask == Ask::More { slot.next.borrow().clone() } else { None };
    let mut query = vec![("limit", limit.as_str())];
    if let Some(after) = &after {
        query.push(("after", after));
    }
    let core = data.core();
    let request = core.client.get(&endpoint, &args, &query, data.token().as_deref());
    let era = core.era.get();
    data.spawn(async move {
        let answer = core.client.send::<Page<T>>(endpoint.name, request).await;
        if era != core.era.get() {
            return;
        }
        slot.busy.set(false);
        match answer {
            Ok(page) => {
                data.heard_time(page.server_time);
                data.heard_cursor(page.cursor);
                let ids = page.items.iter().map(|item| item.id().to_owned()).collect();
                for item in page.items {
                    T::table(&core.tables).put(item);
                }
                slot.accept(ask, ids, page.next);
            }
            Err(error) => {
                let notice = data.note(&error);
                match ask {
                    Ask::First => slot.view.update(|v| *v = core::mem::take(v).failed(notice)),
                    Ask::More => slot.change(|v| {
                        v.loading_more = false;
                        v.more_failed = Some(notice);
                    }),
                    // The reader has what they had; the live loop asks again.
                    Ask::Refresh => {}
                }
            }
        }
        if slot.again.take() {
            data.ask(&slot, Ask::Refresh);
        }
    });
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
        T::table(&self.data.core().tables).slot(id).into()
    }

    /// Asks for the next, older page.
    pub fn more(self) {
        if let Some(slot) = self.slot()
            && slot.view.get_untracked().value().is_some_and(|v| v.has_more)
        {
            self.data.ask(&slot, Ask::More);
        }
    }

    /// Asks for the list again; what is on screen stays until the answer comes.
    pub fn reload(self) {
        if let Some(slot) = self.slot() {
            self.data.ask(&slot, Ask::First);
        }
    }

    /// Puts the new items that waited on top.
    pub fn show_fresh(self) {
        let Some(slot) = self.slot() else { return };
        let Some((new, cut)) = slot.waiting.take() else { return };
        slot.change(|view| {
            if let Some(next) = cut {
                // More came than one page holds: what is between is behind "older".
                view.ids = new;
                view.has_more = true;
                *slot.next.borrow_mut() = Some(next);
            } else {
                view.ids.splice(0..0, new);
            }
            view.fresh = 0;
        });
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
        T::table(&self.data.core().tables).gone(id);
    }
}
