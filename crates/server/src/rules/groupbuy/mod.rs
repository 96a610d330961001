//! Group-buy: deals, and the pledges to them.

pub mod deal;
pub mod pledge;
