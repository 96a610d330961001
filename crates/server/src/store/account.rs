//! Accounts, sessions, sent codes, and the answers kept for replays.

use async_trait::async_trait;
use contract::{AccountId, Timestamp};

use super::Stored;

/// An account.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Its id.
    pub id: AccountId,
    /// Its verified phone in normal form.
    pub phone: Option<String>,
    /// Whether WeChat signs in to it.
    pub wechat: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The code last sent to a phone.
#[derive(Debug, Clone)]
pub struct CodeRow {
    /// The phone in normal form.
    pub phone: String,
    /// The code, keyed-hashed with the phone.
    pub hash: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// How many wrong codes are still forgiven.
    pub tries_left: u32,
}

/// What was answered to an intent.
#[derive(Debug, Clone)]
pub struct ReplayRow {
    /// Hash of method, path and body.
    pub fingerprint: String,
    /// The answer's JSON, with marks where secrets stood.
    pub body: String,
    /// Whose secrets the marks stand for.
    pub secret_account: Option<AccountId>,
}

/// Questions about accounts.
#[async_trait]
pub trait AccountRead {
    /// A value that the store keeps about itself.
    async fn meta(&mut self, key: &str) -> Stored<Option<String>>;
    /// An account.
    async fn account(&mut self, id: &AccountId) -> Stored<Option<AccountRow>>;
    /// The account that has this phone.
    async fn account_by_phone(&mut self, phone: &str) -> Stored<Option<AccountRow>>;
    /// The account that has this recovery code.
    async fn account_by_recovery(&mut self, hash: &str) -> Stored<Option<AccountRow>>;
    /// The account of a session, and when the session was used last, to the day.
    async fn account_by_session(&mut self, hash: &str) -> Stored<Option<(AccountRow, Timestamp)>>;
    /// Whether there is no account at all.
    async fn is_empty(&mut self) -> Stored<bool>;
    /// The code last sent to a phone.
    async fn code(&mut self, phone: &str) -> Stored<Option<CodeRow>>;
    /// What was answered to an intent.
    async fn replay(&mut self, scope: &str, key: &str) -> Stored<Option<ReplayRow>>;
}

/// Writes to accounts.
#[async_trait]
pub trait AccountWrite {
    /// Keeps a value about the store itself.
    async fn set_meta(&mut self, key: &str, value: &str) -> Stored<()>;
    /// Adds an account.
    async fn add_account(&mut self, account: &AccountRow) -> Stored<()>;
    /// Gives an account a verified phone.
    async fn set_phone(&mut self, id: &AccountId, phone: &str) -> Stored<()>;
    /// Gives an account a recovery code; the one before is forgotten.
    async fn set_recovery(&mut self, id: &AccountId, hash: &str) -> Stored<()>;
    /// Adds a session; adding it again changes nothing.
    async fn add_session(&mut self, hash: &str, account: &AccountId, at: Timestamp) -> Stored<()>;
    /// Writes down that a session is in use.
    async fn touch_session(&mut self, hash: &str, at: Timestamp) -> Stored<()>;
    /// Ends a session.
    async fn end_session(&mut self, hash: &str) -> Stored<()>;
    /// Ends the sessions of an account but this one; answers their hashes.
    async fn end_other_sessions(&mut self, account: &AccountId, kept: &str) -> Stored<Vec<String>>;
    /// Replaces the code of a phone.
    async fn put_code(&mut self, code: &CodeRow) -> Stored<()>;
    /// Forgets the code of a phone.
    async fn drop_code(&mut self, phone: &str) -> Stored<()>;
    /// Keeps an answer for replays.
    async fn add_replay(&mut self, scope: &str, key: &str, replay: &ReplayRow, at: Timestamp) -> Stored<()>;
    /// Forgets codes that expired, and answers older than `replays_before`.
    async fn forget_old(&mut self, now: Timestamp, replays_before: Timestamp) -> Stored<()>;
    /// Forgets sessions that were not used since.
    async fn forget_sessions(&mut self, unused_since: Timestamp) -> Stored<()>;
}
