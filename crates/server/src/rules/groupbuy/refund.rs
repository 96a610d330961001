//! Money on its way back: asked for with what decides it, sent by the server's own clock, confirmed by who has it.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Deal, PaymentState, Pledge, RefundState};
use contract::{Code, Money, PaymentId, PledgeId, RefundId, Timestamp};
use domain::groupbuy::money::{Account, Booking, retry_at};
use domain::groupbuy::state::{PledgeEvent, REFUND, RefundEffect, RefundEvent, step};

use super::act::{Money1, NO_MONEY, happen};
use super::deal::{find, must_run, view as deal_view};
use super::pledge::shown;
use crate::payment::provider;
use crate::rules::{Outcome, Writing};
use crate::secret::new_id;
use crate::store::{DealRow, PaymentRow, PledgeRow, RefundRow};

/// Asks for a refund of a payment; the money is on its way from now on.
pub(super) async fn ask(
    w: &mut Writing,
    pledge: &PledgeRow,
    payment: &PaymentRow,
    amount: Money,
) -> Outcome<()> {
    w.tx.book(pledge, Booking::Return, amount, w.now).await?;
    w.tx.add_refund(&RefundRow {
        id: new_id::<RefundId>(),
        deal_id: pledge.deal_id.clone(),
        pledge_id: pledge.id.clone(),
        payment_id: payment.id.clone(),
        amount,
        state: RefundState::Asked,
        tries: 0,
        changed_at: w.now,
        next_at: Some(w.now),
    })
    .await?;
    w.wake_at(w.now);
    Ok(())
}

/// Asks for all that is held of a pledge.
pub(super) async fn ask_all(w: &mut Writing, pledge: &PledgeRow) -> Outcome<()> {
    let held = w.tx.balance(&pledge.id, Account::Held).await?;
    match w.tx.last_paid(&pledge.id).await? {
        Some(payment) if held > 0 => {
            let amount = Money { amount: held, ..payment.amount };
            ask(w, pledge, &payment, amount).await
        }
        _ => Ok(()),
    }
}

/// The host says that a pledge is paid: it came in outside of the app.
pub(super) async fn paid_to_host(w: &mut Writing, pledge: &PledgeRow, amount: Money) -> Outcome<()> {
    // What a bargain brought down to nothing is settled without money.
    if amount.amount == 0 {
        return Ok(());
    }
    let payment = PaymentRow {
        id: new_id::<PaymentId>(),
        deal_id: pledge.deal_id.clone(),
        pledge_id: pledge.id.clone(),
        amount,
        state: PaymentState::Paid,
        times: 1,
        orders: None,
        held_until: w.now,
        answers_at: None,
    };
    w.tx.add_payment(&payment).await?;
    Ok(w.tx.book(pledge, Booking::PaidDue, amount, w.now).await?)
}

/// The host says that it was given back: it counts once the member confirms.
pub(super) async fn say(w: &mut Writing, pledge: &PledgeRow, amount: Money) -> Outcome<()> {
    let payment = w.tx.last_paid(&pledge.id).await?.ok_or(Code::Conflict)?;
    w.tx.book(pledge, Booking::HostReturns, amount, w.now).await?;
    w.tx.add_refund(&RefundRow {
        id: new_id::<RefundId>(),
        deal_id: pledge.deal_id.clone(),
        pledge_id: pledge.id.clone(),
        payment_id: payment.id,
        amount,
        state: RefundState::Said,
        tries: 0,
        changed_at: w.now,
        next_at: None,
    })
    .await?;
    Ok(())
}

/// Something happens to a refund.
async fn refund_happens(
    w: &mut Writing,
    deal: &DealRow,
    refund: &mut RefundRow,
    event: RefundEvent,
) -> Outcome<()> {
    let (next, effects) = step(REFUND, refund.state, event, &())?;
    (refund.state, refund.changed_at, refund.next_at) = (next, w.now, None);
    for effect in effects {
        match effect {
            // The answer is heard in the next transaction: whatever happens in between, it is asked again by its id.
            RefundEffect::CallProvider => refund.next_at = Some(w.now),
            RefundEffect::WaitToRetry => {
                refund.next_at = Some(retry_at(refund.tries, w.now));
            }
            RefundEffect::BookRefunded => {
                let pledge = w.tx.pledge(&refund.pledge_id).await?.ok_or(Code::NotFound)?;
                w.tx.book(&pledge, Booking::Refunded, refund.amount, w.now).await?;
            }
        }
    }
    w.tx.set_refund(refund).await?;
    if let Some(at) = refund.next_at {
        w.wake_at(at);
    }
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await
}

/// It is a refund's turn: it is sent, or what the provider says to it is heard.
pub(in crate::rules) async fn due(w: &mut Writing, mut refund: RefundRow) -> Outcome<()> {
    let deal = w.tx.deal(&refund.deal_id).await?.ok_or(Code::NotFound)?;
    if refund.state != RefundState::Sent {
        return refund_happens(w, &deal, &mut refund, RefundEvent::Send).await;
    }
    let payment = w.tx.payment(&refund.payment_id).await?.ok_or(Code::NotFound)?;
    refund.tries = refund.tries.saturating_add(1);
    let orders = payment.orders.unwrap_or_default();
    let event = match provider(deal.settling).give_back(&refund.id, &orders, refund.tries) {
        Ok(()) => RefundEvent::Confirm,
        Err(_) => RefundEvent::Fail,
    };
    refund_happens(w, &deal, &mut refund, event).await
}

/// The host says that what was paid was given back; who opened the deal, or a host.
pub async fn give_back(w: &mut Writing, id: PledgeId) -> Outcome<Pledge> {
    let caller = w.caller()?;
    let mut pledge = w.tx.pledge(&id).await?.ok_or(Code::NotFound)?;
    let (here, deal) = find(&mut *w.tx, &caller, &pledge.deal_id).await?;
    must_run(&here, &deal)?;
    let given_back = !w.tx.refunds(std::slice::from_ref(&id)).await?.is_empty();
    let money = Money1 { given_back, ..NO_MONEY };
    happen(w, &deal, &mut pledge, PledgeEvent::GiveBack, money).await?;
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await?;
    shown(&mut *w.tx, &deal, pledge, w.now).await
}

/// The member confirms that it came back.
pub async fn confirm(w: &mut Writing, id: RefundId, _: Done) -> Outcome<Deal> {
    let caller = w.caller()?;
    let mut refund = w.tx.refund(&id).await?.ok_or(Code::NotFound)?;
    let (here, deal) = find(&mut *w.tx, &caller, &refund.deal_id).await?;
    let pledge = w.tx.pledge(&refund.pledge_id).await?.ok_or(Code::NotFound)?;
    if pledge.member_id != here.me.public.id {
        return Err(Code::NotYours.into());
    }
    refund_happens(w, &deal, &mut refund, RefundEvent::Acknowledge).await?;
    deal_view(&mut *w.tx, &here, deal, w.now).await
}

/// A refund as it is told.
pub(super) fn view(row: RefundRow) -> contract::groupbuy::Refund {
    let since: Timestamp = row.changed_at;
    contract::groupbuy::Refund {
        id: row.id,
        amount: row.amount,
        state: row.state,
        tries: row.tries,
        changed_at: since,
    }
}
