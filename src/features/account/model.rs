//! What the account pages say, without elements and without a clock.

use crate::i18n::k;

/// How far this phone's clock is off, in words; none below 30 seconds, which no deadline minds.
pub fn clock_words(behind_ms: i64) -> Option<String> {
    let seconds = behind_ms.unsigned_abs() / 1000;
    if seconds < 30 {
        return None;
    }
    let gap = if seconds < 120 {
        k::account::seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
    } else {
        k::account::minutes(i64::try_from(seconds / 60).unwrap_or(i64::MAX))
    };
    Some(if behind_ms > 0 { k::account::clock_behind(&gap) } else { k::account::clock_ahead(&gap) })
}

/// The digits of a code, as it may have been pasted.
pub fn code_digits(typed: &str) -> String {
    domain::code::normalised(typed).chars().filter(char::is_ascii_digit).take(6).collect()
}
