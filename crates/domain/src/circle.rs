//! Circles: who may be in one, who sees what is written for it, and who looks after it (product rules, section 2).
//!
//! Nobody is put into a circle: one is asked and agrees. Nothing exposes what is written for it: it cannot be pinned,
//! and whoever runs the group sees it as a member of the circle, or not at all. In time the group's own rule holds:
//! where newcomers see nothing older than their joining, those of a circle see nothing older than their agreeing.

use contract::circle::{AskMembers, CircleAnswer, NewCircle, RenameCircle};
use contract::group::HistoryRule;
use contract::{Code, Timestamp};

use crate::limits::{Wrong, line};

/// The most members of a circle.
pub const MOST: u32 = 150;
/// The most circles that one member looks after in a group.
pub const MOST_MADE: u32 = 20;
/// Longest name, in characters.
pub const NAME: usize = 40;
/// The most members that are asked at once: a whole group.
pub const MOST_ASKED: usize = 500;
/// Who declined or left is not asked again for so long, in seconds.
pub const REST_S: i64 = 30 * 86_400;

/// What is wrong with a circle to be made.
pub fn check_new(circle: &NewCircle) -> Wrong {
    let mut wrong = Vec::new();
    line(&mut wrong, "/name", &circle.name, NAME);
    if circle.members.len() > MOST_ASKED {
        wrong.push(("/members".to_owned(), "out_of_range".to_owned()));
    }
    wrong
}

/// What is wrong with another name.
pub fn check_rename(command: &RenameCircle) -> Wrong {
    let mut wrong = Vec::new();
    line(&mut wrong, "/name", &command.name, NAME);
    wrong
}

/// What is wrong with asking.
pub fn check_ask(command: &AskMembers) -> Wrong {
    let wrong = !(1..=MOST_ASKED).contains(&command.members.len());
    wrong.then(|| ("/members".to_owned(), "out_of_range".to_owned())).into_iter().collect()
}

/// Whether a member may make one more circle, who looks after so many.
///
/// # Errors
/// [`Code::CircleLimit`].
pub fn may_make(made: u32) -> Result<(), Code> {
    if made < MOST_MADE { Ok(()) } else { Err(Code::CircleLimit) }
}

/// Whether a member may be asked, by their last answer and when it was given. Who said no is left in peace.
pub fn may_ask(before: Option<(CircleAnswer, Timestamp)>, now: Timestamp) -> bool {
    match before {
        None => true,
        Some((CircleAnswer::Declined, at)) => now >= at.plus_s(REST_S),
        Some((CircleAnswer::Asked | CircleAnswer::Joined, _)) => false,
    }
}

/// Whether a member may agree, when so many are in it.
///
/// # Errors
/// [`Code::NotFound`] to who is not asked, [`Code::CircleFull`].
pub fn may_agree(before: Option<CircleAnswer>, people: u32) -> Result<(), Code> {
    match before {
        Some(CircleAnswer::Joined) => Ok(()),
        Some(CircleAnswer::Asked) if people < MOST => Ok(()),
        Some(CircleAnswer::Asked) => Err(Code::CircleFull),
        Some(CircleAnswer::Declined) | None => Err(Code::NotFound),
    }
}

/// Whether a member sees what was written for a circle; `joined_at` is when they agreed, none while they are not in it.
pub fn sees(rule: HistoryRule, joined_at: Option<Timestamp>, written_at: Timestamp) -> bool {
    joined_at.is_some_and(|joined_at| rule == HistoryRule::All || written_at >= joined_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Whatever anybody does in whatever order: who is in it agreed and was asked first, they are never too many,
        /// and who said no is not asked again before their rest is over.
        #[test]
        fn nobody_is_in_it_who_did_not_agree(
            steps in proptest::collection::vec((0_u8..4, 0_u32..200, 0_i64..40), 0..900),
        ) {
            let mut answers: BTreeMap<u32, (CircleAnswer, Timestamp)> = BTreeMap::new();
            let mut agreed: BTreeMap<u32, bool> = BTreeMap::new();
            let mut now = Timestamp(0);
            for (step, member, hours) in steps {
                now = now.plus_s(hours * 3600);
                let people = answers.values().filter(|(answer, _)| *answer == CircleAnswer::Joined).count();
                let before = answers.get(&member).copied();
                match step {
                    0 if may_ask(before, now) => {
                        if let Some((answer, at)) = before {
                            prop_assert!(answer == CircleAnswer::Declined && now >= at.plus_s(REST_S));
                        }
                        answers.insert(member, (CircleAnswer::Asked, now));
                        agreed.insert(member, false);
                    }
                    // Many press at once: what is asked for is decided one after the other.
                    1 | 2 => {
                        let allowed = may_agree(before.map(|(answer, _)| answer), u32::try_from(people).unwrap());
                        if allowed.is_ok() {
                            prop_assert!(before.is_some_and(|(answer, _)| answer != CircleAnswer::Declined));
                            answers.insert(member, (CircleAnswer::Joined, now));
                            agreed.insert(member, true);
                        }
                    }
                    3 if before.is_some() => {
                        answers.insert(member, (CircleAnswer::Declined, now));
                    }
                    _ => {}
                }
                let people = answers.values().filter(|(answer, _)| *answer == CircleAnswer::Joined).count();
                prop_assert!(people <= MOST as usize);
                for (member, (answer, _)) in &answers {
                    prop_assert!(*answer != CircleAnswer::Joined || agreed.get(member) == Some(&true));
                }
            }
        }

        #[test]
        fn who_is_not_in_it_sees_nothing_and_who_is_nothing_older(
            joined in prop::option::of(0_i64..1000), written in 0_i64..1000, all: bool,
        ) {
            let rule = if all { HistoryRule::All } else { HistoryRule::SinceJoined };
            let seen = sees(rule, joined.map(Timestamp), Timestamp(written));
            prop_assert_eq!(seen, joined.is_some_and(|joined| all || written >= joined));
        }

        #[test]
        fn the_last_place_is_the_last(people in 0_u32..400) {
            prop_assert_eq!(may_agree(Some(CircleAnswer::Asked), people).is_ok(), people < 150);
            prop_assert_eq!(may_agree(Some(CircleAnswer::Joined), people), Ok(()));
            prop_assert_eq!(may_agree(Some(CircleAnswer::Declined), people), Err(Code::NotFound));
            prop_assert_eq!(may_make(people).is_ok(), people < MOST_MADE);
        }
    }

    #[test]
    fn a_circle_has_a_name_of_one_line() {
        let codes =
            |name: &str| check_rename(&RenameCircle { name: name.into() }).into_iter().map(|(_, code)| code);
        assert_eq!(codes(" 妈妈们 ").count(), 0);
        assert_eq!(codes(" ").collect::<Vec<_>>(), ["required"]);
        assert_eq!(codes("a\nb").collect::<Vec<_>>(), ["invalid"]);
        assert_eq!(codes(&"长".repeat(41)).collect::<Vec<_>>(), ["too_long"]);
        let many = NewCircle { name: "a".into(), members: vec!["m".into(); 501] };
        assert_eq!(check_new(&many).len(), 1);
        assert_eq!(check_ask(&AskMembers::default()).len(), 1);
    }
}
