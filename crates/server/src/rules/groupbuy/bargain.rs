//! Bargains: beginning one, helping, buying, and how they are told. Their states change by the table alone.

use std::collections::HashMap;

use contract::change::{ChangeKind, ChangeOp};
use contract::group::Bargaining;
use contract::groupbuy::{Bargain, BargainState, BargainTerms, Deal, Help, NewBargains, PledgeState};
use contract::{BargainId, Code, DealId, MemberId, Money, PledgeId};
use domain::groupbuy::bargain::{HELPS_A_DAY, HOURS, Helper, day_of, ends_at, may_help, price_after, split};
use domain::groupbuy::left;
use domain::groupbuy::state::{
    BARGAIN, BargainEffect, BargainEvent, BargainFacts, DEAL, DealEvent, PledgeEvent, step,
};

use super::act::{NO_MONEY, ends_with, happen};
use super::deal::{end_with_last, facts, fate, find, view as deal_view};
use super::{money, place};
use crate::rules::{Fail, Here, Outcome, Writing};
use crate::secret::{new_id, random};
use crate::store::{BargainRow, DealRow, HelpRow, PledgeRow, ReadTx};

/// The terms as a deal keeps them, by the group's policy now.
///
/// # Errors
/// The policy has no bargains.
pub(super) fn terms_of(here: &Here, new: Option<NewBargains>) -> Outcome<Option<BargainTerms>> {
    let Some(NewBargains { floor, helps }) = new else { return Ok(None) };
    let any_price = match here.group.policy.bargains {
        Bargaining::Off => return Err(Fail::field("/bargain", "invalid")),
        Bargaining::ToFloor => false,
        Bargaining::AnyPrice => true,
    };
    Ok(Some(BargainTerms { floor, helps, hours: HOURS, any_price, helps_left: 0 }))
}

/// Begins my bargain. Its unit is kept for it until it ends, its cuts are made now.
pub async fn create(w: &mut Writing, deal: DealId) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &deal).await?;
    w.verified_caller()?;
    let me = &here.me.public;
    let began = w.tx.began(&deal, &me.id).await?;
    let fate = fate(&mut *w.tx, &row, w.now).await?;
    step(DEAL, row.state, DealEvent::Enter, &fate)?;
    // What the group does not want any more is not begun; what runs keeps its promise.
    let bargain =
        row.bargain.filter(|_| here.group.policy.bargains != Bargaining::Off).ok_or(Code::Conflict)?;
    if began {
        return Err(Code::AlreadyPledged.into());
    }
    if left(&facts(&row)) == Some(0) {
        return Err(Code::DealFull.into());
    }
    let first = place::first_price(&row);
    let [a, b, c, d, e, f, g, h, ..] = random();
    let seed = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let cuts = split(first.amount - bargain.floor.amount, bargain.helps, seed);
    let mine = BargainRow {
        id: new_id::<BargainId>(),
        deal_id: deal.clone(),
        member_id: me.id.clone(),
        member: Some(me.clone()),
        cuts,
        helps: 0,
        state: BargainState::Running,
        opened_at: w.now,
        ends_at: ends_at(w.now),
    };
    w.tx.add_bargain(&mine).await?;
    w.wake_at(mine.ends_at);
    let mut pledge = PledgeRow {
        n: 0,
        id: new_id::<PledgeId>(),
        deal_id: deal.clone(),
        member_id: me.id.clone(),
        member: Some(me.clone()),
        quantity: 1,
        picks: Vec::new(),
        // Such a deal does not change: its own terms are what was agreed to.
        terms: None,
        collected_at: None,
        state: PledgeState::Reserved,
        pledged_at: w.now,
        team_id: None,
        place: None,
        price: Some(first.amount),
        counted: false,
    };
    w.tx.add_pledge(&pledge).await?;
    place::take(w, &row, &mut pledge).await?;
    money::begin(w, &row, &mut pledge).await?;
    told(w, &here, &row).await
}

/// Helps somebody else's bargain.
pub async fn help(w: &mut Writing, id: BargainId) -> Outcome<Deal> {
    let (here, row, bargain) = found(w, &id).await?;
    w.verified_caller()?;
    let me = here.me.public.id.clone();
    let day = day_of(w.now);
    let today = w.tx.helps_on(&me, day).await?;
    let helped = w.tx.helped(&id, &me).await?;
    // How it stands comes first: who is late has nothing to choose.
    step(BARGAIN, bargain.state, BargainEvent::Help, &facts_of(&row, &bargain, w.now))?;
    may_help(Helper { own: bargain.member_id == me, helped, today })?;
    let place = BargainRow { helps: bargain.helps.saturating_add(1), ..bargain.clone() };
    w.tx.add_help(&place, &me, day, today.saturating_add(1), w.now).await?;
    becomes(w, &row, bargain, BargainEvent::Help).await?;
    told(w, &here, &row).await
}

/// Buys at the price that is reached; whose bargain it is.
pub async fn buy(w: &mut Writing, id: BargainId) -> Outcome<Deal> {
    let (here, row, bargain) = found(w, &id).await?;
    if bargain.member_id != here.me.public.id {
        return Err(Code::NotYours.into());
    }
    becomes(w, &row, bargain, BargainEvent::Buy).await?;
    told(w, &here, &row).await
}

/// Whose it is lets it be, or leaves the group.
pub(super) async fn leave(w: &mut Writing, deal: &DealRow, member: &MemberId) -> Outcome<()> {
    let bargain = w.tx.bargain_of(&deal.id, member).await?.ok_or(Code::NotPledged)?;
    becomes(w, deal, bargain, BargainEvent::Leave).await
}

