//! Who WeChat says somebody is, as hashes, and the ways to WeChat that were begun.

use async_trait::async_trait;
use contract::{AccountId, Timestamp};

use super::{AccountRow, Stored};

/// A way to WeChat that was begun.
#[derive(Debug, Clone)]
pub struct WechatStateRow {
    /// The state, hashed.
    pub hash: String,
    /// The key that the phone keeps, hashed.
    pub key_hash: String,
    /// Whose account is to be linked; none for signing in.
    pub account: Option<AccountId>,
    /// The intent that came back with it first: it may come again, no other may.
    pub intent: Option<String>,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Somebody as WeChat knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WechatPersonRow {
    /// The openid or unionid, keyed-hashed.
    pub hash: String,
    /// The app that the openid belongs to, or `union`.
    pub source: String,
}

/// Questions about WeChat.
#[async_trait]
pub trait WechatRead {
    /// A way that was begun.
    async fn wechat_state(&mut self, hash: &str) -> Stored<Option<WechatStateRow>>;
    /// The account that WeChat signs this person in to.
    async fn account_by_wechat(&mut self, hash: &str) -> Stored<Option<AccountRow>>;
    /// What an account is known by at a source.
    async fn wechat_of(&mut self, account: &AccountId, source: &str) -> Stored<Option<WechatPersonRow>>;
}

/// Writes about WeChat.
#[async_trait]
pub trait WechatWrite {
    /// Keeps a way that was begun, or that somebody came back with.
    async fn put_wechat_state(&mut self, row: &WechatStateRow) -> Stored<()>;
    /// Lets WeChat sign this person in to an account; whoever it signs in already keeps their account.
    async fn add_wechat(&mut self, person: &WechatPersonRow, account: &AccountId) -> Stored<()>;
    /// Forgets the ways whose time is over.
    async fn forget_wechat_states(&mut self, now: Timestamp) -> Stored<()>;
}
