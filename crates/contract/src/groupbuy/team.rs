//! Teams: a few people who buy together within a few hours, in a deal that is sold to teams.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{Money, TeamId, Timestamp};

/// How the teams of a deal are made. A deal with these is sold to teams, one without to everybody by its tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamTerms {
    /// People in a team, 2 to 20. Example: `3`.
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 20))]
    pub size: u32,
    /// Hours that a team has from its head's commitment, 1 to 72. Example: `24`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 72))]
    pub hours: u32,
    /// The price of one lot that a team splits; none when each buys a unit. Example: `{"amount": 10000, "currency": "CNY"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::openapi::UnitPrice>))]
    pub lot: Option<Money>,
}

/// Where a team stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TeamState {
    /// It waits for people.
    Running,
    /// It is full: everyone in it buys.
    Succeeded,
    /// Its time was over, or everybody left: nobody owes anything.
    Failed,
    /// The deal was called off: nobody owes anything.
    Cancelled,
}

/// A team of a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    /// The team's id. Example: `"t4c2e1…"`.
    pub id: TeamId,
    /// Who heads it; none when they left the group. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Member>,
    /// Who is in it, in the order of joining. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub members: Vec<Member>,
    /// People in it now, or at its end. Example: `2`.
    pub people: u32,
    /// Places that are kept for people who are paying. Example: `0`.
    #[serde(default)]
    pub held: u32,
    /// People that it needs. Example: `3`.
    pub size: u32,
    /// What whoever joins next pays. Example: `{"amount": 3333, "currency": "CNY"}`.
    pub price: Money,
    /// Where it stands. Example: `"running"`.
    pub state: TeamState,
    /// Whether I am in it. Example: `false`.
    pub yours: bool,
    /// When its time began. Example: `"2026-03-09T12:00:00.000Z"`.
    pub opened_at: Timestamp,
    /// When its time is over, by the backend's clock. Example: `"2026-03-10T12:00:00.000Z"`.
    pub ends_at: Timestamp,
}
