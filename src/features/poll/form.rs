//! The form that asks: raw texts in, a contract command or an error per field out. The rules are `domain::poll`'s.

use contract::Timestamp;
use contract::poll::{NewPoll, NewPollChoice};
use data::refusal;
use domain::poll::check_new;
use loadable::Notice;

use crate::i18n::k::poll as t;
use crate::i18n::{field_text, parse_local};

/// The form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// The question.
    pub question: String,
    /// The choices, empty ones too.
    pub choices: Vec<String>,
    /// Whether one may vote for several.
    pub several: bool,
    /// When it closes, as a date field writes it.
    pub closes_at: String,
}

/// The command that the form means. Choices that were left empty are none.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named by its place on the screen.
pub fn read(raw: &Raw, now: Timestamp) -> Result<NewPoll, Notice> {
    let typed: Vec<(usize, &String)> =
        raw.choices.iter().enumerate().filter(|(_, label)| !label.trim().is_empty()).collect();
    let label = |(_, label): &(usize, &String)| NewPollChoice { label: label.trim().to_owned() };
    let closes_at = match raw.closes_at.trim() {
        "" => Err("required"),
        text => parse_local(text).map(Timestamp).ok_or("invalid"),
    };
    let poll = NewPoll {
        question: raw.question.trim().to_owned(),
        choices: typed.iter().map(label).collect(),
        several: raw.several,
        // What was not read is not judged: a moment that is right.
        closes_at: closes_at.unwrap_or_else(|_| now.plus_s(60)),
    };
    let mut wrong = check_new(&poll, now);
    if let Err(code) = closes_at {
        wrong.push(("/closes_at".to_owned(), code.to_owned()));
    }
    for (pointer, _) in &mut wrong {
        let place =
            pointer.strip_prefix("/choices/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
        if let Some((at, _)) = place.and_then(|place| typed.get(place)) {
            *pointer = format!("/choices/{at}/label");
        }
    }
    if wrong.is_empty() { Ok(poll) } else { Err(refusal(wrong)) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        ("choices", _) => t::wrong_choices(),
        ("closes_at", "out_of_range") => t::wrong_closes(),
        (field, "taken") if field.starts_with("choices/") => t::wrong_same(),
        _ => field_text(code),
    }
}
