//! Questions about chains and their entries in SQL.

use async_trait::async_trait;
use contract::{ChainId, EntryId, GroupId, MemberId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, member_columns};
use crate::store::{ChainRead, ChainRow, EntryRow, Stored};

macro_rules! chain {
    ($rest:literal) => {
        concat!(
            "SELECT c.*, EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = c.id AND p.pinned = 1 \
             AND p.deleted_at IS NULL) AS pinned FROM chains c WHERE ",
            $rest
        )
    };
}

macro_rules! entry {
    ($rest:literal) => {
        concat!(
            "SELECT e.*, ",
            member_columns!(),
            " FROM chain_entries e LEFT JOIN members m ON m.id = e.member_id AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

fn chain(row: &SqliteRow) -> Stored<ChainRow> {
    Ok(ChainRow {
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        maker_id: row.id("maker")?,
        title: row.text("title")?,
        about: row.text("about")?,
        asks_name: row.flag("asks_name")?,
        asks_note: row.flag("asks_note")?,
        most: row.count("most")?,
        proxies: row.count("proxies")?,
        choices: row.json("choices")?,
        capacity: row.opt_count("capacity")?,
        opened_at: row.time("opened_at")?,
        closes_at: row.time("closes_at")?,
        closed_at: row.opt_time("closed_at")?,
        pinned: row.flag("pinned")?,
    })
}

fn entry(row: &SqliteRow) -> Stored<EntryRow> {
    Ok(EntryRow {
        id: row.id("id")?,
        chain_id: row.id("chain_id")?,
        member_id: row.id("member_id")?,
        member: row.member()?,
        proxy: row.flag("proxy")?,
        name: row.text("name")?,
        choice: row.opt_count("choice")?,
        count: row.count("count")?,
        note: row.text("note")?,
        waiting: row.flag("waiting")?,
        queue: row.int("queue")?,
        entered_at: row.time("entered_at")?,
    })
}

#[async_trait]
impl ChainRead for SqliteTx {
    async fn chain(&mut self, id: &ChainId) -> Stored<Option<ChainRow>> {
        let row = query(chain!("c.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(chain).transpose()
    }

    async fn entries(&mut self, chain: &ChainId) -> Stored<Vec<EntryRow>> {
        let rows = query(entry!("e.chain_id = ? ORDER BY e.queue"))
            .bind(chain.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(entry).collect()
    }

    async fn entry(&mut self, id: &EntryId) -> Stored<Option<EntryRow>> {
        let row = query(entry!("e.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(entry).transpose()
    }

    async fn due_chains(&mut self, now: Timestamp) -> Stored<Vec<ChainRow>> {
        let rows = query(chain!("c.closed_at IS NULL AND c.closes_at <= ? AND c.id NOT IN (SELECT id FROM put_off) ORDER BY c.closes_at, c.n"))
            .bind(now.0)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(chain).collect()
    }

    async fn next_chain_due(&mut self) -> Stored<Option<Timestamp>> {
        query("SELECT MIN(closes_at) AS at FROM chains WHERE closed_at IS NULL AND id NOT IN (SELECT id FROM put_off)")
            .fetch_one(self.on())
            .await?
            .opt_time("at")
    }

    async fn open_chains_in(&mut self, group: &GroupId) -> Stored<Vec<ChainRow>> {
        let rows = query(chain!("c.closed_at IS NULL AND c.group_id = ? ORDER BY c.n"))
            .bind(group.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(chain).collect()
    }

    async fn open_chains_of(&mut self, member: &MemberId) -> Stored<Vec<ChainRow>> {
        let rows = query(chain!(
            "c.closed_at IS NULL AND c.id IN (SELECT chain_id FROM chain_entries WHERE member_id = ?) \
             ORDER BY c.n"
        ))
        .bind(member.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(chain).collect()
    }
}
