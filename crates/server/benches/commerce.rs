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
const PEOPLE: usize = 14_000;
/// Rounds of each figure. In each, bare transactions and pledges are made within the same moment, so that what else the
/// machine does is in both sides of a ratio.
const ROUNDS: usize = 20;
/// Bare transactions in a round.
const BARE: usize = 24;
/// Pledges in a round.
const PLEDGES: usize = 128;

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

/// The one of a hundred, in order.
fn nth<T: PartialOrd + Copy>(all: &mut [T], of_a_hundred: usize) -> T {
    all.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap());
    *all.get((all.len() * of_a_hundred / 100).min(all.len() - 1)).unwrap()
}

/// Transactions of one row in a file of their own.
struct Bare {
    db: SqliteConnection,
    all: Vec<Duration>,
}

impl Bare {
    async fn open(folder: &Path) -> Self {
        let mut db = file(folder, "bare.sqlite3").await;
        sqlx::query("CREATE TABLE bare (n INTEGER PRIMARY KEY, words TEXT)").execute(&mut db).await.unwrap();
        Self { db, all: Vec::new() }
    }

    /// A round of them; what one took on average.
    async fn round(&mut self) -> Duration {
        let whole = Instant::now();
        for _ in 0..BARE {
            let began = Instant::now();
            let mut tx = self.db.begin_with("BEGIN IMMEDIATE").await.unwrap();
            sqlx::query("INSERT INTO bare (words) VALUES ('one row')").execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
            self.all.push(began.elapsed());
        }
        whole.elapsed() / u32::try_from(BARE).unwrap()
    }
}

/// Pledges by so many clients at once, from this member on; printed as pledges a second, latency, and what they cost in
/// bare transactions of the same moment: by the rate, and by the medians, which stalls of the machine move less.
async fn figure(app: &Arc<App>, bare: &mut Bare, what: &str, (deal, first): (DealId, usize), clients: usize) {
    let (mut all, mut ratios, mut busy) = (Vec::new(), Vec::new(), Duration::ZERO);
    bare.all.clear();
    for round in 0..ROUNDS {
        let one = bare.round().await;
        let began = Instant::now();
        let tasks: Vec<_> = (0..clients)
            .map(|client| {
                let (app, deal) = (Arc::clone(app), deal.clone());
                let mine = (client..PLEDGES).step_by(clients).map(move |nth| first + round * PLEDGES + nth);
                tokio::spawn(async move {
                    let mut all = Vec::new();
                    for who in mine {
                        all.push(pledges(&app, who, &deal).await);
                    }
                    all
                })
            })
            .collect();
        for task in tasks {
            all.extend(task.await.unwrap());
        }
        let took = began.elapsed();
        busy += took;
        ratios.push(took.as_secs_f64() / PLEDGES as f64 / one.as_secs_f64());
    }
    let (median, bare) = (nth(&mut all, 50), nth(&mut bare.all, 50));
    println!(
        "{what:<25} {:>5.0} pledges/s   median {:>6} us   p99 {:>6} us   bare {:>4} us   one costs {:.2} bare   median {:.2} bare",
        all.len() as f64 / busy.as_secs_f64(),
        median.as_micros(),
        nth(&mut all, 99).as_micros(),
        bare.as_micros(),
        nth(&mut ratios, 50),
        median.as_secs_f64() / bare.as_secs_f64(),
    );
}

/// A deal that has so many pledges already, written straight into the file.
async fn filled(app: &Arc<App>, folder: &Path, count: usize) -> DealId {
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
    deal
}

/// So many deals in the group, each with its post.
async fn among(app: &Arc<App>, folder: &Path, count: usize) -> DealId {
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
    deal
}

#[tokio::main]
async fn main() {
    // On the disk that the build is on: a folder in memory would flatter every commit.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = folder.path();
    let app = world(folder).await;
    let mut bare = Bare::open(folder).await;
    for clients in [1, 16, 64] {
        let deal = open(&app).await;
        figure(&app, &mut bare, &format!("{clients} clients"), (deal, 0), clients).await;
    }
    for count in [10, 10_000] {
        let deal = filled(&app, folder, count).await;
        figure(&app, &mut bare, &format!("{count} pledges in the deal"), (deal, count), 1).await;
    }
    for count in [10, 10_000] {
        let deal = among(&app, folder, count).await;
        figure(&app, &mut bare, &format!("{count} deals more"), (deal, 0), 1).await;
    }
}
