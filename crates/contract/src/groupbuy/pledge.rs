//! A member's commitment to a deal.

use serde::{Deserialize, Serialize};

use super::{DealTerms, Payment, Pick, PickUpCode, Refund};
use crate::group::Member;
use crate::{Money, PledgeId, TeamId, Timestamp};

/// Where a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeState {
    /// In the deal, nothing owed yet.
    #[default]
    Committed,
    /// The deal succeeded: to be settled with the host.
    Due,
    /// The host says that it is paid.
    Settled,
    /// The deal failed or was called off, or I left it: nothing is owed, and what was paid goes back.
    Released,
    /// A place is kept until it is paid.
    Reserved,
    /// It was paid, and the place was gone: it goes back or opens a new team, as I choose.
    Late,
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
    /// Its team, in a deal that is sold to teams. Example: `"t4c2e1…"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// Its payment, where one pays first; the last one, when it was tried again. Example: see [`Payment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// Whether a new team could be opened now with money that came too late. Example: `false`.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub may_open_team: bool,
    /// Money on its way back, and what came back, the latest first. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub refunds: Vec<Refund>,
    /// Which options, and how many of each; empty where there is nothing to choose. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub picks: Vec<Pick>,
    /// What I agreed to when I joined, or last changed it; only for whose it is. Example: see [`DealTerms`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<DealTerms>,
    /// When it was handed over. Example: `"2026-03-19T11:05:00.000Z"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected_at: Option<Timestamp>,
    /// What I show to collect it, once the deal has succeeded; only for whose it is. Example: see [`PickUpCode`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<PickUpCode>,
}

/// Commits to a deal, or says what my commitment is to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPledge {
    /// Units, at least 1. Example: `1`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub quantity: u32,
    /// Which options, and how many of each: they come to the units. Empty where there is nothing to choose.
    /// Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub picks: Vec<Pick>,
}
