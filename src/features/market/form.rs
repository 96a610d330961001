//! What was typed, and the commands it makes: an error per field, in the codes of the contract.

use contract::group::Member;
use contract::market::{MoveClass, NewClass, NewListing};
use contract::{MemberId, Money, SeatId, Timestamp};
use data::refusal;
use domain::market::check::{check_class, check_listing, check_move};
use domain::market::may_list;
use domain::typed::{count_of, fen_of};
use loadable::{Notice, WayOn};

use crate::i18n::parse_local;

/// A class as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassForm {
    /// What is taught.
    pub title: String,
    /// Who teaches.
    pub coach: String,
    /// Where.
    pub place: String,
    /// When, as the picker writes it.
    pub starts_at: String,
    /// How many minutes.
    pub minutes: String,
    /// What a seat costs.
    pub price: String,
    /// How many seats.
    pub seats: String,
    /// Ids of the members who have a seat, between spaces.
    pub roster: String,
}

/// The command that a class form makes.
///
/// # Errors
/// A notice with a code for each field that is not right.
pub fn class_of(form: &ClassForm, now: Timestamp) -> Result<NewClass, Notice> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut fault = |at: &str, code: &str| fields.push((at.to_owned(), code.to_owned()));
    let starts_at = parse_local(&form.starts_at).map(Timestamp);
    if starts_at.is_none() {
        fault("/starts_at", if form.starts_at.is_empty() { "required" } else { "invalid" });
    }
    let minutes = count_of(&form.minutes).map_err(|code| fault("/duration_min", code));
    let price = fen_of(&form.price).map_err(|code| fault("/face_value", code));
    let seats = count_of(&form.seats).map_err(|code| fault("/capacity", code));
    let class = NewClass {
        title: form.title.trim().to_owned(),
        coach: form.coach.trim().to_owned(),
        place: form.place.trim().to_owned(),
        // What could not be read is in the faults already: it stands in as something that passes.
        starts_at: starts_at.unwrap_or(now.plus_s(1)),
        duration_min: minutes.unwrap_or(60),
        face_value: Money::fen(price.unwrap_or(0)),
        capacity: seats.unwrap_or(500),
        roster: roster_of(&form.roster),
    };
    fields.extend(check_class(&class, now));
    if fields.is_empty() { Ok(class) } else { Err(refusal(fields)) }
}

/// Where a class is moved to, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MoveForm {
    /// When, as the picker writes it.
    pub starts_at: String,
    /// How many minutes.
    pub minutes: String,
    /// Where.
    pub place: String,
    /// A word about it.
    pub notice: String,
}

/// The command that moves a class.
///
/// # Errors
/// A notice with a code for each field that is not right.
pub fn move_of(form: &MoveForm, now: Timestamp) -> Result<MoveClass, Notice> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut fault = |at: &str, code: &str| fields.push((at.to_owned(), code.to_owned()));
    let starts_at = parse_local(&form.starts_at).map(Timestamp);
    if starts_at.is_none() {
        fault("/starts_at", if form.starts_at.is_empty() { "required" } else { "invalid" });
    }
    let minutes = count_of(&form.minutes).map_err(|code| fault("/duration_min", code));
    let class = MoveClass {
        // What could not be read is in the faults already: it stands in as something that passes.
        starts_at: starts_at.unwrap_or(now.plus_s(1)),
        duration_min: minutes.unwrap_or(60),
        place: form.place.trim().to_owned(),
        notice: form.notice.trim().to_owned(),
    };
    fields.extend(check_move(&class, now));
    if fields.is_empty() { Ok(class) } else { Err(refusal(fields)) }
}

/// The members that a roster field names.
pub fn roster_of(field: &str) -> Vec<MemberId> {
    field.split_whitespace().map(MemberId::from).collect()
}

/// The roster field with a member put on it or taken off.
pub fn toggled(field: &str, member: &MemberId) -> String {
    let mut ids: Vec<&str> = field.split_whitespace().filter(|id| *id != member.as_str()).collect();
    if ids.len() == field.split_whitespace().count() {
        ids.push(member.as_str());
    }
    ids.join(" ")
}

/// Members in the order of the list whose nickname contains what was typed.
pub fn found(members: &[Member], typed: &str) -> Vec<Member> {
    members.iter().filter(|m| super::model::matches(m, typed)).cloned().collect()
}

/// A listing as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListingForm {
    /// What is asked.
    pub asking: String,
    /// A word.
    pub note: String,
    /// `1` when the first claim gets it at once.
    pub auto_confirm: String,
}

/// What a listing form is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The highest price.
    pub face_value: Money,
    /// When the seat stops moving.
    pub cut_off: Timestamp,
    /// The server's time.
    pub now: Timestamp,
}

/// The command that a listing form makes.
///
/// # Errors
/// A notice with a code for each field that is not right, or the code that says why no seat of the class
/// can be offered any more.
pub fn listing_of(form: &ListingForm, seat: &SeatId, bounds: Bounds) -> Result<NewListing, Notice> {
    let asking =
        fen_of(&form.asking).map_err(|code| refusal(vec![("/asking".to_owned(), code.to_owned())]))?;
    let listing = NewListing {
        seat_id: seat.clone(),
        asking: Money { amount: asking, currency: bounds.face_value.currency },
        note: form.note.trim().to_owned(),
        auto_confirm: form.auto_confirm == "1",
    };
    let mut fields = check_listing(&listing);
    match may_list(listing.asking, bounds.face_value, bounds.cut_off, bounds.now) {
        Ok(()) => {}
        Err(contract::Code::PriceAboveFaceValue) => {
            fields.push(("/asking".to_owned(), "above_face_value".to_owned()));
        }
        Err(contract::Code::ValidationFailed) => fields.push(("/asking".to_owned(), "invalid".to_owned())),
        Err(code) => return Err(Notice::new(code.as_str()).with_way_on(WayOn::GoBack)),
    }
    if fields.is_empty() { Ok(listing) } else { Err(refusal(fields)) }
}
