//! The one connection that writes, and whose turn it is to write by it.
//!
//! While the disk takes its time, others wait to write; so whoever has written makes room for those who wait already, and
//! brings the work of all to the disk when it is their turn again: one commit, whoever comes first. Each write stands
//! behind a savepoint, so that one that fails is undone by itself, and nobody is answered before what they wrote or saw
//! is on the disk. Knows no table. Who writes must not be dropped half-way through a commit: work that somebody may
//! give up waiting for runs on a task of its own.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, query};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot};

use crate::store::{Commit, StoreError, Stored, Then};

/// The most writes that share a commit: the disk's time is a small part of theirs by then, and the first of them waits.
const MOST: usize = 32;

type Guard = OwnedMappedMutexGuard<Option<Writer>, Writer>;

/// Hands out turns, in the order in which they were asked for.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Mutex<Option<Writer>>>);

/// The connection that writes.
#[derive(Debug)]
struct Writer {
    db: SqliteConnection,
    /// Who wrote into the open transaction, in their order.
    shared: Vec<Shared>,
    /// Whether a turn goes on; or ended without a word.
    in_turn: bool,
}

/// What waits for the disk.
struct Shared {
    then: Then,
    kept: oneshot::Sender<()>,
}

impl core::fmt::Debug for Shared {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Shared")
    }
}

impl Turns {
    /// Turns on this connection.
    pub fn on(db: SqliteConnection) -> Self {
        Self(Arc::new(Mutex::new(Some(Writer { db, shared: Vec::new(), in_turn: false }))))
    }

    /// Waits for a turn and begins a write.
    ///
    /// # Errors
    /// When the store is closed or failed.
    pub async fn next(&self) -> Stored<Turn> {
        let mut writer = self.writer().await?;
        writer.forget().await?;
        if writer.shared.len() >= MOST {
            // They hear of it themselves.
            let _ = writer.flush().await;
        }
        writer.in_turn = true;
        let begin = if writer.shared.is_empty() { "BEGIN IMMEDIATE" } else { "SAVEPOINT turn" };
        writer.run(begin).await?;
        Ok(Turn { writer, turns: self.clone() })
    }

    /// Brings to the disk what waits for it, and closes the file.
    pub async fn close(&self) {
        let Some(mut writer) = self.0.lock().await.take() else { return };
        let done = async {
            writer.flush().await?;
            Ok::<_, StoreError>(writer.db.close().await?)
        };
        if let Err(error) = done.await {
            tracing::error!(%error, "the store did not close in order");
        }
    }

    async fn writer(&self) -> Stored<Guard> {
        let guard = Arc::clone(&self.0).lock_owned().await;
        OwnedMutexGuard::try_map(guard, Option::as_mut).map_err(|_| StoreError("the store is closed".into()))
    }
}

impl Writer {
    async fn run(&mut self, sql: &'static str) -> Stored<()> {
        query(sql).execute(&mut self.db).await?;
        Ok(())
    }

    /// Undoes what the last turn wrote if it ended without a word.
    async fn forget(&mut self) -> Stored<()> {
        if !self.in_turn {
            return Ok(());
        }
        let undone = match self.shared.is_empty() {
            true => self.run("ROLLBACK").await,
            false => match self.run("ROLLBACK TO turn").await {
                Ok(()) => self.run("RELEASE turn").await,
                failed => failed,
            },
        };
        self.in_turn = false;
        // Where the database gave all of it up on its own, nobody may be told that it was kept; where nothing was begun,
        // there is nothing to undo.
        if undone.is_err() && !self.shared.is_empty() {
            self.give_up().await;
        }
        Ok(())
    }

    /// Brings the open transaction to the disk and tells everybody who is in it.
    async fn flush(&mut self) -> Stored<()> {
        self.forget().await?;
        if self.shared.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.run("COMMIT").await {
            self.give_up().await;
            return Err(error);
        }
        for Shared { then, kept } in self.shared.drain(..) {
            then();
            // Who does not listen any more asks again by the same intent.
            let _ = kept.send(());
        }
        Ok(())
    }

    /// Nothing of the open transaction is kept: whoever is in it hears that it failed.
    async fn give_up(&mut self) {
        self.shared.clear();
        if let Err(error) = self.run("ROLLBACK").await {
            tracing::debug!(%error, "nothing was left to roll back");
        }
    }
}

/// A write that goes on: nobody else writes meanwhile.
#[derive(Debug)]
pub struct Turn {
    writer: Guard,
    turns: Turns,
}

impl Turn {
    /// The connection, within the write.
    pub fn on(&mut self) -> &mut SqliteConnection {
        &mut self.writer.db
    }

    /// Keeps what was written. Answers when it is on the disk and `then` was done.
    ///
    /// # Errors
    /// When the store failed: nothing was kept.
    pub async fn keep(mut self, how: Commit, then: Then) -> Stored<()> {
        if !self.writer.shared.is_empty() {
            self.writer.run("RELEASE turn").await?;
        }
        self.end(how, then).await
    }

    /// Undoes what was written. Answers when what the write saw of others' is on the disk.
    ///
    /// # Errors
    /// When the store failed: nothing of what it saw may be told.
    pub async fn undo(mut self) -> Stored<()> {
        self.writer.forget().await?;
        if self.writer.shared.is_empty() {
            return Ok(());
        }
        self.end(Commit::Shared, Box::new(|| {})).await
    }

    async fn end(mut self, how: Commit, then: Then) -> Stored<()> {
        let (kept, mut told) = oneshot::channel();
        self.writer.in_turn = false;
        self.writer.shared.push(Shared { then, kept });
        if how == Commit::AtOnce {
            return self.writer.flush().await;
        }
        let turns = self.turns.clone();
        drop(self);
        // Turns are given in order: whoever waits for one now writes before this comes back to bring it all to the disk.
        let flushed = tokio::select! {
            biased;
            kept = &mut told => return kept.map_err(lost),
            writer = turns.writer() => writer?.flush().await,
        };
        told.await.map_err(|gone| flushed.err().unwrap_or_else(|| lost(gone)))
    }
}

/// Another brought it to the disk, and failed.
fn lost(_: oneshot::error::RecvError) -> StoreError {
    StoreError("the commit that it shared failed".into())
}

impl Drop for Turn {
    /// Who leaves without a word wrote nothing, and keeps nobody waiting.
    fn drop(&mut self) {
        if !self.writer.in_turn {
            return;
        }
        let turns = self.turns.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Ok(mut writer) = turns.writer().await
                    && let Err(error) = writer.forget().await
                {
                    tracing::error!(%error, "a write that was left could not be undone");
                }
            });
        }
    }
}

#[cfg(test)]
mod tests;
