//! The entity cache: one signal per thing, whoever reads it.
//!
//! A kind has a table from when it is first asked for. What is done with all of them ([`AnyTable`]) names no kind, so
//! that the code of a kind is with the features that use it, and a new kind is one line in `kinds`.

mod kinds;

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use contract::change::ChangeKind;
use contract::{Endpoint, GroupId, Method};
use loadable::{Loadable, Notice};
use net::{Error, Reply};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update, WithUntracked};
use serde::de::DeserializeOwned;

/// A thing with an id that the cache keeps.
pub trait Entity: Clone + PartialEq + Send + Sync + DeserializeOwned + 'static {
    /// What changes call it.
    const KIND: ChangeKind;
    /// How one is asked for; none when it only comes in lists.
    const GET: Option<Endpoint<(), Self>>;
    /// Its id.
    fn id(&self) -> &str;
    /// The group it belongs to.
    fn group(&self) -> Option<&GroupId>;
    /// The thing that it carries, which nobody looks at without it.
    fn carries(&self) -> Option<&str> {
        None
    }
    /// Whether I made it: what is mine never waits behind "new".
    fn is_mine(&self) -> bool {
        false
    }
}

/// All things of one kind, by id.
pub struct Table<T>(RefCell<HashMap<String, ArcRwSignal<Loadable<T>>>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(RefCell::new(HashMap::new()))
    }
}

/// How one thing is asked for: operation, method, path.
pub(crate) type Door = (&'static str, Method, &'static str);

/// How far one thing is.
pub(crate) struct State {
    pub is_loading: bool,
    pub is_here: bool,
    /// Why it is not here, or not as it is now.
    pub notice: Option<Notice>,
}

/// A table of whatever kind.
pub(crate) trait AnyTable {
    fn kind(&self) -> ChangeKind;
    fn door(&self) -> Option<Door>;
    fn knows(&self, id: &str) -> bool;
    fn ids(&self) -> Vec<String>;
    fn ids_of(&self, group: &str) -> Vec<String>;
    fn gone_as(&self, id: &str, code: &'static str);
    /// Lets one go as if nobody had asked for it; tells what it carried.
    fn forget(&self, id: &str) -> Option<String>;
    fn wipe(&self);
    fn state(&self, id: &str) -> State;
    /// It is on its way.
    fn restart(&self, id: &str);
    /// The answer to the question for it. A foreign backend may answer with another id than was asked for.
    fn take(&self, id: &str, reply: &Reply) -> Result<(), Error>;
    /// As it was seen before; tells whether it could be read.
    fn take_old(&self, id: &str, reply: &Reply) -> bool;
    /// The same out of a list that was seen before.
    fn take_listed(&self, id: &str, page: &Reply) -> bool;
    /// It did not come: with nothing, with what is here as if nothing had been asked, or with both.
    fn fail(&self, id: &str, notice: Notice, keep: Keep);
}

/// What stays of a thing that did not come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Nothing,
    /// With the notice.
    Stale,
    /// Without it: something else says that it is old.
    Old,
}

