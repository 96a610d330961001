//! A pledge from a place that is kept to money that is kept or went back. The same for both modes and all providers.

use contract::groupbuy::PledgeState;

use super::{Guard, Row, listed, rows};

/// What money that comes now can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Its place is kept, or free again.
    Place,
    /// Its place is gone, and a new team could be opened.
    NewTeam,
    /// Neither.
    None,
}

/// What the rules need to know of a pledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PledgeFacts {
    /// Whether a provider takes the money first; else who opened the deal takes it at the end.
    pub paid_first: bool,
    /// Whether the payment at hand is the one that this pledge waits for, and not an older one or one more.
    pub expected: bool,
    /// What money that comes now can do.
    pub way: Way,
    /// Whether it was said to be given back.
    pub given_back: bool,
}

listed! {
    /// What happens to a pledge.
    PledgeEvent {
        /// It is meant, and nothing has to be paid first.
        Promise,
        /// Money for it came in at the provider.
        Pay,
        /// The member leaves.
        Leave,
        /// Its place was kept long enough.
        Lapse,
        /// The deal, or the team, succeeded.
        Succeed,
        /// The deal, or the team, ended otherwise.
        Fail,
        /// Who opened the deal says that it is paid.
        Settle,
        /// Who opened the deal says that they gave it back.
        GiveBack,
        /// The member wants the money back that came too late.
        ChooseRefund,
        /// The member opens a team with the money that came too late.
        ChooseTeam,
    }
}

listed! {
    /// What must hold.
    PledgeGuard {
        /// Nothing.
        Always,
        /// Who opened the deal takes the money.
        WithHost,
        /// A provider took the money first.
        PaidFirst,
        /// It is the payment that was waited for.
        Expected,
        /// It is another payment.
        Stray,
        /// It was waited for, and there is a place.
        Place,
        /// It was waited for, the place is gone, a new team could be opened.
        NewTeam,
        /// It was not waited for, or neither place nor team is there.
        NoWay,
        /// With the host, and not given back yet.
        Returnable,
        /// Not with the host, or given back already.
        NotReturnable,
        /// A new team could be opened.
        CanOpen,
        /// None could.
        CannotOpen,
    }
}

listed! {
    /// What is done then.
    PledgeEffect {
        /// A place is taken.
        TakePlace,
        /// The place is free.
        FreePlace,
        /// One person more.
        CountIn,
        /// One person less.
        CountOut,
        /// A team is opened, with the place of its head.
        OpenTeam,
        /// The money that came is written down.
        BookPaid,
        /// What is owed is written down.
        BookDue,
        /// The price of what was bought is the host's.
        BookKept,
        /// What just came goes back.
        RefundThis,
        /// All that is held goes back.
        RefundAll,
        /// The host's word is written down, until the member confirms.
        SayRefunded,
    }
}

impl Guard<PledgeFacts> for PledgeGuard {
    fn holds(self, f: &PledgeFacts) -> bool {
        let returnable = !f.paid_first && !f.given_back;
        match self {
            Self::Always => true,
            Self::WithHost => !f.paid_first,
            Self::PaidFirst => f.paid_first,
            Self::Expected => f.expected,
            Self::Stray => !f.expected,
            Self::Place => f.expected && f.way == Way::Place,
            Self::NewTeam => f.expected && f.way == Way::NewTeam,
            Self::NoWay => !f.expected || f.way == Way::None,
            Self::Returnable => returnable,
            Self::NotReturnable => !returnable,
            Self::CanOpen => f.way != Way::None,
            Self::CannotOpen => f.way == Way::None,
        }
    }
}

/// A row of the table.
pub type PledgeRow = Row<PledgeState, PledgeEvent, PledgeGuard, PledgeEffect>;

/// The table of pledges.
pub const PLEDGE: &[PledgeRow] = rows! { PledgeState PledgeEvent PledgeGuard PledgeEffect:
    Reserved Promise WithHost -> Committed [CountIn];
    Reserved Promise PaidFirst ! Conflict;
    Reserved Pay Expected -> Committed [BookPaid CountIn];
    Reserved Pay Stray -> Reserved [BookPaid RefundThis];
    Reserved Leave Always -> Released [FreePlace];
    Reserved Lapse Always -> Released [FreePlace];
    Reserved Succeed Always -> Released [FreePlace];
    Reserved Fail Always -> Released [FreePlace];
    Reserved Settle Always ! Conflict;
    Reserved GiveBack Always ! Conflict;
    Reserved ChooseRefund Always ! Conflict;
    Reserved ChooseTeam Always ! Conflict;
    Committed Promise Always ! AlreadyPledged;
    Committed Pay Always -> Committed [BookPaid RefundThis];
    Committed Leave WithHost -> Released [CountOut FreePlace];
    Committed Leave PaidFirst -> Released [CountOut FreePlace RefundAll];
    Committed Lapse Always ! Conflict;
    Committed Succeed WithHost -> Due [BookDue];
    Committed Succeed PaidFirst -> Settled [BookKept RefundAll];
    Committed Fail WithHost -> Released [];
    Committed Fail PaidFirst -> Released [RefundAll];
    Committed Settle Always ! Conflict;
    Committed GiveBack Always ! Conflict;
    Committed ChooseRefund Always ! Conflict;
    Committed ChooseTeam Always ! Conflict;
    Due Promise Always ! AlreadyPledged;
    Due Pay Always -> Due [BookPaid RefundThis];
    Due Leave Always ! DealClosed;
    Due Lapse Always ! Conflict;
    Due Succeed Always ! Conflict;
    Due Fail Always ! Conflict;
    Due Settle Always -> Settled [BookPaid BookKept];
    Due GiveBack Always ! Conflict;
    Due ChooseRefund Always ! Conflict;
    Due ChooseTeam Always ! Conflict;
    Settled Promise Always ! AlreadyPledged;
    Settled Pay Always -> Settled [BookPaid RefundThis];
    Settled Leave Always ! DealClosed;
    Settled Lapse Always ! Conflict;
    Settled Succeed Always ! Conflict;
    Settled Fail Always ! Conflict;
    Settled Settle Always ! Conflict;
    Settled GiveBack Returnable -> Settled [SayRefunded];
    Settled GiveBack NotReturnable ! Conflict;
    Settled ChooseRefund Always ! Conflict;
    Settled ChooseTeam Always ! Conflict;
    Released Promise Always ! NotPledged;
    Released Pay Place -> Committed [TakePlace BookPaid CountIn];
    Released Pay NewTeam -> Late [BookPaid];
    Released Pay NoWay -> Released [BookPaid RefundThis];
    Released Leave Always ! NotPledged;
    Released Lapse Always ! Conflict;
    Released Succeed Always ! Conflict;
    Released Fail Always ! Conflict;
    Released Settle Always ! Conflict;
    Released GiveBack Always ! Conflict;
    Released ChooseRefund Always ! Conflict;
    Released ChooseTeam Always ! Conflict;
    Late Promise Always ! AlreadyPledged;
    Late Pay Always -> Late [BookPaid RefundThis];
    Late Leave Always -> Released [RefundAll];
    Late Lapse Always ! Conflict;
    Late Succeed Always -> Released [RefundAll];
    Late Fail Always -> Released [RefundAll];
    Late Settle Always ! Conflict;
    Late GiveBack Always ! Conflict;
    Late ChooseRefund Always -> Released [RefundAll];
    Late ChooseTeam CanOpen -> Committed [OpenTeam CountIn];
    Late ChooseTeam CannotOpen ! DealClosed;
};
