//! The form that opens or changes a deal: raw texts in, a contract command or an error per field out.
//!
//! The rules are `domain::limits::check_deal`'s; this only reads what was typed and finds the field again.

mod team;

pub use team::RawTeam;

use contract::groupbuy::{Deal, DealTerms, NewDeal, NewOption, Tier};
use contract::{Money, Timestamp};
use data::refusal;
use domain::groupbuy::promise::{Promised, breaks};
use domain::groupbuy::{MOST_TIERS, check_tiers};
use domain::limits::check_deal;
use domain::typed::{count_of, fen_of, typed_of};
use loadable::Notice;

use crate::i18n::k::{groupbuy as t, team as tt};
use crate::i18n::{field_text, local_input, parse_local};

/// A row of the tiers editor, as typed. The first row's people are always 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// From how many people.
    pub from: String,
    /// The price of a unit.
    pub price: String,
}

/// The form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// What is bought.
    pub title: String,
    /// About it.
    pub about: String,
    /// Where and when to collect.
    pub pick_up: String,
    /// The tiers.
    pub rows: Vec<Row>,
    /// Options: name, and units or nothing for no limit.
    pub options: Vec<[String; 2]>,
    /// Pick-up times, as date fields write them.
    pub times: Vec<[String; 1]>,
    /// The people it needs.
    pub minimum: String,
    /// Units in all; empty for no limit.
    pub stock: String,
    /// Units for one member.
    pub per_member: String,
    /// Units for one order; empty for no limit of its own.
    pub per_order: String,
    /// When it ends, as a date field writes it.
    pub ends_at: String,
    /// How it is sold to teams, if it is.
    pub team: RawTeam,
}

type Wrong = Vec<(String, String)>;

/// The command that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named as the server names them.
pub fn read(raw: &Raw, now: Timestamp) -> Result<NewDeal, Notice> {
    read_anew(raw, None, now)
}

/// The command that the form of a change means, for a deal as it stands.
///
/// # Errors
/// As [`read`]; and where it would take back what was promised to who is in it.
pub fn read_change(raw: &Raw, was: &Deal, now: Timestamp) -> Result<NewDeal, Notice> {
    let deal = read_anew(raw, Some(was), now)?;
    let broken = if was.people == 0 { Wrong::new() } else { broken(&deal, was) };
    let named = |(pointer, code): (String, String)| (pointer.trim_start_matches('/').to_owned(), code);
    if broken.is_empty() { Ok(deal) } else { Err(refusal(broken.into_iter().map(named).collect())) }
}

/// What a deal says in the fields of the form.
pub fn raw_of(deal: &Deal) -> Raw {
    let count = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let step = |tier: &Tier| Row { from: tier.from.to_string(), price: typed_of(tier.price.amount) };
    Raw {
        title: deal.title.clone(),
        about: deal.about.clone(),
        pick_up: deal.pick_up.clone(),
        rows: deal.tiers.iter().map(step).collect(),
        options: deal.options.iter().map(|o| [o.label.clone(), count(o.stock)]).collect(),
        times: deal.pick_up_at.iter().map(|at| [local_input(at.0)]).collect(),
        minimum: deal.minimum.to_string(),
        stock: count(deal.stock),
        per_member: deal.per_member.to_string(),
        per_order: count(deal.per_order),
        ends_at: local_input(deal.ends_at.0),
        team: RawTeam::of(deal),
    }
}

/// What of a change would take back what was promised.
fn broken(new: &NewDeal, was: &Deal) -> Wrong {
    let terms = DealTerms {
        title: was.title.clone(),
        tiers: was.tiers.clone(),
        minimum: was.minimum,
        ends_at: was.ends_at,
        leave_until: None,
        per_member: was.per_member,
        per_order: was.per_order,
        options: Vec::new(),
        pick_up: was.pick_up.clone(),
        pick_up_at: was.pick_up_at.clone(),
        agreed_at: was.server_time,
    };
    let old = Promised { terms: &terms, about: &was.about, stock: was.stock, options: &was.options };
    breaks(&old, new)
}

