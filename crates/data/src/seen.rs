//! Reading without a network: pages and things that were seen are kept on the phone, shown with their age while nothing
//! answers, and forgotten with the session or the membership.
//!
//! What is kept is the contract's JSON, whatever backend it came from. It is never newer than what is here already, tells
//! no time and moves no cursor. Secrets are not kept: see [`may_keep`].

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use contract::Timestamp;
use net::{Call, Reply};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set};
use reactive_graph::wrappers::read::Signal;

use crate::core::Data;
use crate::host::Shelf;

/// One page is written down this seldom, however often it changes.
const EVERY_MS: i64 = 2000;
/// A page that is larger is not kept.
const LARGEST: usize = 300_000;
/// So much is kept of an account: answers, and their size together.
const MOST: usize = 200;
const MOST_BYTES: usize = 6_000_000;

/// What is shown that is older than this page's life.
#[derive(Default)]
pub(crate) struct Seen {
    /// What came from the phone and was not answered since, and how old it is.
    ages: RefCell<HashMap<String, Timestamp>>,
    /// What the page on screen shows.
    on_page: RefCell<HashSet<String>>,
    /// The age of the oldest thing on the page.
    oldest: ArcRwSignal<Option<Timestamp>>,
    /// When each was last written down.
    kept: RefCell<HashMap<String, Timestamp>>,
    /// When the backend last answered anything.
    pub(crate) heard: ArcRwSignal<Option<Timestamp>>,
}

/// Invites are keys: they are not left lying about.
fn may_keep(operation: &str) -> bool {
    !operation.starts_with("invites.")
}

impl Data {
    /// From when the oldest of what is on screen is; none while all of it was answered since the page was loaded.
    pub fn as_of(self) -> Signal<Option<Timestamp>> {
        self.core().seen.oldest.clone().into()
    }

    /// When the backend last answered anything; none before the first answer.
    pub fn last_heard(self) -> Signal<Option<Timestamp>> {
        self.core().seen.heard.clone().into()
    }

    /// Something is on the page now.
    pub(crate) fn seen_shown(self, path: &str) {
        if self.core().seen.on_page.borrow_mut().insert(path.to_owned()) {
            self.seen_weigh();
        }
    }

    /// Another page: what is on it is told one by one.
    pub(crate) fn seen_turn(self) {
        self.core().seen.on_page.borrow_mut().clear();
        self.seen_weigh();
    }

    fn seen_weigh(self) {
        let seen = &self.core().seen;
        let (ages, on_page) = (seen.ages.borrow(), seen.on_page.borrow());
        let oldest = ages.iter().filter(|(path, _)| on_page.contains(*path)).map(|(_, at)| *at).min();
        if seen.oldest.get_untracked() != oldest {
            seen.oldest.set(oldest);
        }
    }

    fn seen_name(self, call: &Call) -> Option<String> {
        let account = self.account().filter(|_| may_keep(call.operation))?;
        let after = call.asked("after").map(|after| format!("?{after}")).unwrap_or_default();
        // The space ends it: no name is the beginning of another.
        Some(format!("{account}{}{after} ", call.contract_path()))
    }

    /// Looks for what was seen of this before; `show` draws it and tells whether it did.
    pub(crate) fn seen_find(self, call: &Call, show: impl FnOnce(&Reply) -> bool + 'static) {
        let Some(name) = self.seen_name(call) else { return };
        let (path, operation, era) = (call.contract_path(), call.operation, self.core().era.get());
        let found = self.core().disk.kept(Shelf::Seen, &name);
        self.spawn(async move {
            let texts = found.await.unwrap_or_default();
            let Some((at, body)) = texts.iter().find_map(|text| read(text, &name)) else { return };
            if era == self.core().era.get() && show(&Reply::of_contract(operation, body.to_owned())) {
                self.core().seen.ages.borrow_mut().insert(path, at);
                self.seen_weigh();
            }
        });
    }

