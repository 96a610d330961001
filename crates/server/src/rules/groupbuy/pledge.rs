//! Pledges: committing to a deal, leaving it, settling.

use std::collections::HashMap;

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Deal, DealState, NewPledge, Pick, Pledge, PledgeState};
use contract::{Code, DealId, FieldError, MemberId, Money, Page, PledgeId, Problem, Timestamp};
use domain::groupbuy::option::{Order, Refusal, may_order};
use domain::groupbuy::pick_up::is_collectable;
use domain::groupbuy::state::PledgeEvent;
use domain::groupbuy::{may_leave, state_at};

use super::act::{NO_MONEY, happen};
use super::deal::{end_with_last, facts, find, is_in_parts, must_run, unit_price, view as deal_view};
use super::pick_up::code_of;
use super::terms::terms;
use super::{bargain, money, place, refund};
use crate::payment::provider;
use crate::rules::{Fail, Here, Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{Cursor, DealRow, PledgeRow, ReadTx};

/// A pledge at a unit price.
pub(in crate::rules) fn view(row: PledgeRow, price: Money) -> Pledge {
    let price = row.price.map_or(price, |amount| Money { amount, ..price });
    let total = match row.state {
        PledgeState::Released => Money { amount: 0, ..price },
        _ => price.times(row.quantity),
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
        team_id: row.team_id,
        payment: None,
        may_open_team: false,
        refunds: Vec::new(),
    }
}

/// A pledge with its money, for its member and for who runs the deal.
pub(super) async fn shown(
    tx: &mut dyn ReadTx,
    deal: &DealRow,
    row: PledgeRow,
    now: Timestamp,
) -> Outcome<Pledge> {
    Ok(all_shown(tx, deal, vec![row], now).await?.pop().ok_or(Code::NotFound)?)
}

/// Pledges with their money, which is asked for at once however many they are.
async fn all_shown(
    tx: &mut dyn ReadTx,
    deal: &DealRow,
    rows: Vec<PledgeRow>,
    now: Timestamp,
) -> Outcome<Vec<Pledge>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let mut refunds: HashMap<PledgeId, Vec<_>> = HashMap::new();
    for row in tx.refunds(&ids).await? {
        refunds.entry(row.pledge_id.clone()).or_default().push(refund::view(row));
    }
    let payments = match provider(deal.settling).paid_first() {
        true => tx.last_payments(&ids).await?,
        false => Vec::new(),
    };
    let mut payments: HashMap<_, _> =
        payments.into_iter().map(|row| (row.pledge_id.clone(), money::view(row))).collect();
    let mut shown = Vec::new();
    for row in rows {
        let may_open_team = money::may_open(tx, deal, &row, now).await?;
        let refunds = refunds.remove(&row.id).unwrap_or_default();
        let payment = payments.remove(&row.id);
        shown.push(Pledge { payment, may_open_team, refunds, ..view(row, unit_price(deal)) });
    }
    Ok(shown)
}

/// A pledge as its member sees it: with what they agreed to, and what they show to collect it.
pub(in crate::rules) async fn mine(
    tx: &mut dyn ReadTx,
    here: &Here,
    deal: &DealRow,
    row: PledgeRow,
    now: Timestamp,
) -> Outcome<Pledge> {
    let terms = row.terms.clone();
    let code = is_collectable(row.state).then(|| code_of(here.signer.keys(), &row)).flatten();
    Ok(Pledge { terms, code, ..shown(tx, deal, row, now).await? })
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
    if is_in_parts(&row) {
        return Err(Code::Conflict.into());
    }
    let before = w.tx.pledge_of(&deal, &me.id).await?;
    let in_it = before.as_ref().is_some_and(|b| b.state != PledgeState::Released);
    let (facts, wanted) = (facts(&row), order(command.quantity, &command.picks));
    if in_it && state_at(&facts, w.now) == DealState::Open {
        return Err(Code::AlreadyPledged.into());
    }
    may_order(&facts, &row.options, None, &wanted, w.now).map_err(refused)?;
    let mut pledge = PledgeRow {
        n: 0,
        id: before.map_or_else(new_id::<PledgeId>, |before| before.id),
        deal_id: deal.clone(),
        member_id: me.id.clone(),
        member: Some(me.clone()),
        quantity: command.quantity,
        picks: command.picks,
        terms: Some(terms(&row, w.now)),
        collected_at: None,
        state: PledgeState::Reserved,
        pledged_at: w.now,
        team_id: None,
        place: None,
        price: None,
        counted: false,
    };
    w.tx.add_pledge(&pledge).await?;
    place::take(w, &row, &mut pledge).await?;
    money::begin(w, &row, &mut pledge).await?;
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
    // What is paid, or has one place in a team, is another commitment: one leaves and comes anew.
    if is_in_parts(&row) || provider(row.settling).paid_first() {
        return Err(Code::Conflict.into());
    }
    let (held, wanted) = (order(before.quantity, &before.picks), order(command.quantity, &command.picks));
    may_order(&facts, &row.options, Some(&held), &wanted, w.now).map_err(refused)?;
    if held != wanted {
        let terms = Some(terms(&row, w.now));
        let now = PledgeRow { quantity: command.quantity, picks: command.picks, terms, ..before.clone() };
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
    let pledge = pledge.filter(|p| p.state != PledgeState::Released);
    if !is_in_parts(&row) {
        may_leave(&facts(&row), pledge.is_some(), w.now)?;
    } else if pledge.is_none() {
        return Err(Code::NotPledged.into());
    }
    if let Some(pledge) = pledge {
        withdraw(w, &row, pledge).await?;
    }
    let row = w.tx.deal(&deal).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, &here, row, w.now).await
}

