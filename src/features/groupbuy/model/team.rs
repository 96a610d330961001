//! The sentences of a deal that is sold to teams: what one pays, who is in a team, how many are missing, until when.
//!
//! Everything is counted: no people who are not there, and no hurry beyond the date.

use contract::groupbuy::{Deal, DealState, Pledge, PledgeState, Settling, Team, TeamState, TeamTerms};
use contract::{Money, Timestamp};
use domain::groupbuy::left as units_left;

use super::facts::{FactKind, FactWords, left};
use super::sums::{goes_back, owes_nothing, short};
use super::words::{CardWords, phase_word};
use super::{money, people, phase, rules};
use crate::i18n::k::{groupbuy as g, team as t};
use crate::i18n::{deadline, list, zone_name};

/// The one figure: what I pay, or would pay at most, and for what.
pub fn figure(deal: &Deal, terms: &TeamTerms) -> Option<(String, String)> {
    let mine = deal.your_pledge.as_ref().filter(|p| p.state != PledgeState::Released);
    let price = money(mine.map_or(deal.unit_price, |p| p.total));
    let size = i64::from(terms.size);
    match terms.lot {
        Some(lot) if mine.is_some() => Some((price, t::figure_share(size, &money(lot)))),
        Some(lot) => Some((price, t::figure_lot(size, &money(lot)))),
        None => Some((price, short(deal, t::figure_each(size), t::figure_each_back(size)))),
    }
}

/// The facts, the deal's own deadline first.
pub fn facts(deal: &Deal, terms: &TeamTerms, now: Timestamp, by_server: bool) -> Vec<FactWords> {
    let fact = |kind, title: String, note: Option<String>| FactWords { kind, title, note };
    let zone = if by_server { g::by_server(&zone_name()) } else { zone_name() };
    let is_open = deal.state == DealState::Open && now < deal.ends_at;
    let until = deadline(deal.ends_at.0, now.0);
    let title = if is_open { t::opens_until(&until) } else { t::opened_until(&until) };
    let mut facts = vec![
        fact(FactKind::Time, title, Some(zone)),
        fact(
            FactKind::Minimum,
            t::rule(i64::from(terms.size), &g::hours(i64::from(terms.hours))),
            Some(short(deal, t::rule_note(), t::rule_note_back()).to_owned()),
        ),
    ];
    facts.push(super::sums::settling_fact(deal));
    if let Some(stock) = deal.stock.filter(|_| is_open) {
        let units = units_left(&rules(deal)).unwrap_or_default();
        let rooms = units / terms.size.max(1);
        facts.push(fact(
            FactKind::Stock,
            t::rooms(i64::from(rooms)),
            Some(t::rooms_note(&stock.to_string())),
        ));
    }
    facts
}

/// How many more teams can be opened; none when there is no limit.
fn rooms(deal: &Deal) -> Option<u32> {
    let size = deal.team.map_or(1, |terms| terms.size.max(1));
    units_left(&rules(deal)).map(|units| units / size)
}

/// The words of the button that opens a team, and why it cannot be pressed.
pub fn open_words(deal: &Deal, now: Timestamp) -> (String, Option<String>) {
    let label = t::open(&money(deal.unit_price));
    let blocked = match () {
        () if deal.state != DealState::Open => Some(phase_word(phase(deal, now)).to_owned()),
        () if now >= deal.ends_at => Some(t::open_over().to_owned()),
        () if rooms(deal) == Some(0) => Some(t::open_full().to_owned()),
        () => None,
    };
    (label, blocked)
}

/// The rule under that button: when it is paid.
pub fn open_rule(deal: &Deal) -> String {
    let hours = deal.team.map(|terms| g::hours(i64::from(terms.hours))).unwrap_or_default();
    match deal.settling {
        Settling::WithHost => t::open_rule(&hours),
        Settling::PlayMoney => t::open_rule_first(&hours),
    }
}

/// A team as a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamWords {
    /// Whose it is.
    pub title: String,
    /// How far it is.
    pub pill: String,
    /// Where it stands.
    pub state: TeamState,
    /// Who is in it.
    pub who: String,
    /// Their avatars.
    pub faces: Vec<String>,
    /// What it needs, and until when.
    pub line: String,
    /// What the button says, where I could join it.
    pub join: Option<String>,
}

