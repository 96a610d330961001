//! Live changes: a stream says that something happened, `changes?since=` or the event itself says what, and only
//! what is on screen or in the cache is asked for again; where there is no stream, what is on screen is asked for
//! again and again. Paused while hidden; resumes without a gap.

mod calm;
mod late;
mod poll;
mod pull;
mod route;
mod stream;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use contract::Timestamp;
use contract::change::ChangeKind;
use net::Stream;
use net::descriptor::Live as Kind;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update};
use reactive_graph::wrappers::read::Signal;

use crate::core::{Data, Unread};
use crate::list::Ask;

/// Whether changes arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LiveState {
    /// Nobody is signed in, or the page is hidden.
    #[default]
    Paused,
    /// On its way.
    Connecting,
    /// Changes arrive as they happen.
    Connected,
    /// The backend cannot be reached; tried again by itself.
    Lost,
}

/// The state of the live loop.
#[derive(Default)]
pub(crate) struct Live {
    state: ArcRwSignal<LiveState>,
    cursor: RefCell<Option<String>>,
    stream: RefCell<Option<Box<dyn Stream>>>,
    /// Which connection is the current one: events of an older one are not heard.
    turn: Cell<u64>,
    wanted: Cell<bool>,
    failures: Cell<u32>,
    opened_at: Cell<Timestamp>,
    /// When the stream last gave a sign of life: the backend does so every 15 seconds.
    heard_at: Cell<Timestamp>,
    pulling: Cell<bool>,
    pull_again: Cell<bool>,
    /// When it was last asked what changed.
    pulled_at: Cell<Timestamp>,
    /// It is asked again in a moment.
    pull_planned: Cell<bool>,
    /// Things that changed and are asked for in a moment.
    due: RefCell<Vec<(ChangeKind, String)>>,
    /// The changes that were heard last.
    heard: RefCell<late::Heard>,
    /// Posts that were deleted, as far as this page knows.
    gone: RefCell<HashSet<String>>,
    /// Things that were asked for again and did not come.
    pub(crate) missed: RefCell<Vec<(ChangeKind, String)>>,
    /// A wait for the next poll is running.
    polling: Cell<bool>,
    /// The last request was not answered at all.
    unanswered: Cell<bool>,
}

impl Live {
    /// Another account, or none: its cursor means nothing any more.
    pub(crate) fn reset(&self) {
        *self.cursor.borrow_mut() = None;
        *self.stream.borrow_mut() = None;
        self.turn.set(self.turn.get() + 1);
        self.failures.set(0);
        self.pulling.set(false);
        self.pull_again.set(false);
        self.pull_planned.set(false);
        self.due.borrow_mut().clear();
        self.missed.borrow_mut().clear();
        self.gone.borrow_mut().clear();
        self.polling.set(false);
        self.unanswered.set(false);
    }
}

/// A stream that says nothing for so long is dead, whatever the browser thinks of it. PocketBase's says nothing
/// between changes, and ends an idle one itself after five minutes.
const SILENCE_MS: i64 = 40_000;
const POCKETBASE_SILENCE_MS: i64 = 330_000;

/// A connection that lived so long was a good one: the next try may be soon.
const GOOD_MS: i64 = 10_000;

/// So many faults of items are kept for the page of the service.
const MOST_UNREAD: usize = 50;

/// Waits between tries, in milliseconds: soon, then patient.
const BACKOFF_MS: [u32; 6] = [500, 1000, 2000, 5000, 10_000, 30_000];

impl Data {
    /// Whether changes arrive.
    pub fn live_state(self) -> Signal<LiveState> {
        self.core().live.state.clone().into()
    }

    /// Follows changes from now on. The app calls it when somebody is signed in and the page is visible.
    pub fn live_start(self) {
        let live = &self.core().live;
        live.wanted.set(true);
        match self.core().client.live() {
            Kind::Off => {}
            Kind::Poll { .. } => self.poll_start(),
            Kind::Contract | Kind::PocketBase(_) => {
                if live.stream.borrow().is_none() {
                    live.failures.set(0);
                    self.connect();
                }
            }
        }
    }

    /// Stops following: hidden, or signed out. The cursor stays, so nothing is missed.
    pub fn live_stop(self) {
        let live = &self.core().live;
        live.wanted.set(false);
        live.turn.set(live.turn.get() + 1);
        live.polling.set(false);
        *live.stream.borrow_mut() = None;
        live.state.set(LiveState::Paused);
    }

    /// The network is back: try now, not when the wait is over. A connection of before may be half dead.
    pub fn live_wake(self) {
        let live = &self.core().live;
        if live.wanted.get() {
            live.failures.set(0);
            match self.core().client.live() {
                Kind::Off => {}
                Kind::Poll { .. } => self.poll(),
                Kind::Contract | Kind::PocketBase(_) => self.connect_anew(),
            }
            // What did not come is not waited for either.
            self.live_check();
        }
    }

    /// Looks after what went wrong in silence: a dead stream, a list that could not be refreshed.
    pub(crate) fn live_check(self) {
        let live = &self.core().live;
        let open = matches!(live.state.get_untracked(), LiveState::Connected | LiveState::Connecting);
        let silence = match self.core().client.live() {
            Kind::Contract => SILENCE_MS,
            // Until it told its id it has nothing to be silent about: a proxy holds it back.
            Kind::PocketBase(_) if live.state.get_untracked() == LiveState::Connecting => SILENCE_MS,
            Kind::PocketBase(_) => POCKETBASE_SILENCE_MS,
            Kind::Poll { .. } | Kind::Off => i64::MAX,
        };
        if live.wanted.get() && open && self.core().host.now().since_ms(live.heard_at.get()) > silence {
            self.connect_anew();
        }
        // Polling has its own patience.
        if matches!(self.core().client.live(), Kind::Poll { .. }) {
            return;
        }
        let stale: Vec<_> =
            self.core().lists.borrow().iter().filter(|slot| slot.stale.get()).cloned().collect();
        for slot in stale {
            if slot.is_loaded() { self.ask(&slot, Ask::Refresh) } else { self.ask_unasked(&slot) }
        }
        self.refetch_calmly(self.core().live.missed.take());
    }

    /// A page was read: its clock, what of it could not be read, and the cursor at which it was. The first cursor
    /// that comes is where changes are followed from.
    pub(crate) fn heard_page(self, operation: &'static str, page: net::PageEnd) {
        if page.clock_is_told {
            self.core().clock_is_told.set(true);
            self.heard_time(page.server_time);
        }
        if !page.unreadable.is_empty() {
            let one = |fault: net::json::Unreadable| Unread {
                operation,
                field: fault.field,
                message: fault.message,
            };
            self.core().unreadable.update(|all| {
                all.extend(page.unreadable.into_iter().map(one));
                let old = all.len().saturating_sub(MOST_UNREAD);
                all.drain(..old);
            });
        }
        let mut mine = self.core().live.cursor.borrow_mut();
        if mine.is_none() {
            *mine = page.cursor;
        }
    }
}
