//! Pledges: committing to a deal, leaving it, settling.

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Deal, DealState, NewPledge, Pick, Pledge, PledgeState};
use contract::{Code, DealId, FieldError, GroupId, Money, Page, PledgeId, Problem};
use domain::groupbuy::{may_leave, state_at};
use domain::groupbuy::option::{Order, Refusal, may_order};
use domain::groupbuy::pick_up::is_collectable;

use super::deal::{facts, find, must_run, unit_price, view as deal_view};
use super::pick_up::code_of;
use super::terms::terms;
use crate::rules::{Fail, Here, Outcome, Paging, Reading, Writing, referral};
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
        picks: row.picks,
        terms: None,
        collected_at: row.collected_at,
        code: None,
    }
}

/// A pledge as its member sees it: with what they agreed to, and what they show to collect it.
pub(in crate::rules) fn mine(here: &Here, row: PledgeRow, price: Money) -> Pledge {
    let terms = row.terms.clone();
    let code = is_collectable(row.state).then(|| code_of(here.signer.keys(), &row.id));
    Pledge { terms, code, ..view(row, price) }
}

fn order(quantity: u32, picks: &[Pick]) -> Order {
    Order { quantity, picks: picks.to_vec() }
}

/// Commits to a deal.
pub async fn create(w: &mut Writing, deal: DealId, command: NewPledge) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &deal).await?;
    w.verified_caller()?;
    let me = &here.me.public;
    let in_it = w.tx.pledge_of(&deal, &me.id).await?.is_some();
    let (facts, wanted) = (facts(&row), order(command.quantity, &command.picks));
    if in_it && state_at(&facts, w.now) == DealState::Open {
        return Err(Code::AlreadyPledged.into());
    }
    may_order(&facts, &row.options, None, &wanted, w.now).map_err(refused)?;
    let pledge = PledgeRow {
        n: 0,
        id: new_id::<PledgeId>(),
        deal_id: deal.clone(),
        member_id: me.id.clone(),
        member: Some(me.clone()),
        quantity: command.quantity,
        picks: command.picks,
        terms: Some(terms(&row, w.now)),
        collected_at: None,
        state: PledgeState::Committed,
        pledged_at: w.now,
    };
    w.tx.add_pledge(&pledge).await?;
    let act = pledge.id.as_str();
    referral::bought(w, &row.group_id, &me.id, ("deal", deal.as_str()), act).await?;
    w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.as_str()).await?;
    let row = w.tx.deal(&deal).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, &here, row, w.now).await
}

/// Changes a pledge while the deal is open. Who changes it agrees to what holds now, which is nothing worse.
pub async fn edit(w: &mut Writing, deal: DealId, command: NewPledge) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &deal).await?;
    let facts = facts(&row);
    if state_at(&facts, w.now) != DealState::Open {
        return Err(Code::DealClosed.into());
    }
    let before = w.tx.pledge_of(&deal, &here.me.public.id).await?.ok_or(Code::NotPledged)?;
    let (held, wanted) = (order(before.quantity, &before.picks), order(command.quantity, &command.picks));
    may_order(&facts, &row.options, Some(&held), &wanted, w.now).map_err(refused)?;
    if held != wanted {
        let terms = Some(terms(&row, w.now));
        let now =
            PledgeRow { quantity: command.quantity, picks: command.picks, terms, ..before.clone() };
        w.tx.set_order(&before, &now).await?;
        w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.as_str()).await?;
    }
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
    referral::undone(w, group, pledge.id.as_str()).await?;
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

/// An order that the rules refuse, with its field.
fn refused(refusal: Refusal) -> Fail {
    let Refusal { code, pointer } = refusal;
    let code_of_field = if code == Code::ValidationFailed { "invalid" } else { "out_of_range" };
    let mut problem = Problem::new(code);
    problem.errors.extend(pointer.map(|pointer| FieldError { pointer, code: code_of_field.to_owned() }));
    problem.into()
}
