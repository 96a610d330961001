//! WeChat, where a backend is set up for it: signing a page for the JS-SDK, and signing in by OAuth.
//!
//! Nothing of a WeChat profile is here: who comes back is known again by an opaque hash, and has no persona.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Asks for a page to be signed, so that WeChat lets it use its JS-SDK.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageToSign {
    /// The address that the page was opened with; a `#` and what follows is left out, a `code` of OAuth is
    /// refused. Example: `"https://qunli.example/"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2048))]
    pub url: String,
}

/// What `wx.config` wants to hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageSignature {
    /// The official account's id. Example: `"wx0123456789abcdef"`.
    pub app_id: String,
    /// Seconds since 1970, as text. Example: `"1414587457"`.
    pub timestamp: String,
    /// Random text of this signature. Example: `"Wm3WZYTPz0wzccnW"`.
    pub nonce: String,
    /// SHA-1 in hex. Example: `"0f9de62fce790f9a083d5c99e95740ceb90c27ed"`.
    pub signature: String,
}

/// What WeChat is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WechatScope {
    /// Who it is, without a question: `snsapi_base`.
    Base,
    /// The same after a question that may be answered with no: `snsapi_userinfo`. Never used for a profile;
    /// it also tells apps of one owner that it is the same person.
    Userinfo,
}

/// Begins signing in with WeChat; with a session, linking WeChat to its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginWechat {
    /// What WeChat is asked for. Example: `"base"`.
    pub scope: WechatScope,
    /// Where WeChat sends people back to, on an origin that the backend knows; a `#` and what follows is left
    /// out. Example: `"https://qunli.example/"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2048))]
    pub return_to: String,
}

/// Where to go, and what to bring back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WechatBegun {
    /// The address to go to. Example: `"https://open.weixin.qq.com/connect/oauth2/authorize?…"`.
    pub url: String,
    /// What comes back beside the code; works once, at most 128 bytes. Example: `"5f0c…"`.
    pub state: String,
    /// Kept on this phone and sent with what comes back, so that nobody can be signed in by another's link.
    /// Example: `"9ab2…"`.
    pub key: String,
    /// Until when the state works. Example: `"2026-03-12T11:40:00.000Z"`.
    pub expires_at: Timestamp,
}

/// What WeChat sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WechatReturn {
    /// The code; none when consent was refused. Example: `"021tGZ…"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 512))]
    pub code: Option<String>,
    /// The state. Example: `"5f0c…"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 128))]
    pub state: String,
    /// The key that was kept on this phone. Example: `"9ab2…"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 128))]
    pub key: String,
}
