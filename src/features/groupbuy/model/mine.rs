//! My order as a record: what I bought, when, for how much, under which rules, and whether I have it.

use contract::Timestamp;
use contract::groupbuy::{Deal, DealTerms, Pledge, PledgeState};

use super::order::ordered;
use super::sums::owes_nothing;
use super::words::{is_short, price_with, steps_as_text, sum_with};
use super::{Phase, money, phase};
use crate::i18n::k::groupbuy as t;
use crate::i18n::{date_time, deadline, list, zone_name};

/// One line of the record: what it is, and what it says.
pub type Line = (String, Option<String>);

/// My order, the most important first.
pub fn record(deal: &Deal, mine: &Pledge, now: Timestamp) -> Vec<Line> {
    let price = t::price_each(&money(deal.unit_price));
    let sum = match mine.state {
        PledgeState::Released => owes_nothing(deal).to_owned(),
        _ if deal.team.is_some() || deal.bargain.is_some() => money(mine.total),
        _ if is_short(deal, now) => {
            let price = t::price_each(&money(price_with(deal, deal.people)));
            t::dot(&sum_with(deal, deal.people, mine.quantity), &price)
        }
        _ if phase(deal, now) == Phase::Open => t::dot(&t::sum_if_now(&money(mine.total)), &price),
        _ => t::dot(&t::sum_final(&money(mine.total)), &price),
    };
    let mut lines = vec![(ordered(deal, mine), Some(sum))];
    lines.push((t::joined_at(&date_time(mine.pledged_at.0)), None));
    if let Some(at) = mine.collected_at {
        lines.push((t::collected_at(&date_time(at.0)), None));
    }
    lines
}

/// When it can be collected, in the reader's zone; none when nobody said.
pub fn pick_up_times(times: &[Timestamp], now: Timestamp) -> Option<String> {
    let times: Vec<String> = times.iter().map(|at| deadline(at.0, now.0)).collect();
    (!times.is_empty()).then(|| t::dot(&list(&times), &zone_name()))
}

/// What I agreed to, in sentences.
pub fn agreed(terms: &DealTerms, now: Timestamp) -> Vec<String> {
    let mut lines = vec![
        steps_as_text(&terms.tiers, terms.minimum),
        t::dot(&t::ends(&deadline(terms.ends_at.0, now.0)), &zone_name()),
    ];
    if terms.minimum > 1 {
        lines.push(t::both(&t::minimum(i64::from(terms.minimum)), t::agreed_back()));
    }
    match terms.leave_until {
        Some(at) => lines.push(t::agreed_leave(&deadline(at.0, now.0))),
        None => lines.push(t::agreed_stay().to_owned()),
    }
    if terms.per_member > 0 {
        let order = terms.per_order.map(|most| t::per_order(i64::from(most)));
        let member = t::per_member(i64::from(terms.per_member));
        lines.push(order.map_or(member.clone(), |order| t::both(&member, &order)));
    }
    if !terms.options.is_empty() {
        lines.push(t::agreed_options(&list(&terms.options)));
    }
    let place = (!terms.pick_up.is_empty()).then(|| terms.pick_up.clone());
    let collects = match (place, pick_up_times(&terms.pick_up_at, now)) {
        (Some(place), Some(times)) => Some(t::dot(&place, &times)),
        (place, times) => place.or(times),
    };
    lines.extend(collects.map(|where_when| t::agreed_pick_up(&where_when)));
    lines
}

/// The record as text, for one's own notes or for who asks.
pub fn as_record(deal: &Deal, mine: &Pledge, now: Timestamp) -> String {
    let mut lines = vec![t::record_head(&deal.title)];
    for (title, note) in record(deal, mine, now) {
        lines.push(note.map_or(title.clone(), |note| t::dot(&title, &note)));
    }
    if let Some(terms) = &mine.terms {
        lines.push(t::agreed_at(&date_time(terms.agreed_at.0)));
        lines.extend(agreed(terms, now));
    }
    lines.join("\n")
}

/// How far this phone's clock is off, where a deadline would mind: by more than a minute.
pub fn clock(behind_ms: i64, deal: &Deal, now: Timestamp) -> Option<String> {
    let minutes = i64::try_from(behind_ms.unsigned_abs() / 60_000).unwrap_or(i64::MAX);
    if minutes == 0 || phase(deal, now) != Phase::Open {
        return None;
    }
    let (gap, ends) = (t::minutes(minutes), deadline(deal.ends_at.0, now.0));
    Some(if behind_ms < 0 { t::clock_fast(&gap, &ends) } else { t::clock_slow(&gap, &ends) })
}
