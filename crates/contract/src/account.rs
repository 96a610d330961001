//! Accounts: sign-in by phone and code, sessions, recovery. Nothing here is ever shown to another member.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Timestamp};

/// Asks for a sign-in code. The same request verifies a phone that the account does not have yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestCode {
    /// The phone, in digits, with a country code when it is not Chinese. Example: `"13800000001"`.
    #[cfg_attr(feature = "openapi", schema(format = "phone"))]
    pub phone: String,
}

/// A code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    /// Until when the code works. Example: `"2026-03-12T11:35:00.000Z"`.
    pub expires_at: Timestamp,
    /// Seconds until another code may be asked for. Example: `60`.
    pub resend_after_s: u32,
    /// The code itself, from a demo database only. Example: `"246810"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_code: Option<String>,
}

/// Signs in, or proves a phone, with the code that was sent to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneAndCode {
    /// The phone. Example: `"13800000001"`.
    #[cfg_attr(feature = "openapi", schema(format = "phone"))]
    pub phone: String,
    /// The six digits that were sent to it. Example: `"246810"`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{6}$"))]
    pub code: String,
}

/// Signs in on a new phone with the recovery code that joining gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recover {
    /// The recovery code; case, spaces and dashes do not matter. Example: `"K7QM-2XDP-9HFT-R4WA"`.
    pub recovery_code: String,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The bearer token, 256 bits; stored hashed by the backend. Example: `"q1_5f0c…"`.
    pub token: String,
    /// Whose session it is. Example: see [`Me`].
    pub me: Me,
    /// What renews the token, from backends whose tokens are short-lived; the reference has none. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<String>,
}

/// My account, as only I see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// My account's id, to keep caches apart. Example: `"3f9c0a…"`.
    pub id: AccountId,
    /// My phone with its middle hidden, once verified. Example: `"138****0001"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether a phone is verified: commitments need one. Example: `true`.
    pub phone_verified: bool,
    /// Whether WeChat signs in to this account. Example: `false`.
    #[serde(default)]
    pub wechat: bool,
    /// When the account was made. Example: `"2026-03-02T08:00:00.000Z"`.
    pub created_at: Timestamp,
}

/// A new recovery code; the one before stops working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCode {
    /// 16 characters in four groups, 79 bits. Example: `"K7QM-2XDP-9HFT-R4WA"`.
    pub recovery_code: String,
}

/// Signs in by a name and a password, at backends whose descriptor says so; the reference does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordSignIn {
    /// A user name, an address or a phone: whatever the backend knows people by. Example: `"lizi"`.
    pub identity: String,
    /// The password. Example: `"correct horse"`.
    pub password: String,
}

/// Renews a session, at backends whose descriptor says so; the reference's sessions last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Renew {
    /// The token so far. Example: `"eyJ0…"`.
    pub token: String,
    /// What renews it, if the backend gave it. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<String>,
}
