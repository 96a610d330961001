//! Places: in a deal by tiers units of its stock, in a team a number with its price. Counted where they are taken.

use contract::groupbuy::{DealTerms, TeamState};
use contract::{Code, MemberId, Money, TeamId, Timestamp};
use domain::groupbuy::option::{Order, may_order};
use domain::groupbuy::state::{DEAL, DealEvent, TEAM, TeamEvent, Way, step};
use domain::groupbuy::team::{price_of, team_ends};
use domain::groupbuy::{left, price_at};

use super::act::team_facts;
use super::deal::{facts, fate};
use super::terms::terms;
use crate::rules::{Outcome, Writing};
use crate::secret::new_id;
use crate::store::{DealRow, PaymentRow, PledgeRow, ReadTx, TeamRow};

/// The price of a unit at its dearest: what is paid first.
pub(super) fn first_price(deal: &DealRow) -> Money {
    price_at(&deal.tiers, 1)
}

/// The first place of a team that is free and costs no more than what was promised.
async fn free_in(w: &mut Writing, deal: &DealRow, team: &TeamId, most: Option<i64>) -> Outcome<Option<u32>> {
    let Some(terms) = &deal.team else { return Ok(None) };
    let taken: Vec<u32> = w.tx.team_pledges(team).await?.into_iter().filter_map(|p| p.place).collect();
    let unit = first_price(deal);
    let fits = |place: &u32| most.is_none_or(|most| price_of(terms, unit, *place).amount <= most);
    Ok((1..=terms.size).find(|place| !taken.contains(place) && fits(place)))
}

/// Takes a place: in the pledge's team one that is free at its price, else units of the stock.
pub(super) async fn take(w: &mut Writing, deal: &DealRow, pledge: &mut PledgeRow) -> Outcome<()> {
    let (Some(terms), Some(id)) = (&deal.team, pledge.team_id.clone()) else {
        w.tx.count_deal(&deal.id, 0, i64::from(pledge.quantity)).await?;
        return Ok(w.tx.take_picks(pledge, false).await?);
    };
    let place = free_in(w, deal, &id, pledge.price).await?.ok_or(Code::TeamFull)?;
    (pledge.place, pledge.price) = (Some(place), Some(price_of(terms, first_price(deal), place).amount));
    let mut team = w.tx.team(&id).await?.ok_or(Code::NotFound)?;
    team.taken = team.taken.saturating_add(1);
    Ok(w.tx.set_team(&team).await?)
}

/// Lets a place go.
pub(super) async fn free(w: &mut Writing, deal: &DealRow, pledge: &mut PledgeRow) -> Outcome<()> {
    if let Some(id) = pledge.team_id.as_ref().filter(|_| deal.team.is_some()) {
        let mut team = w.tx.team(id).await?.ok_or(Code::NotFound)?;
        team.taken = team.taken.saturating_sub(1);
        pledge.place = None;
        return Ok(w.tx.set_team(&team).await?);
    }
    w.tx.count_deal(&deal.id, 0, -i64::from(pledge.quantity)).await?;
    Ok(w.tx.take_picks(pledge, true).await?)
}

/// Counts a person in, or out.
pub(super) async fn count(
    w: &mut Writing,
    deal: &DealRow,
    pledge: &mut PledgeRow,
    is_in: bool,
) -> Outcome<()> {
    pledge.counted = is_in;
    let by = if is_in { 1 } else { -1 };
    if let Some(id) = pledge.team_id.as_ref().filter(|_| deal.team.is_some()) {
        let mut team = w.tx.team(id).await?.ok_or(Code::NotFound)?;
        team.people = team.people.saturating_add_signed(by);
        w.tx.set_team(&team).await?;
    }
    w.tx.count_deal(&deal.id, i64::from(by), 0).await?;
    Ok(())
}

