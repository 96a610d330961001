//! Writes of what is ordered, agreed to and handed over.

use async_trait::async_trait;
use contract::{PledgeId, Timestamp};

use super::{DealRow, PledgeRow};
use crate::store::Stored;

/// Writes to what a deal holds, and to what its pledges ordered.
#[async_trait]
pub trait OrderWrite {
    /// Writes down what an open deal is from now on: its words, terms and options. What is taken stays.
    async fn edit_deal(&mut self, deal: &DealRow) -> Stored<()>;
    /// Writes down what a pledge orders from now on, with its terms; the options' counts follow.
    async fn set_order(&mut self, before: &PledgeRow, now: &PledgeRow) -> Stored<()>;
    /// Writes down when a pledge was handed over.
    async fn set_collected(&mut self, id: &PledgeId, at: Option<Timestamp>) -> Stored<()>;
}
