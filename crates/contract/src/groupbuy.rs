//! Group-buy: tiered deals and the commitments to them. Team deals are not in this version of the contract.

mod deal;
mod pledge;

pub use deal::{Deal, DealState, NewDeal, Tier};
pub use pledge::{NewPledge, Pledge, PledgeState};
