//! What time it is. The rules get a moment as a value; only this file asks the system.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use contract::Timestamp;

/// A source of time.
pub trait Clock: Send + Sync {
    /// Now. Never earlier than what it answered before.
    fn now(&self) -> Timestamp;
}

/// The system's clock, shifted by an offset (zero but in tests), and kept from running backwards.
#[derive(Debug, Default)]
pub struct SystemClock {
    offset_ms: i64,
    latest: AtomicI64,
}

impl SystemClock {
    /// The system's clock plus so many seconds.
    pub fn shifted(offset_s: i64) -> Self {
        Self { offset_ms: offset_s.saturating_mul(1000), latest: AtomicI64::new(i64::MIN) }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ms = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX).saturating_add(self.offset_ms);
        Timestamp(self.latest.fetch_max(ms, Ordering::Relaxed).max(ms))
    }
}
