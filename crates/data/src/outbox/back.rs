//! Words on their way back from the outbox into their draft. What was typed there since stays, below them.
//!
//! Nothing is dropped: where two do not fit into one draft, neither is touched.

use reactive_graph::traits::{GetUntracked, Set, WithUntracked};

use super::choice::TakenBack;
use super::entry::{Typed, Waiting};
use crate::beside::{Fields, joined, read};
use crate::core::Data;

impl Data {
    /// Whether something in the outbox was typed with this text, or may have been: not before it was read is it known.
    pub(crate) fn outbox_has(self, text: &str) -> bool {
        let outbox = &self.core().outbox;
        let has = |one: &Waiting| {
            one.typed.iter().flat_map(|typed| typed.fields.values()).any(|field| field.contains(text))
        };
        let is_known = self.account().is_none() || outbox.known.get();
        !is_known || outbox.queue.with_untracked(|queue| queue.iter().any(has))
    }

    /// Puts the words back into their draft, and tells open forms.
    pub(super) fn give_back(self, one: &Waiting) -> Result<(), TakenBack> {
        let Some(Typed { place, fields }) = &one.typed else { return Ok(()) };
        let disk = &self.core().disk;
        let name = format!("{}{place}", crate::draft::prefix(self.account().as_ref()));
        let now = read(disk.get(&name).as_deref());
        let both = both(fields, now, one.is_waiting()).ok_or(TakenBack::InTheWay)?;
        let is_written = serde_json::to_string(&both).is_ok_and(|text| disk.set(&name, &text));
        if !is_written {
            return Err(TakenBack::NotNow);
        }
        let given_back = &self.core().outbox.given_back;
        let (count, _) = given_back.get_untracked();
        given_back.set((count + 1, place.clone()));
        Ok(())
    }
}

/// One draft of two: what comes back, and what is typed by now. None where they say different things.
fn both(back: &Fields, mut now: Fields, is_waiting: bool) -> Option<Fields> {
    let is_new = now.keys().all(|field| field.starts_with('#'));
    // The same words are the same intent only while nobody said no to it.
    let same_intent = is_new && is_waiting;
    now.retain(|field, _| !field.starts_with('#'));
    for (field, text) in back.iter().filter(|(field, _)| same_intent || !field.starts_with('#')) {
        let here = now.entry(field.clone()).or_default();
        if here.is_empty() {
            here.clone_from(text);
        } else if here != text && !text.is_empty() {
            *here = joined(field, text, here)?;
        }
    }
    Some(now)
}
