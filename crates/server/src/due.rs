//! When time alone changes something next. Knows not what.

use std::sync::atomic::{AtomicI64, Ordering};

use contract::Timestamp;
use tokio::sync::Notify;

/// When time alone changes something next. Set only within a commit, so never from an old picture.
#[derive(Debug)]
pub struct Due {
    at: AtomicI64,
    changed: Notify,
}

impl Default for Due {
    /// Due at once: what ended while the server was down is settled before the first answer.
    fn default() -> Self {
        Self { at: AtomicI64::new(i64::MIN), changed: Notify::new() }
    }
}

impl Due {
    /// Whether the moment has come.
    pub fn has_come(&self, now: Timestamp) -> bool {
        now.0 >= self.at.load(Ordering::Acquire)
    }

    /// The moment.
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at.load(Ordering::Acquire))
    }

    /// Sets the moment; none means never.
    pub fn set(&self, at: Option<Timestamp>) {
        self.at.store(at.map_or(i64::MAX, |t| t.0), Ordering::Release);
        self.changed.notify_one();
    }

    /// Brings the moment forward.
    pub fn bring_forward(&self, at: Timestamp) {
        if self.at.fetch_min(at.0, Ordering::AcqRel) > at.0 {
            self.changed.notify_one();
        }
    }

    /// Waits until the moment is another.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }
}
