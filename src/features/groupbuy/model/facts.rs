//! The facts of a deal: the deadline first, then what it needs, how money moves, what is left, where to collect.

use contract::Timestamp;
use contract::groupbuy::{Deal, Settling};
use domain::groupbuy::left as units_left;

use super::mine::pick_up_times;
use super::{Phase, phase, rules, sums, team};
use crate::i18n::k::groupbuy as t;
use crate::i18n::{deadline, zone_name};

/// What a fact is about, for its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// The deadline.
    Time,
    /// The people it needs.
    Minimum,
    /// Who is paid, and when.
    Settling,
    /// How many there are.
    Stock,
    /// Where and when to collect.
    PickUp,
}

/// A fact and its condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactWords {
    /// What it is about.
    pub kind: FactKind,
    /// What holds.
    pub title: String,
    /// The condition.
    pub note: Option<String>,
}

/// The facts of a deal, the deadline first: by the backend's clock, where it tells one.
pub fn facts(deal: &Deal, now: Timestamp, by_server: bool) -> Vec<FactWords> {
    let fact = |kind, title: String, note: Option<String>| FactWords { kind, title, note };
    if let Some(terms) = &deal.team {
        let mut facts = team::facts(deal, terms, now, by_server);
        facts.extend(pick_up(deal, now));
        return facts;
    }
    let open = phase(deal, now) == Phase::Open;
    let zone = if by_server { t::by_server(&zone_name()) } else { zone_name() };
    let note = if open { t::dot(&zone, &left(deal.ends_at.since_ms(now))) } else { zone };
    let mut facts = vec![fact(FactKind::Time, when(deal, now), Some(note))];
    if open {
        let (title, note) = if deal.minimum > 1 {
            let note = match deal.settling {
                Settling::WithHost => t::minimum_note().to_owned(),
                Settling::PlayMoney => t::pair(sums::owes_nothing(deal), t::minimum_one_note()),
            };
            (t::minimum(i64::from(deal.minimum)), note)
        } else {
            (t::minimum_one().to_owned(), t::minimum_one_note().to_owned())
        };
        facts.push(fact(FactKind::Minimum, title, Some(note)));
        facts.push(sums::settling_fact(deal));
    }
    let per_member = (deal.per_member > 1).then(|| t::per_member(i64::from(deal.per_member)));
    let per_order = deal.per_order.filter(|_| open).map(|most| t::per_order(i64::from(most)));
    let per_member = match (per_member, per_order) {
        (Some(member), Some(order)) => Some(t::both(&member, &order)),
        (member, order) => member.or(order),
    };
    match (deal.stock.filter(|_| open), per_member.filter(|_| open)) {
        (Some(stock), note) => {
            let left = units_left(&rules(deal)).unwrap_or_default();
            let title = t::stock_left(&left.to_string(), &stock.to_string());
            facts.push(fact(FactKind::Stock, title, note));
        }
        (None, Some(note)) => facts.push(fact(FactKind::Stock, note, None)),
        (None, None) => {}
    }
    facts.extend(pick_up(deal, now));
    facts
}

/// Where and when to collect; none when nobody said.
fn pick_up(deal: &Deal, now: Timestamp) -> Option<FactWords> {
    let (title, note) = match (deal.pick_up.is_empty(), pick_up_times(&deal.pick_up_at, now)) {
        (false, Some(times)) => (deal.pick_up.clone(), times),
        (false, None) => (t::pick_up().to_owned(), deal.pick_up.clone()),
        (true, Some(times)) => (t::pick_up().to_owned(), times),
        (true, None) => return None,
    };
    Some(FactWords { kind: FactKind::PickUp, title, note: Some(note) })
}

/// When it ends, ended, or was to end.
pub(super) fn when(deal: &Deal, now: Timestamp) -> String {
    let when = deadline(deal.ends_at.0, now.0);
    match phase(deal, now) {
        Phase::Open => t::ends(&when),
        Phase::Cancelled if deal.ends_at > now => t::was_to_end(&when),
        _ => t::ended(&when),
    }
}

/// The time that is left, in at most two units, never finer than a minute.
pub fn left(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let both = |big: String, small: i64, word: fn(i64) -> String| {
        if small == 0 { big } else { t::two(&big, &word(small)) }
    };
    match (days, hours, rest) {
        (0, 0, 0) => t::left_soon().to_owned(),
        (0, 0, _) => t::left(&t::minutes(rest)),
        (0, _, _) => t::left(&both(t::hours(hours), rest, t::minutes)),
        _ => t::left(&both(t::days(days), hours, t::hours)),
    }
}
