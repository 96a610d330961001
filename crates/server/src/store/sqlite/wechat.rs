//! WeChat's people and ways in SQL.

use async_trait::async_trait;
use contract::{AccountId, Timestamp};
use sqlx::query;

use super::SqliteTx;
use super::account::account;
use super::column::Columns;
use crate::store::{AccountRow, Stored, WechatPersonRow, WechatRead, WechatStateRow, WechatWrite};

#[async_trait]
impl WechatRead for SqliteTx {
    async fn wechat_state(&mut self, hash: &str) -> Stored<Option<WechatStateRow>> {
        let row =
            query("SELECT hash, key_hash, account_id, intent, expires_at FROM wechat_states WHERE hash = ?")
                .bind(hash)
                .fetch_optional(self.on())
                .await?;
        row.map(|r| {
            Ok(WechatStateRow {
                hash: r.text("hash")?,
                key_hash: r.text("key_hash")?,
                account: r.opt_id("account_id")?,
                intent: r.opt_text("intent")?,
                expires_at: r.time("expires_at")?,
            })
        })
        .transpose()
    }

    async fn account_by_wechat(&mut self, hash: &str) -> Stored<Option<AccountRow>> {
        let row = query(
            "SELECT a.id, a.phone, a.created_at, 1 AS wechat FROM wechat_people w \
             JOIN accounts a ON a.id = w.account_id WHERE w.hash = ?",
        )
        .bind(hash)
        .fetch_optional(self.on())
        .await?;
        row.as_ref().map(account).transpose()
    }

    async fn wechat_of(&mut self, account: &AccountId, source: &str) -> Stored<Option<WechatPersonRow>> {
        let row = query("SELECT hash, source FROM wechat_people WHERE account_id = ? AND source = ?")
            .bind(account.as_str())
            .bind(source)
            .fetch_optional(self.on())
            .await?;
        row.map(|r| Ok(WechatPersonRow { hash: r.text("hash")?, source: r.text("source")? })).transpose()
    }
}

#[async_trait]
impl WechatWrite for SqliteTx {
    async fn put_wechat_state(&mut self, row: &WechatStateRow) -> Stored<()> {
        query(
            "INSERT OR REPLACE INTO wechat_states (hash, key_hash, account_id, intent, expires_at) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&row.hash)
        .bind(&row.key_hash)
        .bind(row.account.as_ref().map(AccountId::as_str))
        .bind(row.intent.as_deref())
        .bind(row.expires_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn add_wechat(&mut self, person: &WechatPersonRow, account: &AccountId) -> Stored<()> {
        query("INSERT INTO wechat_people (hash, source, account_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(&person.hash)
            .bind(&person.source)
            .bind(account.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn forget_wechat_states(&mut self, now: Timestamp) -> Stored<()> {
        query("DELETE FROM wechat_states WHERE expires_at < ?").bind(now.0).execute(self.on()).await?;
        Ok(())
    }
}
