//! The daily activity: which day it is for, until when members answer, and what may be changed (product rules,
//! section 2).
//!
//! The group's day is that of whoever plans it: from midnight to midnight by their clock, said as two moments, so that
//! nobody's phone decides by its own zone. Two days of a group never overlap; so there is one prompt a day, whichever
//! host plans it from wherever. Nothing here counts days or compares members.

use contract::daily::{DailyState, EditDaily, NewDaily, NewDailyAnswer};
use contract::{Code, Timestamp};

use crate::limits::{Wrong, text};

/// Longest prompt, in characters.
pub const WORDS: usize = 200;
/// Longest answer, in characters.
pub const ANSWER: usize = 500;
/// How far ahead one may plan, in seconds.
pub const AHEAD_S: i64 = 60 * 86_400;
/// The shortest day, in seconds: clocks go forward.
pub const SHORTEST_S: i64 = 23 * 3600;
/// The longest day: clocks go back.
pub const LONGEST_S: i64 = 25 * 3600;
/// How far midnight may be from that of UTC, in seconds: the zones of the world.
const ZONE_S: i64 = 14 * 3600;

/// What the rules need to know of a daily activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Where a daily activity stands.
pub fn state_at(day: Day, now: Timestamp) -> DailyState {
    if now < day.starts_at {
        DailyState::Planned
    } else if now < day.ends_at {
        DailyState::Open
    } else {
        DailyState::Closed
    }
}

/// Whether two days have a moment in common.
pub fn overlap(a: Day, b: Day) -> bool {
    a.starts_at < b.ends_at && b.starts_at < a.ends_at
}

/// Whether members may answer.
///
/// # Errors
/// [`Code::DailyClosed`]; [`Code::NotFound`] before its day: nobody knows of it.
pub fn may_answer(day: Day, now: Timestamp) -> Result<(), Code> {
    match state_at(day, now) {
        DailyState::Planned => Err(Code::NotFound),
        DailyState::Open => Ok(()),
        DailyState::Closed => Err(Code::DailyClosed),
    }
}

/// Whether its words may be changed: nobody answers to other words than they read.
///
/// # Errors
/// [`Code::DailyClosed`] after its day, [`Code::EditClosed`] once somebody answered.
pub fn may_edit(day: Day, answers: u32, now: Timestamp) -> Result<(), Code> {
    match state_at(day, now) {
        DailyState::Closed => Err(Code::DailyClosed),
        _ if answers > 0 => Err(Code::EditClosed),
        _ => Ok(()),
    }
}

/// What is wrong with a day that is to be planned.
pub fn check_new(daily: &NewDaily, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/words", &daily.words, 1, WORDS);
    let day = Timestamp::parse(&format!("{}T00:00:00Z", daily.day)).ok();
    let off = day.map(|utc| daily.starts_at.since_ms(utc).abs());
    let length = daily.ends_at.since_ms(daily.starts_at);
    let code = if off.is_none_or(|off| off > ZONE_S * 1000)
        || !(SHORTEST_S * 1000..=LONGEST_S * 1000).contains(&length)
    {
        "invalid"
    } else if daily.ends_at <= now {
        "past"
    } else if daily.starts_at > now.plus_s(AHEAD_S) {
        "out_of_range"
    } else {
        return wrong;
    };
    wrong.push(("/day".to_owned(), code.to_owned()));
    wrong
}

/// What is wrong with other words for a prompt.
pub fn check_edit(edit: &EditDaily) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/words", &edit.words, 1, WORDS);
    wrong
}

/// What is wrong with an answer.
pub fn check_answer(answer: &NewDailyAnswer) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/words", &answer.words, 1, ANSWER);
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 12 March 2026, midnight in UTC.
    const UTC: i64 = 1_773_273_600_000;
    const HOUR: i64 = 3_600_000;

    fn planned(zone_h: i64, length_h: i64) -> NewDaily {
        let starts_at = Timestamp(UTC - zone_h * HOUR);
        let ends_at = Timestamp(starts_at.0 + length_h * HOUR);
        NewDaily { day: "2026-03-12".into(), starts_at, ends_at, words: "拉伸十分钟".into() }
    }

    #[test]
    fn which_days_may_be_planned() {
        let codes = |daily: NewDaily, now: i64| {
            check_new(&daily, Timestamp(now)).into_iter().map(|(p, c)| p + " " + &c).collect::<Vec<_>>()
        };
        for zone in [-12, -5, 0, 8, 14] {
            for length in [23, 24, 25] {
                assert_eq!(
                    codes(planned(zone, length), UTC - 20 * HOUR),
                    Vec::<String>::new(),
                    "{zone} {length}"
                );
            }
        }
        assert_eq!(codes(planned(8, 24), UTC), Vec::<String>::new(), "today, in the middle of the day");
        assert_eq!(codes(planned(8, 24), UTC + 16 * HOUR), ["/day past"]);
        assert_eq!(codes(planned(8, 24), UTC - 61 * 24 * HOUR), ["/day out_of_range"]);
        assert_eq!(codes(planned(8, 26), UTC), ["/day invalid"]);
        assert_eq!(codes(planned(20, 24), UTC), ["/day invalid"], "no zone is so far from UTC");
        let no_day = NewDaily { day: "2026-02-30".into(), words: " ".into(), ..planned(8, 24) };
        assert_eq!(codes(no_day, UTC), ["/words required", "/day invalid"]);
    }

    fn day() -> impl Strategy<Value = Day> {
        (0_i64..400, 23_i64..26).prop_map(|(start, length)| Day {
            starts_at: Timestamp(start),
            ends_at: Timestamp(start + length),
        })
    }

    proptest! {
        /// Planned as they come, each when it overlaps no other: at no moment are there two.
        #[test]
        fn there_is_one_a_day(days in proptest::collection::vec(day(), 0..30), at in 0_i64..450) {
            let mut kept: Vec<Day> = Vec::new();
            for day in days {
                if kept.iter().all(|other| !overlap(*other, day)) {
                    kept.push(day);
                }
            }
            let open = kept.iter().filter(|day| state_at(**day, Timestamp(at)) == DailyState::Open).count();
            prop_assert!(open <= 1);
            for (i, a) in kept.iter().enumerate() {
                prop_assert!(kept.iter().skip(i + 1).all(|b| a.starts_at != b.starts_at));
            }
        }

        /// A day comes once and goes once; what was answered is not changed under the answers.
        #[test]
        fn a_day_goes_forward(day in day(), at in 0_i64..450, later in 0_i64..100, answers in 0_u32..3) {
            let place = |state| match state { DailyState::Planned => 0, DailyState::Open => 1, DailyState::Closed => 2 };
            let (now, then) = (state_at(day, Timestamp(at)), state_at(day, Timestamp(at + later)));
            prop_assert!(place(now) <= place(then));
            prop_assert_eq!(may_answer(day, Timestamp(at)).is_ok(), now == DailyState::Open);
            prop_assert_eq!(may_edit(day, answers, Timestamp(at)).is_ok(), now != DailyState::Closed && answers == 0);
        }
    }
}
