//! The entity cache: one signal per thing, whoever reads it.

use std::cell::RefCell;
use std::collections::HashMap;

use contract::chain::{Chain, ChainEntry};
use contract::change::ChangeKind;
use contract::feed::{Comment, Post};
use contract::group::{Group, Member};
use contract::groupbuy::{Deal, Pledge};
use contract::invite::Invite;
use contract::market::{Class, Listing};
use contract::poll::Poll;
use contract::{Endpoint, GroupId, api};
use loadable::Loadable;
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
    /// Its table.
    #[doc(hidden)]
    fn table(tables: &Tables) -> &Table<Self>;
}

/// All things of one kind, by id.
pub struct Table<T>(RefCell<HashMap<String, ArcRwSignal<Loadable<T>>>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(RefCell::new(HashMap::new()))
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

    /// Whether anybody has asked for it.
    pub fn knows(&self, id: &str) -> bool {
        self.0.borrow().contains_key(id)
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

    /// Marks one as gone, for whoever still looks at it.
    pub fn gone(&self, id: &str) {
        self.gone_as(id, "gone");
    }

    /// Marks one as gone for a reason that has a code of its own.
    pub fn gone_as(&self, id: &str, code: &'static str) {
        let slot = self.0.borrow_mut().remove(id);
        if let Some(slot) = slot {
            let notice = loadable::Notice::new(code).with_way_on(loadable::WayOn::GoBack);
            slot.set(Loadable::Failed(notice, None));
        }
    }

    /// The ids of those that are here.
    pub fn ids(&self) -> Vec<String> {
        let here = |slot: &ArcRwSignal<Loadable<T>>| slot.get_untracked().value().is_some();
        self.0.borrow().iter().filter(|(_, slot)| here(slot)).map(|(id, _)| id.clone()).collect()
    }

    /// The ids of those that are here and belong to a group.
    pub fn ids_of(&self, group: &str) -> Vec<String> {
        let mine = |slot: &ArcRwSignal<Loadable<T>>| {
            slot.get_untracked().value().and_then(|v| v.group().map(|g| g.as_str() == group)).unwrap_or(false)
        };
        self.0.borrow().iter().filter(|(_, slot)| mine(slot)).map(|(id, _)| id.clone()).collect()
    }

    /// Forgets everything. Readers of old signals see nothing any more.
    pub fn wipe(&self) {
        let old = core::mem::take(&mut *self.0.borrow_mut());
        for slot in old.into_values() {
            slot.update(|value| *value = Loadable::Idle);
        }
    }
}

/// Every table.
#[derive(Default)]
pub struct Tables {
    groups: Table<Group>,
    members: Table<Member>,
    invites: Table<Invite>,
    posts: Table<Post>,
    comments: Table<Comment>,
    classes: Table<Class>,
    listings: Table<Listing>,
    deals: Table<Deal>,
    pledges: Table<Pledge>,
    chains: Table<Chain>,
    entries: Table<ChainEntry>,
    polls: Table<Poll>,
}

impl Tables {
    /// Forgets everything: another account, or none.
    pub fn wipe(&self) {
        self.groups.wipe();
        self.members.wipe();
        self.invites.wipe();
        self.posts.wipe();
        self.comments.wipe();
        self.classes.wipe();
        self.listings.wipe();
        self.deals.wipe();
        self.pledges.wipe();
        self.chains.wipe();
        self.polls.wipe();
        self.entries.wipe();
    }
}

macro_rules! entity {
    ($type:ty, $table:ident, $kind:ident, $get:expr, |$me:ident| $id:expr, $group:expr $(, mine: $mine:expr)?) => {
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
            fn table(tables: &Tables) -> &Table<Self> {
                &tables.$table
            }
        }
    };
}

entity!(Group, groups, Group, Some(api::GROUP), |g| g.id.as_str(), Some(&g.id));
entity!(Member, members, Member, None, |m| m.id.as_str(), {
    let _ = m;
    None
});
entity!(Invite, invites, Invite, None, |i| i.id.as_str(), Some(&i.group_id));
entity!(Post, posts, Post, Some(api::POST), |p| p.id.as_str(), Some(&p.group_id), mine: p.yours);
entity!(Comment, comments, Comment, None, |c| c.id.as_str(), {
    let _ = c;
    None
});
entity!(Class, classes, Class, Some(api::CLASS), |c| c.brief.id.as_str(), Some(&c.group_id));
entity!(Listing, listings, Listing, Some(api::LISTING), |l| l.id.as_str(), Some(&l.group_id));
entity!(Deal, deals, Deal, Some(api::DEAL), |d| d.id.as_str(), Some(&d.group_id));
entity!(Chain, chains, Chain, Some(api::CHAIN), |c| c.id.as_str(), Some(&c.group_id));
entity!(Poll, polls, Poll, Some(api::POLL), |p| p.id.as_str(), Some(&p.group_id));
entity!(ChainEntry, entries, Chain, None, |e| e.id.as_str(), {
    let _ = e;
    None
});
entity!(Pledge, pledges, Deal, None, |p| p.id.as_str(), {
    let _ = p;
    None
});
