//! The order of changes in SQL.

use async_trait::async_trait;
use contract::change::{Change, ChangeKind};
use contract::{AccountId, CircleId, Timestamp};
use sqlx::query;

use super::SqliteTx;
use super::column::{Columns, word};
use crate::store::{Audience, ChangeRead, ChangeRow, ChangeWrite, NewChange, Stored};

#[async_trait]
impl ChangeRead for SqliteTx {
    async fn last_seq(&mut self) -> Stored<i64> {
        // Not MAX(seq): the last rows may have been forgotten.
        let row =
            query("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetch_optional(self.on()).await?;
        row.map_or(Ok(0), |r| r.int("seq"))
    }

    async fn first_seq(&mut self) -> Stored<Option<i64>> {
        query("SELECT MIN(seq) AS seq FROM changes").fetch_one(self.on()).await?.opt_int("seq")
    }

    async fn changes(&mut self, account: &AccountId, since: i64, limit: u32) -> Stored<Vec<ChangeRow>> {
        // A comment is never exposed; talk from before one's joining stays hidden. What is a circle's is told to who is
        // in it now, by the same rule from when they agreed.
        let rows = query(
            "SELECT c.* FROM changes c JOIN groups g ON g.id = c.group_id \
             LEFT JOIN members m ON m.group_id = c.group_id AND m.account_id = ?1 AND m.left_at IS NULL \
             WHERE c.seq > ?2 AND ( \
               c.account_id = ?1 OR ( \
                 m.id IS NOT NULL AND c.seq > m.joined_seq \
                 AND (c.account_id IS NULL OR (c.for_hosts = 1 AND m.role IN ('host', 'steward'))) \
                 AND (g.history_all = 1 OR c.exposed = 1 OR c.entity_at >= m.joined_at) \
                 AND (c.circle_id IS NULL OR EXISTS (SELECT 1 FROM circle_members x \
                   WHERE x.circle_id = c.circle_id AND x.member = m.id AND x.answer = 'joined' \
                   AND (g.history_all = 1 OR c.entity_at >= x.at))))) \
             ORDER BY c.seq LIMIT ?3",
        )
        .bind(account.as_str())
        .bind(since)
        .bind(limit)
        .fetch_all(self.on())
        .await?;
        rows.iter()
            .map(|r| {
                let seq = r.int("seq")?;
                let change = Change {
                    cursor: seq.to_string(),
                    kind: r.word("kind")?,
                    op: r.word("op")?,
                    id: r.text("entity")?,
                    group_id: r.id("group_id")?,
                    parent: r.opt_text("parent")?,
                };
                Ok(ChangeRow { seq, change })
            })
            .collect()
    }
}

#[async_trait]
impl ChangeWrite for SqliteTx {
    async fn add_change(&mut self, change: &NewChange, at: Timestamp) -> Stored<i64> {
        let (account, for_hosts, circle) = match &change.audience {
            Audience::Members => (None, false, None),
            Audience::Account(account) => (Some(account), false, None),
            Audience::AccountAndHosts(account) => (Some(account), true, None),
            Audience::Circle(circle) => (None, false, Some(circle)),
        };
        let exposed = change.exposed && change.kind != ChangeKind::Comment;
        let done = query(
            "INSERT INTO changes (group_id, account_id, for_hosts, kind, op, entity, parent, entity_at, \
             exposed, at, circle_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(change.group_id.as_str())
        .bind(account.map(AccountId::as_str))
        .bind(for_hosts)
        .bind(word(&change.kind))
        .bind(word(&change.op))
        .bind(&change.id)
        .bind(change.parent.as_deref())
        .bind(change.entity_at.0)
        .bind(exposed)
        .bind(at.0)
        .bind(circle.map(CircleId::as_str))
        .execute(self.on())
        .await?;
        Ok(done.last_insert_rowid())
    }

    async fn forget_changes(&mut self, before: Timestamp) -> Stored<()> {
        query("DELETE FROM changes WHERE at < ?").bind(before.0).execute(self.on()).await?;
        Ok(())
    }
}
