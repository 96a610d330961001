//! The entity cache: one signal per thing, whoever reads it.
//!
//! A kind has a table from when it is first asked for. What is done with all of them ([`AnyTable`]) names no kind, so
//! that the code of a kind is with the features that use it, and a new kind is one line at the end of this file.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use contract::chain::{Chain, ChainEntry};
use contract::change::ChangeKind;
use contract::circle::{Circle, CircleMember};
use contract::daily::{Daily, DailyAnswer};
use contract::event::{Event, Rsvp};
use contract::feed::{Comment, Post};
use contract::group::{Group, Member};
use contract::groupbuy::{Deal, Pledge};
use contract::invite::Invite;
use contract::market::{Class, Listing};
use contract::playlist::Playlist;
use contract::poll::Poll;
use contract::referral::Referral;
use contract::relay::{Relay, RelayEntry};
use contract::{Endpoint, GroupId, Method, api};
use loadable::{Loadable, Notice};
use net::{Error, Reply};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update};
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
        let here = |slot: &ArcRwSignal<Loadable<T>>| slot.get_untracked().value().is_some();
        self.0.borrow().iter().filter(|(_, slot)| here(slot)).map(|(id, _)| id.clone()).collect()
    }
    fn ids_of(&self, group: &str) -> Vec<String> {
        let mine = |slot: &ArcRwSignal<Loadable<T>>| {
            slot.get_untracked().value().and_then(|v| v.group().map(|g| g.as_str() == group)).unwrap_or(false)
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
        let failed = slot.get_untracked().notice().is_some();
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
        if slot.get_untracked() != fresh {
            slot.set(fresh);
        }
    }

    /// Writes down what the backend said before; what is here is newer.
    pub fn put_old(&self, value: T) {
        if self.slot(value.id()).get_untracked().value().is_none() {
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

macro_rules! entity {
    ($type:ty, $kind:ident, $get:expr, |$me:ident| $id:expr, $group:expr $(, mine: $mine:expr)?) => {
        impl Entity for $type {
            const KIND: ChangeKind = ChangeKind::$kind;
            const GET: Option<Endpoint<(), Self>> = $get;
            fn id(&self) -> &str {
                let $me = self;
                $id
            }
            fn group(&self) -> Option<&GroupId> {
                let $me = self;
                $group
            }
            $(fn is_mine(&self) -> bool {
                let $me = self;
                $mine
            })?
        }
    };
}

entity!(Group, Group, Some(api::GROUP), |g| g.id.as_str(), Some(&g.id));
entity!(Member, Member, None, |m| m.id.as_str(), {
    let _ = m;
    None
});
entity!(Invite, Invite, None, |i| i.id.as_str(), Some(&i.group_id));
entity!(Post, Post, Some(api::POST), |p| p.id.as_str(), Some(&p.group_id), mine: p.yours);
entity!(Comment, Comment, None, |c| c.id.as_str(), {
    let _ = c;
    None
});
entity!(Class, Class, Some(api::CLASS), |c| c.brief.id.as_str(), Some(&c.group_id));
entity!(Listing, Listing, Some(api::LISTING), |l| l.id.as_str(), Some(&l.group_id));
entity!(Deal, Deal, Some(api::DEAL), |d| d.id.as_str(), Some(&d.group_id));
entity!(Chain, Chain, Some(api::CHAIN), |c| c.id.as_str(), Some(&c.group_id));
entity!(Circle, Circle, Some(api::CIRCLE), |c| c.id.as_str(), Some(&c.group_id));
entity!(CircleMember, Circle, None, |m| m.id.as_str(), {
    let _ = m;
    None
});
entity!(Referral, Referral, Some(api::REFERRAL), |r| r.group_id.as_str(), Some(&r.group_id));
entity!(Poll, Poll, Some(api::POLL), |p| p.id.as_str(), Some(&p.group_id));
entity!(Relay, Relay, Some(api::RELAY), |r| r.id.as_str(), Some(&r.group_id));
entity!(RelayEntry, Relay, None, |e| e.id.as_str(), {
    let _ = e;
    None
});
entity!(Daily, Daily, Some(api::DAILY), |d| d.id.as_str(), Some(&d.group_id));
entity!(DailyAnswer, Daily, None, |a| a.id.as_str(), {
    let _ = a;
    None
});
entity!(Playlist, Playlist, Some(api::PLAYLIST), |p| p.id.as_str(), Some(&p.group_id));
entity!(Event, Event, Some(api::EVENT), |e| e.id.as_str(), Some(&e.group_id));
entity!(Rsvp, Event, None, |r| r.id.as_str(), {
    let _ = r;
    None
});
entity!(ChainEntry, Chain, None, |e| e.id.as_str(), {
    let _ = e;
    None
});
entity!(Pledge, Deal, None, |p| p.id.as_str(), {
    let _ = p;
    None
});