/// Opens a team without anybody in it; its units are kept for it.
pub(super) async fn new_team(w: &mut Writing, deal: &DealRow, head: Option<MemberId>) -> Outcome<TeamRow> {
    let terms = deal.team.ok_or(Code::Conflict)?;
    if left(&facts(deal)).is_some_and(|left| left < terms.size) {
        return Err(Code::DealFull.into());
    }
    let team = TeamRow {
        id: new_id::<TeamId>(),
        deal_id: deal.id.clone(),
        head,
        size: terms.size,
        people: 0,
        taken: 0,
        state: TeamState::Running,
        opened_at: w.now,
        ends_at: team_ends(&terms, w.now),
    };
    w.tx.add_team(&team).await?;
    w.tx.count_deal(&deal.id, 0, i64::from(terms.size)).await?;
    w.wake_at(team.ends_at);
    Ok(team)
}

/// A deal became cheaper: so did every place in a team that waits for people. What was paid beyond it comes back at the
/// end, as every difference does.
pub(super) async fn lower(w: &mut Writing, deal: &DealRow) -> Outcome<()> {
    let Some(terms) = &deal.team else { return Ok(()) };
    for team in w.tx.running_teams(&deal.id).await? {
        for mut pledge in w.tx.team_pledges(&team.id).await? {
            let Some(place) = pledge.place else { continue };
            let now = price_of(terms, first_price(deal), place).amount;
            if pledge.price.is_some_and(|price| now < price) {
                pledge.price = Some(now);
                w.tx.set_pledge(&pledge).await?;
            }
        }
    }
    Ok(())
}

/// Opens a team for a pledge that was paid, at the place whose price that was: its terms are those of now.
pub(super) async fn open(w: &mut Writing, deal: &DealRow, pledge: &mut PledgeRow) -> Outcome<()> {
    let team = new_team(w, deal, Some(pledge.member_id.clone())).await?;
    pledge.terms = Some(DealTerms { leave_until: Some(team.ends_at), ..terms(deal, w.now) });
    pledge.team_id = Some(team.id);
    pledge.pledged_at = w.now;
    take(w, deal, pledge).await
}

/// Whether a new team could be opened now with what was paid: the deal may be dearer since.
pub(super) async fn can_open(
    tx: &mut dyn ReadTx,
    deal: &DealRow,
    paid: Money,
    now: Timestamp,
) -> Outcome<bool> {
    let Some(terms) = &deal.team else { return Ok(false) };
    let unit = first_price(deal);
    let pays = (1..=terms.size).any(|place| price_of(terms, unit, place).amount <= paid.amount);
    let fate = fate(tx, deal, now).await?;
    let open = step(DEAL, deal.state, DealEvent::Enter, &fate).is_ok();
    Ok(open && pays && left(&facts(deal)).is_none_or(|left| left >= terms.size))
}

/// Whether a place would still be what was agreed to, for what is paid: while nobody was in it, the deal could change.
fn is_as_agreed(deal: &DealRow, pledge: &PledgeRow, payment: &PaymentRow) -> bool {
    let label = |at: u32| usize::try_from(at).ok().and_then(|at| deal.options.get(at)).map(|o| &o.label);
    let agreed = |at: u32| {
        let terms = pledge.terms.as_ref()?;
        usize::try_from(at).ok().and_then(|at| terms.options.get(at))
    };
    let same = pledge.terms.is_none() || pledge.picks.iter().all(|p| label(p.option) == agreed(p.option));
    same && first_price(deal).times(pledge.quantity).amount <= payment.amount.amount
}

/// What money for a pledge can do now whose place is not kept any more.
pub(super) async fn way(
    w: &mut Writing,
    deal: &DealRow,
    pledge: &PledgeRow,
    payment: &PaymentRow,
) -> Outcome<Way> {
    if deal.team.is_none() {
        let order = Order { quantity: pledge.quantity, picks: pledge.picks.clone() };
        let fits = may_order(&facts(deal), &deal.options, None, &order, w.now).is_ok()
            && is_as_agreed(deal, pledge, payment);
        return Ok(if fits { Way::Place } else { Way::None });
    }
    if let Some(id) = &pledge.team_id
        && let Some(team) = w.tx.team(id).await?
        && step(TEAM, team.state, TeamEvent::Reserve, &team_facts(&team, w.now)).is_ok()
        && free_in(w, deal, id, Some(payment.amount.amount)).await?.is_some()
    {
        return Ok(Way::Place);
    }
    let now = w.now;
    Ok(if can_open(&mut *w.tx, deal, payment.amount, now).await? { Way::NewTeam } else { Way::None })
}
