//! What is typed about a deal that is sold by bargains: raw texts in, a contract command or an error per field out. The
//! rules are `domain::groupbuy`'s.

use contract::groupbuy::{NewBargains, NewDeal, Tier};
use contract::{Money, Timestamp};
use data::refusal;
use domain::limits::check_deal;
use domain::typed::{count_of, fen_of};
use loadable::Notice;

use crate::i18n::k::bargain as t;
use crate::i18n::k::groupbuy as g;
use crate::i18n::{field_text, parse_local};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// What is sold.
    pub title: String,
    /// About it.
    pub about: String,
    /// Where to collect.
    pub pick_up: String,
    /// The first price.
    pub first: String,
    /// The lowest price.
    pub floor: String,
    /// Helps that it takes.
    pub helps: String,
    /// Units in all.
    pub stock: String,
    /// Until when one is begun, as a date field writes it.
    pub ends_at: String,
}

/// The command that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field.
pub fn read(raw: &Raw, now: Timestamp) -> Result<NewDeal, Notice> {
    let mut wrong: Vec<(String, String)> = Vec::new();
    let mut keep = |field: &str, read: Result<i64, &'static str>, right: i64| {
        read.unwrap_or_else(|code| {
            wrong.push((format!("/{field}"), code.to_owned()));
            right
        })
    };
    let ends_at = match raw.ends_at.trim() {
        "" => Err("required"),
        text => parse_local(text).ok_or("invalid"),
    };
    // What was not read is not judged: values that are right beside the others.
    let helps = keep("bargain/helps", count_of(&raw.helps).map(i64::from), 1);
    let stock = keep("stock", count_of(&raw.stock).map(i64::from), 1);
    let ends_at = Timestamp(keep("ends_at", ends_at, now.plus_s(60).0));
    let (typed_first, typed_floor) = (fen_of(&raw.first), fen_of(&raw.floor));
    let first = keep("tiers/0/price", typed_first, typed_floor.unwrap_or(0).saturating_add(helps.max(1)));
    let floor = keep("bargain/floor", typed_floor, first.saturating_sub(helps));
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let deal = NewDeal {
        title: raw.title.trim().to_owned(),
        about: raw.about.trim().to_owned(),
        pick_up: raw.pick_up.trim().to_owned(),
        tiers: vec![Tier { from: 1, price: Money::fen(first) }],
        minimum: 1,
        per_member: 1,
        stock: Some(count(stock)),
        ends_at,
        bargain: Some(NewBargains { floor: Money::fen(floor), helps: count(helps) }),
        ..NewDeal::default()
    };
    wrong.extend(check_deal(&deal, now));
    if wrong.is_empty() { Ok(deal) } else { Err(refusal(wrong)) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        ("bargain/floor", "out_of_range") => t::wrong_floor(),
        ("bargain/helps" | "stock", "out_of_range" | "not_a_number") => t::wrong_count(),
        ("ends_at", "out_of_range") => g::wrong_ends(),
        _ => field_text(code),
    }
}
