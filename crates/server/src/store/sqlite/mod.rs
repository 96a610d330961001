//! The store in one SQLite file. The only folder with SQL.
//!
//! One writer connection that begins with `BEGIN IMMEDIATE` (a deferred transaction that turns into a
//! write meets BUSY in spite of the timeout), a pool of readers, WAL, and `synchronous=FULL`: a commit
//! that was answered is on the disk.

mod account;
mod chain;
mod change;
mod circle;
mod column;
mod daily;
mod event;
mod feed;
mod group;
mod groupbuy;
mod invite;
mod lifecycle;
mod market;
mod moment;
mod photo;
mod poll;
mod read;
mod referral;
mod relay;
mod talk;
mod wechat;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use super::{ReadTx, Store, StoreError, Stored, WriteTx};

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self(Box::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self(Box::new(error))
    }
}

/// The file of the database inside the data folder.
pub const FILE: &str = "qunli.sqlite3";

/// A SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens or creates the database in this folder and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or was written by a newer server.
    pub async fn open(folder: &Path) -> Stored<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("src/store/sqlite/migrations").run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self { writer, readers })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Stored<Box<dyn ReadTx>> {
        Ok(Box::new(SqliteTx(self.readers.begin().await?)))
    }

    async fn write(&self) -> Stored<Box<dyn WriteTx>> {
        Ok(Box::new(SqliteTx(self.writer.begin_with("BEGIN IMMEDIATE").await?)))
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A transaction on one of the connections.
struct SqliteTx(Transaction<'static, Sqlite>);

impl SqliteTx {
    fn on(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

impl ReadTx for SqliteTx {}

#[async_trait]
impl WriteTx for SqliteTx {
    async fn commit(self: Box<Self>) -> Stored<()> {
        Ok(self.0.commit().await?)
    }
}