    /// Looks through every list that was seen for a thing, the latest first; `show` draws it and tells whether it did.
    pub(crate) fn seen_search(self, id: &str, path: String, show: impl Fn(&Reply) -> bool + 'static) {
        let Some(account) = self.account() else { return };
        let (id, era) = (format!("\"{id}\""), self.core().era.get());
        let all = self.core().disk.kept(Shelf::Seen, &format!("{account}/"));
        self.spawn(async move {
            let texts = all.await.unwrap_or_default();
            let mut pages: Vec<_> =
                texts.iter().filter(|text| text.contains(&id)).filter_map(|t| parts(t)).collect();
            pages.sort_by_key(|(at, ..)| core::cmp::Reverse(*at));
            for (at, _, body) in pages {
                if era == self.core().era.get() && show(&Reply::of_contract("seen", body.to_owned())) {
                    self.core().seen.ages.borrow_mut().insert(path, at);
                    return self.seen_weigh();
                }
            }
        });
    }

    /// The backend answered this: it is kept, and what is on screen is not old any more.
    pub(crate) fn seen_keep(self, call: &Call, reply: &Reply) {
        let Some(name) = self.seen_name(call) else { return };
        let seen = &self.core().seen;
        if seen.ages.borrow_mut().remove(&call.contract_path()).is_some() {
            self.seen_weigh();
        }
        let now = self.core().host.now();
        let before = seen.kept.borrow().get(&name).copied();
        if before.is_some_and(|before| (0..EVERY_MS).contains(&now.since_ms(before))) {
            return;
        }
        let Some(body) = reply.as_contract().filter(|body| body.len() <= LARGEST) else { return };
        seen.kept.borrow_mut().insert(name.clone(), now);
        // A phone without room keeps what it has.
        let kept = self.core().disk.keep(Shelf::Seen, &name, format!("{} {name}\n{body}", self.now().0));
        self.spawn(async move {
            kept.await;
        });
    }

    /// Whether something is shown as it was before this page was loaded.
    pub(crate) fn is_seen(self, path: &str) -> bool {
        self.core().seen.ages.borrow().contains_key(path)
    }

    /// Changes are heard again: whatever is shown as it was before is asked for now. Tells whether anything is.
    pub(crate) fn seen_is_over(self) -> bool {
        let any = !self.core().seen.ages.take().is_empty();
        self.seen_weigh();
        any
    }

    /// Forgets everything that was seen: another account, none, or a group that was left.
    pub(crate) fn seen_forget(self) {
        let seen = &self.core().seen;
        seen.ages.borrow_mut().clear();
        seen.kept.borrow_mut().clear();
        self.seen_weigh();
        let cleared = self.core().disk.clear(Shelf::Seen, "");
        self.spawn(cleared);
    }

    /// Forgets everything that was seen if something written for a circle is among it.
    pub(crate) fn seen_forget_if(self, circle: &str) {
        let Some(account) = self.account() else { return };
        let (id, era) = (format!("\"{circle}\""), self.core().era.get());
        let all = self.core().disk.kept(Shelf::Seen, &format!("{account}/"));
        self.spawn(async move {
            let texts = all.await.unwrap_or_default();
            let is_of_it = |text: &String| text.contains("\"circle_id\"") && text.contains(&id);
            if era == self.core().era.get() && texts.iter().any(is_of_it) {
                self.seen_forget();
            }
        });
    }

    /// Makes room: the oldest go first. The app calls it now and then.
    pub fn seen_tidy(self) {
        let Some(account) = self.account() else { return };
        let all = self.core().disk.kept(Shelf::Seen, &format!("{account}/"));
        self.spawn(async move {
            let texts = all.await.unwrap_or_default();
            let head = |text: &String| parts(text).map(|(at, name, _)| (at, text.len(), name.to_owned()));
            let mut heads: Vec<_> = texts.iter().filter_map(head).collect();
            heads.sort_unstable_by(|a, b| b.cmp(a));
            let mut bytes = 0;
            for (i, (_, len, name)) in heads.iter().enumerate() {
                bytes += len;
                if i >= MOST || bytes > MOST_BYTES {
                    self.core().disk.clear(Shelf::Seen, name).await;
                }
            }
        });
    }
}

/// What is kept under this very name: others may begin with it.
fn read<'t>(text: &'t str, name: &str) -> Option<(Timestamp, &'t str)> {
    let (at, written, body) = parts(text)?;
    (written == name).then_some((at, body))
}

/// When it was answered, its name, and the answer.
fn parts(text: &str) -> Option<(Timestamp, &str, &str)> {
    let (head, body) = text.split_once('\n')?;
    let (at, name) = head.split_once(' ')?;
    Some((Timestamp(at.parse().ok()?), name, body))
}
