//! Who gets a place in a chain, and who waits for which? (product rules, section 2)
//!
//! One rule makes all of it: **nobody overtakes somebody who waits for the same places.** Who waits because a choice
//! is full holds up those of that choice; who waits because the places in all are gone holds up everybody.

use contract::chain::ChainState;
use contract::{Code, Timestamp};

mod check;

pub use check::{check_edit, check_entry, check_new, one_line};

/// The longest time that a chain is open, in seconds.
pub const LONGEST_S: i64 = 90 * 86_400;
/// The most choices.
pub const MOST_CHOICES: usize = 12;
/// The most places of one entry.
pub const MOST_PLACES: u32 = 20;
/// The most entries that a member may make for others.
pub const MOST_PROXIES: u32 = 4;
/// The most places in all.
pub const MOST_CAPACITY: u32 = 10_000;
/// Longest title, in characters.
pub const TITLE: usize = 60;
/// Longest words about it.
pub const ABOUT: usize = 500;
/// Longest name of a choice.
pub const LABEL: usize = 20;
/// Longest name in an entry.
pub const NAME: usize = 20;
/// Longest note in an entry.
pub const NOTE: usize = 60;

/// How many places there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// In all; none when there is no limit.
    pub all: Option<u32>,
    /// Of each choice; empty when there is nothing to choose.
    pub choices: Vec<Option<u32>>,
}

/// What is wanted: how many places, of which choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// The choice, from 0.
    pub choice: Option<u32>,
    /// Places.
    pub count: u32,
}

/// An entry as the rules see it. Entries stand in line: the first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it wants, or has.
    pub want: Want,
    /// Whether it waits.
    pub waiting: bool,
}

/// What is taken of some places by entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Places taken.
    pub taken: u32,
    /// Places that are waited for.
    pub waiting: u32,
}

fn count<'a>(rows: impl Iterator<Item = &'a Row>) -> Taken {
    let mut sum = Taken::default();
    for row in rows {
        let part = if row.waiting { &mut sum.waiting } else { &mut sum.taken };
        *part = part.saturating_add(row.want.count);
    }
    sum
}

/// What is taken in all.
pub fn taken(rows: &[Row]) -> Taken {
    count(rows.iter())
}

/// What is taken of a choice.
pub fn taken_of(rows: &[Row], choice: u32) -> Taken {
    count(rows.iter().filter(|row| row.want.choice == Some(choice)))
}

/// The room that is left while the line is walked.
struct Room {
    all: Option<u32>,
    choices: Vec<Option<u32>>,
    /// Who comes next may take nothing of these: somebody waits for them.
    all_is_held: bool,
    held: Vec<u32>,
}

impl Room {
    fn left_by(places: &Places, rows: &[Row]) -> Self {
        let left = |capacity: Option<u32>, taken: Taken| capacity.map(|c| c.saturating_sub(taken.taken));
        let of = |(choice, capacity): (usize, &Option<u32>)| {
            left(*capacity, taken_of(rows, u32::try_from(choice).unwrap_or(u32::MAX)))
        };
        Self {
            all: left(places.all, taken(rows)),
            choices: places.choices.iter().enumerate().map(of).collect(),
            all_is_held: false,
            held: Vec::new(),
        }
    }

    fn of(&self, choice: u32) -> Option<u32> {
        usize::try_from(choice).ok().and_then(|at| self.choices.get(at).copied()).flatten()
    }

    /// Whether a choice has so many places that nobody waits for.
    fn choice_has(&self, choice: Option<u32>, count: u32) -> bool {
        let fits = |c| !self.held.contains(&c) && self.of(c).is_none_or(|left| left >= count);
        count == 0 || choice.is_none_or(fits)
    }

    /// Whether there are so many places in all that nobody waits for.
    fn all_has(&self, count: u32) -> bool {
        count == 0 || (!self.all_is_held && self.all.is_none_or(|left| left >= count))
    }

    /// Takes places for who is next in line, or holds what they wait for.
    fn take(&mut self, want: Want) -> bool {
        if !self.choice_has(want.choice, want.count) {
            self.held.extend(want.choice);
            return false;
        }
        if !self.all_has(want.count) {
            self.all_is_held = true;
            return false;
        }
        self.all = self.all.map(|left| left.saturating_sub(want.count));
        let own = want.choice.and_then(|c| usize::try_from(c).ok()).and_then(|at| self.choices.get_mut(at));
        if let Some(Some(left)) = own {
            *left = left.saturating_sub(want.count);
        }
        true
    }
}

/// Walks the line: what is left behind it, and who in it gets places now.
fn walk(places: &Places, rows: &[Row]) -> (Room, Vec<usize>) {
    let mut room = Room::left_by(places, rows);
    let waiting = rows.iter().enumerate().filter(|(_, row)| row.waiting);
    let promoted = waiting.filter(|(_, row)| room.take(row.want)).map(|(at, _)| at).collect();
    (room, promoted)
}

/// Those who wait and get their places now, by their places in line.
pub fn promoted(places: &Places, rows: &[Row]) -> Vec<usize> {
    walk(places, rows).1
}

/// Whether there is room for somebody at the end of the line, at once.
pub fn has_room(places: &Places, rows: &[Row], want: Want) -> bool {
    walk(places, rows).0.take(want)
}

/// Whether an entry that is in may want something else, keeping what it has: `rows` are all the others.
pub fn may_swap(places: &Places, rows: &[Row], had: Want, want: Want) -> bool {
    // What I have is mine until the change: those who wait get none of it meanwhile.
    let mut all = rows.to_vec();
    all.push(Row { want: had, waiting: false });
    let (room, _) = walk(places, &all);
    let more = want.count.saturating_sub(had.count);
    let of_choice = if had.choice == want.choice { more } else { want.count };
    room.choice_has(want.choice, of_choice) && room.all_has(more)
}

/// Whether a change of an entry that waits keeps its place in line: it asks for no more, and nothing else.
pub fn keeps_its_place(had: Want, want: Want) -> bool {
    had.choice == want.choice && want.count <= had.count
}

/// What the rules need to know of a chain besides its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFacts {
    /// Its places.
    pub places: Places,
    /// The most places of one entry.
    pub most: u32,
    /// How many entries a member may make for others.
    pub proxies: u32,
    /// Whether each entry says a name.
    pub asks_name: bool,
    /// Whether an entry may say a note.
    pub asks_note: bool,
    /// When it closes.
    pub closes_at: Timestamp,
    /// Whether it was closed.
    pub closed: bool,
}

/// Where a chain stands at `now`.
pub fn state_at(chain: &ChainFacts, now: Timestamp) -> ChainState {
    if chain.closed || now >= chain.closes_at { ChainState::Closed } else { ChainState::Open }
}

/// Whether anything of a chain may change at `now`.
///
/// # Errors
/// [`Code::ChainClosed`].
pub fn must_be_open(chain: &ChainFacts, now: Timestamp) -> Result<(), Code> {
    if state_at(chain, now) == ChainState::Open { Ok(()) } else { Err(Code::ChainClosed) }
}

/// Whether somebody may make one more entry, who is in it already or not, and has made so many for others.
///
/// # Errors
/// The code that says why not.
pub fn may_enter(
    chain: &ChainFacts,
    proxy: bool,
    in_it: bool,
    for_others: u32,
    now: Timestamp,
) -> Result<(), Code> {
    must_be_open(chain, now)?;
    match proxy {
        true if for_others >= chain.proxies => Err(Code::ProxyLimit),
        false if in_it => Err(Code::AlreadyInChain),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
