//! Deals: opening, looking, calling off, and ending.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::Attachment;
use contract::groupbuy::{Deal, DealState, NewDeal, Settling};
use contract::{Code, DealId, GroupId, Money, Page, Problem, Timestamp};
use domain::groupbuy::state::{DEAL, DealEvent, DealFate, DealStep, PledgeEvent, TeamEvent, fate_of, step};
use domain::groupbuy::{DealFacts, price_at, state_at};
use domain::history::Item;

use super::{act, bargain, pledge, team, terms};
use crate::rules::{Caller, Here};
use crate::rules::{Fail, Outcome, Paging, Reading, Writing, feed, photo};
use crate::secret::new_id;
use crate::store::{Cursor, DealRow, ReadTx, Slice};

/// Faces on a card.
const FACES: u32 = 8;

/// What the rules need to know of a deal.
pub(in crate::rules) fn facts(row: &DealRow) -> DealFacts {
    DealFacts {
        state: row.state,
        ends_at: row.ends_at,
        stock: row.stock,
        per_member: row.per_member,
        per_order: row.per_order,
        people: row.people,
        units: row.units,
        minimum: row.minimum,
    }
}

/// What a unit costs: if it ended now, or as it ended.
pub(in crate::rules) fn unit_price(row: &DealRow) -> Money {
    price_at(&row.tiers, row.people)
}

/// A deal as `here.me` sees it.
pub(in crate::rules) async fn view(
    tx: &mut dyn ReadTx,
    here: &Here,
    row: DealRow,
    now: Timestamp,
) -> Outcome<Deal> {
    let me = &here.me.public.id;
    let price = unit_price(&row);
    let faces = tx.faces(&row.id, FACES).await?;
    let your_pledge = match tx.pledge_of(&row.id, me).await? {
        Some(p) => Some(pledge::mine(tx, here, &row, p, now).await?),
        None => None,
    };
    let teams = team::teams(tx, &row, me).await?;
    let (bargain, bargains) =
        (bargain::terms_for(tx, &row, me, now).await?, bargain::bargains(tx, &row, me).await?);
    // A deal that is sold to teams, or by bargains, goes on while one of them runs.
    let state = if is_in_parts(&row) { row.state } else { state_at(&facts(&row), now) };
    Ok(Deal {
        opener: tx.member(&row.opener_id).await?.map(|m| m.public),
        yours: row.opener_id == *me,
        state,
        team: row.team,
        teams,
        bargain,
        bargains,
        settling: row.settling,
        id: row.id,
        group_id: row.group_id,
        title: row.title,
        about: row.about,
        pick_up: row.pick_up,
        tiers: row.tiers,
        minimum: row.minimum,
        stock: row.stock,
        per_member: row.per_member,
        per_order: row.per_order,
        options: row.options,
        pick_up_at: row.pick_up_at,
        edited_at: row.edited_at,
        post_id: row.post_id,
        people: row.people,
        units: row.units,
        unit_price: price,
        opened_at: row.opened_at,
        ends_at: row.ends_at,
        joined: faces,
        your_pledge,
        server_time: now,
    })
}

/// Whether it ends with its teams or bargains, and not at a moment.
pub(super) const fn is_in_parts(row: &DealRow) -> bool {
    row.team.is_some() || row.bargain.is_some()
}

/// What the history rule needs to know of a deal: its end is news of that moment.
fn item(row: &DealRow) -> Item {
    let created_at = row.closed_at.unwrap_or(row.opened_at);
    Item { created_at, pinned: false, actionable: row.closed_at.is_none() }
}

/// Finds a deal that the caller may see.
pub(in crate::rules) async fn find(
    tx: &mut dyn ReadTx,
    caller: &Caller,
    id: &DealId,
) -> Outcome<(Here, DealRow)> {
    let row = tx.deal(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let me = &here.me.public.id;
    let visible = here.sees(item(&row)) || row.opener_id == *me || tx.pledge_of(&row.id, me).await?.is_some();
    if visible { Ok((here, row)) } else { Err(Code::NotFound.into()) }
}

/// A group's deals: open ones first, then the latest.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Deal>> {
    let here = r.here(&group).await?;
    let mut items = Vec::new();
    for (key, row) in r.tx.deals(&group, &here.me.public.id, here.from(), paging.slice()).await? {
        let (cursor, seen) = (Cursor(key, row.n), here.sees(item(&row)));
        let deal = view(&mut *r.tx, &here, row, r.now).await?;
        if seen || deal.yours || deal.your_pledge.is_some() {
            items.push((cursor, deal));
        }
    }
    r.page(items, paging).await
}

