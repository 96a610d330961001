//! Group-buy: deals by tiers or in teams, the commitments to them, and how their money moves.

mod bargain;
mod deal;
mod option;
mod payment;
mod pick_up;
mod pledge;
mod team;
mod terms;

pub use bargain::{Bargain, BargainState, BargainTerms, Help, NewBargains};
pub use deal::{Deal, DealState, NewDeal, Tier};
pub use option::{DealOption, NewOption, Pick};
pub use payment::{
    ChooseLate, LateChoice, Payment, PaymentState, PlayOutcome, PlayPayment, Refund, RefundState, Settling,
};
pub use pick_up::{Collect, PickUpCode, ShownCode};
pub use pledge::{NewPledge, Pledge, PledgeState};
pub use team::{Team, TeamState, TeamTerms};
pub use terms::DealTerms;
