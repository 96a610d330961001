//! What happens to a pledge, by the tables: the next states and their effects, in one transaction.
//!
//! Everything that changes a pledge's or a team's state goes through here. Asks no clock: the moment is the write's.

use contract::groupbuy::{PledgeState, TeamState};
use contract::{Code, Money};
use domain::groupbuy::money::Booking;
use domain::groupbuy::price_at;
use domain::groupbuy::state::{
    PLEDGE, PledgeEffect, PledgeEvent, PledgeFacts, TEAM, TeamEffect, TeamEvent, TeamFacts, Way, step,
};
use domain::groupbuy::team::team_ends;

use super::{place, refund};
use crate::payment::provider;
use crate::rules::{Outcome, Writing, referral};
use crate::store::{DealRow, PaymentRow, PledgeRow, TeamRow};

/// What is known of a pledge's money at an event: the payment at hand, if it is one's, and what it can do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money1<'a> {
    /// The payment that came in.
    pub payment: Option<&'a PaymentRow>,
    /// Whether it is the one that was waited for.
    pub expected: bool,
    /// What money that comes now can do.
    pub way: Way,
    /// Whether it was said to be given back.
    pub given_back: bool,
}

/// No payment is at hand.
pub(super) const NO_MONEY: Money1<'static> =
    Money1 { payment: None, expected: false, way: Way::None, given_back: false };

/// What a unit of a pledge costs: as promised, or by the tiers.
pub(in crate::rules) fn price_of(deal: &DealRow, pledge: &PledgeRow) -> Money {
    let now = price_at(&deal.tiers, deal.people);
    pledge.price.map_or(now, |amount| Money { amount, ..now })
}

/// What the rules need to know of a team.
pub(super) fn team_facts(team: &TeamRow, now: contract::Timestamp) -> TeamFacts {
    TeamFacts { size: team.size, people: team.people, taken: team.taken, ends_at: team.ends_at, now }
}

/// Something happens to a pledge, and through it to its team.
pub(super) async fn happen(
    w: &mut Writing,
    deal: &DealRow,
    pledge: &mut PledgeRow,
    event: PledgeEvent,
    money: Money1<'_>,
) -> Outcome<()> {
    let before = pledge.state;
    let (next, effects) = step(PLEDGE, before, event, &facts(deal, money))?;
    let team = if deal.team.is_some() { team_event(effects) } else { None };
    // What the team says to it is asked of the team as it is now: it may refuse.
    let asked = match (&pledge.team_id, team) {
        (Some(id), Some(event)) => {
            let row = w.tx.team(id).await?.ok_or(Code::NotFound)?;
            let (next, effects) = step(TEAM, row.state, event, &team_facts(&row, w.now))?;
            Some((next, effects))
        }
        _ => None,
    };
    apply(w, deal, pledge, next, effects, money).await?;
    if let (Some((next, effects)), Some(id)) = (asked, pledge.team_id.clone()) {
        let row = w.tx.team(&id).await?.ok_or(Code::NotFound)?;
        team_becomes(w, deal, row, next, effects).await?;
        // The team may have taken the pledge along.
        *pledge = w.tx.pledge(&pledge.id).await?.ok_or(Code::NotFound)?;
    }
    Ok(())
}

/// What a pledge's effects are to its team.
fn team_event(effects: &[PledgeEffect]) -> Option<TeamEvent> {
    let has = |effect| effects.contains(&effect);
    match () {
        // A team that is opened anew begins with it.
        () if has(PledgeEffect::OpenTeam) => None,
        () if has(PledgeEffect::CountIn) => Some(TeamEvent::Join),
        () if has(PledgeEffect::CountOut) => Some(TeamEvent::Leave),
        () if has(PledgeEffect::FreePlace) => Some(TeamEvent::Lapse),
        () => None,
    }
}

fn facts(deal: &DealRow, money: Money1<'_>) -> PledgeFacts {
    PledgeFacts {
        paid_first: provider(deal.settling).paid_first(),
        expected: money.expected,
        way: money.way,
        given_back: money.given_back,
    }
}

