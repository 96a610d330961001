//! The outbox: what was written waits here until the backend has it. Kept on the phone under its key, shown at once,
//! sent in order in each place by one tab at a time, undone until it is sent, and given back when it is refused.
//!
//! Holds contract commands, never closures or addresses. Knows which operations may wait (`table`); must not know how
//! they look. Nothing here runs before [`Data::outbox_start`]: a first look at a page reads the list and no more.

mod back;
mod choice;
mod entry;
mod queue;
mod send;
mod table;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use contract::Endpoint;
use net::Call;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update, With, WithUntracked};
use reactive_graph::wrappers::read::Signal;
use serde::de::DeserializeOwned;

use crate::core::Data;
use crate::host::Shelf;
use crate::mutation::{Door, Mutation};
pub use choice::TakenBack;
pub use entry::{Refused, Typed, Waiting};
use queue::Waits;
pub use table::may_wait;

/// The state of the outbox.
#[derive(Default)]
pub(crate) struct Outbox {
    /// Everything that waits or was refused, in the order of turns.
    pub(crate) queue: ArcRwSignal<Vec<Waiting>>,
    /// How many were sent since the page was loaded, and the operation of the last.
    sent: ArcRwSignal<(u64, &'static str)>,
    /// The phone had no room for one: it was sent at once instead.
    unkept: ArcRwSignal<bool>,
    waits: RefCell<Waits>,
    /// What is on its way, by key: it cannot be taken back.
    under_way: ArcRwSignal<Option<String>>,
    /// The era whose queue is being sent.
    sending: Cell<Option<u64>>,
    /// No other tab sends while this one does.
    alone: Cell<bool>,
    /// How many changes had been heard when the last one was sent.
    heard: Cell<usize>,
    /// Something came in the meantime.
    again: Cell<bool>,
    /// Which alarm is the current one.
    alarm: Cell<u64>,
    /// Nobody looks: nothing is tried again by itself.
    resting: Cell<bool>,
    started: Cell<bool>,
    /// The shelf of this account was read: what waits is known.
    known: Cell<bool>,
    last_turn: Cell<i64>,
    /// What is being written down at this moment: on screen, and not sent before it is kept.
    being_kept: RefCell<BTreeSet<String>>,
    /// What this tab took off: a reading of the shelf that began before does not bring it back.
    taken_off: RefCell<BTreeSet<String>>,
    /// How often words were given back to a draft, and to which at last.
    given_back: ArcRwSignal<(u64, String)>,
    /// What this tab last told the others, or heard.
    told: RefCell<String>,
    /// How something is put into it, once all of it is here.
    pub(crate) door: Cell<Option<Door>>,
}

/// A name on the disk that changes when another tab changed the outbox.
const HEARD: &str = "outbox-changed";

impl Outbox {
    /// Another account, or none: what waits lies on the phone until its own comes back.
    pub(crate) fn put_away(&self) {
        self.queue.set(Vec::new());
        self.waits.borrow_mut().forget();
        self.under_way.set(None);
        self.started.set(false);
        self.known.set(false);
        self.alarm.set(self.alarm.get() + 1);
    }
}

impl Data {
    /// What waits to be sent, and what was refused, in order.
    pub fn outbox(self) -> Signal<Vec<Waiting>> {
        self.core().outbox.queue.clone().into()
    }

    /// How many were sent since the page was loaded, and the operation of the last one.
    pub fn outbox_sent(self) -> Signal<(u64, &'static str)> {
        self.core().outbox.sent.clone().into()
    }

    /// Whether the phone had no room to keep something: it was sent at once.
    pub fn outbox_unkept(self) -> Signal<bool> {
        self.core().outbox.unkept.clone().into()
    }

    /// The key of what is on its way at this moment: too late to take it back.
    pub fn outbox_under_way(self) -> Signal<Option<String>> {
        self.core().outbox.under_way.clone().into()
    }

