//! What a chain looks like: phase, places left, rows and sentences. Total functions over the contract.
//!
//! Knows no signal, no clock and no network: the server's time is a parameter, every rule is the domain's.

mod csv;
mod text;

pub use csv::{as_csv, file_name};
pub use text::as_text;

use contract::chain::{Chain, ChainChoice, ChainEntry, ChainState, EntryState};
use contract::{EntryId, Timestamp};
use domain::chain::{ChainFacts, Places};

use crate::i18n::k::chain as t;
use crate::i18n::{deadline, list};
use crate::ui::StepLook;

/// Where a chain stands for somebody who looks at it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// There are places.
    Open,
    /// The places are gone: one can wait.
    Full,
    /// Nobody joins, changes or leaves.
    Closed,
}

/// Where `chain` stands at `now`.
pub fn phase(chain: &Chain, now: Timestamp) -> Phase {
    match chain.state {
        ChainState::Open if now < chain.closes_at && left(chain) == Some(0) => Phase::Full,
        ChainState::Open if now < chain.closes_at => Phase::Open,
        _ => Phase::Closed,
    }
}

/// What the rules need to know of a chain.
pub fn rules(chain: &Chain) -> ChainFacts {
    ChainFacts {
        places: Places { all: chain.capacity, choices: chain.choices.iter().map(|c| c.capacity).collect() },
        most: chain.most,
        proxies: chain.proxies,
        asks_name: chain.asks_name,
        asks_note: chain.asks_note,
        closes_at: chain.closes_at,
        closed: chain.state == ChainState::Closed,
    }
}

fn left_of(choice: &ChainChoice) -> Option<u32> {
    choice.capacity.map(|capacity| capacity.saturating_sub(choice.taken))
}

/// Places that are left; none when there is no limit.
pub fn left(chain: &Chain) -> Option<u32> {
    let all = chain.capacity.map(|capacity| capacity.saturating_sub(chain.taken));
    let choices = (!chain.choices.is_empty()).then(|| chain.choices.iter().map(left_of).sum::<Option<u32>>());
    [all, choices.flatten()].into_iter().flatten().min()
}

/// Whether so many places seem to be there, of a choice when there are any. The backend has the last word.
pub fn seems_free(chain: &Chain, choice: Option<u32>, count: u32) -> bool {
    let own = choice.and_then(|c| usize::try_from(c).ok()).and_then(|at| chain.choices.get(at));
    let fits = |left: Option<u32>| left.is_none_or(|left| left >= count.max(1));
    let line_is_free = own.is_none_or(|own| own.capacity.is_none() || own.waiting == 0);
    let all_is_free = !chain.choices.is_empty() || chain.waiting == 0;
    fits(left(chain)) && own.is_none_or(|own| fits(left_of(own))) && line_is_free && all_is_free
}

/// Whether a refusal means that what is on screen is old: it is asked for again.
pub fn is_stale(code: &str) -> bool {
    matches!(
        code,
        "chain_full" | "chain_closed" | "already_in_chain" | "proxy_limit" | "not_found" | "conflict"
    )
}

/// The word for where it stands.
pub fn phase_word(chain: &Chain, phase: Phase) -> String {
    match phase {
        Phase::Open if chain.taken > 0 => t::places(i64::from(chain.taken)),
        Phase::Open => t::open().to_owned(),
        Phase::Full => t::full().to_owned(),
        Phase::Closed => t::closed().to_owned(),
    }
}

/// How many places are left, or how many are taken where there is no limit.
pub fn room(chain: &Chain, now: Timestamp) -> String {
    let taken = t::taken(i64::from(chain.taken));
    let said = match (phase(chain, now), left(chain)) {
        (Phase::Closed, _) | (_, None) => taken,
        (Phase::Full, _) | (_, Some(0)) => t::none_left().to_owned(),
        (Phase::Open, Some(left)) => t::left(i64::from(left)),
    };
    if chain.waiting == 0 { said } else { t::dot(&said, &t::waiting(i64::from(chain.waiting))) }
}

/// When it closes or closed.
pub fn when(chain: &Chain, now: Timestamp) -> String {
    let at = chain.closed_at.unwrap_or(chain.closes_at);
    let when = deadline(at.0, now.0);
    if phase(chain, now) == Phase::Closed { t::closed_when(&when) } else { t::closes(&when) }
}

/// A choice and its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceWords {
    /// What it is called.
    pub label: String,
    /// Its places in a few words.
    pub room: String,
    /// Whether its places are gone.
    pub full: bool,
}

