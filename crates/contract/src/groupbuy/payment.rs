//! Payments and refunds of a pledge, as their owner and who runs the deal see them.

use serde::{Deserialize, Serialize};

use crate::{Money, PaymentId, RefundId, Timestamp};

/// How the money of a deal moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settling {
    /// At the end, between the members and who opened it.
    #[default]
    WithHost,
    /// First, and with play money: for trying things out, no real money moves.
    PlayMoney,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// It waits for me.
    Asked,
    /// The provider was told and has not answered.
    Pending,
    /// The provider says no; I may try again while my place is kept.
    Declined,
    /// The provider has the money.
    Paid,
    /// The place is no longer kept. Money that comes now is not lost: it finds a place, or goes back.
    Lapsed,
    /// I left before I paid.
    Dropped,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    /// The payment's id. Example: `"p9a3f7…"`.
    pub id: PaymentId,
    /// How much. Example: `{"amount": 9900, "currency": "CNY"}`.
    pub amount: Money,
    /// Where it stands. Example: `"asked"`.
    pub state: PaymentState,
    /// Until when the place is kept for it. Example: `"2026-03-10T14:15:00.000Z"`.
    pub held_until: Timestamp,
    /// How often the provider took it; what was taken beyond once goes back. Example: `1`.
    #[serde(default)]
    pub times: u32,
}

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// It is to be sent.
    Asked,
    /// The provider was asked for it.
    Sent,
    /// The provider could not do it; it is tried again.
    Failed,
    /// Who opened the deal says that it was given back; it waits for me to confirm.
    Said,
    /// It came back.
    Confirmed,
}

/// Money on its way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refund {
    /// The refund's id. Example: `"r5b8d2…"`.
    pub id: RefundId,
    /// How much. Example: `{"amount": 2900, "currency": "CNY"}`.
    pub amount: Money,
    /// Where it stands. Example: `"sent"`.
    pub state: RefundState,
    /// How often it was tried. Example: `1`.
    #[serde(default)]
    pub tries: u32,
    /// Since when it stands there. Example: `"2026-03-10T14:20:00.000Z"`.
    pub changed_at: Timestamp,
}

/// What the sandbox is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlayOutcome {
    /// The money is taken.
    #[default]
    Paid,
    /// No.
    Declined,
    /// Nothing, ever.
    TimedOut,
    /// The money is taken twice.
    PaidTwice,
}

/// Pays with play money, and says what is to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlayPayment {
    /// What the sandbox answers. Example: `"paid"`.
    #[serde(default)]
    pub outcome: PlayOutcome,
    /// How many seconds later it answers, up to a day. Example: `0`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 86_400))]
    pub after_s: u32,
    /// How often a refund of it fails before it works, up to 5. Example: `0`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 5))]
    pub refund_fails: u32,
}

/// What becomes of money that came when the team was full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LateChoice {
    /// It goes back.
    Refund,
    /// It opens a team that I head.
    NewTeam,
}

/// Chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseLate {
    /// What becomes of the money. Example: `"refund"`.
    pub choice: LateChoice,
}