    /// Whether an operation may wait in the outbox, and the backend does it.
    pub fn can_wait<Q, R>(self, endpoint: &Endpoint<Q, R>) -> bool {
        self.offers(endpoint) && may_wait(endpoint.name)
    }

    /// What was last wished of a thing by an operation and is not there yet; tracked.
    pub fn wished<Q: DeserializeOwned, R>(self, endpoint: &Endpoint<Q, R>, thing: &str) -> Option<Q> {
        let mine = |one: &&Waiting| one.operation == endpoint.name && one.place == thing && one.is_waiting();
        self.outbox().with(|all| all.iter().rev().find(mine).and_then(Waiting::command))
    }

    /// Takes up what was left from before, and sends it. The app calls it once the first page has settled, and for each
    /// account.
    pub fn outbox_start(self) {
        self.core().outbox.door.set(Some(Mutation::queue_call));
        if self.account().is_some() && !self.core().outbox.started.replace(true) {
            self.outbox_kick();
        }
    }

    /// The network is back, or somebody looks again: what waits is tried now.
    pub fn outbox_wake(self) {
        let outbox = &self.core().outbox;
        outbox.resting.set(false);
        if outbox.started.get() {
            outbox.waits.borrow_mut().forget();
            self.outbox_kick();
        }
    }

    /// Nobody looks at this page: what is on its way goes on, and nothing is tried again by itself.
    pub fn outbox_rest(self) {
        let outbox = &self.core().outbox;
        outbox.resting.set(true);
        outbox.alarm.set(outbox.alarm.get() + 1);
    }

    /// Another tab may have changed what is kept: what is shown here follows.
    pub fn outbox_heard(self) {
        let outbox = &self.core().outbox;
        let told = self.core().disk.get(HEARD).unwrap_or_default();
        if outbox.started.get() && outbox.told.replace(told.clone()) != told {
            self.outbox_kick();
        }
    }

    /// Tells other tabs.
    fn outbox_tell(self) {
        let told = self.new_key();
        self.core().outbox.told.replace(told.clone());
        self.core().disk.set(HEARD, &told);
    }

    /// Wipes what an account has on the shelves: it signs out on purpose.
    pub(crate) fn outbox_wipe(self) {
        if let Some(prefix) = self.outbox_prefix() {
            let cleared = self.core().disk.clear(Shelf::Outbox, &prefix);
            self.spawn(cleared);
            self.core().outbox.told.take();
            self.core().disk.remove(HEARD);
        }
    }

    /// The names of an account's things on the shelf.
    fn outbox_prefix(self) -> Option<String> {
        self.account().map(|account| format!("{account}/"))
    }

    /// A call as it lies in the outbox.
    pub(crate) fn outbox_entry(self, call: &Call, group: &str, place: &str, typed: Option<Typed>) -> Waiting {
        let outbox = &self.core().outbox;
        // By the phone's clock, so that what two tabs write is in order; never backwards, whatever the clock does.
        let turn = self.core().host.now().0.max(outbox.last_turn.get().saturating_add(1));
        outbox.last_turn.set(turn);
        Waiting {
            key: call.key.clone().unwrap_or_else(|| self.new_key()),
            turn,
            place: place.to_owned(),
            group: group.to_owned(),
            operation: call.operation.to_owned(),
            args: call.args.clone(),
            body: call.body.clone(),
            at: self.now(),
            tried_at: None,
            refused: None,
            typed,
        }
    }