/// Takes back a pledge to a deal, or a team, that is still open.
async fn withdraw(w: &mut Writing, deal: &DealRow, mut pledge: PledgeRow) -> Outcome<()> {
    if deal.bargain.is_some() {
        bargain::leave(w, deal, &pledge.member_id).await?;
        return left(w, deal).await;
    }
    money::drop_payment(w, &pledge).await?;
    happen(w, deal, &mut pledge, PledgeEvent::Leave, NO_MONEY).await?;
    // What never had money leaves nothing behind.
    if w.tx.last_payment(&pledge.id).await?.is_none() {
        w.tx.drop_pledge(&pledge.id).await?;
    }
    left(w, deal).await
}

/// Everybody hears of who left, and a deal that waited for them alone ends.
async fn left(w: &mut Writing, deal: &DealRow) -> Outcome<()> {
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await?;
    end_with_last(w, deal).await
}

/// Takes back whatever a member can still leave, because they leave the group.
pub(in crate::rules) async fn withdraw_all(w: &mut Writing, member: &MemberId) -> Outcome<()> {
    for pledge in w.tx.open_pledges_of(member).await? {
        if matches!(pledge.state, PledgeState::Reserved | PledgeState::Committed | PledgeState::Late) {
            let deal = w.tx.deal(&pledge.deal_id).await?.ok_or(Code::NotFound)?;
            withdraw(w, &deal, pledge).await?;
        } else {
            // Money that is still on its way finds no place any more: it goes back.
            money::drop_payment(w, &pledge).await?;
        }
    }
    Ok(())
}

/// Who is in a deal, in the order of joining; who opened it and hosts only.
pub async fn list(r: &mut Reading, deal: DealId, paging: Paging) -> Outcome<Page<Pledge>> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &deal).await?;
    must_run(&here, &row)?;
    let rows = r.tx.pledges(&deal, paging.slice()).await?;
    let cursors: Vec<_> = rows.iter().map(|pledge| Cursor(0, pledge.n)).collect();
    let pledges = all_shown(&mut *r.tx, &row, rows, r.now).await?;
    r.page(cursors.into_iter().zip(pledges).collect(), paging).await
}

/// Says that a pledge is paid; who opened the deal, or a host.
pub async fn settle(w: &mut Writing, id: PledgeId) -> Outcome<Pledge> {
    let caller = w.caller()?;
    let mut pledge = w.tx.pledge(&id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &pledge.deal_id).await?;
    must_run(&here, &row)?;
    happen(w, &row, &mut pledge, PledgeEvent::Settle, NO_MONEY).await?;
    w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, row.id.as_str()).await?;
    shown(&mut *w.tx, &row, pledge, w.now).await
}

/// An order that the rules refuse, with its field.
fn refused(refusal: Refusal) -> Fail {
    let Refusal { code, pointer } = refusal;
    let code_of_field = if code == Code::ValidationFailed { "invalid" } else { "out_of_range" };
    let mut problem = Problem::new(code);
    problem.errors.extend(pointer.map(|pointer| FieldError { pointer, code: code_of_field.to_owned() }));
    problem.into()
}