/// A bargain's time is over.
pub(in crate::rules) async fn due(w: &mut Writing, bargain: BargainRow) -> Outcome<()> {
    let deal = w.tx.deal(&bargain.deal_id).await?.ok_or(Code::NotFound)?;
    becomes(w, &deal, bargain, BargainEvent::TimeOver).await?;
    note(w, &deal).await
}

/// The deal is called off.
pub(super) async fn cancel_all(w: &mut Writing, deal: &DealRow) -> Outcome<()> {
    for bargain in w.tx.running_bargains(&deal.id).await? {
        becomes(w, deal, bargain, BargainEvent::Cancel).await?;
    }
    Ok(())
}

async fn found(w: &mut Writing, id: &BargainId) -> Outcome<(Here, DealRow, BargainRow)> {
    let caller = w.caller()?;
    let bargain = w.tx.bargain(id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &bargain.deal_id).await?;
    Ok((here, row, bargain))
}

async fn note(w: &mut Writing, deal: &DealRow) -> Outcome<()> {
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await
}

/// Everybody hears that it changed, and who did it gets the deal as it is now.
async fn told(w: &mut Writing, here: &Here, deal: &DealRow) -> Outcome<Deal> {
    note(w, deal).await?;
    end_with_last(w, deal).await?;
    let row = w.tx.deal(&deal.id).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, here, row, w.now).await
}

fn facts_of(deal: &DealRow, bargain: &BargainRow, now: contract::Timestamp) -> BargainFacts {
    BargainFacts {
        missing: missing(bargain),
        any_price: deal.bargain.is_some_and(|terms| terms.any_price),
        ends_at: bargain.ends_at,
        now,
    }
}

fn missing(bargain: &BargainRow) -> u32 {
    u32::try_from(bargain.cuts.len()).unwrap_or(u32::MAX).saturating_sub(bargain.helps)
}

/// Does what the table of bargains says.
async fn becomes(w: &mut Writing, deal: &DealRow, mut row: BargainRow, event: BargainEvent) -> Outcome<()> {
    let (next, effects) = step(BARGAIN, row.state, event, &facts_of(deal, &row, w.now))?;
    let mut pledge = w.tx.pledge_of(&deal.id, &row.member_id).await?.ok_or(Code::NotFound)?;
    row.state = next;
    for effect in effects {
        match effect {
            BargainEffect::CutPrice => {
                row.helps = row.helps.saturating_add(1);
                pledge.price = Some(price(deal, &row).amount);
                w.tx.set_pledge(&pledge).await?;
            }
            BargainEffect::PledgeSucceeds => {
                ends_with(w, deal, pledge.clone(), PledgeEvent::Succeed).await?;
            }
            BargainEffect::ReleasePledge => {
                happen(w, deal, &mut pledge, PledgeEvent::Leave, NO_MONEY).await?;
            }
        }
    }
    Ok(w.tx.set_bargain(&row).await?)
}

fn price(deal: &DealRow, bargain: &BargainRow) -> Money {
    price_after(place::first_price(deal), &bargain.cuts, bargain.helps)
}

/// The terms of a deal with what `me` may still do today.
pub(super) async fn terms_for(
    tx: &mut dyn ReadTx,
    deal: &DealRow,
    me: &MemberId,
    now: contract::Timestamp,
) -> Outcome<Option<BargainTerms>> {
    let Some(terms) = deal.bargain else { return Ok(None) };
    let today = tx.helps_on(me, day_of(now)).await?;
    Ok(Some(BargainTerms { helps_left: HELPS_A_DAY.saturating_sub(today), ..terms }))
}

/// The bargains of a deal that run, and mine.
pub(super) async fn bargains(tx: &mut dyn ReadTx, deal: &DealRow, me: &MemberId) -> Outcome<Vec<Bargain>> {
    if deal.bargain.is_none() {
        return Ok(Vec::new());
    }
    let mut rows = tx.running_bargains(&deal.id).await?;
    if rows.iter().all(|row| row.member_id != *me)
        && let Some(mine) = tx.bargain_of(&deal.id, me).await?
    {
        rows.insert(0, mine);
    }
    let helped = tx.helped_in(&deal.id, me).await?;
    let ids: Vec<_> = rows.iter().map(|row| &row.id).collect();
    let mut helps: HashMap<BargainId, Vec<HelpRow>> = HashMap::new();
    for help in tx.helps(&ids).await? {
        helps.entry(help.bargain_id.clone()).or_default().push(help);
    }
    let told = |row: BargainRow| {
        let of_it = helps.remove(&row.id).unwrap_or_default();
        let did = helped.contains(&row.id);
        view(deal, row, of_it, did, me)
    };
    Ok(rows.into_iter().map(told).collect())
}

fn view(deal: &DealRow, row: BargainRow, helps: Vec<HelpRow>, helped: bool, me: &MemberId) -> Bargain {
    let first = place::first_price(deal);
    let sum = |amount: &i64| Money { amount: *amount, ..first };
    let at = usize::try_from(row.helps).unwrap_or(usize::MAX);
    Bargain {
        yours: row.member_id == *me,
        helped,
        price: price(deal, &row),
        missing: missing(&row),
        next: row.cuts.get(at).filter(|_| row.state == BargainState::Running).map(sum),
        helps: helps
            .into_iter()
            .zip(&row.cuts)
            .map(|(help, cut)| Help { member: help.member, cut: sum(cut) })
            .collect(),
        id: row.id,
        member: row.member,
        state: row.state,
        opened_at: row.opened_at,
        ends_at: row.ends_at,
    }
}
