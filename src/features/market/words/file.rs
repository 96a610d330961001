//! A roster as a table for who runs the class, and a class as a calendar file for who has a seat. Personas only.

use contract::Timestamp;
use contract::market::{Class, ClassBrief};
use domain::calendar::{Event, ics};
use domain::file;

use super::name;
use crate::i18n::{date_time, k};

/// The roster: who has which seat, how it came to them, and whether it is on offer.
pub fn roster_csv(class: &Class) -> String {
    let head = [
        k::market::csv_seat(),
        k::market::csv_member(),
        k::market::csv_came(),
        k::market::csv_since(),
        k::market::csv_state(),
    ];
    let lines = class.seats.iter().zip(1_u32..).map(|(seat, number)| {
        let came = match (&seat.from, seat.passed_on_at) {
            (from, Some(_)) => k::market::came_from(&name(from.as_ref())),
            _ => k::market::came_first().to_owned(),
        };
        let offered = seat.listing_id.as_ref().map(|_| k::market::pill_offered()).unwrap_or_default();
        [
            number.to_string(),
            name(seat.holder.as_ref()),
            came,
            seat.passed_on_at.map(|at| date_time(at.0)).unwrap_or_default(),
            offered.to_owned(),
        ]
    });
    file::csv(head, lines)
}

/// The name of the roster's file.
pub fn roster_name(class: &Class) -> String {
    let title = format!("{} {}", class.brief.title, date_time(class.brief.starts_at.0));
    file::name(&title, k::market::roster_head(), "csv")
}

/// A class in a calendar: moved when it moves, taken off when it is cancelled.
pub fn calendar(class: &ClassBrief, link: &str, now: Timestamp) -> String {
    ics(&Event {
        uid: &format!("{}@qunli", class.id),
        sequence: class.sequence,
        made_at: now,
        starts_at: class.starts_at,
        minutes: class.duration_min,
        title: &class.title,
        place: &class.place,
        about: &format!("{}\n{link}", class.coach),
        cancelled: class.cancelled_at.is_some(),
    })
}

/// The name of the calendar file.
pub fn calendar_name(class: &ClassBrief) -> String {
    file::name(&class.title, k::market::class_title(), "ics")
}
