//! Accounts, sessions, codes and replays in SQL.

use async_trait::async_trait;
use contract::{AccountId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::Columns;
use crate::store::{AccountRead, AccountRow, AccountWrite, CodeRow, ReplayRow, Stored};

/// An account from a row with `id`, `phone`, `wechat` and `created_at`.
pub(super) fn account(row: &SqliteRow) -> Stored<AccountRow> {
    Ok(AccountRow {
        id: row.id("id")?,
        phone: row.opt_text("phone")?,
        wechat: row.flag("wechat")?,
        created_at: row.time("created_at")?,
    })
}

#[async_trait]
impl AccountRead for SqliteTx {
    async fn meta(&mut self, key: &str) -> Stored<Option<String>> {
        let row = query("SELECT value FROM meta WHERE key = ?").bind(key).fetch_optional(self.on()).await?;
        row.map(|r| r.text("value")).transpose()
    }

    async fn account(&mut self, id: &AccountId) -> Stored<Option<AccountRow>> {
        let row = query("SELECT *, EXISTS (SELECT 1 FROM wechat_people WHERE account_id = id) AS wechat FROM accounts WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(account).transpose()
    }

    async fn account_by_phone(&mut self, phone: &str) -> Stored<Option<AccountRow>> {
        let row = query("SELECT *, EXISTS (SELECT 1 FROM wechat_people WHERE account_id = id) AS wechat FROM accounts WHERE phone = ?")
            .bind(phone)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(account).transpose()
    }

    async fn account_by_recovery(&mut self, hash: &str) -> Stored<Option<AccountRow>> {
        let row = query("SELECT *, EXISTS (SELECT 1 FROM wechat_people WHERE account_id = id) AS wechat FROM accounts WHERE recovery_hash = ?")
            .bind(hash)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(account).transpose()
    }

    async fn account_by_session(&mut self, hash: &str) -> Stored<Option<(AccountRow, Timestamp)>> {
        let row = query(
            "SELECT a.id, a.phone, a.created_at, s.last_used_at, \
             EXISTS (SELECT 1 FROM wechat_people w WHERE w.account_id = a.id) AS wechat FROM sessions s \
             JOIN accounts a ON a.id = s.account_id WHERE s.hash = ?",
        )
        .bind(hash)
        .fetch_optional(self.on())
        .await?;
        row.as_ref().map(|r| Ok((account(r)?, r.time("last_used_at")?))).transpose()
    }

    async fn is_empty(&mut self) -> Stored<bool> {
        let row = query("SELECT EXISTS (SELECT 1 FROM accounts) AS some").fetch_one(self.on()).await?;
        Ok(!row.flag("some")?)
    }

    async fn code(&mut self, phone: &str) -> Stored<Option<CodeRow>> {
        let row = query("SELECT phone, hash, sent_at, expires_at, tries_left FROM codes WHERE phone = ?")
            .bind(phone)
            .fetch_optional(self.on())
            .await?;
        row.map(|r| {
            Ok(CodeRow {
                phone: r.text("phone")?,
                hash: r.text("hash")?,
                sent_at: r.time("sent_at")?,
                expires_at: r.time("expires_at")?,
                tries_left: r.count("tries_left")?,
            })
        })
        .transpose()
    }

    async fn replay(&mut self, scope: &str, key: &str) -> Stored<Option<ReplayRow>> {
        let row = query("SELECT fingerprint, body, secret_account FROM replays WHERE scope = ? AND key = ?")
            .bind(scope)
            .bind(key)
            .fetch_optional(self.on())
            .await?;
        row.map(|r| {
            Ok(ReplayRow {
                fingerprint: r.text("fingerprint")?,
                body: r.text("body")?,
                secret_account: r.opt_id("secret_account")?,
            })
        })
        .transpose()
    }
}

#[async_trait]
impl AccountWrite for SqliteTx {
    async fn set_meta(&mut self, key: &str, value: &str) -> Stored<()> {
        query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
            .bind(key)
            .bind(value)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_account(&mut self, account: &AccountRow) -> Stored<()> {
        query("INSERT INTO accounts (id, phone, created_at) VALUES (?, ?, ?)")
            .bind(account.id.as_str())
            .bind(account.phone.as_deref())
            .bind(account.created_at.0)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_phone(&mut self, id: &AccountId, phone: &str) -> Stored<()> {
        query("UPDATE accounts SET phone = ? WHERE id = ?")
            .bind(phone)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_recovery(&mut self, id: &AccountId, hash: &str) -> Stored<()> {
        query("UPDATE accounts SET recovery_hash = ? WHERE id = ?")
            .bind(hash)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_session(&mut self, hash: &str, account: &AccountId, at: Timestamp) -> Stored<()> {
        query(
            "INSERT INTO sessions (hash, account_id, created_at, last_used_at) VALUES (?1, ?2, ?3, ?3) \
             ON CONFLICT DO NOTHING",
        )
        .bind(hash)
        .bind(account.as_str())
        .bind(at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn touch_session(&mut self, hash: &str, at: Timestamp) -> Stored<()> {
        query("UPDATE sessions SET last_used_at = ? WHERE hash = ?")
            .bind(at.0)
            .bind(hash)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn end_session(&mut self, hash: &str) -> Stored<()> {
        query("DELETE FROM sessions WHERE hash = ?").bind(hash).execute(self.on()).await?;
        Ok(())
    }

    async fn end_other_sessions(&mut self, account: &AccountId, kept: &str) -> Stored<Vec<String>> {
        let rows = query("DELETE FROM sessions WHERE account_id = ? AND hash <> ? RETURNING hash")
            .bind(account.as_str())
            .bind(kept)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(|r| r.text("hash")).collect()
    }

    async fn put_code(&mut self, code: &CodeRow) -> Stored<()> {
        query(
            "INSERT OR REPLACE INTO codes (phone, hash, sent_at, expires_at, tries_left) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&code.phone)
        .bind(&code.hash)
        .bind(code.sent_at.0)
        .bind(code.expires_at.0)
        .bind(code.tries_left)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn drop_code(&mut self, phone: &str) -> Stored<()> {
        query("DELETE FROM codes WHERE phone = ?").bind(phone).execute(self.on()).await?;
        Ok(())
    }

    async fn add_replay(&mut self, scope: &str, key: &str, replay: &ReplayRow, at: Timestamp) -> Stored<()> {
        query(
            "INSERT INTO replays (scope, key, fingerprint, body, secret_account, at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(scope)
        .bind(key)
        .bind(&replay.fingerprint)
        .bind(&replay.body)
        .bind(replay.secret_account.as_ref().map(AccountId::as_str))
        .bind(at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn forget_old(&mut self, now: Timestamp, replays_before: Timestamp) -> Stored<()> {
        query("DELETE FROM codes WHERE expires_at < ?").bind(now.0).execute(self.on()).await?;
        query("DELETE FROM replays WHERE at < ?").bind(replays_before.0).execute(self.on()).await?;
        Ok(())
    }

    async fn forget_sessions(&mut self, unused_since: Timestamp) -> Stored<()> {
        query("DELETE FROM sessions WHERE last_used_at <= ?").bind(unused_since.0).execute(self.on()).await?;
        Ok(())
    }
}
