//! Whom does a joining or a purchase count for? (product rules, section 5) Pure; time is a parameter. Knows no server:
//! what a person is, is the caller's (an account, so that nobody counts for themselves under another name).
//!
//! A lead is one person's having come to a thing by another's share. What they do there counts for the first lead that is
//! valid, and for whoever had led that one, as far as the group's policy goes. Sharing counts nothing.

use contract::Timestamp;
use contract::group::Policy;

/// Nothing counts further back, whatever a policy says.
pub const DEEPEST: u32 = 2;

/// The longest that a share may count, in days.
pub const LONGEST_DAYS: u32 = 90;

/// How long an erased trace can be kept after all, in seconds.
pub const KEEP_S: i64 = 10 * 60;

/// Fewer people than this are told nobody's number: who joined last would tell who led them.
pub const FEWEST: u32 = 3;

/// Figures for hosts go by these steps, so that one more person does not show.
const STEPS: [u32; 6] = [FEWEST, 5, 10, 20, 50, 100];

/// What a policy says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How far back it counts.
    pub depth: u32,
    /// How long a share counts, in milliseconds.
    pub window_ms: i64,
}

impl Terms {
    /// Those of a group.
    pub fn of(policy: &Policy) -> Self {
        let days = policy.referral_days.min(LONGEST_DAYS);
        Self { depth: policy.referral_depth.min(DEEPEST), window_ms: i64::from(days) * 86_400_000 }
    }

    /// Whether what came of a share at `shared` counts at `now`: the last moment is in.
    pub fn counts(&self, shared: Timestamp, now: Timestamp) -> bool {
        self.depth > 0 && shared <= now && now.0.saturating_sub(shared.0) <= self.window_ms
    }
}

/// One person's having come by the share of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead<P> {
    /// Whose share it was.
    pub by: P,
    /// When they came.
    pub at: Timestamp,
    /// Whether who shared is here, and let stand what they shared.
    pub stands: bool,
}

/// For whom it counts next, behind `chain`: who did it, then for whom it counts already. `leads` are those of the last
/// in it. The first valid one counts; nobody counts twice, so that loops end, and nobody for themselves.
pub fn next<'a, P: PartialEq>(
    terms: &Terms,
    chain: &[P],
    leads: &'a [Lead<P>],
    now: Timestamp,
) -> Option<&'a P> {
    if chain.is_empty() || chain.len() > usize::try_from(terms.depth).unwrap_or_default() {
        return None;
    }
    let valid = leads.iter().filter(|l| l.stands && terms.counts(l.at, now) && !chain.contains(&l.by));
    valid.min_by_key(|l| l.at).map(|l| &l.by)
}

/// A number of people as those who run a group may know it: at least so many, or too few to tell.
pub fn told(people: u32) -> Option<u32> {
    STEPS.into_iter().rev().find(|step| people >= *step)
}

// Native: the properties need proptest, which does not build for the browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
