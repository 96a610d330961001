//! What is typed about a daily activity: raw texts in, a contract command or an error per field out. The rules are
//! `domain::daily`'s.

use contract::Timestamp;
use contract::daily::{EditDaily, NewDaily, NewDailyAnswer};
use data::refusal;
use domain::daily::{check_answer, check_edit, check_new};
use loadable::Notice;

use crate::i18n::k::daily as t;
use crate::i18n::{field_text, local_input, parse_local};

/// The form that plans one, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// The day, as a date field writes it.
    pub day: String,
    /// What to do or say.
    pub words: String,
}

/// The command that the form means: from midnight to midnight where the phone is.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field.
pub fn read(raw: &Raw, now: Timestamp) -> Result<NewDaily, Notice> {
    let midnight = |day: &str| parse_local(&format!("{day}T00:00")).map(Timestamp);
    // A day after noon is the next date, however long the night was.
    let next = parse_local(&format!("{}T12:00", raw.day.trim())).map(|noon| local_input(noon + 86_400_000));
    let next = next.as_deref().and_then(|next| next.split_once('T')).and_then(|(day, _)| midnight(day));
    let span = midnight(raw.day.trim()).zip(next);
    let daily = NewDaily {
        day: raw.day.trim().to_owned(),
        starts_at: span.map_or(now, |(starts, _)| starts),
        ends_at: span.map_or(now, |(_, ends)| ends),
        words: raw.words.trim().to_owned(),
    };
    let mut wrong = check_new(&daily, now);
    if raw.day.trim().is_empty() {
        wrong.retain(|(pointer, _)| pointer != "/day");
        wrong.push(("/day".to_owned(), "required".to_owned()));
    }
    if wrong.is_empty() { Ok(daily) } else { Err(refusal(wrong)) }
}

/// Other words for it.
///
/// # Errors
/// The notice of a refused form.
pub fn read_edit(words: &str) -> Result<EditDaily, Notice> {
    let edit = EditDaily { words: words.trim().to_owned() };
    let wrong = check_edit(&edit);
    if wrong.is_empty() { Ok(edit) } else { Err(refusal(wrong)) }
}

/// My answer.
///
/// # Errors
/// The notice of a refused answer.
pub fn read_answer(words: &str) -> Result<NewDailyAnswer, Notice> {
    let answer = NewDailyAnswer { words: words.trim().to_owned() };
    let wrong = check_answer(&answer);
    if wrong.is_empty() { Ok(answer) } else { Err(refusal(wrong)) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        ("day", "out_of_range") => t::wrong_far(),
        ("day", "past") => t::wrong_past(),
        _ => field_text(code),
    }
}
