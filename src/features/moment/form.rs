//! What is typed about a moment: raw texts in, a contract moment or an error per field out. The rules are `domain::moment`'s.

use contract::Timestamp;
use contract::moment::{Moment, MomentKind};
use data::refusal;
use domain::moment::{asks, check};
use loadable::Notice;

use crate::i18n::k::moment as t;
use crate::i18n::{field_text, local_input, parse_local};

/// The form, as typed. What another kind asks for stays typed, and is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// What it is called.
    pub title: String,
    /// By whom, or where.
    pub by: String,
    /// When, as a date field writes it.
    pub at: String,
    /// The rating in halves, as a radio button says it; empty for none.
    pub rating: String,
    /// What is good.
    pub good: String,
    /// What is not.
    pub not_good: String,
    /// Whether it was used.
    pub used: bool,
    /// The address.
    pub address: String,
}

/// A kind, as a radio button and a draft say it.
pub fn key(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::CheckIn => "check_in",
        MomentKind::Place => "place",
        MomentKind::Film => "film",
        MomentKind::Book => "book",
        MomentKind::Food => "food",
        MomentKind::Review => "review",
        MomentKind::Link => "link",
        MomentKind::Other => "other",
    }
}

/// The kind of a radio button; a check-in while none was chosen.
pub fn kind_of(text: &str) -> MomentKind {
    MomentKind::ALL.into_iter().find(|kind| key(*kind) == text).unwrap_or_default()
}

/// What a moment was typed as.
pub fn raw_of(moment: &Moment) -> Raw {
    Raw {
        title: moment.title.clone(),
        by: moment.by.clone(),
        at: moment.at.map(|at| local_input(at.0)).unwrap_or_default(),
        rating: moment.rating.map(|rating| rating.to_string()).unwrap_or_default(),
        good: moment.good.clone(),
        not_good: moment.not_good.clone(),
        used: moment.used,
        address: moment.address.clone(),
    }
}

/// The moment that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named as the backend names them.
pub fn read(kind: MomentKind, raw: &Raw, now: Timestamp) -> Result<Moment, Notice> {
    let asks = asks(kind);
    let words = |asked: bool, text: &str| if asked { text.trim().to_owned() } else { String::new() };
    let at = match raw.at.trim() {
        _ if !asks.at => Ok(None),
        "" => Ok(None),
        text => parse_local(text).map(|ms| Some(Timestamp(ms))).ok_or("invalid"),
    };
    let moment = Moment {
        kind,
        title: raw.title.trim().to_owned(),
        by: words(asks.by, &raw.by),
        at: at.unwrap_or_default(),
        rating: raw.rating.parse().ok().filter(|_| asks.review),
        good: words(asks.review, &raw.good),
        not_good: words(asks.review, &raw.not_good),
        used: asks.review && raw.used,
        address: words(asks.address, &raw.address),
    };
    let mut wrong = check(&moment, now);
    if let Err(code) = at {
        wrong.push(("/moment/at".to_owned(), code.to_owned()));
    }
    if wrong.is_empty() { Ok(moment) } else { Err(refusal(wrong)) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        (_, "scheme") => t::wrong_scheme(),
        (_, "host") => t::wrong_host(),
        ("moment/rating", _) => t::wrong_rating(),
        ("moment/at", "out_of_range") => t::wrong_at(),
        _ => field_text(code),
    }
}
