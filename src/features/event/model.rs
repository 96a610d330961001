//! What an event looks like: phase, when and where, who comes, what I said. Total functions over the contract.
//!
//! Knows no signal, no clock and no network: the server's time is a parameter, every rule is the domain's.

use contract::Timestamp;
use contract::endpoint::push_encoded;
use contract::event::{Event, EventState, Rsvp, RsvpState};
use domain::calendar::{self, ics};
use domain::event::{EventFacts, state_at};

use crate::i18n::k::event as t;
use crate::i18n::{date_time, deadline, number, span};
use crate::ui::StepLook;

/// Where an event stands for somebody who looks at it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// There is room.
    Open,
    /// There is none: one can wait.
    Full,
    /// It has begun.
    Running,
    /// It is over.
    Over,
    /// It was called off.
    Cancelled,
}

/// Where `event` stands at `now`.
pub fn phase(event: &Event, now: Timestamp) -> Phase {
    let facts = EventFacts {
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        capacity: event.capacity,
        guests: event.guests,
        cancelled_at: event.cancelled_at,
    };
    match (event.state, state_at(&facts, now)) {
        (EventState::Cancelled, _) | (_, EventState::Cancelled) => Phase::Cancelled,
        // The backend's word, and its clock: whichever is further.
        (EventState::Over, _) | (_, EventState::Over) => Phase::Over,
        (EventState::Running, _) | (_, EventState::Running) => Phase::Running,
        _ if left(event) == Some(0) => Phase::Full,
        _ => Phase::Open,
    }
}

/// Whether one may still say whether one comes.
pub fn is_open(event: &Event, now: Timestamp) -> bool {
    matches!(phase(event, now), Phase::Open | Phase::Full)
}

/// Room that is left; none when there is no limit.
pub fn left(event: &Event) -> Option<u32> {
    event.capacity.map(|capacity| capacity.saturating_sub(event.going))
}

/// Whether there seems to be room for so many more people; the backend has the last word.
pub fn seems_free(event: &Event, people: u32) -> bool {
    let mine =
        event.your_rsvp.as_ref().filter(|mine| mine.state == RsvpState::Going).map_or(0, |mine| mine.people);
    let more = people.saturating_sub(mine);
    more == 0 || (event.waiting == 0 && left(event).is_none_or(|left| left >= more))
}

/// How many people I come with; none when I do not, or said nothing.
pub fn my_people(event: &Event) -> Option<u32> {
    event.your_rsvp.as_ref().filter(|mine| mine.state != RsvpState::Declined).map(|mine| mine.people)
}

/// Whether I said that I do not come.
pub fn declined(event: &Event) -> bool {
    event.your_rsvp.as_ref().is_some_and(|mine| mine.state == RsvpState::Declined)
}

/// Whether time or place were changed since I said what I said.
pub fn moved_since(event: &Event) -> bool {
    let mine = event.your_rsvp.as_ref().filter(|mine| mine.state != RsvpState::Declined);
    mine.zip(event.moved_at).is_some_and(|(mine, moved)| mine.answered_at < moved)
}

/// Whether a refusal means that what is on screen is old: it is asked for again.
pub fn is_stale(code: &str) -> bool {
    matches!(code, "event_full" | "event_closed" | "not_found" | "conflict")
}

/// The word for where it stands.
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => t::open(),
        Phase::Full => t::full(),
        Phase::Running => t::running(),
        Phase::Over => t::over(),
        Phase::Cancelled => t::cancelled(),
    }
}

/// When it is: the day and both times, or both days where it lasts longer.
pub fn when(event: &Event, now: Timestamp) -> String {
    let (from, to) = (event.starts_at.0, event.ends_at.0);
    let whole = deadline(from, now.0);
    let first = date_time(from);
    let last = date_time(to);
    // The same day: its name is said once.
    let same_day = first.rsplit_once(' ').map(|(day, _)| day) == last.rsplit_once(' ').map(|(day, _)| day);
    if same_day {
        let clock = span(from, to);
        let start = crate::i18n::time(from);
        return whole
            .strip_suffix(start.as_str())
            .map_or_else(|| t::both(&whole, &clock), |day| format!("{day}{clock}"));
    }
    t::from_to(&whole, &deadline(to, now.0))
}

