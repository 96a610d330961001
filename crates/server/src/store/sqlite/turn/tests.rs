//! Turns: who waits shares a commit, who fails is undone alone, nobody hears before the disk.

use std::path::Path;
use std::sync::{Arc, Mutex};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Row};

use super::*;
use crate::store::sqlite::SqliteStore;

type Said = Arc<Mutex<Vec<&'static str>>>;

struct Place {
    folder: tempfile::TempDir,
    turns: Turns,
    said: Said,
}

async fn open(folder: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join("turns")).create_if_missing(true);
    options.journal_mode(SqliteJournalMode::Wal).foreign_keys(true).connect().await.unwrap()
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut db = open(folder.path()).await;
        query("CREATE TABLE words (word TEXT PRIMARY KEY, under TEXT REFERENCES words (word))")
            .execute(&mut db)
            .await
            .unwrap();
        Self { folder, turns: Turns::on(db), said: Said::default() }
    }

    /// What is on the disk, as somebody else sees it.
    async fn kept(&self) -> Vec<String> {
        let mut db = open(self.folder.path()).await;
        let rows = query("SELECT word FROM words ORDER BY rowid").fetch_all(&mut db).await.unwrap();
        rows.iter().map(|row| row.get("word")).collect()
    }

    fn says(&self, word: &'static str) -> Then {
        let said = self.said.clone();
        Box::new(move || said.lock().unwrap().push(word))
    }

    /// Somebody who waits for a turn from now on, and ends it as told.
    async fn waits(
        &self,
        word: &'static str,
        end: impl AsyncFnOnce(Turn, Then) -> Stored<()> + 'static,
    ) -> tokio::task::JoinHandle<Stored<()>> {
        let (turns, then) = (self.turns.clone(), self.says(word));
        let waits = tokio::task::spawn_local(async move {
            let mut turn = turns.next().await?;
            write(&mut turn, word).await;
            end(turn, then).await
        });
        tokio::task::yield_now().await;
        waits
    }

    fn said(&self) -> Vec<&'static str> {
        self.said.lock().unwrap().clone()
    }
}

async fn write(turn: &mut Turn, word: &str) {
    query("INSERT INTO words (word) VALUES (?)").bind(word).execute(turn.on()).await.unwrap();
}

async fn keeps(turn: Turn, then: Then) -> Stored<()> {
    turn.keep(Commit::Shared, then).await
}

/// Runs with tasks that take turns only where they wait.
async fn in_order(work: impl Future<Output = ()>) {
    tokio::task::LocalSet::new().run_until(work).await;
}

#[tokio::test]
async fn who_waits_shares_a_commit_and_hears_after_it() {
    in_order(async {
        let place = Arc::new(Place::new().await);
        let mut first = place.turns.next().await.unwrap();
        write(&mut first, "a").await;
        let looks = place.clone();
        let second = place
            .waits("b", async move |turn, then| {
                assert!(looks.kept().await.is_empty(), "what is shared was brought to the disk too early");
                assert!(looks.said().is_empty(), "somebody heard of what is not on the disk");
                turn.keep(Commit::Shared, then).await
            })
            .await;
        let third = place.waits("c", keeps).await;
        first.keep(Commit::Shared, place.says("a")).await.unwrap();
        assert_eq!(place.kept().await, ["a", "b", "c"]);
        second.await.unwrap().unwrap();
        third.await.unwrap().unwrap();
        assert_eq!(place.said(), ["a", "b", "c"], "news goes out in the order of the writes");
    })
    .await;
}

#[tokio::test]
async fn who_fails_is_undone_alone() {
    in_order(async {
        let place = Place::new().await;
        let mut first = place.turns.next().await.unwrap();
        write(&mut first, "a").await;
        let undone = place.waits("undone", async |turn, _| turn.undo().await).await;
        let left = place
            .waits("left", async |turn, _| {
                drop(turn);
                Ok(())
            })
            .await;
        let last = place.waits("z", keeps).await;
        first.keep(Commit::Shared, place.says("a")).await.unwrap();
        for ended in [undone, left, last] {
            ended.await.unwrap().unwrap();
        }
        assert_eq!(place.kept().await, ["a", "z"]);
        assert_eq!(place.said(), ["a", "z"]);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_keeps_nobody_from_the_file() {
    let place = Place::new().await;
    let mut turn = place.turns.next().await.unwrap();
    write(&mut turn, "left").await;
    drop(turn);
    // Another connection may write: no transaction is left open.
    let mut db = open(place.folder.path()).await;
    query("INSERT INTO words (word) VALUES ('beside')").execute(&mut db).await.unwrap();
    assert_eq!(place.kept().await, ["beside"]);
}

#[tokio::test]
async fn a_refusal_waits_for_what_it_saw() {
    in_order(async {
        let place = Arc::new(Place::new().await);
        let mut first = place.turns.next().await.unwrap();
        write(&mut first, "a").await;
        let looks = place.clone();
        let refused = place
            .waits("b", async move |turn, _| {
                turn.undo().await?;
                assert_eq!(looks.kept().await, ["a"], "it was refused because of what may never have been");
                Ok(())
            })
            .await;
        first.keep(Commit::Shared, place.says("a")).await.unwrap();
        refused.await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_fails_fails_for_all_and_the_next_is_whole() {
    in_order(async {
        let place = Place::new().await;
        let mut first = place.turns.next().await.unwrap();
        write(&mut first, "a").await;
        let second = place
            .waits("b", async |mut turn, then| {
                // Found wrong only by the commit itself.
                query("PRAGMA defer_foreign_keys = ON").execute(turn.on()).await?;
                query("INSERT INTO words (word, under) VALUES ('c', 'nothing')").execute(turn.on()).await?;
                turn.keep(Commit::Shared, then).await
            })
            .await;
        first.keep(Commit::Shared, place.says("a")).await.unwrap_err();
        second.await.unwrap().unwrap_err();
        assert!(place.kept().await.is_empty());
        assert!(place.said().is_empty(), "nobody is told of what was not kept");
        let mut next = place.turns.next().await.unwrap();
        write(&mut next, "d").await;
        next.keep(Commit::AtOnce, place.says("d")).await.unwrap();
        assert_eq!(place.kept().await, ["d"]);
    })
    .await;
}

#[tokio::test]
async fn a_commit_is_on_the_disk_before_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    let mut turn = store.turns.next().await.unwrap();
    let synchronous = query("PRAGMA synchronous").fetch_one(turn.on()).await.unwrap();
    assert_eq!(synchronous.get::<i64, _>(0), 2, "FULL: the log is synced at each commit");
    let journal = query("PRAGMA journal_mode").fetch_one(turn.on()).await.unwrap();
    assert_eq!(journal.get::<String, _>(0), "wal");
}

#[tokio::test]
async fn closing_brings_everything_to_the_disk_and_ends_writing() {
    let place = Place::new().await;
    let mut turn = place.turns.next().await.unwrap();
    write(&mut turn, "a").await;
    turn.keep(Commit::Shared, place.says("a")).await.unwrap();
    place.turns.close().await;
    place.turns.next().await.unwrap_err();
    assert_eq!(place.kept().await, ["a"]);
}
