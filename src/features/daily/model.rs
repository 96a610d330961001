//! What a daily activity says: its day, its answers as lines, the text for the chat. Pure; no elements and no clock.

use contract::Timestamp;
use contract::daily::{Daily, DailyAnswer, DailyState};
use contract::group::Member;
use domain::daily::{Day, state_at};

use crate::i18n::k::daily as t;
use crate::i18n::{self, deadline, parse_local, zone_name};
use crate::ui::PillState;

/// Where it stands: by the backend's clock.
pub fn state(daily: &Daily, now: Timestamp) -> DailyState {
    state_at(Day { starts_at: daily.starts_at, ends_at: daily.ends_at }, now)
}

/// The group's day, as its host's calendar has it: wherever the reader is.
pub fn day(daily: &Daily, now: Timestamp) -> String {
    // At noon no zone makes another date of it.
    let noon = parse_local(&format!("{}T12:00", daily.day));
    noon.map_or_else(|| daily.day.clone(), |noon| i18n::day(noon, now.0))
}

/// The word for where it stands.
pub fn state_word(state: DailyState) -> (&'static str, PillState) {
    match state {
        DailyState::Planned => (t::planned(), PillState::Held),
        DailyState::Open => (t::open(), PillState::Open),
        DailyState::Closed => (t::closed(), PillState::Off),
    }
}

/// When it begins, ends or ended, by the reader's clock.
pub fn when(daily: &Daily, now: Timestamp) -> String {
    let of = |at: Timestamp| deadline(at.0, now.0);
    match state(daily, now) {
        DailyState::Planned => t::begins(&of(daily.starts_at)),
        DailyState::Open => t::ends(&of(daily.ends_at)),
        DailyState::Closed => t::ended(&of(daily.ends_at)),
    }
}

/// What somebody is called here.
pub fn name_of(member: Option<&Member>) -> String {
    member.map_or_else(|| t::gone().to_owned(), |member| member.persona.nickname.clone())
}

/// An answer on one line, its first words.
pub fn line(answer: &DailyAnswer) -> String {
    let words: String = answer.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(60).collect();
    let short = if short.len() < words.len() { t::cut(&short) } else { short };
    t::line(&name_of(answer.member.as_ref()), &short)
}

/// Who set it.
pub fn by(daily: &Daily) -> String {
    t::by(&name_of(daily.maker.as_ref()))
}

/// How many answers there are to read.
pub fn answers(daily: &Daily) -> String {
    if daily.answers == 0 { t::no_answers().to_owned() } else { t::answers(i64::from(daily.answers)) }
}

/// The activity as text with its link: the prompt alone. What members answered is theirs to pass on.
pub fn as_text(daily: &Daily, link: &str, now: Timestamp) -> String {
    let head = t::text_head(&day(daily, now));
    let when = t::zoned(&when(daily, now), &zone_name());
    format!("{head}\n{}\n{when}\n{}", daily.words, t::text_link(link))
}

/// Whether a refusal means that what is on screen is old: it is asked for again.
pub fn is_stale(code: &str) -> bool {
    matches!(code, "daily_closed" | "edit_closed" | "not_found")
}