fn read_anew(raw: &Raw, was: Option<&Deal>, now: Timestamp) -> Result<NewDeal, Notice> {
    let mut wrong: Wrong = Vec::new();
    let in_teams = raw.team.is_on().then(|| team::as_tiers(raw));
    let raw = in_teams.as_ref().unwrap_or(raw);
    // A field shows minutes: what was not touched keeps its seconds.
    let known: Vec<Timestamp> =
        was.iter().flat_map(|d| d.pick_up_at.iter().chain([&d.ends_at])).copied().collect();
    let moment = |text: &str| match known.iter().find(|at| local_input(at.0) == text.trim()) {
        Some(at) => Ok(*at),
        None => moment(text),
    };
    let limit = |wrong: &mut Wrong, field: &str, text: &str| match text.trim() {
        "" => None,
        text => Some(keep(wrong, field, count_of(text))),
    };
    let mut deal = NewDeal {
        title: raw.title.trim().to_owned(),
        about: raw.about.trim().to_owned(),
        pick_up: raw.pick_up.trim().to_owned(),
        tiers: read_tiers(&raw.rows, &mut wrong),
        minimum: keep(&mut wrong, "minimum", count_of(&raw.minimum)),
        stock: limit(&mut wrong, "stock", &raw.stock),
        per_member: keep(&mut wrong, "per_member", count_of(&raw.per_member)),
        per_order: limit(&mut wrong, "per_order", &raw.per_order),
        options: raw
            .options
            .iter()
            .enumerate()
            .map(|(at, [label, stock])| NewOption {
                label: label.trim().to_owned(),
                stock: limit(&mut wrong, &format!("options/{at}/stock"), stock),
            })
            .collect(),
        ends_at: keep(&mut wrong, "ends_at", moment(&raw.ends_at)),
        pick_up_at: raw
            .times
            .iter()
            .enumerate()
            .map(|(at, [time])| keep(&mut wrong, &format!("pick_up_at/{at}"), moment(time)))
            .collect(),
        ..NewDeal::default()
    };
    if in_teams.is_some() {
        team::put(&raw.team, &mut deal, &mut wrong);
    }
    let unread: Vec<String> = wrong.iter().map(|(field, _)| field.clone()).collect();
    let is_read = |field: &str| !unread.iter().any(|u| u == field);
    let tiers_read = !unread.iter().any(|u| u.starts_with("tiers/"));
    for (pointer, code) in check_deal(&deal, now) {
        let field = pointer.trim_start_matches('/');
        // A field that could not be read is not judged a second time, nor one that is compared with it.
        let judged = if field == "tiers" || field.starts_with("tiers/") {
            tiers_read
        } else {
            let beside = match field {
                "stock" | "options" => "minimum",
                "per_order" => "per_member",
                "team/size" => "minimum",
                "team/lot" => "tiers/0/price",
                _ if field.starts_with("pick_up_at/") => "ends_at",
                _ => field,
            };
            is_read(field) && is_read(beside)
        };
        if judged {
            wrong.push((field.to_owned(), code));
        }
    }
    if wrong.is_empty() { Ok(deal) } else { Err(refusal(wrong)) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        (_, "promised") => t::promised(),
        ("photos", _) => t::photos_wait(),
        ("options", "out_of_range") => t::wrong_options(),
        (_, "taken") => t::wrong_twice(),
        ("options", "too_few") => t::wrong_options_few(),
        ("per_order", "out_of_range") => t::wrong_per_order(),
        (field, "before_end") if field.starts_with("pick_up_at") => t::wrong_time_early(),
        (field, "out_of_range") if field.starts_with("pick_up_at") => t::wrong_time_late(),
        ("stock", "out_of_range") => t::wrong_stock(),
        ("ends_at", "out_of_range") => t::wrong_ends(),
        ("team/size", "out_of_range") => tt::size_hint(),
        ("team/hours", "out_of_range") => tt::hours_hint(),
        ("minimum", "out_of_range") => t::wrong_minimum(),
        ("per_member", "out_of_range") => t::wrong_per_member(),
        (field, "not_a_number") if !field.ends_with("/price") => t::wrong_count(),
        _ => field_text(code),
    }
}

/// The steps that can be drawn while the form is being filled: as far as they are read and honest.
pub fn preview(rows: &[Row]) -> Vec<Tier> {
    let mut tiers = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Ok(tier) = tier(at, row) else { break };
        tiers.push(tier);
        if check_tiers(&tiers).is_err() {
            tiers.pop();
            break;
        }
    }
    tiers
}

/// The fewest people that the form asks for, for the preview.
pub fn preview_minimum(raw: &str) -> u32 {
    count_of(raw).unwrap_or(1).max(1)
}

fn keep<T: Default>(wrong: &mut Wrong, field: &str, read: Result<T, &'static str>) -> T {
    read.unwrap_or_else(|code| {
        wrong.push((field.to_owned(), code.to_owned()));
        T::default()
    })
}

fn read_tiers(rows: &[Row], wrong: &mut Wrong) -> Vec<Tier> {
    let mut tiers = Vec::new();
    for (at, row) in rows.iter().take(MOST_TIERS).enumerate() {
        match tier(at, row) {
            Ok(tier) => tiers.push(tier),
            Err(faults) => wrong.extend(
                faults.into_iter().map(|(part, code)| (format!("tiers/{at}/{part}"), code.to_owned())),
            ),
        }
    }
    tiers
}

fn tier(at: usize, row: &Row) -> Result<Tier, Vec<(&'static str, &'static str)>> {
    let from = if at == 0 { Ok(1) } else { count_of(&row.from) };
    match (from, fen_of(&row.price).map(Money::fen)) {
        (Ok(from), Ok(price)) => Ok(Tier { from, price }),
        (from, price) => {
            let from = from.err().map(|code| ("from", code));
            Err(from.into_iter().chain(price.err().map(|code| ("price", code))).collect())
        }
    }
}

fn moment(text: &str) -> Result<Timestamp, &'static str> {
    match text.trim() {
        "" => Err("required"),
        text => parse_local(text).map(Timestamp).ok_or("invalid"),
    }
}
