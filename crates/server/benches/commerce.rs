//! What a pledge costs on SQLite, beside a bare transaction of one row on the same disk in the same run.
//!
//! In the process, without HTTP: the whole write that a request does, from its lock and session to the answer that is
//! kept for replays and the commit. `cargo xtask bench commerce` runs it; figures to look at, and no test.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for figures, not for servers")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::group::Policy;
use contract::groupbuy::{NewDeal, NewPledge, Settling, Tier};
use contract::{DealId, Money};
use server::app::{App, Parts};
use server::clock::SystemClock;
use server::courier::LogCourier;
use server::limit::Limits;
use server::rules::groupbuy::{deal, pledge};
use server::secret::{Keys, token_hash};
use server::store::sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};

/// Members of the group: as many as pledges are made in one deal, and more.
const PEOPLE: usize = 12_000;
/// Pledges for each figure.
const ROUNDS: usize = 400;

fn token(who: usize) -> String {
    format!("q1_{who}")
}

/// The file as the server opens it.
async fn file(folder: &Path, name: &str) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(folder.join(name))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(60));
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn world(folder: &Path) -> Arc<App> {
    let app = App::new(Parts {
        store: Box::new(SqliteStore::open(folder).await.unwrap()),
        blobs: Box::new(server::blob::Folder::open(folder).unwrap()),
        clock: Box::new(SystemClock::default()),
        keys: Keys::in_folder(folder).unwrap(),
        limits: Limits::new(None),
        courier: Box::new(LogCourier),
        settling: Settling::WithHost,
        wechat: None,
        demo: false,
    });
    let mut db = file(folder, "qunli.sqlite3").await;
    let mut tx = db.begin().await.unwrap();
    let policy = serde_json::to_string(&Policy::default()).unwrap();
    let now = app.clock.now().0;
    sqlx::query("INSERT INTO groups (id, name, about, policy, history_all, created_at) VALUES ('g', '群', '', ?, 0, 0)")
        .bind(policy)
        .execute(&mut *tx)
        .await
        .unwrap();
    for who in 0..PEOPLE {
        sqlx::query("INSERT INTO accounts (id, phone, created_at) VALUES (?1, ?1, 0)")
            .bind(format!("a{who}"))
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO sessions (hash, account_id, created_at, last_used_at) VALUES (?, ?, ?3, ?3)",
        )
        .bind(token_hash(&token(who)))
        .bind(format!("a{who}"))
        .bind(now)
        .execute(&mut *tx)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO members (id, group_id, account_id, nickname, nickname_key, avatar, role, joined_at, joined_seq) \
             VALUES (?1, 'g', ?2, ?1, ?1, 'moon-ash', ?3, 0, 0)",
        )
        .bind(format!("m{who}"))
        .bind(format!("a{who}"))
        .bind(if who == 0 { "host" } else { "member" })
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    app
}

fn intent() -> String {
    server::secret::new_id()
}

async fn open(app: &Arc<App>) -> DealId {
    let command = NewDeal {
        title: "垫子".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }, Tier { from: 3, price: Money::fen(9_900) }],
        minimum: 3,
        per_member: 1,
        stock: Some(1_000_000),
        ends_at: app.clock.now().plus_s(86_400),
        ..NewDeal::default()
    };
    let mut w = app.writing(Some(&token(0)), &intent(), "").await.unwrap();
    let id = deal::create(&mut w, "g".into(), command).await.unwrap().id;
    w.commit().await.unwrap();
    id
}

/// One pledge as a request makes it.
async fn pledges(app: &Arc<App>, who: usize, deal: &DealId) -> Duration {
    let began = Instant::now();
    let mut w = app.writing(Some(&token(who)), &intent(), "").await.unwrap();
    let scope = format!("a{who}");
    w.replay(&scope, "f").await.unwrap();
    let order = NewPledge { quantity: 1, ..NewPledge::default() };
    let answer = pledge::create(&mut w, deal.clone(), order).await.unwrap();
    let body = serde_json::to_string(&answer).unwrap();
    w.remember(&scope, "f", &body).await.unwrap();
    w.commit().await.unwrap();
    began.elapsed()
}

/// The median and the 99th of a hundred, in microseconds.
fn of(mut all: Vec<Duration>) -> (u128, u128) {
    all.sort_unstable();
    let at = |part: usize| all.get((all.len() * part / 100).min(all.len() - 1)).unwrap().as_micros();
    (at(50), at(99))
}

