//! What must hold in the file of every server, whatever was done to it: places are counted, and money is where it went.

use std::path::Path;

use sqlx::{Connection, SqliteConnection};

/// Questions whose answer is how many things are wrong.
const WRONG: &[(&str, &str)] = &[
    (
        "a booking does not sum to zero",
        "SELECT COUNT(*) FROM (SELECT 1 FROM postings GROUP BY booking HAVING SUM(amount) <> 0)",
    ),
    (
        "paid is not kept + refunded",
        "SELECT COUNT(*) FROM deals d WHERE \
         (SELECT COALESCE(SUM(amount * times), 0) FROM payments p WHERE p.deal_id = d.id) <> \
         (SELECT COALESCE(SUM(amount), 0) FROM postings p WHERE p.deal_id = d.id AND account IN ('held', 'host', 'returning')) + \
         (SELECT COALESCE(SUM(amount), 0) FROM refunds r WHERE r.deal_id = d.id AND r.state = 'confirmed')",
    ),
    (
        "what members have outside is not what they paid and got back",
        "SELECT COUNT(*) FROM pledges g WHERE \
         (SELECT COALESCE(SUM(amount), 0) FROM postings p WHERE p.pledge_id = g.id AND account = 'member') <> \
         (SELECT COALESCE(SUM(amount), 0) FROM refunds r WHERE r.pledge_id = g.id AND r.state = 'confirmed') - \
         (SELECT COALESCE(SUM(amount * times), 0) FROM payments p WHERE p.pledge_id = g.id)",
    ),
    (
        "what is on its way back is not what was asked for and has not come",
        "SELECT COUNT(*) FROM pledges g WHERE \
         (SELECT COALESCE(SUM(amount), 0) FROM postings p WHERE p.pledge_id = g.id AND account = 'returning') <> \
         (SELECT COALESCE(SUM(amount), 0) FROM refunds r WHERE r.pledge_id = g.id AND r.state <> 'confirmed')",
    ),
    (
        "more goes back of a payment than came",
        "SELECT COUNT(*) FROM payments p WHERE (SELECT COALESCE(SUM(amount), 0) FROM refunds r WHERE r.payment_id = p.id) > \
         p.amount * p.times",
    ),
    (
        "money is held for a pledge that does not wait, or a pledge waits without its money",
        "SELECT COUNT(*) FROM pledges g JOIN deals d ON d.id = g.deal_id WHERE \
         ((SELECT COALESCE(SUM(amount), 0) FROM postings p WHERE p.pledge_id = g.id AND account = 'held') > 0) <> \
         (d.settling = 'play_money' AND g.state IN ('committed', 'late'))",
    ),
    (
        "the host has money of a pledge that is not settled",
        "SELECT COUNT(*) FROM pledges g WHERE g.state <> 'settled' AND \
         (SELECT COALESCE(SUM(amount), 0) FROM postings p WHERE p.pledge_id = g.id AND account = 'host') <> 0",
    ),
    (
        "a deal by tiers counts other people or units than its pledges",
        "SELECT COUNT(*) FROM deals d WHERE d.team IS NULL AND (d.people, d.units) <> \
         (SELECT COALESCE(SUM(counted), 0), COALESCE(SUM(quantity) FILTER (WHERE counted OR state = 'reserved'), 0) \
          FROM pledges g WHERE g.deal_id = d.id)",
    ),
    (
        "a deal in teams counts other people or units than its teams",
        "SELECT COUNT(*) FROM deals d WHERE d.team IS NOT NULL AND (d.people, d.units) <> \
         (SELECT COALESCE(SUM(people), 0), COALESCE(SUM(size), 0) FROM teams t \
          WHERE t.deal_id = d.id AND t.state IN ('running', 'succeeded'))",
    ),
    (
        "a team counts other people or places than its pledges",
        "SELECT COUNT(*) FROM teams t WHERE t.state IN ('running', 'succeeded') AND (t.people, t.taken) <> \
         (SELECT COALESCE(SUM(counted AND state IN ('committed', 'due', 'settled')), 0), \
          COUNT(place) FROM pledges g WHERE g.team_id = t.id)",
    ),
    (
        "a team is full and not over, or over and not full",
        "SELECT COUNT(*) FROM teams WHERE (state = 'succeeded') <> (people = size)",
    ),
    (
        "a running team with people has no head",
        "SELECT COUNT(*) FROM teams WHERE state = 'running' AND people > 0 AND head NOT IN \
         (SELECT member_id FROM pledges g WHERE g.team_id = teams.id AND counted)",
    ),
    (
        "the shares of a full team do not come to the lot",
        "SELECT COUNT(*) FROM teams t JOIN deals d ON d.id = t.deal_id WHERE t.state = 'succeeded' AND \
         json_extract(d.team, '$.lot.amount') IS NOT NULL AND json_extract(d.team, '$.lot.amount') <> \
         (SELECT SUM(price) FROM pledges g WHERE g.team_id = t.id AND g.place IS NOT NULL)",
    ),
    (
        "options count other units than the orders",
        "SELECT COUNT(*) FROM deal_options o WHERE o.taken <> (SELECT COALESCE(SUM(json_extract(pick.value, '$.quantity')), 0) \
         FROM pledges g, json_each(g.picks) pick WHERE g.deal_id = o.deal_id AND (g.counted OR g.state = 'reserved') \
         AND json_extract(pick.value, '$.option') = o.place)",
    ),
    ("more is sold than there is", "SELECT COUNT(*) FROM deals WHERE units > stock"),
    (
        "a deal or team is over and a pledge still waits for its end",
        "SELECT COUNT(*) FROM pledges g JOIN deals d ON d.id = g.deal_id LEFT JOIN teams t ON t.id = g.team_id \
         WHERE g.state IN ('reserved', 'committed') AND (d.state <> 'open' OR t.state <> 'running')",
    ),
];

/// Everything holds in this folder's file.
pub async fn check(folder: &Path) {
    let file = folder.join("qunli.sqlite3");
    if !file.exists() {
        return;
    }
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'postings'")
        .fetch_one(&mut db)
        .await
        .unwrap();
    for (wrong, question) in WRONG.iter().filter(|_| known > 0) {
        let count: i64 = sqlx::query_scalar(*question).fetch_one(&mut db).await.unwrap();
        assert_eq!(count, 0, "{wrong}");
    }
    db.close().await.unwrap();
}

/// The same, from where nothing can wait: a server that is taken down.
pub fn check_now(folder: &Path) {
    let folder = folder.to_owned();
    let checked = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check(&folder));
    });
    if let Err(wrong) = checked.join() {
        std::panic::resume_unwind(wrong);
    }
}
