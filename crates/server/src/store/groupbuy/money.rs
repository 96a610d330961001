//! Payments, refunds, and the ledger in double entry.

use async_trait::async_trait;
use contract::groupbuy::{PaymentState, PlayPayment, RefundState};
use contract::{DealId, Money, PaymentId, PledgeId, RefundId, Timestamp};
use domain::groupbuy::money::{Account, Booking};

use super::PledgeRow;
use crate::store::Stored;

/// A payment.
#[derive(Debug, Clone)]
pub struct PaymentRow {
    /// Its id.
    pub id: PaymentId,
    /// Its deal.
    pub deal_id: DealId,
    /// Its pledge.
    pub pledge_id: PledgeId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: PaymentState,
    /// How often the provider took it.
    pub times: u32,
    /// What the provider was told.
    pub orders: Option<PlayPayment>,
    /// Until when the place is kept for it.
    pub held_until: Timestamp,
    /// When the provider answers.
    pub answers_at: Option<Timestamp>,
}

impl PaymentRow {
    /// When the server acts on it by itself.
    pub fn next_at(&self) -> Option<Timestamp> {
        let waits =
            matches!(self.state, PaymentState::Asked | PaymentState::Pending | PaymentState::Declined);
        [self.answers_at, waits.then_some(self.held_until)].into_iter().flatten().min()
    }
}

/// Money on its way back.
#[derive(Debug, Clone)]
pub struct RefundRow {
    /// Its id.
    pub id: RefundId,
    /// Its deal.
    pub deal_id: DealId,
    /// Its pledge.
    pub pledge_id: PledgeId,
    /// The payment that it gives back of.
    pub payment_id: PaymentId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: RefundState,
    /// How often it was tried.
    pub tries: u32,
    /// Since when it stands there.
    pub changed_at: Timestamp,
    /// When the server acts on it by itself.
    pub next_at: Option<Timestamp>,
}

/// Questions about money.
#[async_trait]
pub trait MoneyRead {
    /// A payment.
    async fn payment(&mut self, id: &PaymentId) -> Stored<Option<PaymentRow>>;
    /// The last payment of a pledge.
    async fn last_payment(&mut self, pledge: &PledgeId) -> Stored<Option<PaymentRow>>;
    /// The last payment of each of these pledges.
    async fn last_payments(&mut self, pledges: &[PledgeId]) -> Stored<Vec<PaymentRow>>;
    /// The last payment of a pledge that the provider took.
    async fn last_paid(&mut self, pledge: &PledgeId) -> Stored<Option<PaymentRow>>;
    /// A refund.
    async fn refund(&mut self, id: &RefundId) -> Stored<Option<RefundRow>>;
    /// The refunds of these pledges, the latest first, of each as many as one is told of.
    async fn refunds(&mut self, pledges: &[PledgeId]) -> Stored<Vec<RefundRow>>;
    /// The first payment on which the server acts by `now`.
    async fn due_payment(&mut self, now: Timestamp) -> Stored<Option<PaymentRow>>;
    /// The refunds on which the server acts by `now`.
    async fn due_refunds(&mut self, now: Timestamp) -> Stored<Vec<RefundRow>>;
    /// When the server acts on a payment or a refund next.
    async fn next_money_due(&mut self) -> Stored<Option<Timestamp>>;
    /// What an account of a pledge comes to.
    async fn balance(&mut self, pledge: &PledgeId, account: Account) -> Stored<i64>;
}

/// Writes to money.
#[async_trait]
pub trait MoneyWrite {
    /// Adds a payment.
    async fn add_payment(&mut self, payment: &PaymentRow) -> Stored<()>;
    /// Writes down where a payment stands.
    async fn set_payment(&mut self, payment: &PaymentRow) -> Stored<()>;
    /// Adds a refund.
    async fn add_refund(&mut self, refund: &RefundRow) -> Stored<()>;
    /// Writes down where a refund stands.
    async fn set_refund(&mut self, refund: &RefundRow) -> Stored<()>;
    /// Writes the postings of a booking down, for ever.
    async fn book(
        &mut self,
        pledge: &PledgeRow,
        booking: Booking,
        amount: Money,
        at: Timestamp,
    ) -> Stored<()>;
}