impl<T: Entity> AnyTable for Table<T> {
    fn kind(&self) -> ChangeKind {
        T::KIND
    }
    fn door(&self) -> Option<Door> {
        T::GET.map(|endpoint| (endpoint.name, endpoint.method, endpoint.path))
    }
    fn knows(&self, id: &str) -> bool {
        self.0.borrow().contains_key(id)
    }
    fn ids(&self) -> Vec<String> {
        let here = |slot: &ArcRwSignal<Loadable<T>>| slot.with_untracked(|v| v.value().is_some());
        self.0.borrow().iter().filter(|(_, slot)| here(slot)).map(|(id, _)| id.clone()).collect()
    }
    fn ids_of(&self, group: &str) -> Vec<String> {
        let mine = |slot: &ArcRwSignal<Loadable<T>>| {
            slot.with_untracked(|v| v.value()?.group().map(|g| g.as_str() == group)).unwrap_or(false)
        };
        self.0.borrow().iter().filter(|(_, slot)| mine(slot)).map(|(id, _)| id.clone()).collect()
    }
    fn gone_as(&self, id: &str, code: &'static str) {
        let slot = self.0.borrow_mut().remove(id);
        if let Some(slot) = slot {
            let notice = Notice::new(code).with_way_on(loadable::WayOn::GoBack);
            slot.set(Loadable::Failed(notice, None));
        }
    }
    fn forget(&self, id: &str) -> Option<String> {
        let slot = self.0.borrow_mut().remove(id)?;
        slot.with_untracked(|one| one.value()?.carries().map(str::to_owned))
    }
    fn wipe(&self) {
        let old = core::mem::take(&mut *self.0.borrow_mut());
        for slot in old.into_values() {
            // Readers of old signals see nothing any more.
            slot.update(|value| *value = Loadable::Idle);
        }
    }
    fn state(&self, id: &str) -> State {
        let now = self.slot(id).get_untracked();
        State { is_loading: now.is_loading(), is_here: now.value().is_some(), notice: now.notice().cloned() }
    }
    fn restart(&self, id: &str) {
        self.slot(id).update(|value| *value = core::mem::take(value).restarted());
    }
    fn take(&self, id: &str, reply: &Reply) -> Result<(), Error> {
        self.slot(id).set(Loadable::Ready(reply.read::<T>()?));
        Ok(())
    }
    fn take_old(&self, id: &str, reply: &Reply) -> bool {
        let Ok(old) = reply.read::<T>() else { return false };
        let slot = self.slot(id);
        // The shell says that it is old, and how old: once is enough.
        let failed = slot.with_untracked(|now| now.notice().is_some());
        slot.set(if failed { Loadable::Ready(old) } else { Loadable::Loading(Some(old)) });
        true
    }
    fn take_listed(&self, id: &str, page: &Reply) -> bool {
        let mut found = None;
        let read = page.page::<T>(|item| {
            if item.id() == id {
                found = Some(item);
            }
        });
        let Some(old) = read.ok().and(found) else { return false };
        self.slot(id).set(Loadable::Ready(old));
        true
    }
    fn fail(&self, id: &str, notice: Notice, keep: Keep) {
        self.slot(id).update(|value| {
            *value = match core::mem::take(value).into_value().filter(|_| keep != Keep::Nothing) {
                Some(old) if keep == Keep::Old => Loadable::Ready(old),
                old => Loadable::Failed(notice, old),
            };
        });
    }
}

impl<T: Entity> Table<T> {
    /// The signal of one id, made when first asked for.
    pub fn slot(&self, id: &str) -> ArcRwSignal<Loadable<T>> {
        if let Some(slot) = self.0.borrow().get(id) {
            return slot.clone();
        }
        let slot = ArcRwSignal::new(Loadable::Idle);
        self.0.borrow_mut().insert(id.to_owned(), slot.clone());
        slot
    }

    /// Writes down what the backend said. Equal values wake nobody.
    pub fn put(&self, value: T) {
        let slot = self.slot(value.id());
        let fresh = Loadable::Ready(value);
        if slot.with_untracked(|now| *now != fresh) {
            slot.set(fresh);
        }
    }

    /// Writes down what the backend said before; what is here is newer.
    pub fn put_old(&self, value: T) {
        if self.slot(value.id()).with_untracked(|now| now.value().is_none()) {
            self.put(value);
        }
    }
}

/// One table, by what can be done with any, and as itself.
type Kept = (TypeId, Rc<dyn AnyTable>, Rc<dyn Any>);

/// Every table that anybody has asked for.
#[derive(Default)]
pub struct Tables(RefCell<Vec<Kept>>);

impl Tables {
    /// The table of a kind.
    pub(crate) fn of<T: Entity>(&self) -> Rc<Table<T>> {
        let id = TypeId::of::<T>();
        let found = self.0.borrow().iter().find(|(of, ..)| *of == id).map(|(_, _, table)| table.clone());
        if let Some(table) = found.and_then(|table| table.downcast().ok()) {
            return table;
        }
        let table = Rc::new(Table::<T>::default());
        self.0.borrow_mut().push((id, table.clone(), table.clone()));
        table
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Rc<dyn AnyTable>> {
        self.0.borrow().iter().map(|(_, table, _)| table.clone()).collect()
    }

    /// Those of things that changes call so: a thing, and what it is made of.
    pub(crate) fn of_kind(&self, kind: ChangeKind) -> Vec<Rc<dyn AnyTable>> {
        self.all().into_iter().filter(|table| table.kind() == kind).collect()
    }
}
