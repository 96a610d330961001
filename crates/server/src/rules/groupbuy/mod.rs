//! Group-buy: deals by tiers and in teams, the pledges to them, and their money. States change in `act` alone.

mod act;
pub mod deal;
pub mod money;
pub mod pick_up;
mod place;
pub mod pledge;
pub mod refund;
pub mod team;
pub mod terms;
