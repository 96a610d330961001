//! Group-buy: deals, and the pledges to them.

pub mod deal;
pub mod pick_up;
pub mod pledge;
pub mod terms;
