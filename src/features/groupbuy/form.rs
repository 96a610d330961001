//! The form that opens a deal: raw texts in, a contract command or an error per field out.
//!
//! The rules are `domain::limits::check_deal`'s; this only reads what was typed and finds the field again.

use contract::groupbuy::{NewDeal, Tier};
use contract::{Money, Timestamp};
use data::refusal;
use domain::groupbuy::{MOST_TIERS, check_tiers, price_at};
use domain::limits::check_deal;
use domain::typed::{count_of, fen_of};
use loadable::Notice;

use crate::i18n::k::groupbuy as t;
use crate::i18n::{field_text, parse_local};

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
    /// The people it needs.
    pub minimum: String,
    /// Units in all; empty for no limit.
    pub stock: String,
    /// Units for one member.
    pub per_member: String,
    /// When it ends, as a date field writes it.
    pub ends_at: String,
}

type Wrong = Vec<(String, String)>;

/// The command that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named as the server names them.
pub fn read(raw: &Raw, now: Timestamp) -> Result<NewDeal, Notice> {
    let mut wrong: Wrong = Vec::new();
    let deal = NewDeal {
        title: raw.title.trim().to_owned(),
        about: raw.about.trim().to_owned(),
        pick_up: raw.pick_up.trim().to_owned(),
        tiers: read_tiers(&raw.rows, &mut wrong),
        minimum: keep(&mut wrong, "minimum", count_of(&raw.minimum)),
        stock: match raw.stock.trim() {
            "" => None,
            stock => Some(keep(&mut wrong, "stock", count_of(stock))),
        },
        per_member: keep(&mut wrong, "per_member", count_of(&raw.per_member)),
        ends_at: keep(&mut wrong, "ends_at", moment(&raw.ends_at)),
    };
    let unread: Vec<String> = wrong.iter().map(|(field, _)| field.clone()).collect();
    let is_read = |field: &str| !unread.iter().any(|u| u == field);
    let tiers_read = !unread.iter().any(|u| u.starts_with("tiers/"));
    for (pointer, code) in check_deal(&deal, now) {
        let field = pointer.trim_start_matches('/');
        // A field that could not be read is not judged a second time, nor one that is compared with it.
        let judged = if field.starts_with("tiers/") {
            tiers_read
        } else {
            is_read(field) && (field != "stock" || is_read("minimum"))
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
        ("stock", "out_of_range") => t::wrong_stock(),
        ("ends_at", "out_of_range") => t::wrong_ends(),
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

/// What each pays with so many people; none while there is no price.
pub fn preview_price(tiers: &[Tier], people: u32) -> Option<Money> {
    (!tiers.is_empty()).then(|| price_at(tiers, people))
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
