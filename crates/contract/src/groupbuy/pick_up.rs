//! Handing over what was bought: the code that a member shows, and the tick of who hands it over.

use serde::{Deserialize, Serialize};

/// What a member shows to collect what they bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PickUpCode {
    /// For a QR code: more than 128 bits, not to be guessed. Example: `"Q7M2…"`.
    pub token: String,
    /// To be read out and typed: eight characters. Example: `"7KQ4M2XD"`.
    pub typed: String,
}

/// Looks for who shows a code; in the body, so that it stays out of logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownCode {
    /// The token of a QR code, or what was typed. Example: `"7KQ4-M2XD"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub code: String,
}

/// Ticks a pledge off as handed over, or takes the tick back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Collect {
    /// Whether it is handed over. Example: `true`.
    pub on: bool,
}
