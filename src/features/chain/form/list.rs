//! What is typed about a chain itself, to start one or to change it.

use contract::Timestamp;
use contract::chain::{Chain, EditChain, NewChain, NewChoice};
use data::refusal;
use domain::chain::{Row, Want, check_edit, check_new};
use domain::typed::count_of;
use loadable::Notice;

use crate::features::chain::model::rules;
use crate::i18n::k::chain as t;
use crate::i18n::{field_text, parse_local};

/// A choice, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawChoice {
    /// What it is called.
    pub label: String,
    /// Its places; empty for no limit.
    pub capacity: String,
}

/// The form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawChain {
    /// What it is for.
    pub title: String,
    /// About it.
    pub about: String,
    /// Whether each entry says a name.
    pub asks_name: bool,
    /// Whether an entry may say a note.
    pub asks_note: bool,
    /// The most places of one entry.
    pub most: String,
    /// How many others each may enter.
    pub proxies: String,
    /// What to choose between.
    pub choices: Vec<RawChoice>,
    /// Places in all; empty for no limit.
    pub capacity: String,
    /// When it closes, as a date field writes it.
    pub closes_at: String,
}

type Wrong = Vec<(String, String)>;

/// The chain that the form means.
///
/// # Errors
/// The notice of a refused form, with a code for each wrong field, named as the server names them.
pub fn read_new(raw: &RawChain, now: Timestamp) -> Result<NewChain, Notice> {
    let mut wrong = Wrong::new();
    let chain = NewChain {
        title: raw.title.trim().to_owned(),
        about: raw.about.trim().to_owned(),
        asks_name: raw.asks_name,
        asks_note: raw.asks_note,
        most: keep(&mut wrong, "most", count_of(&raw.most)),
        proxies: keep(&mut wrong, "proxies", count_of(&raw.proxies)),
        choices: choices(&mut wrong, &raw.choices),
        capacity: places(&mut wrong, "capacity", &raw.capacity),
        closes_at: keep(&mut wrong, "closes_at", moment(&raw.closes_at)),
    };
    judged(chain, wrong, |chain| check_new(chain, now))
}

/// The change that the form means, of a chain as it stands.
///
/// # Errors
/// The same as for a new one.
pub fn read_edit(raw: &RawChain, of: &Chain, now: Timestamp) -> Result<EditChain, Notice> {
    let mut wrong = Wrong::new();
    let edit = EditChain {
        title: raw.title.trim().to_owned(),
        about: raw.about.trim().to_owned(),
        choices: choices(&mut wrong, &raw.choices),
        capacity: places(&mut wrong, "capacity", &raw.capacity),
        closes_at: keep(&mut wrong, "closes_at", moment(&raw.closes_at)),
    };
    let labels: Vec<String> = of.choices.iter().map(|choice| choice.label.clone()).collect();
    judged(edit, wrong, |edit| check_edit(&rules(of), &labels, &known(of), edit, of.opened_at, now))
}

/// What is known here of the entries: sums. The backend looks at each of them.
fn known(of: &Chain) -> Vec<Row> {
    let sum = |choice, count, waiting| Row { want: Want { choice, count }, waiting };
    let mut rows: Vec<Row> = Vec::new();
    for (choice, now) in (0..).zip(&of.choices) {
        rows.extend((now.taken > 0).then(|| sum(Some(choice), now.taken, false)));
        // That somebody waits for it is enough to know: its name stays.
        rows.extend((now.waiting > 0).then(|| sum(Some(choice), 1, true)));
    }
    if of.choices.is_empty() && of.taken > 0 {
        rows.push(sum(None, of.taken, false));
    }
    rows
}

fn judged<T>(command: T, mut wrong: Wrong, check: impl Fn(&T) -> Wrong) -> Result<T, Notice> {
    let unread: Vec<String> = wrong.iter().map(|(field, _)| field.clone()).collect();
    for (pointer, code) in check(&command) {
        let field = pointer.trim_start_matches('/');
        // A field that could not be read is not judged a second time, nor one that is compared with it.
        let compared = field == "capacity" && unread.iter().any(|u| u == "most");
        if !compared && !unread.iter().any(|u| u == field) {
            wrong.push((field.to_owned(), code));
        }
    }
    if wrong.is_empty() { Ok(command) } else { Err(refusal(wrong)) }
}

fn choices(wrong: &mut Wrong, raw: &[RawChoice]) -> Vec<NewChoice> {
    let read = |(at, choice): (usize, &RawChoice)| NewChoice {
        label: choice.label.trim().to_owned(),
        capacity: places(wrong, &format!("choices/{at}/capacity"), &choice.capacity),
    };
    raw.iter().enumerate().map(read).collect()
}

fn places(wrong: &mut Wrong, field: &str, typed: &str) -> Option<u32> {
    (!typed.trim().is_empty()).then(|| keep(wrong, field, count_of(typed)))
}

fn keep<T: Default>(wrong: &mut Wrong, field: &str, read: Result<T, &'static str>) -> T {
    read.unwrap_or_else(|code| {
        wrong.push((field.to_owned(), code.to_owned()));
        T::default()
    })
}

fn moment(text: &str) -> Result<Timestamp, &'static str> {
    match text.trim() {
        "" => Err("required"),
        text => parse_local(text).map(Timestamp).ok_or("invalid"),
    }
}

/// The text under a field for its code.
pub fn error_text(field: &str, code: &str) -> &'static str {
    match (field, code) {
        ("capacity", "out_of_range") => t::wrong_capacity(),
        ("closes_at", "out_of_range") => t::wrong_closes(),
        ("most", "out_of_range") => t::wrong_most(),
        ("proxies", "out_of_range") => t::wrong_proxies(),
        ("choices", _) => t::wrong_choices(),
        (field, "out_of_range") if field.ends_with("/capacity") => t::wrong_choice_places(),
        (field, "invalid") if field.ends_with("/label") => t::wrong_chosen(),
        (field, "taken") if field.ends_with("/label") => t::wrong_alike(),
        (_, "not_a_number") => t::wrong_number(),
        _ => field_text(code),
    }
}
