//! The sentences of money: how it moves, where my payment stands, what is on its way back.

use contract::groupbuy::{
    Deal, DealState, Payment, PaymentState, Pledge, PledgeState, Refund, RefundState, Settling,
};
use contract::{Money, Timestamp};

use super::facts::{FactKind, FactWords};
use super::money;
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
    let kept = |note: &str| g::pair(note, &t::kept_until(&deadline(payment.held_until.0, now.0)));
    let words = match (payment.state, pledge.state) {
        (_, PledgeState::Late) => (t::late(), t::late_note(&sum)),
        (PaymentState::Paid, _) => (t::paid(), paid(deal, pledge, payment)),
        // The place was let go with the deal: what comes for it now goes back.
        (PaymentState::Pending, PledgeState::Released) => (t::pending(), t::money_late().to_owned()),
        (PaymentState::Asked | PaymentState::Declined, PledgeState::Released) => {
            (t::dropped(), t::money_late().to_owned())
        }
        (PaymentState::Asked, _) => (t::asked(), kept(t::asked_note())),
        (PaymentState::Pending, _) => (t::pending(), kept(t::pending_note())),
        (PaymentState::Declined, _) => (t::declined(), kept(t::declined_note())),
        (PaymentState::Lapsed, _) if deal.state == DealState::Open => {
            (t::lapsed(), t::lapsed_note().to_owned())
        }
        (PaymentState::Lapsed, _) => (t::lapsed(), t::money_late().to_owned()),
        (PaymentState::Dropped, _) if pledge.refunds.is_empty() => (t::dropped(), t::money_late().to_owned()),
        (PaymentState::Dropped, _) => return None,
    };
    Some((words.0.to_owned(), words.1))
}

/// What was paid, and what becomes of it.
fn paid(deal: &Deal, pledge: &Pledge, payment: &Payment) -> String {
    let mut words = t::paid_sum(&money(payment.amount));
    if payment.times > 1 {
        words = g::pair(&words, t::paid_twice());
    }
    match pledge.state {
        PledgeState::Released => g::pair(&words, owes_nothing(deal)),
        PledgeState::Settled if pledge.total.amount < payment.amount.amount => {
            g::pair(&words, &t::paid_final(&money(pledge.total)))
        }
        PledgeState::Settled => words,
        _ => g::pair(&words, t::paid_note()),
    }
}

/// What it means that a deal or a team came to nothing: nobody owes anything, or what was paid goes back.
pub fn owes_nothing(deal: &Deal) -> &'static str {
    match deal.settling {
        Settling::WithHost => g::nobody_owes(),
        Settling::PlayMoney => t::all_back(),
    }
}

/// The sentence of too few people that fits how the deal is paid: nobody pays, or what was paid goes back.
pub fn short<T>(deal: &Deal, nobody_pays: T, goes_back: T) -> T {
    match deal.settling {
        Settling::WithHost => nobody_pays,
        Settling::PlayMoney => goes_back,
    }
}

/// The same for me: my money is on its way back, or is back.
pub fn goes_back(deal: &Deal) -> String {
    let refunds = deal.your_pledge.as_ref().map(|p| p.refunds.as_slice()).unwrap_or_default();
    let sum = |is_back: bool| {
        let mine = refunds.iter().filter(|r| (r.state == RefundState::Confirmed) == is_back);
        mine.map(|r| r.amount).reduce(|a, b| Money { amount: a.amount.saturating_add(b.amount), ..a })
    };
    match (sum(false), sum(true)) {
        (Some(going), _) => t::back_going(&money(going)),
        (None, Some(back)) => t::back_done(&money(back)),
        (None, None) => owes_nothing(deal).to_owned(),
    }
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

/// Whether a new team could be opened with money that came too late: at its price, in the stock, in time.
pub fn may_open(deal: &Deal, now: Timestamp) -> bool {
    now < deal.ends_at && deal.your_pledge.as_ref().is_some_and(|mine| mine.may_open_team)
}
