//! What time asks for and cannot be done: it keeps nobody waiting, and nothing else.

use contract::api::{self, Done};
use contract::groupbuy::{DealState, TeamState};
use sqlx::{Connection, SqliteConnection};

use crate::feed::note;
use crate::server::Server;
use crate::teams::{in_three, open, people, see};

/// A refund of a payment that there is not.
const GHOST: &str = "INSERT INTO refunds (id, deal_id, pledge_id, payment_id, amount, currency, state, changed_at, next_at) \
                     VALUES ('ghost', 'none', 'none', 'none', 100, 'CNY', 'sent', 0, 0)";

async fn file(folder: &std::path::Path) -> SqliteConnection {
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut db).await.unwrap();
    db
}

#[tokio::test]
async fn one_row_that_cannot_be_done_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (host, group, friends) = people(&server, 2).await;
    let deal = open(&host, &group, |now| in_three(now.plus_s(3600), None)).await;
    friends[0].send(api::NEW_TEAM, &[deal.id.as_str()], &Done {}).await.unwrap();
    server.kill_9();
    let mut db = file(folder.path()).await;
    sqlx::query(GHOST).execute(&mut db).await.unwrap();

    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "90000"]);
    let host = host.at(&server);
    host.get(api::GROUP, &[group.as_str()]).await.unwrap();
    host.send(api::NEW_POST, &[group.as_str()], &note("还在")).await.unwrap();
    let over = see(&friends[0].at(&server), &deal).await;
    assert_eq!((over.state, over.teams[0].state), (DealState::Failed, TeamState::Failed), "the rest goes on");
    let until: i64 =
        sqlx::query_scalar("SELECT until FROM put_off WHERE id = 'ghost'").fetch_one(&mut db).await.unwrap();
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    assert!((now.0..=now.plus_s(60).0).contains(&until), "tried again within the minute: {until} at {now:?}");
    let state: String =
        sqlx::query_scalar("SELECT state FROM refunds WHERE id = 'ghost'").fetch_one(&mut db).await.unwrap();
    assert_eq!(state, "sent", "what it tried is undone");
    assert!(server.log().contains("it is put off"));
    server.kill_9();

    // Once it can be done, or is gone, nothing is put off any more.
    sqlx::query("DELETE FROM refunds WHERE id = 'ghost'").execute(&mut db).await.unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "90100"]);
    host.at(&server).get(api::GROUP, &[group.as_str()]).await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM put_off").fetch_one(&mut db).await.unwrap();
    assert_eq!(left, 0);
    db.close().await.unwrap();
}
