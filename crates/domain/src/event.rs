//! Events: what may be announced, until when one says whether one comes, and who gets the places (product rules,
//! section 2). The line is the chain's: nobody overtakes somebody who waits for the same places.

use contract::event::{EventState, NewEvent, SetRsvp};
use contract::{Code, Timestamp};

use crate::chain::{Places, Row, Want, has_room, keeps_its_place, may_swap, promoted, taken};
use crate::limits::{Wrong, line, text};

/// Longest title, in characters.
pub const TITLE: usize = 60;
/// Longest words about it.
pub const ABOUT: usize = 500;
/// Longest name of a place.
pub const PLACE: usize = 100;
/// An event is announced at most so long before it begins, in seconds.
pub const FARTHEST_S: i64 = 366 * 86_400;
/// An event lasts at most so long, in seconds.
pub const LONGEST_S: i64 = 7 * 86_400;
/// The most places.
pub const MOST_CAPACITY: u32 = 10_000;
/// The most people whom a member brings along.
pub const MOST_GUESTS: u32 = 9;

/// What the rules need to know of an event besides who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventFacts {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How many people there is room for.
    pub capacity: Option<u32>,
    /// How many people each member may bring along.
    pub guests: u32,
    /// When it was called off.
    pub cancelled_at: Option<Timestamp>,
}

/// Somebody who comes, or waits: in the order of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comer {
    /// How many people, themselves counted.
    pub people: u32,
    /// Whether they wait.
    pub waiting: bool,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They come.
    In,
    /// They wait where they stand in line.
    WaitOn,
    /// They wait, at the end of the line.
    WaitLast,
    /// They do not come.
    Out,
}

/// Where an event stands, by the clock.
pub fn state_at(event: &EventFacts, now: Timestamp) -> EventState {
    match () {
        () if event.cancelled_at.is_some() => EventState::Cancelled,
        () if now >= event.ends_at => EventState::Over,
        () if now >= event.starts_at => EventState::Running,
        () => EventState::Open,
    }
}

/// Answers, changes and calling off are for events that have not begun.
///
/// # Errors
/// [`Code::EventClosed`].
pub fn must_be_open(event: &EventFacts, now: Timestamp) -> Result<(), Code> {
    if state_at(event, now) == EventState::Open { Ok(()) } else { Err(Code::EventClosed) }
}

fn places(event: &EventFacts) -> Places {
    Places { all: event.capacity, choices: Vec::new() }
}

fn want(people: u32) -> Want {
    Want { choice: None, count: people }
}

fn rows(line: &[Comer]) -> Vec<Row> {
    line.iter().map(|one| Row { want: want(one.people), waiting: one.waiting }).collect()
}

/// How many people come, and how many wait.
pub fn sums(line: &[Comer]) -> (u32, u32) {
    let sum = taken(&rows(line));
    (sum.taken, sum.waiting)
}

/// Those who wait and come now, by their places in line.
pub fn moving_up(event: &EventFacts, line: &[Comer]) -> Vec<usize> {
    promoted(&places(event), &rows(line))
}

/// What becomes of an answer; `others` are all who come or wait, in line, but who answers, and `mine` is what they said
/// before. Who comes keeps what they have when there is no room for more.
///
/// # Errors
/// [`Code::EventClosed`], and [`Code::EventFull`] where there is no room and nobody wants to wait.
pub fn answer(
    event: &EventFacts,
    others: &[Comer],
    mine: Option<Comer>,
    asked: &SetRsvp,
    now: Timestamp,
) -> Result<Answer, Code> {
    must_be_open(event, now)?;
    let (places, line) = (places(event), rows(others));
    let wanted = want(asked.people);
    if asked.people == 0 {
        return Ok(Answer::Out);
    }
    match mine {
        Some(mine) if !mine.waiting => {
            if may_swap(&places, &line, want(mine.people), wanted) {
                Ok(Answer::In)
            } else {
                Err(Code::EventFull)
            }
        }
        // Whether there is room now is found by walking the line once all are in it.
        Some(mine) if keeps_its_place(want(mine.people), wanted) => Ok(Answer::WaitOn),
        _ if has_room(&places, &line, wanted) => Ok(Answer::In),
        _ if asked.wait => Ok(Answer::WaitLast),
        _ => Err(Code::EventFull),
    }
}

/// What is wrong with an answer.
pub fn check_answer(event: &EventFacts, asked: &SetRsvp) -> Wrong {
    let too_many = asked.people > event.guests.saturating_add(1);
    if too_many { vec![("/people".to_owned(), "out_of_range".to_owned())] } else { Vec::new() }
}

/// What is wrong with an event to be announced.
pub fn check_new(event: &NewEvent, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    line(&mut wrong, "/title", &event.title, TITLE);
    text(&mut wrong, "/about", &event.about, 0, ABOUT);
    line(&mut wrong, "/place", &event.place, PLACE);
    let mut say = |pointer: &str, code: &str| wrong.push((pointer.to_owned(), code.to_owned()));
    if event.starts_at <= now {
        say("/starts_at", "past");
    } else if event.starts_at > now.plus_s(FARTHEST_S) {
        say("/starts_at", "out_of_range");
    }
    if event.ends_at <= event.starts_at || event.ends_at > event.starts_at.plus_s(LONGEST_S) {
        say("/ends_at", "out_of_range");
    }
    if event.capacity.is_some_and(|capacity| capacity == 0 || capacity > MOST_CAPACITY) {
        say("/capacity", "out_of_range");
    }
    if event.guests > MOST_GUESTS {
        say("/guests", "out_of_range");
    }
    wrong
}

/// What is wrong with a change of an event. Nobody who comes loses their place, or whom they bring.
pub fn check_edit(comers: &[Comer], change: &NewEvent, now: Timestamp) -> Wrong {
    let mut wrong = check_new(change, now);
    let (going, _) = sums(comers);
    let mut say = |pointer: &str| {
        if !wrong.iter().any(|(there, _)| there == pointer) {
            wrong.push((pointer.to_owned(), "taken".to_owned()));
        }
    };
    if change.capacity.is_some_and(|capacity| capacity < going) {
        say("/capacity");
    }
    if comers.iter().any(|one| one.people > change.guests.saturating_add(1)) {
        say("/guests");
    }
    wrong
}

#[cfg(test)]
mod tests;
