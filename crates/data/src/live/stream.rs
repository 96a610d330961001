//! The stream that says that something happened: opened, heard, and opened anew when it is lost.

use net::descriptor::Live as Kind;
use net::{Error, SseParser, StreamEvent};
use reactive_graph::traits::{GetUntracked, Set};

use super::{BACKOFF_MS, GOOD_MS, LiveState};
use crate::core::Data;

impl Data {
    pub(super) fn connect(self) {
        let live = &self.core().live;
        if self.account().is_none() {
            live.state.set(LiveState::Paused);
            return;
        }
        let turn = live.turn.get() + 1;
        live.turn.set(turn);
        live.state.set(LiveState::Connecting);
        live.heard_at.set(self.core().host.now());
        let mut parser = SseParser::default();
        let stream = self.core().client.stream(
            self.now(),
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
        // What stands on screen is as new as this: whatever changed would have been told.
        if matches!(event, StreamEvent::Opened(200) | StreamEvent::Chunk(_)) {
            self.core().seen.heard.set(Some(self.now()));
        }
        match event {
            StreamEvent::Opened(200) => {
                live.opened_at.set(self.core().host.now());
                if matches!(self.core().client.live(), Kind::Contract) {
                    live.state.set(LiveState::Connected);
                    self.pull();
                }
            }
            StreamEvent::Opened(401) => {
                // An ordinary question renews the session if it can be renewed, and ends it if not.
                self.pull();
                self.reconnect();
            }
            StreamEvent::Chunk(text) => {
                for event in parser.push(&text) {
                    self.on_event(&event);
                }
            }
            StreamEvent::Opened(_) | StreamEvent::Ended(_) => self.reconnect(),
        }
    }

    fn on_event(self, event: &net::Event) {
        match (self.core().client.live(), event.name.as_str()) {
            (Kind::PocketBase(topics), "PB_CONNECT") => {
                let client = net::json::parse(&event.data).ok();
                let client = client.and_then(|data| data.get("clientId")?.as_text().map(str::to_owned));
                let Some(client) = client else { return self.reconnect() };
                let turn = self.core().live.turn.get();
                let asked = self.core().client.subscribe(self.now(), topics, &client);
                self.spawn(async move {
                    let answer = asked.await;
                    if self.core().live.turn.get() == turn {
                        self.subscribed(answer);
                    }
                });
            }
            (Kind::PocketBase(_), name) => {
                if let Some(change) = self.core().client.heard(name, &event.data) {
                    self.route(&[change]);
                }
            }
            (_, "change") => self.pull_soon(),
            _ => {}
        }
    }

    fn subscribed(self, answer: Result<(), Error>) {
        match answer {
            Ok(()) => {
                self.core().live.state.set(LiveState::Connected);
                // What changed between reading and now was told to nobody.
                self.refresh_all();
            }
            Err(Error::Unauthorized) => {
                let _ = self.note(&Error::Unauthorized);
                self.live_stop();
            }
            Err(_) => self.reconnect(),
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

    pub(super) fn connect_anew(self) {
        // Dropped before the next one starts; its events are of an older turn and not heard.
        *self.core().live.stream.borrow_mut() = None;
        self.connect();
    }
}
