//! Polls: what may be asked, until when votes count, and what a result says (product rules, section 2).

use contract::poll::{NewPoll, PollState, Vote};
use contract::{Code, Timestamp};

use crate::limits::{Wrong, line};

/// Longest question, in characters.
pub const QUESTION: usize = 100;
/// Longest choice, in characters.
pub const LABEL: usize = 40;
/// Fewest choices.
pub const FEWEST: usize = 2;
/// Most choices.
pub const MOST: usize = 10;
/// A poll is open for so long at most, in seconds.
pub const LONGEST_S: i64 = 30 * 86_400;

/// What the rules need to know of a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PollFacts {
    /// How many choices it has.
    pub choices: usize,
    /// Whether one may vote for several.
    pub several: bool,
    /// When it closes by itself.
    pub closes_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// Where a poll stands. Its time is over the moment it is, whether or not anybody noted that.
pub fn state_at(poll: &PollFacts, now: Timestamp) -> PollState {
    if poll.closed_at.is_some() || now >= poll.closes_at { PollState::Closed } else { PollState::Open }
}

/// A poll must be open for every vote.
///
/// # Errors
/// [`Code::PollClosed`].
pub fn must_be_open(poll: &PollFacts, now: Timestamp) -> Result<(), Code> {
    if state_at(poll, now) == PollState::Open { Ok(()) } else { Err(Code::PollClosed) }
}

fn one_of(label: &str) -> String {
    label.trim().to_lowercase()
}

/// What is wrong with a poll to be asked.
pub fn check_new(poll: &NewPoll, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    line(&mut wrong, "/question", &poll.question, QUESTION);
    if !(FEWEST..=MOST).contains(&poll.choices.len()) {
        wrong.push(("/choices".to_owned(), "out_of_range".to_owned()));
    }
    for (at, choice) in poll.choices.iter().enumerate().take(MOST) {
        let pointer = format!("/choices/{at}/label");
        let before = wrong.len();
        line(&mut wrong, &pointer, &choice.label, LABEL);
        let same = |other: &contract::poll::NewPollChoice| one_of(&other.label) == one_of(&choice.label);
        if wrong.len() == before && poll.choices.iter().take(at).any(same) {
            wrong.push((pointer, "taken".to_owned()));
        }
    }
    if poll.closes_at <= now {
        wrong.push(("/closes_at".to_owned(), "past".to_owned()));
    } else if poll.closes_at > now.plus_s(LONGEST_S) {
        wrong.push(("/closes_at".to_owned(), "out_of_range".to_owned()));
    }
    wrong
}

/// What is wrong with a vote. Nothing at all takes it back.
pub fn check_vote(poll: &PollFacts, vote: &Vote) -> Wrong {
    let mut wrong = Vec::new();
    if !poll.several && vote.choices.len() > 1 {
        wrong.push(("/choices".to_owned(), "out_of_range".to_owned()));
    }
    for (at, choice) in vote.choices.iter().enumerate() {
        let there = usize::try_from(*choice).is_ok_and(|choice| choice < poll.choices);
        if !there || vote.choices.iter().take(at).any(|other| other == choice) {
            wrong.push((format!("/choices/{at}"), "invalid".to_owned()));
        }
    }
    wrong
}

/// The part of those who voted that chose something, in whole per cent: to the nearest, so that a third is 33.
pub fn percent(votes: u32, voters: u32) -> u32 {
    if voters == 0 {
        return 0;
    }
    let (votes, voters) = (u64::from(votes.min(voters)), u64::from(voters));
    u32::try_from((votes * 200 + voters) / (voters * 2)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::poll::NewPollChoice;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn facts(choices: usize, several: bool) -> PollFacts {
        PollFacts { choices, several, closes_at: Timestamp(1000), closed_at: None }
    }

    fn asked(labels: &[&str], closes_at: i64) -> NewPoll {
        let choices = labels.iter().map(|label| NewPollChoice { label: (*label).into() }).collect();
        NewPoll { question: "哪天？".into(), choices, several: false, closes_at: Timestamp(closes_at) }
    }

    #[test]
    fn what_may_be_asked() {
        let codes = |poll: &NewPoll| {
            check_new(poll, Timestamp(0)).into_iter().map(|(p, c)| p + " " + &c).collect::<Vec<_>>()
        };
        assert_eq!(codes(&asked(&["六", "日"], 1)), Vec::<String>::new());
        assert_eq!(codes(&asked(&["六"], 1)), ["/choices out_of_range"]);
        assert_eq!(codes(&asked(&["六", " 六 "], 1)), ["/choices/1/label taken"]);
        assert_eq!(codes(&asked(&["六", "a\nb"], 1)), ["/choices/1/label invalid"]);
        assert_eq!(codes(&asked(&["六", ""], 0)), ["/choices/1/label required", "/closes_at past"]);
        assert_eq!(codes(&asked(&["六", "日"], LONGEST_S * 1000 + 1)), ["/closes_at out_of_range"]);
    }

    proptest! {
        /// Members vote, otherwise, and not at all any more: what is counted is each member's last word, once.
        #[test]
        fn each_member_counts_once_with_the_last_vote(
            votes in proptest::collection::vec((0_u8..6, proptest::collection::vec(0_u32..6, 0..4), -50_i64..1100), 0..60),
            several: bool,
        ) {
            let poll = facts(4, several);
            let mut last: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
            for (member, choices, at) in votes {
                let vote = Vote { choices };
                if must_be_open(&poll, Timestamp(at)).is_ok() && check_vote(&poll, &vote).is_empty() {
                    prop_assert!(at < 1000);
                    last.insert(member, vote.choices);
                }
            }
            let voters = last.values().filter(|choices| !choices.is_empty()).count();
            let per_choice: Vec<usize> = (0..4).map(|c| last.values().filter(|v| v.contains(&c)).count()).collect();
            prop_assert!(per_choice.iter().all(|votes| *votes <= voters));
            prop_assert!(last.values().flatten().all(|choice| *choice < 4));
            if !several {
                prop_assert_eq!(per_choice.iter().sum::<usize>(), voters);
            }
        }

        #[test]
        fn per_cent_are_honest(votes in 0_u32..5000, voters in 0_u32..5000) {
            let share = percent(votes, voters);
            prop_assert!(share <= 100);
            if voters > 0 && votes <= voters {
                let exact = f64::from(votes) * 100.0 / f64::from(voters);
                prop_assert!((f64::from(share) - exact).abs() <= 0.5 + 1e-9);
            }
        }

        #[test]
        fn closed_stays_closed(at in 0_i64..2000, later in 0_i64..2000, closed in prop::option::of(0_i64..2000)) {
            let poll = PollFacts { closed_at: closed.map(Timestamp), ..facts(2, false) };
            if state_at(&poll, Timestamp(at)) == PollState::Closed {
                prop_assert_eq!(state_at(&poll, Timestamp(at + later)), PollState::Closed);
            }
        }
    }
}