/// One deal.
pub async fn get(r: &mut Reading, id: DealId) -> Outcome<Deal> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Opens a deal.
pub async fn create(w: &mut Writing, group: GroupId, command: NewDeal) -> Outcome<Deal> {
    let here = w.here(&group).await?;
    if !here.group.policy.members_open_deals {
        here.must_run_it()?;
    }
    w.verified_caller()?;
    accepted(domain::limits::check_deal(&command, w.now))?;
    let bargain = bargain::terms_of(&here, command.bargain)?;
    let me = here.me.public.id.clone();
    let row = DealRow {
        n: 0,
        id: new_id::<DealId>(),
        group_id: group.clone(),
        opener_id: me.clone(),
        title: command.title.trim().to_owned(),
        about: command.about.trim().to_owned(),
        pick_up: command.pick_up.trim().to_owned(),
        tiers: command.tiers,
        minimum: command.minimum,
        stock: command.stock,
        per_member: command.per_member,
        per_order: command.per_order,
        options: terms::options(command.options),
        pick_up_at: terms::in_order(command.pick_up_at),
        edited_at: None,
        post_id: None,
        state: DealState::Open,
        opened_at: w.now,
        ends_at: command.ends_at,
        closed_at: None,
        people: 0,
        units: 0,
        team: command.team,
        // What a price comes to that still falls cannot be paid first.
        settling: if bargain.is_some() { Settling::WithHost } else { w.app.settling },
        bargain,
    };
    w.tx.add_deal(&row).await?;
    w.wake_at(row.ends_at);
    w.note_open(&group, ChangeKind::Deal, ChangeOp::Created, row.id.as_str()).await?;
    let kind = if row.bargain.is_some() { "bargain" } else { "deal" };
    let attachment = Attachment { kind: kind.to_owned(), id: row.id.to_string(), title: row.title.clone() };
    let post = feed::add_offer(w, &group, &me, attachment).await?;
    photo::put_into(w, (&group, &post), &command.photos).await?;
    let row = w.tx.deal(&row.id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Calls a deal off; who opened it, or a host.
pub async fn cancel(w: &mut Writing, id: DealId) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &row)?;
    end(w, &row, DealEvent::Cancel, w.now).await?;
    let row = w.tx.deal(&id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Who opened a deal, and hosts, run it.
pub(in crate::rules) fn must_run(here: &Here, row: &DealRow) -> Outcome<()> {
    if row.opener_id == here.me.public.id { Ok(()) } else { here.must_run_it() }
}

/// What the rules need to know of a deal that may end.
pub(super) async fn fate(tx: &mut dyn ReadTx, row: &DealRow, now: Timestamp) -> Outcome<DealFate> {
    let fate = fate_of(&facts(row), now);
    if !is_in_parts(row) {
        return Ok(fate);
    }
    let (teams_running, teams_full) = match row.bargain {
        Some(_) => tx.bargain_counts(&row.id).await?,
        None => tx.team_counts(&row.id).await?,
    };
    Ok(DealFate { in_teams: true, teams_running, teams_full, ..fate })
}

/// A part of a deal may have ended by what somebody did. The last one takes along a deal whose own time was over, now and
/// not when the scheduler looks next.
pub(super) async fn end_with_last(w: &mut Writing, deal: &DealRow) -> Outcome<()> {
    if !is_in_parts(deal) || w.now < deal.ends_at {
        return Ok(());
    }
    let row = w.tx.deal(&deal.id).await?.ok_or(Code::NotFound)?;
    let runs = fate(&mut *w.tx, &row, w.now).await?.teams_running > 0;
    if runs || row.closed_at.is_some() { Ok(()) } else { end(w, &row, DealEvent::TimeOver, w.now).await }
}

/// Ends a deal by its table, and with it its teams and pledges.
pub(in crate::rules) async fn end(
    w: &mut Writing,
    row: &DealRow,
    event: DealEvent,
    at: Timestamp,
) -> Outcome<()> {
    let fate = fate(&mut *w.tx, row, w.now).await?;
    let (next, effects) = step(DEAL, row.state, event, &fate)?;
    for effect in effects {
        match effect {
            DealStep::PledgesSucceed => all(w, row, PledgeEvent::Succeed).await?,
            DealStep::PledgesFail => all(w, row, PledgeEvent::Fail).await?,
            DealStep::TeamsCancel => {
                bargain::cancel_all(w, row).await?;
                for team in w.tx.running_teams(&row.id).await? {
                    act::team_happen(w, row, team, TeamEvent::Cancel).await?;
                }
            }
            DealStep::CloseOffer => feed::close_offer(w, &row.group_id, row.id.as_str()).await?,
        }
    }
    if next != row.state {
        w.tx.close_deal(&row.id, next, at).await?;
        w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, row.id.as_str()).await?;
    }
    Ok(())
}

/// The same happens to every pledge of a deal that stands.
async fn all(w: &mut Writing, row: &DealRow, event: PledgeEvent) -> Outcome<()> {
    let all = Slice { after: None, limit: u32::MAX };
    for pledge in w.tx.pledges(&row.id, all).await? {
        act::ends_with(w, row, pledge, event).await?;
    }
    Ok(())
}

/// Ok when nothing is wrong; tiers that are wrong alone have a code of their own.
pub(super) fn accepted(wrong: domain::limits::Wrong) -> Outcome<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    let tiers_alone = wrong.iter().all(|(pointer, _)| pointer.starts_with("/tiers"));
    let mut problem = Problem::fields(wrong);
    if tiers_alone {
        problem = Problem { errors: problem.errors, ..Problem::new(Code::DealTiersInvalid) };
    }
    Err(Fail::from(problem))
}
