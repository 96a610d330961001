//! A refund from being asked for to being there, with its own progress.

use contract::groupbuy::RefundState;

use super::{Guard, Row, listed, rows};

listed! {
    /// What happens to a refund.
    RefundEvent {
        /// It is its turn: the provider is asked, by the refund's id, so that asking twice gives back once.
        Send,
        /// The provider says that it is done.
        Confirm,
        /// The provider could not.
        Fail,
        /// The member says that it came back.
        Acknowledge,
    }
}

listed! {
    /// What must hold.
    RefundGuard {
        /// Nothing.
        Always,
    }
}

listed! {
    /// What is done then.
    RefundEffect {
        /// The provider is asked.
        CallProvider,
        /// It is tried again after a while that grows.
        WaitToRetry,
        /// The money is back with the member.
        BookRefunded,
    }
}

impl Guard<()> for RefundGuard {
    fn holds(self, (): &()) -> bool {
        true
    }
}

/// A row of the table.
pub type RefundRow = Row<RefundState, RefundEvent, RefundGuard, RefundEffect>;

/// The table of refunds.
pub const REFUND: &[RefundRow] = rows! { RefundState RefundEvent RefundGuard RefundEffect:
    Asked Send Always -> Sent [CallProvider];
    Asked Confirm Always ! Conflict;
    Asked Fail Always ! Conflict;
    Asked Acknowledge Always ! Conflict;
    Sent Send Always -> Sent [CallProvider];
    Sent Confirm Always -> Confirmed [BookRefunded];
    Sent Fail Always -> Failed [WaitToRetry];
    Sent Acknowledge Always ! Conflict;
    Failed Send Always -> Sent [CallProvider];
    Failed Confirm Always ! Conflict;
    Failed Fail Always ! Conflict;
    Failed Acknowledge Always ! Conflict;
    Said Send Always ! Conflict;
    Said Confirm Always ! Conflict;
    Said Fail Always ! Conflict;
    Said Acknowledge Always -> Confirmed [BookRefunded];
    Confirmed Send Always ! Conflict;
    Confirmed Confirm Always ! Conflict;
    Confirmed Fail Always ! Conflict;
    Confirmed Acknowledge Always ! Conflict;
};
