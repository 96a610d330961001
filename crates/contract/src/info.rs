//! What a backend says of itself to anybody.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A backend's self-description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Info {
    /// The backend's name. Example: `"qunli-server"`.
    pub name: String,
    /// Its version. Example: `"0.1.0"`.
    pub version: String,
    /// The contract's version that it speaks. Example: `1`.
    pub contract: u32,
    /// Its clock. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
    /// The demo community, present only while a demo database is served. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<Demo>,
    /// WeChat, present only where the backend is set up for it. Example: `{"app_id": "wx0123456789abcdef"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wechat: Option<WechatInfo>,
}

/// What a backend is at WeChat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WechatInfo {
    /// The official account's id. Example: `"wx0123456789abcdef"`.
    pub app_id: String,
}

/// The demo community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Demo {
    /// Verified accounts that anybody may sign in to. Example: `[]`.
    pub sign_ins: Vec<DemoSignIn>,
}

/// A demo account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoSignIn {
    /// Its phone. Example: `"13800000001"`.
    pub phone: String,
    /// The code that always works for it. Example: `"246810"`.
    pub code: String,
    /// What it is called in its first group. Example: `"栗子教练"`.
    pub nickname: String,
    /// Who it is in the demo, in one line. Example: `"host of the Pilates class"`.
    pub note: String,
}