    /// Shows something as waiting, and writes it down; tells whether the phone keeps it.
    pub(crate) async fn outbox_keep(self, one: Waiting) -> bool {
        let (outbox, era, key) = (&self.core().outbox, self.core().era.get(), one.key.clone());
        outbox.taken_off.borrow_mut().remove(&key);
        outbox.being_kept.borrow_mut().insert(key.clone());
        outbox.queue.update(|queue| put(queue, one.clone()));
        let mut kept = self.outbox_write(&one).await;
        if !kept && self.outbox_prefix().is_some() {
            // What was seen can be seen again; what was written must not have to be written again.
            self.core().disk.clear(Shelf::Seen, "").await;
            // On the shelf of whoever wrote it, or on none.
            kept = era == self.core().era.get() && self.outbox_write(&one).await;
        }
        outbox.being_kept.borrow_mut().remove(&key);
        if era == self.core().era.get() {
            if kept {
                outbox.started.set(true);
                self.outbox_tell();
            } else {
                self.outbox_drop_shown(&key);
            }
        }
        kept
    }

    async fn outbox_write(self, one: &Waiting) -> bool {
        let (Some(prefix), Ok(text)) = (self.outbox_prefix(), serde_json::to_string(one)) else {
            return false;
        };
        self.core().disk.keep(Shelf::Outbox, &format!("{prefix}{}", one.key), text).await
    }

    /// Writes down that something about one changed, and shows it.
    async fn outbox_change(self, one: Waiting) {
        let era = self.core().era.get();
        self.core().outbox.queue.update(|queue| put(queue, one.clone()));
        // What cannot be written down is as it was after a reload: sent again under its key, or refused again.
        self.outbox_write(&one).await;
        if era == self.core().era.get() {
            self.outbox_tell();
        }
    }

    /// Takes one off the shelf and off the screen.
    async fn outbox_forget(self, key: &str) {
        self.core().outbox.taken_off.borrow_mut().insert(key.to_owned());
        self.outbox_drop_shown(key);
        if let Some(prefix) = self.outbox_prefix() {
            self.core().disk.clear(Shelf::Outbox, &format!("{prefix}{key}")).await;
        }
        self.outbox_tell();
    }

    fn outbox_drop_shown(self, key: &str) {
        let queue = &self.core().outbox.queue;
        if queue.with_untracked(|queue| queue.iter().any(|one| one.key == key)) {
            queue.update(|queue| queue.retain(|one| one.key != key));
        }
    }

    /// Reads the shelf: what other tabs did to it counts. What is being written down here stays. False when it could
    /// not be read: what is known stays.
    async fn outbox_read(self) -> bool {
        let Some(prefix) = self.outbox_prefix() else { return true };
        let era = self.core().era.get();
        let queue = &self.core().outbox.queue;
        let before: Vec<String> =
            queue.with_untracked(|queue| queue.iter().map(|one| one.key.clone()).collect());
        let texts = self.core().disk.kept(Shelf::Outbox, &prefix).await;
        if era != self.core().era.get() {
            return true;
        }
        let Some(texts) = texts else { return false };
        let mut read: Vec<Waiting> = Vec::new();
        let gone = self.core().outbox.taken_off.borrow();
        let texts = texts.iter().filter_map(|text| net::json::from_text::<Waiting>(text));
        for one in texts.filter(|one| !gone.contains(&one.key)) {
            put(&mut read, one);
        }
        let shown = self.core().outbox.queue.get_untracked();
        for one in &shown {
            let is_kept_now = self.core().outbox.being_kept.borrow().contains(&one.key);
            if (is_kept_now || !before.contains(&one.key)) && read.iter().all(|known| known.key != one.key) {
                put(&mut read, one.clone());
            }
        }
        let last = read.iter().map(|one| one.turn).max().unwrap_or(0);
        let outbox = &self.core().outbox;
        outbox.last_turn.set(outbox.last_turn.get().max(last));
        outbox.known.set(true);
        if read != shown {
            outbox.queue.set(read);
        }
        true
    }
}

/// Puts one in its place in the order of turns, or in place of its older self.
fn put(queue: &mut Vec<Waiting>, one: Waiting) {
    queue.retain(|known| known.key != one.key);
    let at = queue.partition_point(|known| (known.turn, &known.key) < (one.turn, &one.key));
    queue.insert(at, one);
}
