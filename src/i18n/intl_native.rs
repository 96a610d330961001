//! A stand-in for the browser's `Intl` where there is no browser: UTC, plain rules, the same shapes.
//!
//! It exists so that model tests run natively and always give the same text.

use super::calendar::civil;
use super::lang::lang;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [(&str, &str); 7] = [
    ("周四", "Thu"),
    ("周五", "Fri"),
    ("周六", "Sat"),
    ("周日", "Sun"),
    ("周一", "Mon"),
    ("周二", "Tue"),
    ("周三", "Wed"),
];

fn chinese() -> bool {
    lang().tag().starts_with("zh")
}

fn day_number(ms: i64) -> i64 {
    ms.div_euclid(86_400_000)
}

pub fn plural_category(n: i64) -> String {
    if n == 1 && !chinese() { "one".into() } else { "other".into() }
}

pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

pub fn money(amount: f64, currency: &str, decimals: bool) -> String {
    let sign = match currency {
        "CNY" | "JPY" => "¥",
        "EUR" => "€",
        "USD" => "$",
        other => other,
    };
    let cents =
        if decimals { format!(".{:02}", (amount.abs() * 100.0).round() as i64 % 100) } else { String::new() };
    let minus = if amount < 0.0 { "-" } else { "" };
    format!("{minus}{sign}{}{cents}", number(amount.abs() as i64))
}

pub fn month_day(ms: i64) -> String {
    let (_, month, day) = civil(day_number(ms));
    if chinese() { format!("{month} 月 {day} 日") } else { format!("{day} {}", month_name(month)) }
}

pub fn month(ms: i64) -> String {
    let (_, month, _) = civil(day_number(ms));
    if chinese() { format!("{month} 月") } else { month_name(month).chars().take(3).collect() }
}

pub fn weekday(ms: i64) -> String {
    let at = day_number(ms).rem_euclid(7) as usize;
    let (zh, en) = DAYS.get(at).copied().unwrap_or_default();
    match lang() {
        super::Lang::ZhCn => zh.into(),
        super::Lang::ZhTw => zh.replace('周', "週"),
        super::Lang::En => en.into(),
    }
}

pub fn offset_minutes(_ms: i64) -> i64 {
    0
}

pub fn zone_name() -> String {
    "UTC".into()
}

fn month_name(month: i64) -> &'static str {
    MONTHS.get(month as usize - 1).copied().unwrap_or_default()
}
