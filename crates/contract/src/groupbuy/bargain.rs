//! Bargains: the price of a deal that falls for one member by the help of others, each once. Off by a group's policy.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{BargainId, Money, Timestamp};

/// How a deal that is sold by bargains is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewBargains {
    /// The lowest price; the first is the deal's only tier. Example: `{"amount": 9900, "currency": "CNY"}`.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::Price))]
    pub floor: Money,
    /// Helps that it takes from the first price to the lowest, 1 to 50. Example: `8`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 50))]
    pub helps: u32,
}

/// How the bargains of a deal are made. A deal with these is sold by bargains alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BargainTerms {
    /// The lowest price. Example: `{"amount": 9900, "currency": "CNY"}`.
    pub floor: Money,
    /// Helps that it takes from the first price to the lowest. Example: `8`.
    pub helps: u32,
    /// Hours that a bargain has. Example: `24`.
    pub hours: u32,
    /// Whether one may buy at the price that is reached, as the group's policy was at its opening. Example: `false`.
    #[serde(default)]
    pub any_price: bool,
    /// Helps that I have left today, over the whole group. Example: `3`.
    #[serde(default)]
    pub helps_left: u32,
}

/// Where a bargain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BargainState {
    /// Friends may help.
    Running,
    /// The lowest price was reached, and it is bought at that.
    Reached,
    /// It was bought at the price that was reached.
    Bought,
    /// Its time was over before that: nothing is owed, and nothing is bought.
    Over,
    /// Whoever began it let it be: nothing is owed, and nothing is bought.
    Left,
    /// The deal was called off: nothing is owed, and nothing is bought.
    Cancelled,
}

/// One member's bargain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bargain {
    /// The bargain's id. Example: `"5be0c4…"`.
    pub id: BargainId,
    /// Whose it is; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Whether it is mine. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// Whether I helped. Example: `true`.
    #[serde(default)]
    pub helped: bool,
    /// The price now, or at its end. Example: `{"amount": 11730, "currency": "CNY"}`.
    pub price: Money,
    /// Helps that are still missing to the lowest price. Example: `5`.
    #[serde(default)]
    pub missing: u32,
    /// What the next help takes off: known from the beginning. Example: `{"amount": 362, "currency": "CNY"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Money>,
    /// Who helped, in order. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub helps: Vec<Help>,
    /// Where it stands. Example: `"running"`.
    pub state: BargainState,
    /// When it was begun. Example: `"2026-03-09T12:00:00.000Z"`.
    pub opened_at: Timestamp,
    /// When its time is over, by the backend's clock. Example: `"2026-03-10T12:00:00.000Z"`.
    pub ends_at: Timestamp,
}

/// One help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Help {
    /// Who helped; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// What it took off. Example: `{"amount": 370, "currency": "CNY"}`.
    pub cut: Money,
}
