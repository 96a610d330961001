//! Payment providers: who takes the money of a deal and when, what they answer, and whether they can give it back.
//!
//! A provider is asked inside a transaction and must answer from what it was told: one that has to ask the world does so
//! on an errand of its own and writes the answer down. Whatever it answers, rules and ledger are the same for all.

use contract::RefundId;
use contract::groupbuy::{PlayOutcome, PlayPayment, Settling};

/// What a provider says of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The money was taken, so many times.
    Taken(u32),
    /// No.
    Declined,
    /// Nothing, and it never will.
    Silent,
}

/// The provider could not give money back now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unable;

/// How the money of a deal moves.
pub trait Provider: Send + Sync {
    /// Whether members pay before they are in, so that a place is kept for them until they did.
    fn paid_first(&self) -> bool;
    /// What became of a payment with these orders.
    fn answer(&self, orders: &PlayPayment) -> Answer;
    /// Gives money back, once for each id however often it is asked; `tries` counts from 1.
    ///
    /// # Errors
    /// When it could not: it is asked again later.
    fn give_back(&self, id: &RefundId, orders: &PlayPayment, tries: u32) -> Result<(), Unable>;
}

/// The provider of a deal.
pub fn provider(settling: Settling) -> &'static dyn Provider {
    match settling {
        Settling::WithHost => &SettleWithHost,
        Settling::PlayMoney => &Sandbox,
    }
}

/// Nothing passes through the app: members pay the host at the end, and the host says so.
#[derive(Debug)]
pub struct SettleWithHost;

impl Provider for SettleWithHost {
    fn paid_first(&self) -> bool {
        false
    }

    fn answer(&self, _: &PlayPayment) -> Answer {
        Answer::Silent
    }

    fn give_back(&self, _: &RefundId, _: &PlayPayment, _: u32) -> Result<(), Unable> {
        Err(Unable)
    }
}

/// Play money, with failures to order. It keeps no accounts: what was ordered stands with the payment.
#[derive(Debug)]
pub struct Sandbox;

impl Provider for Sandbox {
    fn paid_first(&self) -> bool {
        true
    }

    fn answer(&self, orders: &PlayPayment) -> Answer {
        match orders.outcome {
            PlayOutcome::Paid => Answer::Taken(1),
            PlayOutcome::PaidTwice => Answer::Taken(2),
            PlayOutcome::Declined => Answer::Declined,
            PlayOutcome::TimedOut => Answer::Silent,
        }
    }

    fn give_back(&self, _: &RefundId, orders: &PlayPayment, tries: u32) -> Result<(), Unable> {
        if tries > orders.refund_fails { Ok(()) } else { Err(Unable) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_fails_as_it_was_told() {
        let orders = PlayPayment { refund_fails: 2, ..PlayPayment::default() };
        let tried: Vec<bool> = (1..=4).map(|n| Sandbox.give_back(&"r".into(), &orders, n).is_ok()).collect();
        assert_eq!(tried, [false, false, true, true]);
        assert_eq!(Sandbox.answer(&orders), Answer::Taken(1));
    }
}
