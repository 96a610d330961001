//! What is said of a circle.

use contract::Timestamp;
use contract::circle::{Circle, CircleAnswer, CircleMember, CircleState};
use contract::group::{HistoryRule, Member, Persona, Role};

use super::model;
use crate::i18n::k::circle as t;

fn member(nickname: &str) -> Member {
    Member {
        id: nickname.into(),
        persona: Persona { nickname: nickname.into(), avatar: "moon-indigo".into() },
        role: Role::Member,
        joined_at: Timestamp(0),
    }
}

fn circle(state: CircleState) -> Circle {
    Circle {
        id: "c".into(),
        group_id: "g".into(),
        name: "晚班".into(),
        maker: Some(member("小满")),
        yours: false,
        state,
        people: 6,
        asked: None,
        joined_at: None,
        made_at: Timestamp(0),
    }
}

#[test]
fn a_row_says_where_i_stand() {
    assert_eq!(model::note(&circle(CircleState::Asked)), t::note_asked());
    assert_eq!(model::note(&circle(CircleState::Dissolved)), t::note_dissolved());
    assert_eq!(model::note(&circle(CircleState::Joined)), t::note(6));
    assert_eq!(model::note(&Circle { yours: true, ..circle(CircleState::Joined) }), t::note_yours(6));
}

#[test]
fn a_question_names_who_asks_and_what_it_means() {
    let asked = circle(CircleState::Asked);
    assert!(model::question(&asked).contains("小满") && model::question(&asked).contains("晚班"));
    assert!(model::question(&Circle { maker: None, ..asked.clone() }).contains(t::asked_someone()));
    let since = model::terms(&asked, HistoryRule::SinceJoined);
    let all = model::terms(&asked, HistoryRule::All);
    assert_eq!(since[1].0, t::asked_see_since());
    assert_eq!(all[1].0, t::asked_see_all());
    assert!(since[0].0.contains('6'));
}

#[test]
fn leaving_says_what_becomes_of_the_circle() {
    let joined = circle(CircleState::Joined);
    assert_eq!(model::after_me(&joined), None);
    assert_eq!(model::after_me(&Circle { yours: true, ..joined.clone() }), Some(t::leave_maker()));
    assert_eq!(model::after_me(&Circle { yours: true, people: 1, ..joined }), Some(t::leave_last()));
}

#[test]
fn a_place_says_its_answer_with_a_day() {
    let place =
        |answer| CircleMember { id: "c.m".into(), member: member("小满"), answer, at: Timestamp(0) };
    let said: Vec<String> = [CircleAnswer::Joined, CircleAnswer::Asked, CircleAnswer::Declined]
        .into_iter()
        .map(|answer| model::since(&place(answer), 0))
        .collect();
    assert!(said[0] != said[1] && said[1] != said[2]);
}
