//! What a person can do about what waits or was refused: take it back, send it again, let it go. What was typed is
//! given back to its draft; it is never thrown away unasked.

use std::any::Any;

use reactive_graph::traits::{GetUntracked, WithUntracked};

use super::entry::Waiting;
use crate::core::Data;

/// What became of taking something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// It was not sent, and will not be; its words are in the draft again.
    Done,
    /// It will not be sent again, but it may have arrived before.
    MayHaveArrived,
    /// It is sent, or on its way.
    TooLate,
    /// It still waits: its draft says something else by now, and both do not fit into one.
    InTheWay,
    /// It still waits: the phone's storage did not do it.
    NotNow,
}

impl TakenBack {
    /// Whether it was taken out of the outbox.
    pub fn is_out(self) -> bool {
        matches!(self, Self::Done | Self::MayHaveArrived)
    }
}

impl Data {
    /// Takes something back before it is sent, or after it was refused. `typed` words go back to their draft.
    pub fn take_back(self, key: &str, then: impl FnOnce(TakenBack) + 'static) {
        let key = key.to_owned();
        self.spawn(async move {
            then(match self.hold(&key).await {
                Err(why) => why,
                Ok((one, turn)) => {
                    let back = self.give_back(&one);
                    // Only what lies in its draft is taken off: it is never nowhere.
                    if back.is_ok() {
                        self.outbox_forget(&key).await;
                    }
                    drop(turn);
                    match back {
                        Err(why) => why,
                        Ok(()) if one.tried_at.is_some() && one.is_waiting() => TakenBack::MayHaveArrived,
                        Ok(()) => TakenBack::Done,
                    }
                }
            });
        });
    }

    /// Lets something go for good, with its words.
    pub fn let_go(self, key: &str) {
        let key = key.to_owned();
        self.spawn(async move {
            if let Ok((_, turn)) = self.hold(&key).await {
                self.outbox_forget(&key).await;
                drop(turn);
            }
        });
    }

    /// Sends what was refused again, as it is.
    pub fn send_again(self, key: &str) {
        let found = self.outbox_one(key);
        let Some(mut one) = found else { return };
        // Whoever presses it has looked whether it arrived.
        one.tried_at = None;
        one.refused = None;
        self.spawn(async move {
            self.outbox_change(one).await;
            self.outbox_wake();
        });
    }

    /// Bumped when words were given back to a draft, with its place: an open form reads it again.
    pub fn given_back(self) -> reactive_graph::wrappers::read::Signal<(u64, String)> {
        self.core().outbox.given_back.clone().into()
    }

    fn outbox_one(self, key: &str) -> Option<Waiting> {
        self.core().outbox.queue.with_untracked(|queue| queue.iter().find(|one| one.key == key).cloned())
    }

    /// Keeps one from being sent until what comes with it is dropped, unless it is sent or on its way.
    async fn hold(self, key: &str) -> Result<(Waiting, Option<Box<dyn Any>>), TakenBack> {
        let (core, outbox) = (self.core(), &self.core().outbox);
        let era = core.era.get();
        // It would come back if it were taken off while it is written down.
        while outbox.being_kept.borrow().contains(key) {
            core.host.sleep(20).await;
        }
        // This tab knows what it sends itself; what another one sends is found out by waiting for it.
        let turn = if outbox.alone.get() { None } else { Some(core.host.alone("outbox").await) };
        let is_read = turn.is_none() || self.outbox_read().await;
        if era != core.era.get() || outbox.under_way.get_untracked().as_deref() == Some(key) {
            return Err(TakenBack::TooLate);
        }
        if !is_read {
            // Another tab may have sent it.
            return Err(TakenBack::NotNow);
        }
        let one = self.outbox_one(key).ok_or(TakenBack::TooLate)?;
        Ok((one, turn))
    }
}
