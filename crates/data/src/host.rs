//! What the kernel needs from outside: time, chance, tasks, and somewhere to keep small texts.

use contract::Timestamp;
use net::LocalFuture;

/// Time, chance and tasks.
pub trait Host {
    /// The phone's clock.
    fn now(&self) -> Timestamp;
    /// 128 random bits.
    fn random(&self) -> [u8; 16];
    /// Runs a future on this thread.
    fn spawn(&self, task: LocalFuture<()>);
    /// Completes after so many milliseconds.
    fn sleep(&self, ms: u32) -> LocalFuture<()>;
}

/// Keeps small texts across reloads. A phone may wipe it at any time: nothing that cannot be asked for
/// again lives here alone, except drafts, which have nowhere else to be.
pub trait Disk {
    /// The text under a name.
    fn get(&self, name: &str) -> Option<String>;
    /// Keeps a text; false when it could not be kept.
    fn set(&self, name: &str, text: &str) -> bool;
    /// Forgets a text.
    fn remove(&self, name: &str);
    /// The names that begin with a prefix.
    fn names(&self, prefix: &str) -> Vec<String>;
}