/// Does what the table of pledges says.
async fn apply(
    w: &mut Writing,
    deal: &DealRow,
    pledge: &mut PledgeRow,
    next: PledgeState,
    effects: &[PledgeEffect],
    money: Money1<'_>,
) -> Outcome<()> {
    let total = price_of(deal, pledge).times(pledge.quantity);
    for effect in effects {
        match effect {
            PledgeEffect::TakePlace => place::take(w, deal, pledge).await?,
            PledgeEffect::FreePlace => place::free(w, deal, pledge).await?,
            PledgeEffect::CountIn => place::count(w, deal, pledge, true).await?,
            PledgeEffect::CountOut => place::count(w, deal, pledge, false).await?,
            PledgeEffect::OpenTeam => place::open(w, deal, pledge).await?,
            PledgeEffect::BookPaid => match money.payment {
                Some(payment) => w.tx.book(pledge, Booking::Paid, payment.amount, w.now).await?,
                None => refund::paid_to_host(w, pledge, total).await?,
            },
            PledgeEffect::BookDue => w.tx.book(pledge, Booking::Due, total, w.now).await?,
            PledgeEffect::BookKept => w.tx.book(pledge, Booking::Kept, total, w.now).await?,
            PledgeEffect::RefundThis => {
                if let Some(payment) = money.payment {
                    refund::ask(w, pledge, payment, payment.amount).await?;
                }
            }
            PledgeEffect::RefundAll => refund::ask_all(w, pledge).await?,
            PledgeEffect::SayRefunded => refund::say(w, pledge, total).await?,
        }
    }
    let before = std::mem::replace(&mut pledge.state, next);
    w.tx.set_pledge(pledge).await?;
    referral::pledged(w, deal, pledge, (before, next)).await?;
    Ok(())
}

/// Something happens to a team by itself.
pub(super) async fn team_happen(
    w: &mut Writing,
    deal: &DealRow,
    row: TeamRow,
    event: TeamEvent,
) -> Outcome<()> {
    let (next, effects) = step(TEAM, row.state, event, &team_facts(&row, w.now))?;
    team_becomes(w, deal, row, next, effects).await
}

/// Does what the table of teams says.
async fn team_becomes(
    w: &mut Writing,
    deal: &DealRow,
    mut row: TeamRow,
    next: TeamState,
    effects: &[TeamEffect],
) -> Outcome<()> {
    row.state = next;
    for effect in effects {
        match effect {
            TeamEffect::StartClock => {
                if let Some(terms) = &deal.team {
                    (row.opened_at, row.ends_at) = (w.now, team_ends(terms, w.now));
                    w.wake_at(row.ends_at);
                    lets_leave_until(w, &row).await?;
                }
            }
            TeamEffect::HandOver => {
                let pledges = w.tx.team_pledges(&row.id).await?;
                row.head = pledges.into_iter().find(|p| p.counted).map(|p| p.member_id);
            }
            TeamEffect::PledgesSucceed => all(w, deal, &row, PledgeEvent::Succeed).await?,
            TeamEffect::PledgesFail => all(w, deal, &row, PledgeEvent::Fail).await?,
            TeamEffect::FreeUnits => {
                let (people, units) = (i64::from(row.people), i64::from(row.size));
                w.tx.count_deal(&deal.id, -people, -units).await?;
            }
        }
    }
    // Places that were kept are free since; the people are those that it had.
    if next != TeamState::Running
        && let Some(now) = w.tx.team(&row.id).await?
    {
        row.taken = now.taken;
    }
    w.tx.set_team(&row).await?;
    Ok(())
}

/// Whoever is in a team whose time begins may leave until it is over: what they agreed to says so.
async fn lets_leave_until(w: &mut Writing, team: &TeamRow) -> Outcome<()> {
    for mut pledge in w.tx.team_pledges(&team.id).await? {
        if let Some(terms) = &mut pledge.terms {
            terms.leave_until = Some(team.ends_at);
            w.tx.set_pledge(&pledge).await?;
        }
    }
    Ok(())
}

/// The same happens to every pledge of a team that stands. Whose money came too late has no place in it: what becomes of
/// that is theirs to choose, however the team ends.
async fn all(w: &mut Writing, deal: &DealRow, team: &TeamRow, event: PledgeEvent) -> Outcome<()> {
    let pledges = w.tx.team_pledges(&team.id).await?;
    for pledge in pledges.into_iter().filter(|pledge| pledge.state != PledgeState::Late) {
        ends_with(w, deal, pledge, event).await?;
    }
    Ok(())
}

/// The deal or the team ended, and with it this pledge, if it stands.
pub(super) async fn ends_with(
    w: &mut Writing,
    deal: &DealRow,
    mut pledge: PledgeRow,
    event: PledgeEvent,
) -> Outcome<()> {
    if !matches!(pledge.state, PledgeState::Reserved | PledgeState::Committed | PledgeState::Late) {
        return Ok(());
    }
    let (next, effects) = step(PLEDGE, pledge.state, event, &facts(deal, NO_MONEY))?;
    apply(w, deal, &mut pledge, next, effects, NO_MONEY).await
}
