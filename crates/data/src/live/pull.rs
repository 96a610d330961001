//! Asking what changed since a cursor: in order, one question at a time, without a gap.

use contract::change::Changes;
use net::{Call, Error, Reply};
use reactive_graph::traits::GetUntracked;

use super::LiveState;
use crate::core::Data;

impl Data {
    pub(super) fn pull(self) {
        let core = self.core();
        if core.live.pulling.replace(true) {
            core.live.pull_again.set(true);
            return;
        }
        core.live.pulled_at.set(core.host.now());
        let since = core.live.cursor.borrow().clone();
        let mut call = Call::read(&contract::api::CHANGES, &[], self.now());
        if let Some(since) = &since {
            call = call.with("since", since.as_str());
        }
        let on_reply = move |reply: Result<Reply, Error>| {
            core.live.pulling.set(false);
            match reply.and_then(|reply| reply.read::<Changes>()) {
                Ok(changes) => self.heard_changes(changes, since.is_none()),
                Err(error) => {
                    let _ = self.note(&error);
                    self.pull_later();
                }
            }
        };
        self.send(call, Box::new(on_reply));
    }

    fn heard_changes(self, changes: Changes, from_nowhere: bool) {
        let live = &self.core().live;
        self.heard_time(changes.server_time);
        *live.cursor.borrow_mut() = Some(changes.cursor);
        // Without a cursor there was no saying what changed between reading and now.
        let was_old = self.seen_is_over();
        if changes.reset || from_nowhere || was_old {
            self.refresh_all();
        } else {
            self.route(&changes.items);
        }
        if changes.more {
            self.pull();
        } else if live.pull_again.replace(false) {
            self.pull_soon();
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
