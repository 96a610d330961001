//! Payments of pledges: asked for when a place is kept, answered by the provider, never lost when they come late.

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{
    ChooseLate, Deal, LateChoice, Payment, PaymentState, PlayPayment, PledgeState, Settling,
};
use contract::{Code, Money, PaymentId, PledgeId, Timestamp};
use domain::groupbuy::money::HOLD_S;
use domain::groupbuy::state::{PledgeEvent, Way};

use super::act::{Money1, NO_MONEY, happen, price_of};
use super::deal::{end_with_last, find, view as deal_view};
use super::place;
use crate::payment::{Answer, provider};
use crate::rules::{Fail, Outcome, Writing};
use crate::secret::new_id;
use crate::store::{DealRow, PaymentRow, PledgeRow, ReadTx};

/// The longest that the sandbox may take to answer.
const LONGEST_ANSWER_S: u32 = 86_400;
/// The most often that a refund may be ordered to fail.
const MOST_FAILS: u32 = 5;

/// A place was taken for a pledge: it is promised, or paid first.
pub(super) async fn begin(w: &mut Writing, deal: &DealRow, pledge: &mut PledgeRow) -> Outcome<()> {
    if !provider(deal.settling).paid_first() {
        return happen(w, deal, pledge, PledgeEvent::Promise, NO_MONEY).await;
    }
    let price = match deal.team {
        Some(_) => price_of(deal, pledge),
        None => place::first_price(deal),
    };
    let payment = PaymentRow {
        id: new_id::<PaymentId>(),
        deal_id: deal.id.clone(),
        pledge_id: pledge.id.clone(),
        amount: price.times(pledge.quantity),
        state: PaymentState::Asked,
        times: 0,
        orders: None,
        held_until: w.now.plus_s(HOLD_S),
        answers_at: None,
    };
    w.tx.add_payment(&payment).await?;
    w.wake_at(payment.held_until);
    Ok(())
}

/// The member leaves: a payment that is asked for is dropped, and money that comes for it goes back.
pub(super) async fn drop_payment(w: &mut Writing, pledge: &PledgeRow) -> Outcome<()> {
    let Some(mut payment) = w.tx.last_payment(&pledge.id).await? else { return Ok(()) };
    if payment.state != PaymentState::Paid {
        payment.state = PaymentState::Dropped;
        w.tx.set_payment(&payment).await?;
    }
    Ok(())
}

/// Pays with play money, or tries again.
pub async fn play(w: &mut Writing, id: PaymentId, orders: PlayPayment) -> Outcome<Deal> {
    let caller = w.caller()?;
    let mut payment = w.tx.payment(&id).await?.ok_or(Code::NotFound)?;
    let (here, deal) = find(&mut *w.tx, &caller, &payment.deal_id).await?;
    let pledge = w.tx.pledge(&payment.pledge_id).await?.ok_or(Code::NotFound)?;
    if pledge.member_id != here.me.public.id {
        return Err(Code::NotYours.into());
    }
    if orders.after_s > LONGEST_ANSWER_S {
        return Err(Fail::field("/after_s", "out_of_range"));
    }
    if orders.refund_fails > MOST_FAILS {
        return Err(Fail::field("/refund_fails", "out_of_range"));
    }
    let waits = matches!(payment.state, PaymentState::Asked | PaymentState::Declined);
    if deal.settling != Settling::PlayMoney || !waits {
        return Err(Code::Conflict.into());
    }
    payment.state = PaymentState::Pending;
    payment.orders = Some(orders);
    let silent = provider(deal.settling).answer(&orders) == Answer::Silent;
    payment.answers_at = (!silent).then(|| w.now.plus_s(i64::from(orders.after_s)));
    if payment.answers_at == Some(w.now) {
        answered(w, &deal, payment).await?;
    } else {
        w.tx.set_payment(&payment).await?;
        w.wake_at(payment.next_at().unwrap_or(payment.held_until));
        note(w, &deal).await?;
    }
    let deal = w.tx.deal(&deal.id).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, &here, deal, w.now).await
}

async fn note(w: &mut Writing, deal: &DealRow) -> Outcome<()> {
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await
}

