//! Local calendar days out of milliseconds. Pure arithmetic; the zone's offset comes from `intl`.

use super::intl;

const DAY_MS: i64 = 86_400_000;

/// A moment on the reader's wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// Days since 1 January 1970 in the reader's zone.
    pub day_number: i64,
    pub year: i64,
    pub hour: i64,
    pub minute: i64,
}

/// Where a moment lies in the reader's zone.
pub fn local(ms: i64) -> Local {
    let shifted = ms.saturating_add(intl::offset_minutes(ms) * 60_000);
    let day_number = shifted.div_euclid(DAY_MS);
    let minutes = shifted.rem_euclid(DAY_MS) / 60_000;
    Local { day_number, year: civil(day_number).0, hour: minutes / 60, minute: minutes % 60 }
}

/// The day number of a date; the inverse of [`civil`] for dates that exist.
pub fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    y.div_euclid(400) * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// Year, month and day of a day number (the algorithm of H. Hinnant, "days from civil", reversed).
pub fn civil(day_number: i64) -> (i64, i64, i64) {
    let z = day_number + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}
