//! The form that announces or changes an event: raw texts in, a contract command or an error per field out. The rules
//! are `domain::event`'s; this only reads what was typed and finds the field again.

use contract::Timestamp;
use contract::event::{Event, NewEvent};
use data::refusal;
use domain::event::{check_edit, check_new};
use domain::typed::count_of;
use loadable::Notice;

use crate::i18n::k::event as t;
use crate::i18n::{field_text, local_input, parse_local};

/// The form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw {
    /// What it is.
    pub title: String,
    /// About it.
    pub about: String,
    /// Where.
    pub place: String,
    /// When it begins, as a date field writes it.
    pub starts_at: String,
    /// When it ends, likewise.
    pub ends_at: String,
    /// Room, empty for no limit.
    pub capacity: String,
    /// How many each may bring along.
    pub guests: String,
}

/// An event as the form shows it.
pub fn raw_of(event: &Event) -> Raw {
    Raw {
        title: event.title.clone(),
        about: event.about.clone(),
        place: event.place.clone(),
        starts_at: local_input(event.starts_at.0),
        ends_at: local_input(event.ends_at.0),
        capacity: event.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
        guests: event.guests.to_string(),
    }
}

/// The command that the form means; `changed` is the event where one is changed.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named as the server names them.
pub fn read(raw: &Raw, changed: Option<&Event>, now: Timestamp) -> Result<NewEvent, Notice> {
    let mut unread = Vec::new();
    let mut moment =
        |pointer: &str, text: &str, right: Timestamp| match (text.trim(), parse_local(text.trim())) {
            (_, Some(at)) => Timestamp(at),
            (text, None) => {
                unread.push((
                    pointer.to_owned(),
                    if text.is_empty() { "required" } else { "invalid" }.to_owned(),
                ));
                // What was not read is not judged: a moment that is right.
                right
            }
        };
    let starts_at = moment("/starts_at", &raw.starts_at, now.plus_s(3600));
    let ends_at = moment("/ends_at", &raw.ends_at, starts_at.plus_s(3600));
    let mut count = |pointer: &str, text: &str, right: u32| {
        count_of(text).unwrap_or_else(|code| {
            unread.push((pointer.to_owned(), code.to_owned()));
            right
        })
    };
    let limited = !raw.capacity.trim().is_empty();
    let capacity = limited.then(|| count("/capacity", &raw.capacity, domain::event::MOST_CAPACITY));
    let guests = count("/guests", &raw.guests, 0);
    let event = NewEvent {
        title: raw.title.trim().to_owned(),
        about: raw.about.trim().to_owned(),
        place: raw.place.trim().to_owned(),
        starts_at,
        ends_at,
        capacity,
        guests,
    };
    let mut wrong = match changed {
        // Whom others bring is known to the backend; that nobody loses their place is seen here, too.
        Some(now_is) => {
            let going = domain::event::Comer { people: now_is.going, waiting: false };
            let mut wrong = check_edit(&[going], &event, now);
            wrong.retain(|(pointer, code)| (pointer.as_str(), code.as_str()) != ("/guests", "taken"));
            wrong
        }
        None => check_new(&event, now),
    };
    wrong.extend(unread);
    if wrong.is_empty() { Ok(event) } else { Err(refusal(wrong)) }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        ("starts_at", "out_of_range") => t::wrong_start(),
        ("ends_at", "out_of_range") => t::wrong_end(),
        ("capacity", "taken") => t::wrong_capacity(),
        ("guests", "taken") => t::wrong_guests(),
        _ => field_text(code),
    }
}
