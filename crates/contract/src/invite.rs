//! Invites: the only way into a group.

use serde::{Deserialize, Serialize};

use crate::feed::Attachment;
use crate::group::{HistoryRule, Member, Persona, VerifyBefore};
use crate::groupbuy::Tier;
use crate::{GroupId, InviteId, MemberId, Money, Timestamp};

/// How an invite is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InviteKind {
    /// A QR code for many, which dies for good when the group reaches its QR limit.
    Qr,
    /// From one member to one person: works once, at any size up to the capacity.
    Personal,
}

/// Where an invite stands. Only `open` lets anyone in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InviteState {
    /// Works.
    Open,
    /// Its time is over.
    Expired,
    /// Taken back by who made it, or a host.
    Revoked,
    /// The group reached its QR limit while it was out.
    LimitReached,
    /// A personal invite that was accepted.
    Used,
}

/// An invite, as who made it and the hosts see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    /// The invite's id, which opens nothing. Example: `"a41f09…"`.
    pub id: InviteId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// How it is passed on. Example: `"qr"`.
    pub kind: InviteKind,
    /// The link's secret, 133 bits; only who made it gets it. Example: `"7KQ4M2XD9HFTR4WAZC3P8NYJB6E"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The typed form, the last a check; only who made it gets it. Example: `"7KQ4M2XD"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who made it. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Member>,
    /// Whether I made it. Example: `true`.
    pub yours: bool,
    /// When it was made. Example: `"2026-03-09T12:00:00.000Z"`.
    pub made_at: Timestamp,
    /// Until when it works. Example: `"2026-03-16T12:00:00.000Z"`.
    pub expires_at: Timestamp,
    /// Where it stands now. Example: `"open"`.
    pub state: InviteState,
    /// How many came by it. Example: `3`.
    pub joined_count: u32,
    /// Who of them are members now, the latest first, at most 20; only who made it sees them. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Member>,
    /// A note to myself, such as for whom it is; only who made it sees it. Example: `"楼下邻居"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub note: Option<String>,
    /// What it points at, when it is more than the group. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Attachment>,
    /// The backend's clock. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// Makes an invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvite {
    /// How it will be passed on. Example: `"qr"`.
    pub kind: InviteKind,
    /// A note to myself, up to 40 characters. Example: `"楼下邻居"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, format = "text"))]
    pub note: Option<String>,
    /// What it points at: an open deal or listing of the group. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Attachment>,
}

/// What somebody holds who wants to come in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InviteRef {
    /// The secret of a link or QR. Example: `{"token": "7KQ4M2XD9HFTR4WAZC3P8NYJB6E"}`.
    Token(String),
    /// The typed code. Example: `{"code": "7KQ4-M2XD"}`.
    Code(String),
}

/// Asks what an invite leads to. Opens nothing, joins nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewInvite {
    /// The link's secret or the typed code. Example: see [`InviteRef`].
    pub invite: InviteRef,
}

/// What a visitor may know of a group before joining, and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitePreview {
    /// The group, which opens for members only. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Its name. Example: `"晨间普拉提·周四班"`.
    pub group_name: String,
    /// What it is for. Example: `""`.
    pub about: String,
    /// How many members. Example: `87`.
    pub member_count: u32,
    /// Who runs it. Example: `{"nickname": "栗子教练", "avatar": "star-madder"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Persona>,
    /// Who invites. Example: `{"nickname": "小满", "avatar": "bloom-indigo"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter: Option<Persona>,
    /// How it was passed on. Example: `"qr"`.
    pub kind: InviteKind,
    /// Which past a newcomer sees. Example: `"since_joined"`.
    pub history: HistoryRule,
    /// When a phone must be verified. Example: `"commitment"`.
    pub verify_before: VerifyBefore,
    /// Until when the invite works. Example: `"2026-03-16T12:00:00.000Z"`.
    pub expires_at: Timestamp,
    /// How many places this invite still opens: to the QR limit, or one. Example: `13`.
    pub places_left: u32,
    /// What the inviter's shares carry: joining with it counts for them, without it for nobody. None where nothing is
    /// counted. Example: `"7KQ4M2XD9H"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// What the invite points at. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetPreview>,
    /// Whether I am in this group already; then the app goes there. Example: `false`.
    pub already_member: bool,
    /// The backend's clock. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// What a visitor may know of the deal or listing that an invite points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetPreview {
    /// What it is. Example: `{"kind": "deal", "id": "d4…", "title": "天然橡胶瑜伽垫 5 mm"}`.
    pub attachment: Attachment,
    /// How many people are in it. Example: `6`.
    pub people: u32,
    /// A deal's steps of the price. Example: see [`Tier`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Tier>,
    /// What it would cost now. Example: `{"amount": 9900, "currency": "CNY"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

/// Joins. Makes an account in the same step when there is no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Join {
    /// The link's secret or the typed code. Example: see [`InviteRef`].
    pub invite: InviteRef,
    /// Who I will be in this group. Example: see [`Persona`].
    pub persona: Persona,
    /// What the preview's share carried, when joining shall count for who invited me. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
}

/// In.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Joined {
    /// The group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who I am in it. Example: `"8c21f0…"`.
    pub member_id: MemberId,
    /// The session and recovery code of the account that joining made. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<NewAccount>,
}

/// The account that joining made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// Its session. Example: see [`crate::account::Session`].
    pub session: crate::account::Session,
    /// The only way back in on another phone until a phone is verified. Example: `"K7QM-2XDP-9HFT-R4WA"`.
    pub recovery_code: String,
}
