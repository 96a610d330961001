//! Taking an invite back: undone as long as it was not sent, final after. Knows no element.
//!
//! It waits a few seconds before it goes out. Leaving the page or hiding it sends it at once: to revoke is what
//! was meant, and a page that is hidden may never come back.

use std::time::Duration;

use contract::invite::Invite;
use contract::{InviteId, api};
use data::{Data, Mutation};
use leptos::leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle, window_event_listener_untyped};
use leptos::prelude::*;

/// How long it can be undone.
const WAIT: Duration = Duration::from_secs(6);

/// The way back stands where the finger just was: a second tap so soon means the first.
const DOUBLE_TAP: Duration = Duration::from_millis(600);

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not asked for.
    Still,
    /// Asked for, and not sent yet.
    Waiting,
    /// On its way: nothing brings it back.
    Sending,
}

/// One invite that may be taken back. `Copy`.
#[derive(Clone, Copy)]
pub struct Revoke {
    data: Data,
    id: StoredValue<InviteId>,
    /// The request.
    pub sending: Mutation,
    waiting: RwSignal<bool>,
    just_asked: StoredValue<bool>,
    timer: StoredValue<Option<(TimeoutHandle, WindowListenerHandle)>>,
}

impl Revoke {
    /// Nothing is asked for yet. Belongs to what draws it, and is sent when that goes.
    pub fn new(data: Data, id: InviteId) -> Self {
        let this = Self {
            data,
            id: StoredValue::new(id),
            sending: data.mutation(),
            waiting: RwSignal::new(false),
            just_asked: StoredValue::new(false),
            timer: StoredValue::new(None),
        };
        on_cleanup(move || this.send());
        this
    }

    /// How far it is.
    pub fn phase(self) -> Memo<Phase> {
        let sending = self.sending.is_sending();
        Memo::new(move |_| match (self.waiting.get(), sending.get()) {
            (true, _) => Phase::Waiting,
            (false, true) => Phase::Sending,
            (false, false) => Phase::Still,
        })
    }

    /// Asks for it. It can be undone until it is sent.
    pub fn ask(self) {
        self.sending.forgive();
        self.stop();
        let hidden = window_event_listener_untyped("visibilitychange", move |_| self.send());
        match set_timeout_with_handle(move || self.send(), WAIT) {
            Ok(timer) => self.timer.set_value(Some((timer, hidden))),
            // Without a clock nobody waits.
            Err(_) => hidden.remove(),
        }
        self.waiting.set(true);
        self.just_asked.set_value(true);
        let settle = move || {
            self.just_asked.try_set_value(false);
        };
        set_timeout(settle, DOUBLE_TAP);
        if self.timer.with_value(Option::is_none) {
            self.send();
        }
    }

    /// It was not meant. Whether that was taken as said.
    pub fn undo(self) -> bool {
        if self.just_asked.get_value() {
            return false;
        }
        self.stop();
        self.waiting.set(false);
        true
    }

    fn send(self) {
        if !self.waiting.try_get_untracked().unwrap_or(false) {
            return;
        }
        self.stop();
        self.waiting.set(false);
        let data = self.data;
        let id = self.id.get_value();
        self.sending.run_whatever_comes(api::REVOKE_INVITE, &[id.as_str()], &(), move |invite: Invite, _| {
            data.absorb(invite);
        });
    }

    fn stop(self) {
        if let Some((timer, hidden)) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
            hidden.remove();
        }
    }
}