/// The card of a team, for me at this moment.
pub fn team(deal: &Deal, team: &Team, now: Timestamp) -> TeamWords {
    let title = match &team.head {
        _ if team.yours => t::yours().to_owned(),
        Some(head) => t::of(&head.persona.nickname),
        None => t::nobodys().to_owned(),
    };
    let names: Vec<&str> = team.members.iter().map(|m| m.persona.nickname.as_str()).collect();
    let runs = team.state == TeamState::Running && now < team.ends_at;
    let line = match team.state {
        TeamState::Running if !runs => t::over_soon().to_owned(),
        TeamState::Running => {
            let until = t::until(&left(team.ends_at.since_ms(now)), &deadline(team.ends_at.0, now.0));
            g::both(&missing(team), &until)
        }
        TeamState::Succeeded => t::succeeded().to_owned(),
        TeamState::Failed => g::pair(&t::failed(i64::from(team.people)), &nothing(deal, team)),
        TeamState::Cancelled => g::pair(g::cancelled_words(), &nothing(deal, team)),
    };
    let is_bound = deal.your_pledge.as_ref().is_some_and(|p| p.state != PledgeState::Released);
    let free = team.size > team.people.saturating_add(team.held);
    let joins = runs && !is_bound && free;
    TeamWords {
        title,
        pill: t::count(&team.people.to_string(), &team.size.to_string()),
        state: team.state,
        who: if names.is_empty() { people(team.people) } else { list(&names) },
        faces: team.members.iter().map(|m| m.persona.avatar.clone()).collect(),
        line,
        join: joins.then(|| t::join(&money(team.price))),
    }
}

/// What it means that it came to nothing: for me, where I am in it.
fn nothing(deal: &Deal, team: &Team) -> String {
    if team.yours { goes_back(deal) } else { owes_nothing(deal).to_owned() }
}

/// How many it lacks, and whether places are kept for people who are paying.
fn missing(team: &Team) -> String {
    let lacks = t::missing(i64::from(team.size.saturating_sub(team.people)));
    if team.held == 0 { lacks } else { g::both(&lacks, &t::held(i64::from(team.held))) }
}

/// My team, while I am in one.
pub fn mine(deal: &Deal) -> Option<&Team> {
    deal.teams.iter().find(|team| team.yours)
}

/// What the bar says when I am in a team: the pill and the sentence.
pub fn in_team(deal: &Deal, pledge: &Pledge, now: Timestamp) -> (String, String) {
    let total = money(pledge.total);
    let host = deal.opener.as_ref().map_or_else(|| g::host().to_owned(), |o| o.persona.nickname.clone());
    match pledge.state {
        PledgeState::Due if deal.yours => (g::due().to_owned(), t::due_yours(&total)),
        PledgeState::Due => (g::due().to_owned(), t::due(&host, &total)),
        PledgeState::Settled => (t::done().to_owned(), t::settled(&total)),
        _ => {
            let line = mine(deal).map(|own| team(deal, own, now).line).unwrap_or_default();
            (t::in_it(&total), line)
        }
    }
}

/// The card of the deal in a feed or a list.
pub fn card(deal: &Deal, terms: &TeamTerms, now: Timestamp) -> CardWords {
    let phase = phase(deal, now);
    let waiting = deal.teams.iter().filter(|t| t.state == TeamState::Running).count();
    let open = deal.state == DealState::Open;
    let pill = match waiting {
        0 => phase_word(phase).to_owned(),
        _ => t::waiting(i64::try_from(waiting).unwrap_or(i64::MAX)),
    };
    let when = deadline(deal.ends_at.0, now.0);
    CardWords {
        phase,
        pill: if open { pill } else { phase_word(phase).to_owned() },
        title: deal.title.clone(),
        price: money(deal.unit_price),
        was: None,
        line: short_rule(terms),
        when: if open && now < deal.ends_at { t::opens_until(&when) } else { t::opened_until(&when) },
    }
}

fn short_rule(terms: &TeamTerms) -> String {
    let size = i64::from(terms.size);
    match terms.lot {
        Some(lot) => t::card_lot(size, &money(lot)),
        None => t::card_each(size),
    }
}

/// The lines of the deal as text for a chat, without its head and its link.
pub fn as_text(deal: &Deal, terms: &TeamTerms, now: Timestamp) -> Vec<String> {
    let price = |sum: Money| money(sum);
    let mut lines = vec![g::pair(&short_rule(terms), &t::text_price(&price(deal.unit_price)))];
    if deal.state != DealState::Open {
        lines.push(phase_word(phase(deal, now)).to_owned());
        return lines;
    }
    if let Some(own) = mine(deal).filter(|own| own.state == TeamState::Running) {
        let until = deadline(own.ends_at.0, now.0);
        lines.push(t::text_mine(&missing(own), &until, &zone_name()));
    }
    let until = deadline(deal.ends_at.0, now.0);
    lines.push(g::dot(&t::opens_until(&until), &zone_name()));
    lines
}

/// What is said politely when people came or went.
pub fn announce(deal: &Deal, now: Timestamp) -> String {
    let said = |own: &Team| match team(deal, own, now) {
        words if own.state == TeamState::Running => g::both(&words.pill, &missing(own)),
        words => g::both(&words.pill, &words.line),
    };
    mine(deal).map_or_else(|| people(deal.people), said)
}
