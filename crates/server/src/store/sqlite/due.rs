//! Parts of a write, and what is put off, in SQL.

use async_trait::async_trait;
use contract::Timestamp;
use sqlx::query;

use super::SqliteTx;
use super::column::Columns;
use crate::store::{DueWrite, Stored};

#[async_trait]
impl DueWrite for SqliteTx {
    async fn begin_part(&mut self) -> Stored<()> {
        query("SAVEPOINT part").execute(self.on()).await?;
        Ok(())
    }

    async fn keep_part(&mut self) -> Stored<()> {
        query("RELEASE part").execute(self.on()).await?;
        Ok(())
    }

    async fn undo_part(&mut self) -> Stored<()> {
        query("ROLLBACK TO part").execute(self.on()).await?;
        self.keep_part().await
    }

    async fn put_off(&mut self, id: &str, until: Timestamp) -> Stored<()> {
        query("INSERT OR REPLACE INTO put_off (id, until) VALUES (?, ?)")
            .bind(id)
            .bind(until.0)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn take_up(&mut self, now: Timestamp) -> Stored<()> {
        query("DELETE FROM put_off WHERE until <= ?").bind(now.0).execute(self.on()).await?;
        Ok(())
    }

    async fn next_taken_up(&mut self) -> Stored<Option<Timestamp>> {
        query("SELECT MIN(until) AS at FROM put_off").fetch_one(self.on()).await?.opt_time("at")
    }
}
