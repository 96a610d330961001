//! Payment providers: what the ledger says at each turn of a pledge.
//!
//! Whatever a provider does, for every deal paid = kept + refunded once its rows are written.

use contract::Money;

use crate::store::{LedgerEntry, LedgerRow};

/// How the money of a deal moves.
pub trait Provider: Send + Sync {
    /// The deal succeeded and this pledge owes `owed`.
    fn on_success(&self, owed: Money) -> Vec<LedgerRow>;
    /// The host says that the pledge is paid.
    fn on_settled(&self, owed: Money) -> Vec<LedgerRow>;
}

/// Nothing passes through the app: members pay the host, and the host says so.
#[derive(Debug, Default)]
pub struct SettleWithHost;

impl Provider for SettleWithHost {
    fn on_success(&self, owed: Money) -> Vec<LedgerRow> {
        vec![LedgerRow { entry: LedgerEntry::Due, amount: owed }]
    }

    fn on_settled(&self, owed: Money) -> Vec<LedgerRow> {
        vec![
            LedgerRow { entry: LedgerEntry::Paid, amount: owed },
            LedgerRow { entry: LedgerEntry::Kept, amount: owed },
        ]
    }
}
