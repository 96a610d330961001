//! Teams: opening one, joining one, and how they are told.

use std::collections::HashMap;

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Deal, DealTerms, PledgeState, Team};
use contract::{Code, DealId, MemberId, PledgeId, TeamId};
use domain::groupbuy::state::{DEAL, DealEvent, TEAM, TeamEvent, step};
use domain::groupbuy::team::{free_place, price_of};

use super::act::{team_facts, team_happen};
use super::deal::{end_with_last, fate, find, view as deal_view};
use super::terms::terms;
use super::{money, place};
use crate::rules::{Here, Outcome, Writing};
use crate::secret::new_id;
use crate::store::{DealRow, PledgeRow, ReadTx, TeamRow};

/// Teams that a deal shows, beside mine.
const SHOWN: u32 = 20;

/// Opens a team and heads it.
pub async fn create(w: &mut Writing, deal: DealId) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &deal).await?;
    w.verified_caller()?;
    let fate = fate(&mut *w.tx, &row, w.now).await?;
    step(DEAL, row.state, DealEvent::Enter, &fate)?;
    let before = free_to_join(w, &here, &row).await?;
    let team = place::new_team(w, &row, None).await?;
    enter(w, &here, &row, before, &team).await
}

/// Joins a team. Its clock counts: the deal may be over meanwhile.
pub async fn join(w: &mut Writing, id: TeamId) -> Outcome<Deal> {
    let caller = w.caller()?;
    let team = w.tx.team(&id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &team.deal_id).await?;
    w.verified_caller()?;
    // One that nobody is committed to yet is nobody else's to join.
    if team.people == 0 && team.state == contract::groupbuy::TeamState::Running {
        return Err(Code::NotFound.into());
    }
    step(TEAM, team.state, TeamEvent::Reserve, &team_facts(&team, w.now))?;
    let before = free_to_join(w, &here, &row).await?;
    enter(w, &here, &row, before, &team).await
}

/// My pledge to this deal of before, if it does not bind me. What I bought and left the group with is one place too.
async fn free_to_join(w: &mut Writing, here: &Here, deal: &DealRow) -> Outcome<Option<PledgeRow>> {
    let me = &here.me.public.id;
    match w.tx.pledge_of(&deal.id, me).await? {
        Some(pledge) if pledge.state != PledgeState::Released => Err(Code::AlreadyPledged.into()),
        _ if w.tx.stood_before(&deal.id, me).await? => Err(Code::AlreadyPledged.into()),
        before => Ok(before),
    }
}

async fn enter(
    w: &mut Writing,
    here: &Here,
    deal: &DealRow,
    before: Option<PledgeRow>,
    team: &TeamRow,
) -> Outcome<Deal> {
    let me = &here.me.public;
    let mut pledge = PledgeRow {
        n: 0,
        id: before.as_ref().map_or_else(new_id::<PledgeId>, |b| b.id.clone()),
        deal_id: deal.id.clone(),
        member_id: me.id.clone(),
        member: Some(me.clone()),
        quantity: 1,
        picks: Vec::new(),
        // One may leave while the team waits for people.
        terms: Some(DealTerms { leave_until: Some(team.ends_at), ..terms(deal, w.now) }),
        collected_at: None,
        state: PledgeState::Reserved,
        pledged_at: w.now,
        team_id: Some(team.id.clone()),
        place: None,
        price: None,
        counted: false,
    };
    w.tx.add_pledge(&pledge).await?;
    place::take(w, deal, &mut pledge).await?;
    w.tx.set_pledge(&pledge).await?;
    money::begin(w, deal, &mut pledge).await?;
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await?;
    end_with_last(w, deal).await?;
    let row = w.tx.deal(&deal.id).await?.ok_or(Code::NotFound)?;
    deal_view(&mut *w.tx, here, row, w.now).await
}

/// A team's time is over.
pub(in crate::rules) async fn due(w: &mut Writing, team: TeamRow) -> Outcome<()> {
    let deal = w.tx.deal(&team.deal_id).await?.ok_or(Code::NotFound)?;
    team_happen(w, &deal, team, TeamEvent::TimeOver).await?;
    w.note_open(&deal.group_id, ChangeKind::Deal, ChangeOp::Updated, deal.id.as_str()).await
}

/// The teams of a deal that wait for people, and mine.
pub(super) async fn teams(tx: &mut dyn ReadTx, deal: &DealRow, me: &MemberId) -> Outcome<Vec<Team>> {
    if deal.team.is_none() {
        return Ok(Vec::new());
    }
    let mut rows = tx.open_teams(&deal.id, SHOWN).await?;
    let mine = tx.pledge_of(&deal.id, me).await?.and_then(|p| p.team_id);
    if let Some(id) = &mine
        && rows.iter().all(|row| row.id != *id)
        && let Some(row) = tx.team(id).await?
    {
        rows.insert(0, row);
    }
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let mut of_teams: HashMap<TeamId, Vec<PledgeRow>> = HashMap::new();
    for pledge in tx.pledges_of_teams(&ids).await? {
        if let Some(id) = pledge.team_id.clone() {
            of_teams.entry(id).or_default().push(pledge);
        }
    }
    let team = |row: TeamRow| {
        let pledges = of_teams.remove(&row.id).unwrap_or_default();
        view(deal, row, pledges, me)
    };
    Ok(rows.into_iter().map(team).collect())
}

fn view(deal: &DealRow, row: TeamRow, pledges: Vec<PledgeRow>, me: &MemberId) -> Team {
    let taken: Vec<u32> = pledges.iter().filter_map(|p| p.place).collect();
    let unit = place::first_price(deal);
    let price = deal.team.map_or(unit, |terms| price_of(&terms, unit, free_place(&taken).min(terms.size)));
    let yours = pledges.iter().any(|p| p.member_id == *me && (p.counted || p.state == PledgeState::Reserved));
    let members: Vec<_> = pledges.into_iter().filter(|p| p.counted).filter_map(|p| p.member).collect();
    Team {
        head: row.head.and_then(|id| members.iter().find(|m| m.id == id).cloned()),
        members,
        people: row.people,
        held: row.taken.saturating_sub(row.people),
        size: row.size,
        price,
        state: row.state,
        yours,
        opened_at: row.opened_at,
        ends_at: row.ends_at,
        id: row.id,
    }
}
