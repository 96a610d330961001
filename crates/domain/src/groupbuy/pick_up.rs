//! Handing over what was bought: when it can be collected, and which pledges are handed over?

use contract::groupbuy::PledgeState;
use contract::{Code, Timestamp};

use crate::limits::Wrong;

/// The most times.
pub const MOST_TIMES: usize = 6;
/// How long after its end a deal is handed over at the latest, in seconds.
pub const LATEST_S: i64 = 90 * 86_400;

/// What is wrong with the times at which a deal that ends at `ends_at` can be collected.
pub fn check_times(wrong: &mut Wrong, times: &[Timestamp], ends_at: Timestamp) {
    if times.len() > MOST_TIMES {
        wrong.push(("/pick_up_at".to_owned(), "out_of_range".to_owned()));
    }
    for (at, time) in times.iter().enumerate().take(MOST_TIMES) {
        let code = if *time < ends_at {
            "before_end"
        } else if time.since_ms(ends_at) > LATEST_S * 1000 {
            "out_of_range"
        } else if times.iter().take(at).any(|other| other == time) {
            "taken"
        } else {
            continue;
        };
        wrong.push((format!("/pick_up_at/{at}"), code.to_owned()));
    }
}

/// Whether a pledge is one to be collected: what was released is not, and before the end nobody knows.
pub fn is_collectable(state: PledgeState) -> bool {
    matches!(state, PledgeState::Due | PledgeState::Settled)
}

/// Whether a pledge may be ticked off as handed over, or the tick taken back.
///
/// # Errors
/// The code that says why not.
pub fn may_collect(state: PledgeState) -> Result<(), Code> {
    if is_collectable(state) { Ok(()) } else { Err(Code::Conflict) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_lie_behind_the_end_and_differ() {
        let end = Timestamp(1000);
        let of = |times: &[i64]| {
            let mut wrong = Vec::new();
            check_times(&mut wrong, &times.iter().map(|t| Timestamp(*t)).collect::<Vec<_>>(), end);
            wrong.into_iter().map(|(pointer, code)| format!("{pointer} {code}")).collect::<Vec<_>>()
        };
        assert_eq!(of(&[1000, 2000]), Vec::<String>::new());
        assert_eq!(of(&[999, 2000, 2000]), ["/pick_up_at/0 before_end", "/pick_up_at/2 taken"]);
        assert_eq!(of(&[1000 + LATEST_S * 1000 + 1]), ["/pick_up_at/0 out_of_range"]);
        assert_eq!(of(&[2000, 3000, 4000, 5000, 6000, 7000, 8000]), ["/pick_up_at out_of_range"]);
    }

    #[test]
    fn only_what_is_bought_is_handed_over() {
        assert!(may_collect(PledgeState::Due).is_ok() && may_collect(PledgeState::Settled).is_ok());
        assert!(may_collect(PledgeState::Committed).is_err() && may_collect(PledgeState::Released).is_err());
    }
}