/// A transaction of one row.
async fn bare(folder: &Path) -> (u128, u128) {
    let mut db = file(folder, "bare.sqlite3").await;
    sqlx::query("CREATE TABLE IF NOT EXISTS bare (n INTEGER PRIMARY KEY, words TEXT)")
        .execute(&mut db)
        .await
        .unwrap();
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let mut tx = db.begin_with("BEGIN IMMEDIATE").await.unwrap();
        sqlx::query("INSERT INTO bare (words) VALUES ('one row')").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        all.push(began.elapsed());
    }
    of(all)
}

/// So many clients at once; pledges a second, median and 99th.
async fn at_once(app: &Arc<App>, clients: usize) -> (f64, u128, u128) {
    let deal = open(app).await;
    let began = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (app, deal) = (Arc::clone(app), deal.clone());
            tokio::spawn(async move {
                let mut all = Vec::new();
                for nth in (client..ROUNDS).step_by(clients) {
                    all.push(pledges(&app, nth, &deal).await);
                }
                all
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    let rate = all.len() as f64 / began.elapsed().as_secs_f64();
    let (median, last) = of(all);
    (rate, median, last)
}

/// A deal that has so many pledges already, written straight into the file.
async fn filled(app: &Arc<App>, folder: &Path, count: usize) -> (u128, u128) {
    let deal = open(app).await;
    let mut db = file(folder, "qunli.sqlite3").await;
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await.unwrap();
    for who in 0..count {
        sqlx::query("INSERT INTO pledges (id, deal_id, member_id, quantity, state, pledged_at) VALUES (?, ?, ?, 1, 'committed', 0)")
            .bind(intent())
            .bind(deal.as_str())
            .bind(format!("m{who}"))
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    sqlx::query("UPDATE deals SET people = ?1, units = ?1 WHERE id = ?2")
        .bind(i64::try_from(count).unwrap())
        .bind(deal.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut all = Vec::new();
    for who in count..count + ROUNDS {
        all.push(pledges(app, who, &deal).await);
    }
    of(all)
}

/// So many deals in the group, each with its post.
async fn among(app: &Arc<App>, folder: &Path, count: usize) -> (u128, u128) {
    let deal = open(app).await;
    let mut db = file(folder, "qunli.sqlite3").await;
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await.unwrap();
    for _ in 0..count {
        let id = intent();
        sqlx::query(
            "INSERT INTO deals (id, group_id, opener, title, about, pick_up, tiers, minimum, stock, per_member, state, \
             opened_at, ends_at) SELECT ?1, group_id, opener, title, about, pick_up, tiers, minimum, stock, per_member, \
             state, opened_at, ends_at FROM deals WHERE id = ?2",
        )
        .bind(&id)
        .bind(deal.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO posts (id, group_id, author, kind, body, attachment_kind, attachment_id, attachment_title, pinned, \
             actionable, created_at) SELECT ?1, group_id, author, kind, body, attachment_kind, ?1, attachment_title, pinned, \
             actionable, created_at FROM posts WHERE attachment_id = ?2",
        )
        .bind(&id)
        .bind(deal.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let mut all = Vec::new();
    for who in 0..ROUNDS {
        all.push(pledges(app, who, &deal).await);
    }
    of(all)
}

#[tokio::main]
async fn main() {
    // On the disk that the build is on: a folder in memory would flatter every commit.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = folder.path();
    let app = world(folder).await;
    bare(folder).await;
    let (one, last) = bare(folder).await;
    let ratio = |us: u128| us as f64 / one as f64;
    println!("bare transaction of one row          median {one:>7} us   p99 {last:>7} us");
    for clients in [1, 16, 64] {
        let (rate, median, last) = at_once(&app, clients).await;
        let cost = 1e6 / rate / one as f64;
        println!(
            "{clients:>2} clients   {rate:>7.0} pledges/s      median {median:>7} us   p99 {last:>7} us   one costs {cost:.2} bare"
        );
    }
    for count in [10, 10_000] {
        let (median, last) = filled(&app, folder, count).await;
        println!(
            "{count:>6} pledges in the deal           median {median:>7} us   p99 {last:>7} us   {:.2} bare",
            ratio(median)
        );
    }
    for count in [10, 10_000] {
        let (median, last) = among(&app, folder, count).await;
        println!(
            "{count:>6} deals more in the group       median {median:>7} us   p99 {last:>7} us   {:.2} bare",
            ratio(median)
        );
    }
    let (again, _) = bare(folder).await;
    println!("bare transaction again               median {again:>7} us");
}
