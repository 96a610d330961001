//! What must hold in the file of every server, whatever was done to it: places are counted, money is
//! where it went, and a seat has one holder.

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
    (
        "a bargain was helped by more or fewer than it says, or is at its floor and runs",
        "SELECT COUNT(*) FROM bargains b WHERE b.helps <> (SELECT COUNT(*) FROM bargain_helps h WHERE h.bargain_id = b.id) \
         OR (b.state = 'reached') <> (b.helps = json_array_length(b.cuts))",
    ),
    (
        "the cuts of a bargain do not come from the first price to the floor",
        "SELECT COUNT(*) FROM bargains b JOIN deals d ON d.id = b.deal_id WHERE \
         (SELECT SUM(cut.value) FROM json_each(b.cuts) cut) <> json_extract(d.tiers, '$[0].price.amount') - \
         json_extract(d.bargain, '$.floor.amount') OR EXISTS (SELECT 1 FROM json_each(b.cuts) cut WHERE cut.value < 1)",
    ),
    (
        "what is owed for a bargain is not the price that it came to",
        "SELECT COUNT(*) FROM bargains b JOIN deals d ON d.id = b.deal_id JOIN pledges g ON g.deal_id = d.id AND \
         g.member_id = b.member_id WHERE (b.state IN ('reached', 'bought') AND g.state NOT IN ('due', 'settled')) OR \
         (b.state IN ('over', 'left', 'cancelled') AND g.state <> 'released') OR (b.state = 'running' AND g.state <> 'committed') \
         OR g.price <> json_extract(d.tiers, '$[0].price.amount') - \
         (SELECT COALESCE(SUM(cut.value), 0) FROM json_each(b.cuts) cut WHERE cut.key < b.helps)",
    ),
    ("more is sold than there is", "SELECT COUNT(*) FROM deals WHERE units > stock"),
    (
        "a deal or team is over and a pledge still waits for its end",
        "SELECT COUNT(*) FROM pledges g JOIN deals d ON d.id = g.deal_id LEFT JOIN teams t ON t.id = g.team_id \
         WHERE g.state IN ('reserved', 'committed') AND (d.state <> 'open' OR t.state <> 'running')",
    ),
    (
        "two open listings of one seat",
        "SELECT COUNT(*) FROM (SELECT 1 FROM listings WHERE closed_at IS NULL GROUP BY seat_id HAVING COUNT(*) > 1)",
    ),
    (
        "two seats of one member",
        "SELECT COUNT(*) FROM (SELECT 1 FROM seats GROUP BY class_id, holder HAVING COUNT(*) > 1)",
    ),
    (
        "a transfer without its holder",
        "SELECT COUNT(*) FROM listings l WHERE state = 'transferred' AND n = (SELECT MAX(n) FROM listings t WHERE t.seat_id = l.seat_id AND t.state = 'transferred') AND NOT EXISTS (SELECT 1 FROM seats s WHERE s.id = l.seat_id AND s.holder = l.claimant) \
         AND NOT EXISTS (SELECT 1 FROM members m WHERE m.id = l.claimant AND m.left_at IS NOT NULL)",
    ),
    (
        "a hold past the cut-off",
        "SELECT COUNT(*) FROM listings WHERE held_until > expires_at AND closed_at IS NULL",
    ),
    (
        "a price above the cap",
        "SELECT COUNT(*) FROM listings l JOIN classes k ON k.id = l.class_id WHERE l.asking > k.face_value",
    ),
    (
        "two turns at once",
        "SELECT COUNT(*) FROM (SELECT 1 FROM listings WHERE state = 'offered' GROUP BY class_id, claimant HAVING COUNT(*) > 1)",
    ),
    (
        "a turn without its step",
        "SELECT (SELECT COUNT(*) FROM line_turns) - (SELECT COUNT(*) FROM listing_events WHERE step = 'promote')",
    ),
    (
        "a free seat while somebody waits who had no turn",
        "SELECT COUNT(*) FROM listings l JOIN class_line w ON w.class_id = l.class_id WHERE l.state = 'available' AND NOT EXISTS (SELECT 1 FROM line_turns t WHERE t.listing_id = l.id AND t.line_n = w.n) AND NOT EXISTS (SELECT 1 FROM listings o WHERE o.class_id = l.class_id AND o.closed_at IS NULL AND o.claimant = w.member) AND w.member <> l.seller",
    ),
    (
        "a seat of somebody who left that nobody offers",
        "SELECT COUNT(*) FROM seats s JOIN members m ON m.id = s.holder JOIN classes k ON k.id = s.class_id \
         JOIN groups g ON g.id = m.group_id WHERE g.dissolved_at IS NULL AND k.starts_at > m.left_at AND NOT EXISTS (SELECT 1 FROM listings l WHERE l.seat_id = s.id AND l.closed_at IS NULL AND l.vacated = 1)",
    ),
    (
        "more seats than a class has",
        "SELECT COUNT(*) FROM classes k WHERE k.capacity < (SELECT COUNT(*) FROM seats s WHERE s.class_id = k.id)",
    ),
    (
        "who left stands in line, or offers or claims a seat",
        "SELECT COUNT(*) FROM members m JOIN groups g ON g.id = m.group_id AND g.dissolved_at IS NULL WHERE m.left_at IS NOT NULL \
         AND (m.id IN (SELECT member FROM class_line) OR \
         m.id IN (SELECT seller FROM listings WHERE closed_at IS NULL UNION SELECT claimant FROM listings WHERE closed_at IS NULL))",
    ),
    (
        "a listing goes on in a group that is dissolved",
        "SELECT COUNT(*) FROM listings l JOIN groups g ON g.id = l.group_id \
         WHERE g.dissolved_at IS NOT NULL AND l.closed_at IS NULL",
    ),
    (
        "a deal goes on whose host left, or whose group is dissolved",
        "SELECT COUNT(*) FROM deals d JOIN members m ON m.id = d.opener WHERE d.state = 'open' AND m.left_at IS NOT NULL",
    ),
    (
        "who left waits for a deal, heads a team, bargains, or is asked for money that would keep a place",
        "SELECT COUNT(*) FROM members m WHERE m.left_at IS NOT NULL AND (EXISTS (SELECT 1 FROM pledges g \
         WHERE g.member_id = m.id AND g.state NOT IN ('due', 'settled', 'released')) OR EXISTS (SELECT 1 FROM teams t \
         WHERE t.head = m.id AND t.state = 'running' AND t.people > 0) OR EXISTS (SELECT 1 FROM bargains b \
         WHERE b.member_id = m.id AND b.state = 'running') OR EXISTS (SELECT 1 FROM pledges g JOIN deals d ON d.id = g.deal_id \
         JOIN payments p ON p.pledge_id = g.id WHERE g.member_id = m.id AND d.state = 'open' \
         AND p.state IN ('asked', 'pending', 'declined')))",
    ),
    (
        "somebody has more of a deal than a member may, by leaving and coming again",
        "SELECT COUNT(*) FROM (SELECT 1 FROM pledges g JOIN members m ON m.id = g.member_id JOIN deals d ON d.id = g.deal_id \
         WHERE g.state <> 'released' GROUP BY g.deal_id, m.account_id HAVING SUM(g.quantity) > MAX(d.per_member))",
    ),
    (
        "somebody helped a bargain twice, or their own, or four times a day, by leaving and coming again",
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM bargain_helps h JOIN members m ON m.id = h.member_id \
         GROUP BY h.bargain_id, m.account_id HAVING COUNT(*) > 1)) + (SELECT COUNT(*) FROM (SELECT 1 FROM bargain_helps h \
         JOIN members m ON m.id = h.member_id GROUP BY m.group_id, m.account_id, h.day HAVING COUNT(*) > 3)) + \
         (SELECT COUNT(*) FROM bargain_helps h JOIN bargains b ON b.id = h.bargain_id JOIN members m ON m.id = h.member_id \
         JOIN members o ON o.id = b.member_id AND o.account_id = m.account_id)",
    ),
    (
        "somebody began two bargains in a deal, by leaving and coming again",
        "SELECT COUNT(*) FROM (SELECT 1 FROM bargains b JOIN members m ON m.id = b.member_id \
         GROUP BY b.deal_id, m.account_id HAVING COUNT(*) > 1)",
    ),
    (
        "a seated member in line",
        "SELECT COUNT(*) FROM class_line w JOIN seats s ON s.class_id = w.class_id AND s.holder = w.member",
    ),
    (
        "two transfers of one listing",
        "SELECT COUNT(*) FROM (SELECT 1 FROM listing_events GROUP BY listing_id HAVING SUM(step = 'confirm') > \
         1 + SUM(step IN ('refuse', 'release', 'lapse')) OR SUM(step = 'consent') > 1)",
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
    if known > 0 {
        check_on(&mut db).await;
    }
    db.close().await.unwrap();
}

/// The same, by a connection that is open.
pub async fn check_on(db: &mut SqliteConnection) {
    for (wrong, question) in WRONG {
        let count: i64 = sqlx::query_scalar(*question).fetch_one(&mut *db).await.unwrap();
        assert_eq!(count, 0, "{wrong}");
    }
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
