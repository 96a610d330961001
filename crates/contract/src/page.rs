//! Lists come in pages, by cursor.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One page of a list. Ask for the next with `?after=<next>&limit=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order of the list. Example: `[]`.
    pub items: Vec<T>,
    /// The cursor of the next page; none on the last page. Example: `"1742"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The cursor of the change stream at which this page was read, for signed-in lists: whoever follows
    /// the changes from here misses nothing. Example: `"1742"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The backend's clock when it answered. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
}
