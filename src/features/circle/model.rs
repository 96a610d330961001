//! What is said of a circle, without elements and without a clock.

use contract::circle::{Circle, CircleAnswer, CircleMember, CircleState};
use contract::group::HistoryRule;

use crate::i18n::day;
use crate::i18n::k::circle as t;

/// The second line of a circle in a list.
pub fn note(circle: &Circle) -> String {
    let people = i64::from(circle.people);
    match circle.state {
        CircleState::Asked => t::note_asked().to_owned(),
        CircleState::Dissolved => t::note_dissolved().to_owned(),
        CircleState::Joined if circle.yours => t::note_yours(people),
        CircleState::Joined => t::note(people),
    }
}

/// What stands over a question: who asks, and into what.
pub fn question(circle: &Circle) -> String {
    let maker = circle.maker.as_ref().map_or(t::asked_someone(), |maker| maker.persona.nickname.as_str());
    t::asked_title(maker, &circle.name)
}

/// What agreeing means: a sentence and what goes with it.
pub fn terms(circle: &Circle, history: HistoryRule) -> [(String, Option<&'static str>); 4] {
    let see = match history {
        HistoryRule::SinceJoined => t::asked_see_since(),
        HistoryRule::All => t::asked_see_all(),
    };
    [
        (t::asked_people(i64::from(circle.people)), Some(t::asked_people_note())),
        (see.to_owned(), Some(t::asked_end_note())),
        (t::asked_seen().to_owned(), Some(t::asked_seen_note())),
        (t::asked_leave().to_owned(), Some(t::asked_leave_note())),
    ]
}

/// What leaving means for the circle, besides for me.
pub fn after_me(circle: &Circle) -> Option<&'static str> {
    match circle.people {
        0 | 1 => Some(t::leave_last()),
        _ => circle.yours.then(t::leave_maker),
    }
}

/// The second line of a member.
pub fn since(member: &CircleMember, now: i64) -> String {
    match member.answer {
        CircleAnswer::Joined => t::since(&day(member.at.0, now)),
        CircleAnswer::Asked => t::asked_on(&day(member.at.0, now)),
        CircleAnswer::Declined => t::no_until(&day(member.at.plus_s(domain::circle::REST_S).0, now)),
    }
}
