//! Following changes without a stream: what is on screen is asked for again, seldom when nothing answers.

use net::descriptor::Live as Kind;
use net::{Error, Reply};
use reactive_graph::traits::{GetUntracked, Set};

use super::LiveState;
use crate::core::Data;
use crate::list::Ask;

impl Data {
    /// Asks at once, for what changed while nobody looked, and then every so often.
    pub(super) fn poll_start(self) {
        let live = &self.core().live;
        if self.account().is_none() {
            live.state.set(LiveState::Paused);
        } else if !live.polling.get() {
            live.failures.set(0);
            live.state.set(LiveState::Connected);
            self.poll();
        }
    }

    /// Asks again for what the page on screen asked for, and once more after a while.
    pub(super) fn poll(self) {
        let core = self.core();
        let page = core.page.get();
        let shown: Vec<_> =
            core.lists.borrow().iter().filter(|slot| slot.page.get() == page).cloned().collect();
        for slot in shown.iter().filter(|slot| slot.is_loaded()) {
            self.ask(slot, Ask::Refresh);
        }
        let things: Vec<_> = core.looked_at.borrow().iter().cloned().collect();
        for (kind, id) in things {
            self.refetch(kind, &id);
        }
        self.poll_later();
    }

    fn poll_later(self) {
        let core = self.core();
        let Kind::Poll { every_s, most_s } = *core.client.live() else { return };
        let turn = core.live.turn.get() + 1;
        core.live.turn.set(turn);
        core.live.polling.set(true);
        let wait = every_s.saturating_mul(1 << core.live.failures.get().min(6)).min(most_s);
        let chance = u32::from(core.host.random().first().copied().unwrap_or(0));
        // A tenth of it by chance, so that phones do not ask in step.
        let sleep = core
            .host
            .sleep(wait.saturating_mul(1000).saturating_add(wait.saturating_mul(chance * 100 / 255)));
        self.spawn(async move {
            sleep.await;
            let live = &self.core().live;
            if live.turn.get() != turn || !live.wanted.get() {
                return;
            }
            if live.unanswered.get() {
                live.failures.set(live.failures.get().saturating_add(1));
                live.state.set(LiveState::Lost);
            }
            self.poll();
        });
    }

    /// Whether the backend answered, whoever asked and whatever it said: the first answer ends "cannot be reached".
    pub(crate) fn heard_answer(self, reply: &Result<Reply, Error>) {
        let live = &self.core().live;
        let silent =
            matches!(reply, Err(Error::Offline | Error::Timeout | Error::CrossOrigin | Error::Unreachable));
        live.unanswered.set(silent);
        if !silent {
            self.core().seen.heard.set(Some(self.now()));
        }
        let polls = matches!(self.core().client.live(), Kind::Poll { .. });
        if polls && !silent {
            live.failures.set(0);
            if live.state.get_untracked() == LiveState::Lost {
                live.state.set(LiveState::Connected);
            }
        }
    }
}
