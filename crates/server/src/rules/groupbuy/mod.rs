//! Group-buy: deals by tiers, in teams and by bargains, the pledges to them, and their money. States change in `act` alone.

mod act;
pub mod bargain;
pub mod deal;
pub mod money;
pub mod pick_up;
mod place;
pub mod pledge;
pub mod refund;
pub mod team;
pub mod terms;
