//! Live changes: a stream says that something happened, `changes?since=` says what, and only what is
//! on screen or in the cache is asked for again. Paused while hidden; resumes without a gap.

mod route;

use std::cell::{Cell, RefCell};

use contract::Timestamp;
use contract::change::Changes;
use net::{SseParser, Stream, StreamEvent};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set};
use reactive_graph::wrappers::read::Signal;

use crate::core::Data;
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
    }
}

/// A stream that says nothing for so long is dead, whatever the browser thinks of it.
const SILENCE_MS: i64 = 40_000;

/// A connection that lived so long was a good one: the next try may be soon.
const GOOD_MS: i64 = 10_000;

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
        if live.stream.borrow().is_none() {
            live.failures.set(0);
            self.connect();
        }
    }

    /// Stops following: hidden, or signed out. The cursor stays, so nothing is missed.
    pub fn live_stop(self) {
        let live = &self.core().live;
        live.wanted.set(false);
        live.turn.set(live.turn.get() + 1);
        *live.stream.borrow_mut() = None;
        live.state.set(LiveState::Paused);
    }

    fn connect(self) {
        let live = &self.core().live;
        let Some(token) = self.token() else {
            live.state.set(LiveState::Paused);
            return;
        };
        let turn = live.turn.get() + 1;
        live.turn.set(turn);
        live.state.set(LiveState::Connecting);
        live.heard_at.set(self.core().host.now());
        let mut parser = SseParser::default();
        let stream = self.core().client.stream(
            &token,
            Box::new(move |event| {
                if self.core().live.turn.get() == turn {
                    self.on_stream(&mut parser, event);
                }
            }),
        );
        *live.stream.borrow_mut() = Some(stream);
    }

    fn on_stream(self, parser: &mut SseParser, event: StreamEvent) {
        let live = &self.core().live;
        live.heard_at.set(self.core().host.now());
        match event {
            StreamEvent::Opened(200) => {
                live.opened_at.set(self.core().host.now());
                live.state.set(LiveState::Connected);
                self.pull();
            }
            StreamEvent::Opened(401) => {
                let _ = self.note(&net::Error::Unauthorized);
                self.live_stop();
            }
            StreamEvent::Chunk(text) => {
                if parser.push(&text).iter().any(|e| e.name == "change") {
                    self.pull();
                }
            }
            StreamEvent::Opened(_) | StreamEvent::Ended(_) => self.reconnect(),
        }
    }

    fn reconnect(self) {
        let live = &self.core().live;
        let turn = live.turn.get() + 1;
        live.turn.set(turn);
        let lived = self.core().host.now().since_ms(live.opened_at.get());
        if live.state.get_untracked() == LiveState::Connected && lived > GOOD_MS {
            live.failures.set(0);
        }
        live.state.set(LiveState::Lost);
        let failures = usize::try_from(live.failures.get()).unwrap_or(usize::MAX);
        live.failures.set(live.failures.get().saturating_add(1));
        let wait = BACKOFF_MS.get(failures).or(BACKOFF_MS.last()).copied().unwrap_or(30_000);
        // Half of it by chance, so that a restart is not met by all phones at once.
        let chance = u32::from(self.core().host.random().first().copied().unwrap_or(0));
        let sleep = self.core().host.sleep(wait / 2 + wait * chance / 510);
        self.spawn(async move {
            sleep.await;
            let live = &self.core().live;
            // Dropped here and not in its own callback, which is still running when it ends.
            if live.turn.get() == turn && live.wanted.get() {
                *live.stream.borrow_mut() = None;
                self.connect();
            }
        });
    }

    /// The network is back: try now, not when the wait is over. A connection of before may be half dead.
    pub fn live_wake(self) {
        let live = &self.core().live;
        if live.wanted.get() {
            live.failures.set(0);
            self.connect_anew();
        }
    }

    /// Looks after what went wrong in silence: a dead stream, a list that could not be refreshed.
    pub(crate) fn live_check(self) {
        let live = &self.core().live;
        let open = matches!(live.state.get_untracked(), LiveState::Connected | LiveState::Connecting);
        if live.wanted.get() && open && self.core().host.now().since_ms(live.heard_at.get()) > SILENCE_MS {
            self.connect_anew();
        }
        let stale: Vec<_> =
            self.core().lists.borrow().iter().filter(|slot| slot.stale.get()).cloned().collect();
        for slot in stale {
            self.ask(&slot, Ask::Refresh);
        }
    }

    fn connect_anew(self) {
        // Dropped before the next one starts; its events are of an older turn and not heard.
        *self.core().live.stream.borrow_mut() = None;
        self.connect();
    }

    /// A page was read at this cursor. The first one that comes is where changes are followed from.
    pub(crate) fn heard_cursor(self, cursor: Option<String>) {
        let mut mine = self.core().live.cursor.borrow_mut();
        if mine.is_none() {
            *mine = cursor;
        }
    }

    fn pull(self) {
        let core = self.core();
        if core.live.pulling.replace(true) {
            core.live.pull_again.set(true);
            return;
        }
        let since = core.live.cursor.borrow().clone();
        let query: Vec<(&str, &str)> = since.iter().map(|s| ("since", s.as_str())).collect();
        let request = core.client.get(&contract::api::CHANGES, &[], &query, self.token().as_deref());
        let on_body = move |body: Result<String, net::Error>| {
            core.live.pulling.set(false);
            match body.and_then(|body| net::parse::<Changes>("changes.list", &body)) {
                Ok(changes) => self.heard_changes(changes, since.is_none()),
                Err(error) => {
                    let _ = self.note(&error);
                    self.pull_later();
                }
            }
        };
        self.send("changes.list", request, Box::new(on_body));
    }

    fn heard_changes(self, changes: Changes, from_nowhere: bool) {
        let live = &self.core().live;
        self.heard_time(changes.server_time);
        *live.cursor.borrow_mut() = Some(changes.cursor);
        // Without a cursor there was no saying what changed between reading and now.
        if changes.reset || from_nowhere {
            self.refresh_all();
        } else {
            self.route(&changes.items);
        }
        if live.pull_again.replace(false) || changes.more {
            self.pull();
        }
    }

    /// The stream ends too when the backend is gone; a lone failure is tried again here.
    fn pull_later(self) {
        let core = self.core();
        if !core.live.wanted.get() || core.live.state.get_untracked() != LiveState::Connected {
            return;
        }
        let (sleep, era) = (core.host.sleep(2000), core.era.get());
        self.spawn(async move {
            sleep.await;
            if era == core.era.get() && core.live.state.get_untracked() == LiveState::Connected {
                self.pull();
            }
        });
    }
}
