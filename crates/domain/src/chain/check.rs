//! Which fields of a command about a chain are wrong.

use contract::Timestamp;
use contract::chain::{EditChain, NewChain, NewChoice, NewEntry};

use super::{
    ABOUT, ChainFacts, LABEL, LONGEST_S, MOST_CAPACITY, MOST_CHOICES, MOST_PLACES, MOST_PROXIES, NAME, NOTE,
    Row, TITLE, taken, taken_of,
};
use crate::limits::{Wrong, number, text};

/// Words on one line: a list, a chat and a spreadsheet have one line for each entry.
pub fn one_line(typed: &str) -> String {
    typed
        .split(['\n', '\r', '\t'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn say(wrong: &mut Wrong, pointer: &str, code: &str) {
    wrong.push((pointer.to_owned(), code.to_owned()));
}

fn capacity(wrong: &mut Wrong, pointer: &str, value: Option<u32>, least: u32) {
    if let Some(value) = value {
        number(wrong, pointer, i64::from(value), i64::from(least.max(1)), i64::from(MOST_CAPACITY));
    }
}

fn labels(wrong: &mut Wrong, choices: &[NewChoice]) {
    if choices.len() == 1 || choices.len() > MOST_CHOICES {
        say(wrong, "/choices", "out_of_range");
    }
    // Each is compared with those before it: more than may be are not looked at.
    for (at, choice) in choices.iter().enumerate().take(MOST_CHOICES) {
        let pointer = format!("/choices/{at}/label");
        let before = wrong.len();
        text(wrong, &pointer, &choice.label, 1, LABEL);
        let alike = |other: &NewChoice| one_line(&other.label) == one_line(&choice.label);
        if wrong.len() == before && choices.iter().take(at).any(alike) {
            say(wrong, &pointer, "taken");
        }
    }
}

fn closing(wrong: &mut Wrong, closes_at: Timestamp, from: Timestamp, now: Timestamp) {
    if closes_at <= now {
        say(wrong, "/closes_at", "past");
    } else if closes_at.since_ms(from) > LONGEST_S * 1000 {
        say(wrong, "/closes_at", "out_of_range");
    }
}

/// What is wrong with a chain to be started: `(pointer, code)` for each field, empty when nothing is.
pub fn check_new(chain: &NewChain, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/title", &chain.title, 1, TITLE);
    text(&mut wrong, "/about", &chain.about, 0, ABOUT);
    number(&mut wrong, "/most", i64::from(chain.most), 1, i64::from(MOST_PLACES));
    number(&mut wrong, "/proxies", i64::from(chain.proxies), 0, i64::from(MOST_PROXIES));
    labels(&mut wrong, &chain.choices);
    // An entry that could never fit would hold up everybody behind it.
    for (at, choice) in chain.choices.iter().enumerate() {
        capacity(&mut wrong, &format!("/choices/{at}/capacity"), choice.capacity, 1);
    }
    capacity(&mut wrong, "/capacity", chain.capacity, chain.most.min(MOST_PLACES));
    closing(&mut wrong, chain.closes_at, now, now);
    wrong
}

/// What is wrong with a change of a chain that has these entries. `labels_now` are its choices, in order.
pub fn check_edit(
    facts: &ChainFacts,
    labels_now: &[String],
    rows: &[Row],
    edit: &EditChain,
    opened_at: Timestamp,
    now: Timestamp,
) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/title", &edit.title, 1, TITLE);
    text(&mut wrong, "/about", &edit.about, 0, ABOUT);
    labels(&mut wrong, &edit.choices);
    if edit.choices.len() < labels_now.len() || (labels_now.is_empty() && !edit.choices.is_empty()) {
        // What was asked stays asked; who entered without a choice would have none.
        say(&mut wrong, "/choices", "invalid");
    }
    let widest = |choice: Option<u32>| {
        let of = rows.iter().filter(|row| choice.is_none() || row.want.choice == choice);
        of.map(|row| row.want.count).max().unwrap_or(0)
    };
    for (at, choice) in edit.choices.iter().enumerate() {
        let nth = u32::try_from(at).unwrap_or(u32::MAX);
        let chosen = rows.iter().any(|row| row.want.choice == Some(nth));
        if chosen && labels_now.get(at).is_some_and(|label| *label != one_line(&choice.label)) {
            say(&mut wrong, &format!("/choices/{at}/label"), "invalid");
        }
        let least = taken_of(rows, nth).taken.max(widest(Some(nth)));
        capacity(&mut wrong, &format!("/choices/{at}/capacity"), choice.capacity, least);
    }
    capacity(&mut wrong, "/capacity", edit.capacity, taken(rows).taken.max(facts.most));
    // A time that has not been touched may lie behind the bounds by now, but not behind the clock.
    closing(&mut wrong, edit.closes_at, opened_at, now);
    wrong
}

/// What is wrong with an entry, judged by what its chain asks.
pub fn check_entry(facts: &ChainFacts, entry: &NewEntry) -> Wrong {
    let mut wrong = Vec::new();
    let least = usize::from(entry.proxy || facts.asks_name);
    text(&mut wrong, "/name", &entry.name, least, NAME);
    if least == 0 && !entry.name.trim().is_empty() {
        say(&mut wrong, "/name", "invalid");
    }
    text(&mut wrong, "/note", &entry.note, 0, NOTE);
    if !facts.asks_note && !entry.note.trim().is_empty() {
        say(&mut wrong, "/note", "invalid");
    }
    let own = entry.choice.and_then(|c| usize::try_from(c).ok()).and_then(|at| facts.places.choices.get(at));
    match (entry.choice, own) {
        (None, _) if !facts.places.choices.is_empty() => say(&mut wrong, "/choice", "required"),
        (Some(_), None) => say(&mut wrong, "/choice", "invalid"),
        _ => {}
    }
    let most = own.copied().flatten().unwrap_or(u32::MAX).min(facts.places.all.unwrap_or(u32::MAX));
    number(&mut wrong, "/count", i64::from(entry.count), 1, i64::from(facts.most.min(most)));
    wrong
}
