//! The sentences of money: how it moves, where my payment stands, what is on its way back.

use contract::Timestamp;
use contract::groupbuy::{Deal, Payment, PaymentState, PledgeState, Refund, RefundState, Settling};

use super::facts::{FactKind, FactWords};
use super::{money, phase};
use crate::i18n::k::{groupbuy as g, team as t};
use crate::i18n::{deadline, moment};

/// The fact that says who is paid, and when.
pub fn settling_fact(deal: &Deal) -> FactWords {
    let (title, note) = match deal.settling {
        Settling::WithHost if deal.team.is_some() => (t::settle(), t::settle_note()),
        Settling::WithHost => (g::settle(), g::settle_note()),
        Settling::PlayMoney => (t::play(), t::play_note()),
    };
    FactWords { kind: FactKind::Settling, title: title.to_owned(), note: Some(note.to_owned()) }
}

/// Whether I have a place that is not mine yet, or money without a place.
pub fn is_paying(deal: &Deal) -> bool {
    deal.your_pledge.as_ref().is_some_and(|p| matches!(p.state, PledgeState::Reserved | PledgeState::Late))
}

/// Where my payment stands, in a sentence; none when there is nothing to say beside the refunds.
pub fn payment(deal: &Deal, now: Timestamp) -> Option<(String, String)> {
    let pledge = deal.your_pledge.as_ref()?;
    let payment = pledge.payment.as_ref()?;
    let sum = money(payment.amount);
    let until = deadline(payment.held_until.0, now.0);
    let words = match (payment.state, pledge.state) {
        (_, PledgeState::Late) => (t::late(), t::late_note(&sum)),
        (PaymentState::Asked, _) => (t::asked(), t::kept_until(&until)),
        (PaymentState::Pending, _) => (t::pending(), t::kept_until(&until)),
        (PaymentState::Declined, _) => (t::declined(), t::kept_until(&until)),
        (PaymentState::Paid, _) => (t::paid(), t::paid_note(&sum)),
        (PaymentState::Lapsed, _) => (t::lapsed(), t::lapsed_note().to_owned()),
        (PaymentState::Dropped, _) if pledge.refunds.is_empty() => {
            (t::dropped(), t::lapsed_note().to_owned())
        }
        (PaymentState::Dropped, _) => return None,
    };
    Some((words.0.to_owned(), words.1))
}

/// Whether my payment waits for me.
pub fn can_pay(payment: &Payment) -> bool {
    matches!(payment.state, PaymentState::Asked | PaymentState::Declined)
}

/// A refund: how much, and where it stands since when.
pub fn refund(refund: &Refund, now: Timestamp) -> (String, String) {
    let state = match refund.state {
        RefundState::Asked => t::refund_asked().to_owned(),
        RefundState::Sent => t::refund_sent().to_owned(),
        RefundState::Failed => t::refund_failed(i64::from(refund.tries)),
        RefundState::Said => t::refund_said().to_owned(),
        RefundState::Confirmed => t::refund_confirmed().to_owned(),
    };
    (t::refund(&money(refund.amount)), g::dot(&state, &moment(refund.changed_at.0, now.0)))
}

/// Whether a new team could be opened with money that came too late.
pub fn may_open(deal: &Deal, now: Timestamp) -> bool {
    deal.team.is_some() && phase(deal, now) == super::Phase::Open && now < deal.ends_at
}