/// The choices with their places.
pub fn choices(chain: &Chain) -> Vec<ChoiceWords> {
    let words = |choice: &ChainChoice| {
        let left = left_of(choice);
        let room = match left {
            None if choice.taken == 0 => t::choice_none().to_owned(),
            None => t::taken(i64::from(choice.taken)),
            Some(0) if choice.waiting > 0 => t::choice_waiting(i64::from(choice.waiting)),
            Some(0) => t::choice_full().to_owned(),
            Some(left) => t::choice_left(i64::from(left)),
        };
        ChoiceWords { label: choice.label.clone(), room, full: left == Some(0) }
    };
    chain.choices.iter().map(words).collect()
}

/// Who started it, and who can see it.
pub fn by(chain: &Chain) -> String {
    match &chain.maker {
        _ if chain.yours => t::by_you().to_owned(),
        Some(maker) => t::by(&maker.persona.nickname),
        None => t::by_gone().to_owned(),
    }
}

/// What an entry chose, how many places it takes, and what it says: one phrase.
pub fn details(chain: &Chain, entry: &ChainEntry) -> String {
    let choice = entry.choice.and_then(|c| usize::try_from(c).ok()).and_then(|at| chain.choices.get(at));
    let count = (entry.count > 1).then(|| t::places(i64::from(entry.count)));
    let note = (!entry.note.is_empty()).then(|| entry.note.clone());
    let parts: Vec<String> = [choice.map(|c| c.label.clone()), count, note].into_iter().flatten().collect();
    parts.into_iter().reduce(|a, b| t::dot(&a, &b)).unwrap_or_default()
}

/// Whose an entry is: the persona, and for whom it is or what they call themselves here.
pub fn who(entry: &ChainEntry) -> String {
    let member = entry.member.as_ref().map_or_else(|| t::gone().to_owned(), |m| m.persona.nickname.clone());
    match entry.name.as_str() {
        "" if entry.proxy => t::for_somebody(&member),
        "" => member,
        name if entry.proxy => t::for_named(&member, name),
        name => t::named(&member, name),
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWords {
    /// Its place and whose it is.
    pub title: String,
    /// What it chose and says; may be empty.
    pub note: String,
    /// Its knot: mine, in, or waiting.
    pub look: StepLook,
    /// For a screen reader, where the knot alone would tell it.
    pub spoken: Option<&'static str>,
}

/// A row of the list of a chain.
pub fn row(chain: &Chain, entry: &ChainEntry) -> RowWords {
    let waits = entry.state == EntryState::Waiting;
    let place = entry.place.to_string();
    let title = if waits { t::row_waiting(&place, &who(entry)) } else { t::row(&place, &who(entry)) };
    let look = match (entry.yours, waits) {
        (true, _) => StepLook::Now,
        (false, false) => StepLook::Done,
        (false, true) => StepLook::Ahead,
    };
    RowWords { title, note: details(chain, entry), look, spoken: entry.yours.then(t::yours) }
}

/// An entry of mine as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MineWords {
    /// Which.
    pub id: EntryId,
    /// Whose: mine, or whom I entered.
    pub title: String,
    /// What it chose and says; may be empty.
    pub note: String,
    /// In, or its place in line.
    pub state: String,
    /// Whether it waits.
    pub waits: bool,
}

/// My entries.
pub fn mine(chain: &Chain) -> Vec<MineWords> {
    let words = |entry: &ChainEntry| {
        let waits = entry.state == EntryState::Waiting;
        let name = if entry.name.is_empty() { t::me().to_owned() } else { entry.name.clone() };
        let state = if waits { t::mine_waiting(i64::from(entry.place)) } else { t::mine_in().to_owned() };
        MineWords { id: entry.id.clone(), title: name, note: details(chain, entry), state, waits }
    };
    chain.your_entries.iter().map(words).collect()
}

/// Whether I am in it myself.
pub fn am_in(chain: &Chain) -> bool {
    chain.your_entries.iter().any(|entry| !entry.proxy)
}

/// How many more I may enter for others.
pub fn more_for_others(chain: &Chain) -> u32 {
    let made = chain.your_entries.iter().filter(|entry| entry.proxy).count();
    chain.proxies.saturating_sub(u32::try_from(made).unwrap_or(u32::MAX))
}

/// The names of my entries that waited before and are in now.
pub fn promoted(before: &[MineWords], now: &[MineWords]) -> Option<String> {
    let waited = |mine: &&MineWords| before.iter().any(|old| old.id == mine.id && old.waits) && !mine.waits;
    let names: Vec<&str> = now.iter().filter(waited).map(|mine| mine.title.as_str()).collect();
    (!names.is_empty()).then(|| list(&names))
}
