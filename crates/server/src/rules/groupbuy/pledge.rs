//! Pledges: committing to a deal, leaving it, settling.

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Deal, NewPledge, Pledge, PledgeState};
use contract::{Code, DealId, FieldError, GroupId, Money, Page, PledgeId, Problem};
use domain::groupbuy::{may_leave, may_pledge};

use super::deal::{facts, find, must_run, unit_price, view as deal_view};
use crate::rules::{Fail, Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{Cursor, PledgeRow};

/// A pledge at a unit price.
pub(in crate::rules) fn view(row: PledgeRow, price: Money) -> Pledge {
    let total = match row.state {
        PledgeState::Released => Money { amount: 0, ..price },
        PledgeState::Committed | PledgeState::Due | PledgeState::Settled => price.times(row.quantity),
    };
    Pledge {
        id: row.id,
        member: row.member,
        quantity: row.quantity,
        state: row.state,
        total,
        pledged_at: row.pledged_at,
    }
}

/// Commits to a deal.
pub async fn create(w: &mut Writing, deal: DealId, command: NewPledge) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &deal).await?;
    w.verified_caller()?;
    let me = &here.me.public;
    let in_it = w.tx.pledge_of(&deal, &me.id).await?.is_some();
    may_pledge(&facts(&row), command.quantity, in_it, w.now).map_err(wrong_quantity)?;
    let pledge = PledgeRow {
        n: 0,
        id: new_id::<PledgeId>(),
        deal_id: deal.clone(),
        member_id: me.id.clone(),
        member: Some(me.clone()),
        quantity: command.quantity,
        state: PledgeState::Committed,
        pledged_at: w.now,
    };
    w.tx.add_pledge(&pledge).await?;
    w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.as_str()).await?;
    let row = w.tx.deal(&deal).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, &here, row, w.now).await
}

/// Leaves a deal while it is open.
pub async fn leave(w: &mut Writing, deal: DealId) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &deal).await?;
    let pledge = w.tx.pledge_of(&deal, &here.me.public.id).await?;
    may_leave(&facts(&row), pledge.is_some(), w.now)?;
    if let Some(pledge) = pledge {
        withdraw(w, &row.group_id, &pledge).await?;
    }
    let row = w.tx.deal(&deal).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, &here, row, w.now).await
}

/// Takes back a pledge to a deal that is still open.
pub(in crate::rules) async fn withdraw(w: &mut Writing, group: &GroupId, pledge: &PledgeRow) -> Outcome<()> {
    w.tx.drop_pledge(&pledge.id).await?;
    w.note_open(group, ChangeKind::Deal, ChangeOp::Updated, pledge.deal_id.as_str()).await
}

/// Who is in a deal, in the order of joining; who opened it and hosts only.
pub async fn list(r: &mut Reading, deal: DealId, paging: Paging) -> Outcome<Page<Pledge>> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &deal).await?;
    must_run(&here, &row)?;
    let price = unit_price(&row);
    let rows = r.tx.pledges(&deal, paging.slice()).await?;
    let items = rows.into_iter().map(|row| (Cursor(0, row.n), view(row, price))).collect();
    r.page(items, paging).await
}

/// Says that a pledge is paid; who opened the deal, or a host.
pub async fn settle(w: &mut Writing, id: PledgeId) -> Outcome<Pledge> {
    let caller = w.caller()?;
    let mut pledge = w.tx.pledge(&id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &pledge.deal_id).await?;
    must_run(&here, &row)?;
    if pledge.state != PledgeState::Due {
        return Err(Code::Conflict.into());
    }
    let price = unit_price(&row);
    w.tx.set_pledge_state(&id, PledgeState::Settled).await?;
    for entry in w.app.payments.on_settled(price.times(pledge.quantity)) {
        w.tx.add_ledger(&pledge, entry, w.now).await?;
    }
    let sums = w.tx.ledger_sums(&row.id).await?;
    if sums.paid != sums.kept + sums.refunded {
        tracing::error!(deal = %row.id, ?sums, "the ledger does not balance");
        return Err(Code::Internal.into());
    }
    w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, row.id.as_str()).await?;
    pledge.state = PledgeState::Settled;
    Ok(view(pledge, price))
}

/// A quantity that the rules refuse, with its field.
fn wrong_quantity(code: Code) -> Fail {
    let mut problem = Problem::new(code);
    if matches!(code, Code::DealLimit | Code::DealFull) {
        let error = FieldError { pointer: "/quantity".to_owned(), code: "out_of_range".to_owned() };
        problem.errors.push(error);
    }
    problem.into()
}