/// How many come, how much room is left, and how many wait.
pub fn room(event: &Event, now: Timestamp) -> String {
    let going = t::going(i64::from(event.going));
    let said = match left(event).filter(|_| is_open(event, now)) {
        Some(0) => t::dot(&going, t::none_left()),
        Some(left) => t::dot(&going, &t::left(i64::from(left))),
        None => going,
    };
    if event.waiting == 0 { said } else { t::dot(&said, &t::waiting(i64::from(event.waiting))) }
}

/// What I said, in words; none while I said nothing.
pub fn mine(event: &Event) -> Option<String> {
    let mine = event.your_rsvp.as_ref()?;
    Some(match mine.state {
        RsvpState::Going if mine.people == 1 => t::i_come_alone().to_owned(),
        RsvpState::Going => t::i_come(i64::from(mine.people)),
        RsvpState::Waiting => t::i_wait(&number(i64::from(mine.place))),
        RsvpState::Declined => t::i_do_not().to_owned(),
    })
}

/// Who invites.
pub fn by(event: &Event) -> String {
    event.maker.as_ref().map_or_else(|| t::by_left().to_owned(), |maker| t::by(&maker.persona.nickname))
}

/// A row of the list in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWords {
    /// Who.
    pub title: String,
    /// How many, and whether they wait.
    pub note: String,
    /// The knot on the thread.
    pub look: StepLook,
    /// That it is me, for who cannot see the thread.
    pub spoken: Option<&'static str>,
}

/// One who comes or waits.
pub fn row(one: &Rsvp) -> RowWords {
    let name =
        one.member.as_ref().map_or_else(|| t::left_member().to_owned(), |m| m.persona.nickname.clone());
    let title = t::place_name(&name, &number(i64::from(one.place)));
    let people = (one.people > 1).then(|| t::people(i64::from(one.people)));
    let waits = (one.state == RsvpState::Waiting).then(|| t::waits().to_owned());
    RowWords {
        title,
        note: match (people, waits) {
            (Some(people), Some(waits)) => t::dot(&people, &waits),
            (one, other) => one.or(other).unwrap_or_default(),
        },
        look: match (one.state, one.yours) {
            (RsvpState::Going, true) => StepLook::Now,
            (RsvpState::Going, false) => StepLook::Done,
            _ => StepLook::Ahead,
        },
        spoken: one.yours.then(t::you),
    }
}

/// The event as a calendar file, to be saved from a link.
pub fn calendar_address(event: &Event) -> String {
    let minutes = event.ends_at.since_ms(event.starts_at) / 60_000;
    let file = ics(&calendar::Event {
        uid: &format!("{}@qunli", event.id),
        sequence: event.revision.saturating_add(u32::from(event.cancelled_at.is_some())),
        made_at: event.cancelled_at.or(event.moved_at).unwrap_or(event.opened_at),
        starts_at: event.starts_at,
        minutes: u32::try_from(minutes).unwrap_or(0),
        title: &event.title,
        place: &event.place,
        about: &event.about,
        cancelled: event.cancelled_at.is_some(),
    });
    let mut address = "data:text/calendar;charset=utf-8,".to_owned();
    push_encoded(&mut address, &file);
    address
}

/// The event as text for the chat: what, when, where, how many come, and the way in.
pub fn as_text(event: &Event, zone: &str, link: &str, now: Timestamp) -> String {
    let title = match phase(event, now) {
        Phase::Cancelled => t::text_cancelled(&event.title),
        Phase::Over => t::text_over(&event.title),
        _ => t::text_title(&event.title),
    };
    let mut lines = vec![title, t::text_when(&when(event, now), zone), t::text_where(&event.place)];
    if !event.about.is_empty() {
        lines.push(event.about.clone());
    }
    lines.push(room(event, now));
    lines.push(link.to_owned());
    lines.join("\n")
}
