//! Writes to chains and their entries in SQL.

use async_trait::async_trait;
use contract::{ChainId, EntryId, MemberId, Timestamp};
use sqlx::query;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::json;
use crate::store::{ChainRow, ChainWrite, EntryRow, Stored};

#[async_trait]
impl ChainWrite for SqliteTx {
    async fn add_chain(&mut self, chain: &ChainRow) -> Stored<()> {
        query(
            "INSERT INTO chains (id, group_id, maker, title, about, asks_name, asks_note, most, proxies, choices, \
             capacity, opened_at, closes_at, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(chain.id.as_str())
        .bind(chain.group_id.as_str())
        .bind(chain.maker_id.as_str())
        .bind(&chain.title)
        .bind(&chain.about)
        .bind(chain.asks_name)
        .bind(chain.asks_note)
        .bind(chain.most)
        .bind(chain.proxies)
        .bind(json(&chain.choices)?)
        .bind(chain.capacity)
        .bind(chain.opened_at.0)
        .bind(chain.closes_at.0)
        .bind(chain.closed_at.map(|at| at.0))
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_chain(&mut self, chain: &ChainRow) -> Stored<()> {
        query(
            "UPDATE chains SET title = ?, about = ?, choices = ?, capacity = ?, closes_at = ? WHERE id = ?",
        )
        .bind(&chain.title)
        .bind(&chain.about)
        .bind(json(&chain.choices)?)
        .bind(chain.capacity)
        .bind(chain.closes_at.0)
        .bind(chain.id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn close_chain(&mut self, id: &ChainId, at: Timestamp) -> Stored<()> {
        query("UPDATE chains SET closed_at = ? WHERE id = ?")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_chain(&mut self, id: &ChainId) -> Stored<()> {
        query("DELETE FROM chain_entries WHERE chain_id = ?").bind(id.as_str()).execute(self.on()).await?;
        query("DELETE FROM chains WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn add_entry(&mut self, entry: &EntryRow) -> Stored<()> {
        query(
            "INSERT INTO chain_entries (id, chain_id, member_id, proxy, name, choice, count, note, waiting, queue, \
             entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             (SELECT COALESCE(MAX(queue), 0) + 1 FROM chain_entries WHERE chain_id = ?2), ?10)",
        )
        .bind(entry.id.as_str())
        .bind(entry.chain_id.as_str())
        .bind(entry.member_id.as_str())
        .bind(entry.proxy)
        .bind(&entry.name)
        .bind(entry.choice)
        .bind(entry.count)
        .bind(&entry.note)
        .bind(entry.waiting)
        .bind(entry.entered_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_entry(&mut self, entry: &EntryRow) -> Stored<()> {
        query("UPDATE chain_entries SET name = ?, choice = ?, count = ?, note = ?, waiting = ? WHERE id = ?")
            .bind(&entry.name)
            .bind(entry.choice)
            .bind(entry.count)
            .bind(&entry.note)
            .bind(entry.waiting)
            .bind(entry.id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn requeue_entry(&mut self, id: &EntryId) -> Stored<()> {
        query(
            "UPDATE chain_entries SET queue = (SELECT MAX(o.queue) + 1 FROM chain_entries o \
             WHERE o.chain_id = chain_entries.chain_id) WHERE id = ?",
        )
        .bind(id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn drop_entry(&mut self, id: &EntryId) -> Stored<()> {
        query("DELETE FROM chain_entries WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn erase_entry_words(&mut self, member: &MemberId) -> Stored<()> {
        query("UPDATE chain_entries SET name = '', note = '' WHERE member_id = ?")
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
