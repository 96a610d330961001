//! What a person can do about what waits or was refused: take it back, send it again, let it go. What was typed is
//! given back to its draft; it is never thrown away unasked.

use std::collections::BTreeMap;

use reactive_graph::traits::{GetUntracked, Set, WithUntracked};

use super::entry::{Typed, Waiting};
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
}

impl Data {
    /// Takes something back before it is sent, or after it was refused. `typed` words go back to their draft.
    pub fn take_back(self, key: &str, then: impl FnOnce(TakenBack) + 'static) {
        let key = key.to_owned();
        self.spawn(async move {
            let outcome = self.take_off(&key).await;
            if let Some(one) = &outcome {
                self.give_back(one);
            }
            then(match outcome {
                None => TakenBack::TooLate,
                Some(one) if one.tried_at.is_some() && one.is_waiting() => TakenBack::MayHaveArrived,
                Some(_) => TakenBack::Done,
            });
        });
    }

    /// Lets something go for good, with its words.
    pub fn let_go(self, key: &str) {
        let key = key.to_owned();
        self.spawn(async move {
            self.take_off(&key).await;
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

    /// Takes one off for good, unless it is sent or on its way.
    async fn take_off(self, key: &str) -> Option<Waiting> {
        let (core, outbox) = (self.core(), &self.core().outbox);
        let era = core.era.get();
        // It would come back if it were taken off while it is written down.
        while outbox.being_kept.borrow().contains(key) {
            core.host.sleep(20).await;
        }
        // This tab knows what it sends itself; what another one sends is found out by waiting for it.
        let turn = if outbox.alone.get() { None } else { Some(core.host.alone("outbox").await) };
        if turn.is_some() {
            self.outbox_read().await;
        }
        if era != core.era.get() || outbox.under_way.get_untracked().as_deref() == Some(key) {
            return None;
        }
        let one = self.outbox_one(key)?;
        self.outbox_forget(key).await;
        drop(turn);
        Some(one)
    }

    /// Puts the words back into their draft. What was typed there since stays, below them.
    fn give_back(self, one: &Waiting) {
        let Some(Typed { place, fields }) = &one.typed else { return };
        let disk = &self.core().disk;
        let name = format!("{}{place}", crate::draft::prefix(self.account().as_ref()));
        let mut kept: BTreeMap<String, String> =
            disk.get(&name).and_then(|text| net::json::from_text(&text)).unwrap_or_default();
        let is_new = kept.keys().all(|field| field.starts_with('#'));
        // The same words are the same intent only while nobody said no to it.
        let same_intent = is_new && one.is_waiting();
        kept.retain(|field, _| !field.starts_with('#'));
        for (field, text) in fields.iter().filter(|(field, _)| same_intent || !field.starts_with('#')) {
            let now = kept.entry(field.clone()).or_default();
            if now.is_empty() {
                now.clone_from(text);
            } else if field == "body" && now != text {
                *now = format!("{text}\n{now}");
            }
        }
        if let Ok(text) = serde_json::to_string(&kept) {
            disk.set(&name, &text);
        }
        let (count, _) = self.core().outbox.given_back.get_untracked();
        self.core().outbox.given_back.set((count + 1, place.clone()));
    }
}
