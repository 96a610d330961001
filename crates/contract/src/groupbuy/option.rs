//! Options of a deal, such as colours and sizes: each with a name and, where it matters, a stock of its own.

use serde::{Deserialize, Serialize};

/// Something to choose in a deal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealOption {
    /// What it is called, up to 20 characters. Example: `"墨绿"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub label: String,
    /// Units there are of it; none when only the deal's stock counts. Example: `8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
    /// Units taken of it. Example: `3`.
    #[serde(default)]
    pub taken: u32,
}

/// An option of a deal to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOption {
    /// What it is called, 1 to 20 characters. Example: `"墨绿"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, format = "line"))]
    pub label: String,
    /// Units there are of it. Example: `8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub stock: Option<u32>,
}

/// So many units of one option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pick {
    /// Its place among the deal's options, from 0. Example: `1`.
    #[cfg_attr(feature = "openapi", schema(maximum = 11))]
    pub option: u32,
    /// Units, at least 1. Example: `2`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub quantity: u32,
}
