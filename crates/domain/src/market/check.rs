//! What is wrong with a market command, field by field, and whether a seat may be listed: for the server to refuse and for
//! forms to show.

use contract::market::{CancelClass, MoveClass, NewClass, NewListing, Refuse};
use contract::{Code, Money, Timestamp};

use crate::groupbuy;
use crate::limits::{Wrong, number, text};

/// What is wrong with a class to be made. The roster is checked against the group by the server.
pub fn check_class(class: &NewClass, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/title", &class.title, 1, 40);
    text(&mut wrong, "/coach", &class.coach, 1, 20);
    text(&mut wrong, "/place", &class.place, 1, 60);
    if class.starts_at <= now {
        wrong.push(("/starts_at".to_owned(), "past".to_owned()));
    }
    number(&mut wrong, "/duration_min", i64::from(class.duration_min), 10, 600);
    number(&mut wrong, "/face_value", class.face_value.amount, 0, groupbuy::HIGHEST_PRICE);
    number(&mut wrong, "/capacity", i64::from(class.capacity), 1, 500);
    if class.roster.len() > usize::try_from(class.capacity).unwrap_or(usize::MAX) {
        wrong.push(("/roster".to_owned(), "out_of_range".to_owned()));
    }
    for (i, member) in class.roster.iter().enumerate() {
        if class.roster.iter().take(i).any(|m| m == member) {
            wrong.push((format!("/roster/{i}"), "taken".to_owned()));
        }
    }
    wrong
}

/// What is wrong with where a class is moved to.
pub fn check_move(class: &MoveClass, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/place", &class.place, 1, 60);
    text(&mut wrong, "/notice", &class.notice, 0, 200);
    if class.starts_at <= now {
        wrong.push(("/starts_at".to_owned(), "past".to_owned()));
    }
    number(&mut wrong, "/duration_min", i64::from(class.duration_min), 10, 600);
    wrong
}

/// What is wrong with the words to a class that is cancelled.
pub fn check_cancel(class: &CancelClass) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/notice", &class.notice, 0, 200);
    wrong
}

/// What is wrong with why a seat may not change hands.
pub fn check_refuse(refuse: &Refuse) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/reason", &refuse.reason, 1, 200);
    wrong
}

/// What is wrong with a listing's words; its price is [`may_list`]'s.
pub fn check_listing(listing: &NewListing) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/note", &listing.note, 0, 200);
    number(&mut wrong, "/asking", listing.asking.amount, 0, groupbuy::HIGHEST_PRICE);
    wrong
}

/// When a class's seats stop moving.
pub fn cut_off(starts_at: Timestamp, cut_off_s: u32) -> Timestamp {
    starts_at.plus_s(-i64::from(cut_off_s))
}

/// Whether a seat may be listed now at this price.
///
/// # Errors
/// [`Code::ClassStarted`] past the cut-off, [`Code::PriceAboveFaceValue`], or
/// [`Code::ValidationFailed`] for a negative price or another currency.
pub fn may_list(asking: Money, face_value: Money, cut_off: Timestamp, now: Timestamp) -> Result<(), Code> {
    if now >= cut_off {
        return Err(Code::ClassStarted);
    }
    if asking.currency != face_value.currency || asking.amount < 0 {
        return Err(Code::ValidationFailed);
    }
    if asking.amount > face_value.amount {
        return Err(Code::PriceAboveFaceValue);
    }
    Ok(())
}
