//! What was typed, and the commands it makes: an error per field, in the codes of the contract.

use contract::group::Member;
use contract::market::{NewClass, NewListing};
use contract::{MemberId, Money, SeatId, Timestamp};
use domain::limits::{check_class, check_listing};
use domain::market::may_list;
use loadable::{FieldNotice, Notice, WayOn};

use crate::i18n::parse_local;

/// A sum as people type it, in fen: `80`, `80.5`, `¥80`, `８０`, `1,200`, `80 元`.
///
/// # Errors
/// A field code: `required`, `not_a_number` or `out_of_range`.
pub fn fen_of(typed: &str) -> Result<i64, &'static str> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let text = text.strip_prefix('¥').unwrap_or(&text);
    let text = text.strip_suffix('元').unwrap_or(text);
    if text.is_empty() {
        return Err("required");
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = ungrouped(whole).ok_or("not_a_number")?;
    let part = match part.len() {
        0 => "00".to_owned(),
        1 => format!("{part}0"),
        2 => part.to_owned(),
        _ => return Err("not_a_number"),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !(digits(&whole) && digits(&part)) {
        return Err("not_a_number");
    }
    format!("{whole}{part}").parse().map_err(|_| "out_of_range")
}

/// Full-width digits and signs as their narrow ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '￥' => '¥',
        '．' | '。' => '.',
        '，' => ',',
        other => other,
    }
}

/// The digits of `1,200`; none when the commas do not stand between thousands.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?.to_owned();
    groups.try_fold(first, |digits, group| (group.len() == 3).then(|| digits + group))
}

/// A sum as one would type it: `120`, `99.50`.
pub fn typed_of(fen: i64) -> String {
    let (whole, part) = (fen / 100, fen % 100);
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
}

/// A whole number as people type it.
///
/// # Errors
/// A field code: `required`, `not_a_number` or `out_of_range`.
pub fn count_of(typed: &str) -> Result<u32, &'static str> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    if text.is_empty() {
        return Err("required");
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err("not_a_number");
    }
    text.parse().map_err(|_| "out_of_range")
}

fn wrong(fields: Vec<(String, String)>) -> Notice {
    let mut notice = Notice::new("validation_failed").with_way_on(WayOn::Correct);
    notice.fields = fields
        .into_iter()
        .map(|(at, code)| FieldNotice { field: at.trim_start_matches('/').to_owned(), code })
        .collect();
    notice
}

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
    if fields.is_empty() { Ok(class) } else { Err(wrong(fields)) }
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
    let asking = fen_of(&form.asking).map_err(|code| wrong(vec![("/asking".to_owned(), code.to_owned())]))?;
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
    if fields.is_empty() { Ok(listing) } else { Err(wrong(fields)) }
}
