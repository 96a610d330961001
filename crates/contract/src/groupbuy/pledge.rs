//! A member's commitment to a deal.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{Money, PledgeId, Timestamp};

/// Where a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeState {
    /// In the deal, nothing owed yet.
    Committed,
    /// The deal succeeded: to be settled with the host.
    Due,
    /// The host says that it is paid.
    Settled,
    /// The deal failed or was called off: nothing is owed.
    Released,
}

/// A member's commitment to a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pledge {
    /// The pledge's id. Example: `"b7c1a2…"`.
    pub id: PledgeId,
    /// Who; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Units. Example: `1`.
    pub quantity: u32,
    /// Where it stands. Example: `"committed"`.
    pub state: PledgeState,
    /// What it comes to at the deal's unit price, now or finally; zero once released. Example: `{"amount": 9900, "currency": "CNY"}`.
    pub total: Money,
    /// When they joined the deal. Example: `"2026-03-10T14:00:00.000Z"`.
    pub pledged_at: Timestamp,
}

/// Commits to a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPledge {
    /// Units, at least 1. Example: `1`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub quantity: u32,
}
