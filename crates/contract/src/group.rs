//! Groups, their policies, and who one is in them.

use serde::{Deserialize, Serialize};

use crate::{GroupId, MemberId, Timestamp};

/// Nickname and avatar in one group. Never prefilled, never shared between groups.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Persona {
    /// The nickname, 1 to 20 characters, unique in the group. Example: `"小满"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, format = "line"))]
    pub nickname: String,
    /// A print and its dye. Example: `"bloom-indigo"`.
    #[cfg_attr(feature = "openapi", schema(format = "avatar"))]
    pub avatar: String,
}

/// What a member may do in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the group.
    Host,
    /// Helps to run it.
    Steward,
    /// Everyone else.
    Member,
}

impl Role {
    /// Hosts and stewards.
    pub const fn runs_the_group(self) -> bool {
        matches!(self, Self::Host | Self::Steward)
    }
}

/// A member as the other members see them: a persona, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The membership's id. Example: `"8c21f0…"`.
    pub id: MemberId,
    /// Nickname and avatar in this group. Example: see [`Persona`].
    pub persona: Persona,
    /// The role. Example: `"member"`.
    pub role: Role,
    /// When they joined. Example: `"2026-03-02T08:00:00.000Z"`.
    pub joined_at: Timestamp,
}

/// Which past a newcomer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HistoryRule {
    /// Nothing older than their joining, pins and open offers excepted.
    SinceJoined,
    /// Everything.
    All,
}

/// When a phone must be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerifyBefore {
    /// Before joining.
    Join,
    /// Before the first commitment: a listing, a claim, a deal, a pledge.
    Commitment,
}

/// Whether deals may be sold by bargains in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bargaining {
    /// They may not.
    #[default]
    Off,
    /// They may: at the lowest price it is bought, and not before.
    ToFloor,
    /// They may, and one may buy at the price that is reached.
    AnyPrice,
}

/// A group's rules, as data that its members can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Which past a newcomer sees. Example: `"since_joined"`.
    pub history: HistoryRule,
    /// The head count at which QR invites die. Example: `100`.
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 100))]
    pub invite_qr_limit: u32,
    /// The most members. Example: `500`.
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 500))]
    pub capacity: u32,
    /// How long an invite works, in seconds. Example: `604800`.
    #[cfg_attr(feature = "openapi", schema(minimum = 60, maximum = 2_592_000))]
    pub invite_ttl_s: u32,
    /// When a phone must be verified. Example: `"commitment"`.
    pub verify_before: VerifyBefore,
    /// The longest that a claimed seat is held, in seconds. Example: `7200`.
    #[cfg_attr(feature = "openapi", schema(minimum = 60, maximum = 7200))]
    pub hold_s: u32,
    /// How long before a class its seats stop moving, in seconds. Example: `3600`.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 604_800))]
    pub cut_off_s: u32,
    /// Whether any member may open a deal, or hosts only. Example: `true`.
    pub members_open_deals: bool,
    /// Whether who runs a class must agree to who takes a seat in it. Example: `false`.
    #[serde(default)]
    pub seat_consent: bool,
    /// How far back a joining or purchase counts for who shared: 0 not at all, 1 for who shared it, 2 also for by
    /// whose share that one had come. Example: `2`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 2))]
    pub referral_depth: u32,
    /// How long a share counts, in days. Example: `30`.
    #[serde(default = "thirty")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 90))]
    pub referral_days: u32,
    /// Whether deals may be sold by bargains. Example: `"off"`.
    #[serde(default)]
    pub bargains: Bargaining,
}

const fn thirty() -> u32 {
    30
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            history: HistoryRule::SinceJoined,
            invite_qr_limit: 100,
            capacity: 500,
            invite_ttl_s: 7 * 86_400,
            verify_before: VerifyBefore::Commitment,
            hold_s: 2 * 3600,
            cut_off_s: 3600,
            members_open_deals: true,
            seat_consent: false,
            referral_depth: 2,
            referral_days: thirty(),
            bargains: Bargaining::Off,
        }
    }
}

/// A group, as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// The group's id. Example: `"c81e72…"`.
    pub id: GroupId,
    /// Its name, 1 to 40 characters. Example: `"晨间普拉提·周四班"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
    pub name: String,
    /// What it is for, up to 200 characters. Example: `"周四晚的器械课，课后常一起吃早饭"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub about: String,
    /// Its rules. Example: see [`Policy`].
    pub policy: Policy,
    /// How many members. Example: `87`.
    pub member_count: u32,
    /// When its QR invites died for good, until a host makes a new one below the limit. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr_closed_at: Option<Timestamp>,
    /// The group that it stands beside, told to who is in both. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sibling_of: Option<GroupId>,
    /// Who I am in it. Example: see [`Member`].
    pub me: Member,
    /// When it was made. Example: `"2026-01-08T02:00:00.000Z"`.
    pub created_at: Timestamp,
    /// How far I have read its feed: what others wrote later is new to me. Example: `"2026-03-12T13:08:00.000Z"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_to: Option<Timestamp>,
    /// How many posts of others are new to me, 100 at the most. Example: `3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(maximum = 100))]
    pub unread: Option<u32>,
}

/// Says how far I have read a group's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkRead {
    /// When the newest post that I saw was written. Example: `"2026-03-12T13:08:00.000Z"`.
    pub to: Timestamp,
}

/// Makes a group; who makes it is its host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// The name, 1 to 40 characters. Example: `"晨间普拉提·周四班"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40, format = "words"))]
    pub name: String,
    /// What it is for, up to 200 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, format = "text"))]
    pub about: String,
    /// The host's persona in it. Example: see [`Persona`].
    pub persona: Persona,
    /// Its rules; those of its sibling when absent, or else the product's. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// A group that I run, full or soon to be, beside which this one stands. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sibling_of: Option<GroupId>,
}

/// Gives a group other rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPolicy {
    /// The rules from now on, all of them. Example: see [`Policy`].
    pub policy: Policy,
    /// The rules that I saw when I chose; a `conflict` when others hold by now. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Policy>,
}

/// Gives a member another role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetRole {
    /// The role from now on. Example: `"steward"`.
    pub role: Role,
}
