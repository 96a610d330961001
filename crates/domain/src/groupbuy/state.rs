//! The state machines of deals, teams, bargains, pledges and refunds, as tables: what is in no row does not happen.
//!
//! The backend acts through [`step`] alone; `docs/commerce.md` prints the tables and a test compares. Each guard asks
//! facts that the caller gives; for every state and event exactly one row holds, whatever the facts, and tests walk all.

mod bargain;
mod deal;
mod pledge;
mod refund;
mod team;

use contract::Code;

pub use bargain::{BARGAIN, BargainEffect, BargainEvent, BargainFacts, BargainGuard, BargainRow};
pub use deal::{DEAL, DealEvent, DealFate, DealGuard, DealRow, DealStep, fate_of};
pub use pledge::{PLEDGE, PledgeEffect, PledgeEvent, PledgeFacts, PledgeGuard, PledgeRow, Way};
pub use refund::{REFUND, RefundEffect, RefundEvent, RefundRow};
pub use team::{TEAM, TeamEffect, TeamEvent, TeamFacts, TeamGuard, TeamRow};

/// What happens then: another state with its effects, or a named refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then<S: 'static, F: 'static> {
    /// It stands there now, and these things are done, in this order.
    Go(S, &'static [F]),
    /// Nothing is done, and this is said.
    Refuse(Code),
}

/// A row: in this state, at this event, if the guard holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<S: 'static, E: 'static, G: 'static, F: 'static> {
    /// Where it stands.
    pub state: S,
    /// What happens to it.
    pub event: E,
    /// What must hold.
    pub guard: G,
    /// What comes of it.
    pub then: Then<S, F>,
}

/// A guard that asks facts.
pub trait Guard<X> {
    /// Whether it holds.
    fn holds(self, facts: &X) -> bool;
}

/// What comes of an event: the next state and the effects, in order.
///
/// # Errors
/// The code of the refusal.
pub fn step<S, E, G, F, X>(
    table: &'static [Row<S, E, G, F>],
    state: S,
    event: E,
    facts: &X,
) -> Result<(S, &'static [F]), Code>
where
    S: Copy + PartialEq,
    E: Copy + PartialEq,
    G: Copy + Guard<X>,
{
    let row = table.iter().find(|r| r.state == state && r.event == event && r.guard.holds(facts));
    match row.map(|r| &r.then) {
        Some(Then::Go(next, effects)) => Ok((*next, effects)),
        Some(Then::Refuse(code)) => Err(*code),
        None => Err(Code::Conflict),
    }
}

/// Rows as they are read: `State Event Guard -> Next [Effects];` or `State Event Guard ! Refusal;`.
macro_rules! rows {
    ($S:ident $E:ident $G:ident $F:ident: $($s:ident $e:ident $g:ident
        $(-> $next:ident [$($f:ident)*])? $(! $code:ident)?;)*) => {
        &[$($crate::groupbuy::state::Row {
            state: $S::$s,
            event: $E::$e,
            guard: $G::$g,
            then: rows!(@$S $F $(-> $next [$($f)*])? $(! $code)?),
        },)*]
    };
    (@$S:ident $F:ident -> $next:ident [$($f:ident)*]) => {
        $crate::groupbuy::state::Then::Go($S::$next, &[$($F::$f),*])
    };
    (@$S:ident $F:ident ! $code:ident) => {
        $crate::groupbuy::state::Then::Refuse(contract::Code::$code)
    };
}
use rows;

/// An enum that knows all its values, for tables and their walk.
macro_rules! listed {
    ($(#[$doc:meta])* $name:ident { $($(#[$said:meta])* $value:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$said])* $value,)* }
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$value,)*];
        }
    };
}
use listed;

#[cfg(test)]
mod tests;
