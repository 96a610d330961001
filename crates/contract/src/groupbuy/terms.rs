//! What somebody agreed to who joined a deal: kept with their pledge, whatever is changed afterwards.

use serde::{Deserialize, Serialize};

use super::Tier;
use crate::Timestamp;

/// The rules of a deal at the moment in which somebody agreed to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealTerms {
    /// What is bought. Example: `"天然橡胶瑜伽垫 5 mm"`.
    pub title: String,
    /// The steps of the price. Example: `[]`.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub tiers: Vec<Tier>,
    /// The people it needs: with fewer nobody pays, and what was paid goes back. Example: `3`.
    pub minimum: u32,
    /// When it ends. Example: `"2026-03-12T12:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// Until when one may leave; none when one may not. Example: `"2026-03-12T12:00:00.000Z"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_until: Option<Timestamp>,
    /// Units that one member may take. Example: `2`.
    #[serde(default)]
    pub per_member: u32,
    /// Units that one order may take. Example: `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_order: Option<u32>,
    /// What the options were called, in order. Example: `["墨绿", "靛蓝"]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub options: Vec<String>,
    /// Where and when to collect. Example: `"前台"`.
    #[serde(default)]
    pub pick_up: String,
    /// When it can be collected. Example: `["2026-03-19T11:00:00.000Z"]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub pick_up_at: Vec<Timestamp>,
    /// When they were agreed to. Example: `"2026-03-10T14:00:00.000Z"`.
    pub agreed_at: Timestamp,
}
