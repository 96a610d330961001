//! Rate limits: token buckets in memory. Configuration, not a rule: tests switch them off or up.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use contract::Timestamp;

/// What is limited. Each has its own buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Writes of one account.
    Write,
    /// Writes without an account, by address.
    Anonymous,
    /// Codes sent to one phone.
    CodePhone,
    /// Codes sent on the request of one address.
    CodeAddress,
    /// Guesses at typed codes, by address.
    Guess,
    /// Guesses at typed codes, by everybody together.
    GuessAll,
    /// Photos announced, by one account: in a day, whether they stay or not.
    Upload,
    /// Parts of photos, of one account.
    Part,
    /// Pages signed for WeChat, by address: many phones may share one.
    Page,
}

impl Limit {
    /// The most at once, and the seconds until one more.
    const fn allowance(self) -> (f64, f64) {
        match self {
            Self::Write => (60.0, 1.0),
            Self::Anonymous => (120.0, 0.5),
            Self::CodePhone => (5.0, 600.0),
            Self::CodeAddress => (30.0, 60.0),
            Self::Guess => (60.0, 3.0),
            Self::GuessAll => (600.0, 0.5),
            Self::Upload => (180.0, 480.0),
            Self::Part => (240.0, 0.1),
            Self::Page => (240.0, 0.25),
        }
    }
}

/// What a wrong guess costs; a right one costs 1.
pub const MISS: f64 = 5.0;

/// The most buckets kept; beyond it, full ones are forgotten.
const MOST_BUCKETS: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

/// All buckets.
#[derive(Debug)]
pub struct Limits {
    factor: Option<f64>,
    buckets: Mutex<HashMap<(Limit, String), Bucket>>,
}

impl Limits {
    /// Limits multiplied by a factor, or none at all.
    pub fn new(factor: Option<u32>) -> Self {
        Self { factor: factor.map(f64::from), buckets: Mutex::default() }
    }

    /// Whether anything is limited.
    pub fn on(&self) -> bool {
        self.factor.is_some()
    }

    /// Takes `cost` from the bucket of `subject`.
    ///
    /// # Errors
    /// Seconds to wait, when there is less than one token left. A cost above what is left is still
    /// charged: the bucket goes into debt, so that dear things cannot be had for the last token again.
    pub fn take(&self, limit: Limit, subject: &str, cost: f64, now: Timestamp) -> Result<(), u32> {
        let Some(factor) = self.factor else { return Ok(()) };
        let (most, seconds_each) = limit.allowance();
        let (most, per_s) = (most * factor, factor / seconds_each);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MOST_BUCKETS {
            // A bucket that was not asked for a quarter of an hour is full or nearly so.
            buckets.retain(|_, b| now.since_ms(b.at) < 900_000);
        }
        let bucket = buckets.entry((limit, subject.to_owned())).or_insert(Bucket { tokens: most, at: now });
        let elapsed_s = now.since_ms(bucket.at).max(0) as f64 / 1000.0;
        bucket.tokens = (bucket.tokens + elapsed_s * per_s).min(most);
        bucket.at = now;
        if bucket.tokens < 1.0 {
            let wait = ((1.0 - bucket.tokens) / per_s).ceil().max(1.0);
            return Err(wait.min(86_400.0) as u32);
        }
        bucket.tokens -= cost;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limits = Limits::new(Some(1));
        for _ in 0..5 {
            assert_eq!(limits.take(Limit::CodePhone, "p", 1.0, Timestamp(0)), Ok(()));
        }
        assert_eq!(limits.take(Limit::CodePhone, "p", 1.0, Timestamp(0)), Err(600));
        assert_eq!(limits.take(Limit::CodePhone, "q", 1.0, Timestamp(0)), Ok(()));
        assert_eq!(limits.take(Limit::CodePhone, "p", 1.0, Timestamp(600_000)), Ok(()));
    }

    #[test]
    fn misses_cost_more_and_off_is_off() {
        let limits = Limits::new(Some(1));
        let tries =
            (0..100).take_while(|_| limits.take(Limit::Guess, "a", MISS, Timestamp(0)).is_ok()).count();
        assert_eq!(tries, 12);
        let off = Limits::new(None);
        assert!((0..10_000).all(|_| off.take(Limit::Guess, "a", MISS, Timestamp(0)).is_ok()));
    }
}
