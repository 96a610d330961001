//! Keeping calm: however much changes, it is asked a few times a second what did, and for a few things at once.

use contract::change::ChangeKind;

use crate::core::Data;

/// Between two questions what changed, in milliseconds. A reader sees no difference; a phone does.
const CALM_MS: i64 = 400;

/// So many things are asked for at once, and the next so many milliseconds later.
const AT_ONCE: usize = 8;
const NEXT_MS: u32 = 150;

impl Data {
    /// Something happened: it is asked what, now or in a moment.
    pub(super) fn pull_soon(self) {
        let core = self.core();
        let left = CALM_MS - core.host.now().since_ms(core.live.pulled_at.get());
        // A clock that was set back is no reason to wait.
        if !(1..=CALM_MS).contains(&left) {
            return self.pull();
        }
        if core.live.pull_planned.replace(true) {
            return;
        }
        let (sleep, era) = (core.host.sleep(u32::try_from(left).unwrap_or(0)), core.era.get());
        self.spawn(async move {
            sleep.await;
            // Whoever was wiped meanwhile has plans of its own.
            if era == core.era.get() && core.live.pull_planned.replace(false) && core.live.wanted.get() {
                self.pull();
            }
        });
    }

    /// Things that changed: what the page on screen asked for comes first, a few at a time.
    pub(crate) fn refetch_calmly(self, things: Vec<(ChangeKind, String)>) {
        let core = self.core();
        let was_idle = core.live.due.borrow().is_empty();
        {
            let (mut due, looked_at) = (core.live.due.borrow_mut(), core.looked_at.borrow());
            let new: Vec<_> = things.into_iter().filter(|thing| !due.contains(thing)).collect();
            due.extend(new);
            // Taken from the end.
            due.sort_by_key(|thing| looked_at.contains(thing));
        }
        if was_idle {
            self.refetch_some();
        }
    }

    fn refetch_some(self) {
        let core = self.core();
        let some = {
            let mut due = core.live.due.borrow_mut();
            let rest = due.len().saturating_sub(AT_ONCE);
            due.split_off(rest)
        };
        for (kind, id) in some.iter().rev() {
            self.refetch(*kind, id);
        }
        if core.live.due.borrow().is_empty() {
            return;
        }
        let (sleep, era) = (core.host.sleep(NEXT_MS), core.era.get());
        self.spawn(async move {
            sleep.await;
            if era == core.era.get() {
                self.refetch_some();
            }
        });
    }
}
