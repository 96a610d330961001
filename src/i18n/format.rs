//! Figures, sums and moments in the reader's language, zone and digits.
//!
//! House rules: a space between Chinese text and figures, 24-hour clock, weekday with every date in the coming
//! fortnight. Milliseconds in, text out; nothing here reads the clock, `now_ms` is a parameter.

use super::calendar::local;
use super::{intl, k};

/// A sum in minor units (fen, cents): `¥99`, `¥99.50`. Decimals only when they are needed.
pub fn money(minor: i64, currency: &str) -> String {
    let unit = if matches!(currency, "JPY" | "KRW" | "VND") { 1 } else { 100 };
    let decimals = minor % unit != 0;
    intl::money(minor as f64 / unit as f64, currency, decimals)
}

/// A whole number with the language's grouping.
pub fn number(n: i64) -> String {
    // Making a formatter takes a weak phone 40 ms; nothing is grouped below a thousand.
    if (0..1000).contains(&n) { n.to_string() } else { intl::number(n) }
}

/// A length or a part as CSS, SVG and fields read it, to three decimals: `8.333`. The way of std, for every float there
/// is, is 5 kB of code, and reading them 10 kB of tables.
pub fn decimal(value: f64) -> String {
    let parts = (value * 1000.0).round() as i64;
    let (sign, all) = (if parts < 0 { "-" } else { "" }, parts.unsigned_abs());
    let text = format!("{sign}{}.{:03}", all / 1000, all % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The time on a 24-hour clock: `21:08`.
pub fn time(ms: i64) -> String {
    let at = local(ms);
    format!("{:02}:{:02}", at.hour, at.minute)
}

/// Two times of one day: `19:30 – 20:30`.
pub fn span(from_ms: i64, to_ms: i64) -> String {
    format!("{} – {}", time(from_ms), time(to_ms))
}

/// A full date and time, for a record: `2026 年 3 月 12 日 20:00`.
pub fn date_time(ms: i64) -> String {
    k::time::date_time(&with_year(ms), &time(ms))
}

/// A date; with its weekday when it lies in the coming fortnight, with its year when that is another one.
pub fn day(ms: i64, now_ms: i64) -> String {
    let (at, now) = (local(ms), local(now_ms));
    if (0..15).contains(&(at.day_number - now.day_number)) {
        k::time::day_weekday(&intl::month_day(ms), &intl::weekday(ms))
    } else if at.year == now.year {
        intl::month_day(ms)
    } else {
        with_year(ms)
    }
}

/// When something happened or will: `今天 21:08`, `昨天 17:20`, `3 月 8 日 17:20`.
pub fn moment(ms: i64, now_ms: i64) -> String {
    let word = match local(ms).day_number - local(now_ms).day_number {
        0 => Some(k::time::today()),
        -1 => Some(k::time::yesterday()),
        1 => Some(k::time::tomorrow()),
        _ => None,
    };
    match word {
        Some(word) => k::time::day_time(word, &time(ms)),
        None => k::time::date_time(&day(ms, now_ms), &time(ms)),
    }
}

/// A deadline as a date, never a countdown: `3 月 12 日 周四 20:00`.
pub fn deadline(ms: i64, now_ms: i64) -> String {
    k::time::date_time(&day(ms, now_ms), &time(ms))
}

/// Month, day of the month and weekday, for a date tile: `("3 月", "12", "周四")`.
pub fn day_parts(ms: i64) -> (String, String, String) {
    let (_, _, day) = super::calendar::civil(local(ms).day_number);
    (intl::month(ms), day.to_string(), intl::weekday(ms))
}

/// A moment as a `datetime-local` input writes it: `2026-03-12T20:00`.
pub fn local_input(ms: i64) -> String {
    let at = local(ms);
    let (year, month, day) = super::calendar::civil(at.day_number);
    format!("{year:04}-{month:02}-{day:02}T{}", time(ms))
}

/// The moment that a `datetime-local` input means on the reader's clock; `None` if it is no date.
pub fn parse_local(text: &str) -> Option<i64> {
    let (date, clock) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut clock = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute) = (clock.next()??, clock.next()??);
    if !((1..=12).contains(&month) && (0..24).contains(&hour) && (0..60).contains(&minute)) {
        return None;
    }
    let number = super::calendar::day_number(year, month, day);
    if super::calendar::civil(number) != (year, month, day) {
        return None;
    }
    let as_if_utc = (number * 1_440 + hour * 60 + minute) * 60_000;
    // The offset belongs to the moment that is sought: guess once, then correct once (summer time).
    let guess = as_if_utc - intl::offset_minutes(as_if_utc) * 60_000;
    Some(as_if_utc - intl::offset_minutes(guess) * 60_000)
}

/// The reader's time zone by name, such as `中国标准时间`.
pub fn zone_name() -> String {
    intl::zone_name()
}

/// Several names in one phrase: `阿禾、山竹`, `Ahe, Shanzhu and Zhou`.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    join(&items.iter().map(AsRef::as_ref).collect::<Vec<_>>())
}

fn join(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => k::time::list_last(&head.join(k::time::list_comma()), last),
    }
}

fn with_year(ms: i64) -> String {
    k::time::day_year(&intl::month_day(ms), &local(ms).year.to_string())
}
