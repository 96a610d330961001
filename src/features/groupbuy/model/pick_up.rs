//! What is to be handed over: the list, searched and sorted, how far it is, and the table as a file.

use contract::Timestamp;
use contract::feed::NewComment;
use contract::groupbuy::{Deal, Pledge, PledgeState};
use domain::groupbuy::pick_up::is_collectable;

use super::money;
use super::order::{labels, ordered, picks};
use crate::i18n::k::groupbuy as t;
use crate::i18n::{date_time, moment};

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Who has not collected yet first, then by joining.
    Waiting,
    /// By nickname.
    Name,
    /// By joining.
    Joined,
}

impl Sort {
    /// The one that a control's value names.
    pub fn named(value: &str) -> Self {
        match value {
            "name" => Self::Name,
            "joined" => Self::Joined,
            _ => Self::Waiting,
        }
    }
}

fn name(pledge: &Pledge) -> &str {
    pledge.member.as_ref().map_or(t::gone(), |m| m.persona.nickname.as_str())
}

/// The pledges that are to be handed over and hold what is searched for, in order.
pub fn shown(deal: &Deal, pledges: &[Pledge], search: &str, sort: Sort) -> Vec<String> {
    let wanted = search.trim().to_lowercase();
    let holds = |p: &&Pledge| {
        let text = format!("{} {}", name(p), ordered(deal, p)).to_lowercase();
        is_collectable(p.state) && text.contains(&wanted)
    };
    let mut found: Vec<&Pledge> = pledges.iter().filter(holds).collect();
    match sort {
        Sort::Waiting => found.sort_by_key(|p| (p.collected_at.is_some(), p.pledged_at)),
        Sort::Name => found.sort_by_key(|p| (name(p).to_lowercase(), p.pledged_at)),
        Sort::Joined => found.sort_by_key(|p| p.pledged_at),
    }
    found.into_iter().map(|p| p.id.0.clone()).collect()
}

/// How many were handed over, of how many.
pub fn progress(pledges: &[Pledge]) -> String {
    let all = pledges.iter().filter(|p| is_collectable(p.state));
    let (done, all) =
        all.fold((0, 0), |(done, all), p| (done + i64::from(p.collected_at.is_some()), all + 1));
    t::handed_count(&all.to_string(), &done.to_string())
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandRow {
    /// Who.
    pub name: String,
    /// Their avatar; none when they left.
    pub avatar: Option<String>,
    /// What they get, and whether it is paid.
    pub note: String,
    /// When it was handed over.
    pub collected: Option<String>,
}

/// The row of a pledge.
pub fn hand_row(deal: &Deal, pledge: &Pledge, now: Timestamp) -> HandRow {
    let paid = if pledge.state == PledgeState::Settled { t::paid() } else { t::unpaid() };
    let sum = t::dot(&money(pledge.total), paid);
    HandRow {
        name: name(pledge).to_owned(),
        avatar: pledge.member.as_ref().map(|m| m.persona.avatar.clone()),
        note: t::dot(&ordered(deal, pledge), &sum),
        collected: pledge.collected_at.map(|at| t::collected_at(&moment(at.0, now.0))),
    }
}

/// The list as a table: personas and what they bought, nothing else.
pub fn as_csv(deal: &Deal, pledges: &[Pledge]) -> String {
    let head = [
        t::csv_member(),
        t::csv_options(),
        t::csv_units(),
        t::csv_total(),
        t::csv_paid(),
        t::csv_joined(),
        t::csv_collected(),
    ];
    let labels = labels(deal);
    let rows = pledges.iter().filter(|p| is_collectable(p.state)).map(|p| {
        [
            name(p).to_owned(),
            picks(&labels, &p.picks).unwrap_or_default(),
            p.quantity.to_string(),
            money(p.total),
            if p.state == PledgeState::Settled { t::paid() } else { t::unpaid() }.to_owned(),
            date_time(p.pledged_at.0),
            p.collected_at.map(|at| date_time(at.0)).unwrap_or_default(),
        ]
    });
    domain::file::csv(head, rows)
}

/// A message to all who are in it, with their names where there is room for them: `(words, who is mentioned)`.
fn message(words: &str, pledges: &[Pledge]) -> (String, Vec<contract::MemberId>) {
    let in_it = pledges.iter().filter(|p| p.state != PledgeState::Released);
    let members: Vec<_> = in_it.filter_map(|p| p.member.as_ref()).collect();
    let names: Vec<String> = members.iter().map(|m| format!("@{}", m.persona.nickname)).collect();
    let whole = format!("{}\n{}", words.trim(), names.join(" "));
    let fits = members.len() <= domain::mention::MOST && whole.chars().count() <= domain::limits::COMMENT;
    match fits && !members.is_empty() {
        true => (whole, members.iter().map(|m| m.id.clone()).collect()),
        false => (format!("{}\n{}", words.trim(), t::tell_all_of_you(&units_of(pledges))), Vec::new()),
    }
}

/// The message for what is typed, and what to keep of it. Tried again it is the same one: who joined or left meanwhile
/// would make it another, and a first try that arrived unheard would be followed by a second.
pub fn told(kept: &str, typed: &str, pledges: impl FnOnce() -> Vec<Pledge>) -> (String, NewComment) {
    let typed = typed.trim();
    if let Ok((before, tried)) = serde_json::from_str::<(String, NewComment)>(kept)
        && before == typed
    {
        return (kept.to_owned(), tried);
    }
    let (body, mentions) = message(typed, &pledges());
    let command = NewComment { body, mentions, ..NewComment::default() };
    (serde_json::to_string(&(typed, &command)).unwrap_or_default(), command)
}

fn units_of(pledges: &[Pledge]) -> String {
    let people = pledges.iter().filter(|p| p.state != PledgeState::Released).count();
    crate::i18n::k::common::people(i64::try_from(people).unwrap_or(i64::MAX))
}
