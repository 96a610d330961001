//! The store in one SQLite file. The only folder with SQL.
//!
//! One writer connection that begins with `BEGIN IMMEDIATE` (a deferred transaction that turns into a
//! write meets BUSY in spite of the timeout) and whose commits are shared by those who wait ([`turn`]), a pool
//! of readers, WAL, and `synchronous=FULL`: a commit that was answered is on the disk.

mod account;
mod chain;
mod change;
mod circle;
mod column;
mod daily;
mod due;
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
mod turn;
mod wechat;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Sqlite, Transaction};

use self::turn::{Turn, Turns};
use super::{Commit, ReadTx, Store, StoreError, Stored, Then, WriteTx};

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

/// Statements that a connection keeps prepared: all that there are.
const STATEMENTS: usize = 500;

/// A SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    turns: Turns,
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
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(STATEMENTS);
        let mut writer = options.connect().await?;
        sqlx::migrate!("src/store/sqlite/migrations").run(&mut writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self { turns: Turns::on(writer), readers })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Stored<Box<dyn ReadTx>> {
        Ok(Box::new(SqliteTx::Reading(self.readers.begin().await?)))
    }

    async fn write(&self) -> Stored<Box<dyn WriteTx>> {
        Ok(Box::new(SqliteTx::Writing(self.turns.next().await?)))
    }

    async fn close(&self) {
        self.readers.close().await;
        self.turns.close().await;
    }
}

/// A transaction on one of the connections.
enum SqliteTx {
    Reading(Transaction<'static, Sqlite>),
    Writing(Turn),
}

impl SqliteTx {
    fn on(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Reading(tx) => tx,
            Self::Writing(turn) => turn.on(),
        }
    }
}

impl ReadTx for SqliteTx {}

#[async_trait]
impl WriteTx for SqliteTx {
    async fn commit(self: Box<Self>, how: Commit, then: Then) -> Stored<()> {
        match *self {
            Self::Reading(_) => Ok(()),
            Self::Writing(turn) => turn.keep(how, then).await,
        }
    }

    async fn undo(self: Box<Self>) -> Stored<()> {
        match *self {
            Self::Reading(_) => Ok(()),
            Self::Writing(turn) => turn.undo().await,
        }
    }
}
