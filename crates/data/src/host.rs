//! What the kernel needs from outside: time, chance, tasks, and somewhere to keep texts.

use std::any::Any;

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
    /// Completes once no other tab is at this work, and keeps others from it until what it gives is dropped. A tab that
    /// is asleep over it is not waited for.
    fn alone(&self, work: &str) -> LocalFuture<Box<dyn Any>> {
        let _ = work;
        Box::pin(core::future::ready(Box::new(()) as Box<dyn Any>))
    }
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

    /// Keeps a larger text on a shelf; false when it could not be kept. Without shelves it lies with the small texts.
    fn keep(&self, shelf: Shelf, name: &str, text: String) -> LocalFuture<bool> {
        let kept = self.set(&shelved(shelf, name), &text);
        Box::pin(core::future::ready(kept))
    }
    /// The texts on a shelf whose names begin with a prefix, in the order of their names; none when it could not be
    /// read: that is no empty shelf.
    fn kept(&self, shelf: Shelf, prefix: &str) -> LocalFuture<Option<Vec<String>>> {
        let mut names = self.names(&shelved(shelf, prefix));
        names.sort();
        let texts = names.iter().filter_map(|name| self.get(name)).collect();
        Box::pin(core::future::ready(Some(texts)))
    }
    /// Takes off a shelf what begins with a prefix.
    fn clear(&self, shelf: Shelf, prefix: &str) -> LocalFuture<()> {
        for name in self.names(&shelved(shelf, prefix)) {
            self.remove(&name);
        }
        Box::pin(core::future::ready(()))
    }
}

/// Where larger texts lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// What waits to be sent.
    Outbox,
    /// What was seen, for when there is no network.
    Seen,
    /// Pictures of drafts. The pages put them there: they are no texts.
    Photos,
}

fn shelved(shelf: Shelf, name: &str) -> String {
    let shelf = match shelf {
        Shelf::Outbox => "outbox",
        Shelf::Seen => "seen",
        Shelf::Photos => "photos",
    };
    format!("{shelf}/{name}")
}
