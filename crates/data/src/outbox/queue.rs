//! Which intent is sent next, and when: in order in each place, patient where nothing answers. Pure; time is a parameter.

use std::collections::{BTreeMap, BTreeSet};

use contract::Timestamp;

use super::entry::Waiting;

/// Waits between tries, in milliseconds: soon, then patient.
const BACKOFF_MS: [i64; 7] = [1000, 2000, 5000, 15_000, 60_000, 120_000, 300_000];

/// A wait that is longer than any was made by a clock that was set back.
const LONGEST_MS: i64 = 600_000;

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next<'q> {
    /// Send this one.
    Send(&'q Waiting),
    /// Nothing before so many milliseconds.
    Later(i64),
    /// Nothing waits.
    Nothing,
}

/// How patient to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Patience {
    failures: u32,
    until: Timestamp,
}

/// The waits: of all places when nobody answered, of one when it was answered "not now".
#[derive(Debug, Default)]
pub(super) struct Waits {
    silence: Patience,
    places: BTreeMap<String, Patience>,
}

impl Patience {
    /// `chance` is 0 to 255: half of the wait is by chance, so that phones do not come in step.
    fn lengthen(&mut self, now: Timestamp, at_least_ms: i64, chance: u8) {
        let step = usize::try_from(self.failures).unwrap_or(usize::MAX);
        let wait = BACKOFF_MS.get(step).or(BACKOFF_MS.last()).copied().unwrap_or(LONGEST_MS);
        let wait = wait / 2 + wait * i64::from(chance) / 510;
        self.failures = self.failures.saturating_add(1);
        self.until = Timestamp(now.0.saturating_add(wait.max(at_least_ms).min(LONGEST_MS)));
    }

    fn left_ms(&self, now: Timestamp) -> i64 {
        let left = self.until.since_ms(now);
        if left > LONGEST_MS { 0 } else { left.max(0) }
    }
}

impl Waits {
    /// Nobody answered.
    pub(super) fn unanswered(&mut self, now: Timestamp, chance: u8) {
        self.silence.lengthen(now, 0, chance);
    }

    /// The backend answered that it cannot now, and perhaps for how long.
    pub(super) fn not_now(&mut self, place: &str, now: Timestamp, at_least_ms: i64, chance: u8) {
        self.silence = Patience::default();
        self.places.entry(place.to_owned()).or_default().lengthen(now, at_least_ms, chance);
    }

    /// It was answered for good.
    pub(super) fn answered(&mut self, place: &str) {
        self.silence = Patience::default();
        self.places.remove(place);
    }

    /// The network is back, or somebody looks: everything is tried now.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// What to send now. `queue` is in the order of turns; what was refused holds nobody up. What is `held` is not sent
    /// yet, nor what comes after it.
    pub(super) fn next<'q>(&self, queue: &'q [Waiting], held: &BTreeSet<String>, now: Timestamp) -> Next<'q> {
        let mut soonest: Option<i64> = None;
        let mut seen = BTreeSet::new();
        for one in queue.iter().filter(|one| one.is_waiting()) {
            // Only the first of each place is at the head.
            if !seen.insert(one.place.as_str()) || held.contains(&one.key) {
                continue;
            }
            let place = self.places.get(&one.place).map_or(0, |patience| patience.left_ms(now));
            match place.max(self.silence.left_ms(now)) {
                0 => return Next::Send(one),
                left => soonest = Some(soonest.map_or(left, |before| before.min(left))),
            }
        }
        soonest.map_or(Next::Nothing, Next::Later)
    }
}