/// It is a payment's turn: the provider answers, or its place was kept long enough.
pub(in crate::rules) async fn due(w: &mut Writing, mut payment: PaymentRow) -> Outcome<()> {
    let deal = w.tx.deal(&payment.deal_id).await?.ok_or(Code::NotFound)?;
    if payment.answers_at.is_some_and(|at| at <= w.now) {
        return answered(w, &deal, payment).await;
    }
    payment.state = PaymentState::Lapsed;
    w.tx.set_payment(&payment).await?;
    let mut pledge = w.tx.pledge(&payment.pledge_id).await?.ok_or(Code::NotFound)?;
    if pledge.state == PledgeState::Reserved && is_last(w, &payment).await? {
        happen(w, &deal, &mut pledge, PledgeEvent::Lapse, NO_MONEY).await?;
    }
    note(w, &deal).await
}

async fn is_last(w: &mut Writing, payment: &PaymentRow) -> Outcome<bool> {
    Ok(w.tx.last_payment(&payment.pledge_id).await?.is_some_and(|last| last.id == payment.id))
}

/// The provider's answer is heard, once.
async fn answered(w: &mut Writing, deal: &DealRow, mut payment: PaymentRow) -> Outcome<()> {
    let orders = payment.orders.unwrap_or_default();
    payment.answers_at = None;
    match provider(deal.settling).answer(&orders) {
        Answer::Taken(times) => {
            let dropped = payment.state == PaymentState::Dropped;
            let mut expected = !dropped && is_last(w, &payment).await?;
            payment.state = PaymentState::Paid;
            payment.times = times;
            w.tx.set_payment(&payment).await?;
            for _ in 0..times {
                // What came before may have taken the last place.
                let deal = w.tx.deal(&deal.id).await?.ok_or(Code::NotFound)?;
                let mut pledge = w.tx.pledge(&payment.pledge_id).await?.ok_or(Code::NotFound)?;
                let way = place::way(w, &deal, &pledge, &payment).await?;
                // Whose place is gone has what was paid, whatever a place cost then.
                if expected && pledge.team_id.is_some() && pledge.state == PledgeState::Released {
                    pledge.price = Some(payment.amount.amount);
                }
                let money = Money1 { payment: Some(&payment), expected, way, given_back: false };
                happen(w, &deal, &mut pledge, PledgeEvent::Pay, money).await?;
                expected = false;
            }
        }
        Answer::Declined => {
            // After the place was let go there is nothing left to decline.
            if payment.state == PaymentState::Pending {
                payment.state = PaymentState::Declined;
            }
            w.tx.set_payment(&payment).await?;
        }
        Answer::Silent => w.tx.set_payment(&payment).await?,
    }
    note(w, deal).await?;
    end_with_last(w, deal).await
}

/// The member chooses what becomes of money that came when the place was gone.
pub async fn choose(w: &mut Writing, id: PledgeId, command: ChooseLate) -> Outcome<Deal> {
    let caller = w.caller()?;
    let mut pledge = w.tx.pledge(&id).await?.ok_or(Code::NotFound)?;
    let (here, deal) = find(&mut *w.tx, &caller, &pledge.deal_id).await?;
    if pledge.member_id != here.me.public.id {
        return Err(Code::NotYours.into());
    }
    let event = match command.choice {
        LateChoice::Refund => PledgeEvent::ChooseRefund,
        LateChoice::NewTeam => PledgeEvent::ChooseTeam,
    };
    let way = if may_open(&mut *w.tx, &deal, &pledge, w.now).await? { Way::NewTeam } else { Way::None };
    happen(w, &deal, &mut pledge, event, Money1 { way, ..NO_MONEY }).await?;
    note(w, &deal).await?;
    let deal = w.tx.deal(&deal.id).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, &here, deal, w.now).await
}

/// Whether money that came too late could open a team now.
pub(super) async fn may_open(
    tx: &mut dyn ReadTx,
    deal: &DealRow,
    pledge: &PledgeRow,
    now: Timestamp,
) -> Outcome<bool> {
    match pledge.price {
        Some(amount) if pledge.state == PledgeState::Late => {
            let paid = Money { amount, ..place::first_price(deal) };
            place::can_open(tx, deal, paid, now).await
        }
        _ => Ok(false),
    }
}

/// A payment as it is told.
pub(super) fn view(row: PaymentRow) -> Payment {
    Payment { id: row.id, amount: row.amount, state: row.state, held_until: row.held_until, times: row.times }
}
