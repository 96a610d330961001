//! What time asks for, row by row: a part of a write that can be undone by itself, and what is put off since it failed.
//!
//! What is put off is not due, in every question for what is.

use async_trait::async_trait;
use contract::Timestamp;

use super::Stored;

/// Parts of a write, and what is put off.
#[async_trait]
pub trait DueWrite {
    /// Begins a part of this write. Parts do not nest.
    async fn begin_part(&mut self) -> Stored<()>;
    /// Keeps the part, with the write.
    async fn keep_part(&mut self) -> Stored<()>;
    /// Undoes the part, and nothing else of the write.
    async fn undo_part(&mut self) -> Stored<()>;
    /// What has this id is not due before this moment.
    async fn put_off(&mut self, id: &str, until: Timestamp) -> Stored<()>;
    /// What was put off until `now` is due again.
    async fn take_up(&mut self, now: Timestamp) -> Stored<()>;
    /// When the next that was put off is due again.
    async fn next_taken_up(&mut self) -> Stored<Option<Timestamp>>;
}
