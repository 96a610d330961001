//! Numbers and sums as people type them, on any of the keyboards in use.

/// A sum as people type it, in fen: `80`, `80.5`, `¥80`, `８０`, `1,200`, `80 元`.
///
/// # Errors
/// A field code: `required`, `not_a_number` or `out_of_range`.
pub fn fen_of(typed: &str) -> Result<i64, &'static str> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let text = text.strip_prefix('¥').unwrap_or(&text);
    let text = text.strip_suffix('元').unwrap_or(text);
    if text.is_empty() {
        return Err("required");
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = ungrouped(whole).ok_or("not_a_number")?;
    let part = match part.len() {
        0 => "00".to_owned(),
        1 => format!("{part}0"),
        2 => part.to_owned(),
        _ => return Err("not_a_number"),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !(digits(&whole) && digits(&part)) {
        return Err("not_a_number");
    }
    format!("{whole}{part}").parse().map_err(|_| "out_of_range")
}

/// Full-width digits and signs as their narrow ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '￥' => '¥',
        '．' | '。' => '.',
        '，' => ',',
        other => other,
    }
}

/// The digits of `1,200`; none when the commas do not stand between thousands.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?.to_owned();
    groups.try_fold(first, |digits, group| (group.len() == 3).then(|| digits + group))
}

/// A sum as one would type it: `120`, `99.50`.
pub fn typed_of(fen: i64) -> String {
    let (whole, part) = (fen / 100, fen % 100);
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
}

/// A whole number as people type it.
///
/// # Errors
/// A field code: `required`, `not_a_number` or `out_of_range`.
pub fn count_of(typed: &str) -> Result<u32, &'static str> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    if text.is_empty() {
        return Err("required");
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err("not_a_number");
    }
    text.parse().map_err(|_| "out_of_range")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_as_people_type_them() {
        for (typed, fen) in [
            ("80", 8_000),
            ("80.5", 8_050),
            ("80.50", 8_050),
            ("80.", 8_000),
            (" 99 ", 9_900),
            ("¥80", 8_000),
            ("￥ 80", 8_000),
            ("８０．５", 8_050),
            ("99。5", 9_950),
            ("80 元", 8_000),
            ("1,200", 120_000),
            ("１，２００.05", 120_005),
            ("0", 0),
            ("0.01", 1),
            ("007", 700),
        ] {
            assert_eq!(fen_of(typed), Ok(fen), "{typed}");
        }
        for (typed, code) in [
            ("", "required"),
            (" ¥ ", "required"),
            ("eighty", "not_a_number"),
            ("-5", "not_a_number"),
            ("80.555", "not_a_number"),
            ("8.0.5", "not_a_number"),
            (".5", "not_a_number"),
            ("1,2", "not_a_number"),
            ("99,5", "not_a_number"),
            ("1e3", "not_a_number"),
            ("八十", "not_a_number"),
            ("99999999999999999999", "out_of_range"),
        ] {
            assert_eq!(fen_of(typed), Err(code), "{typed}");
        }
    }

    #[test]
    fn whole_numbers_as_people_type_them() {
        assert_eq!(count_of("６０"), Ok(60));
        assert_eq!(count_of("6.5"), Err("not_a_number"));
        assert_eq!(count_of(""), Err("required"));
        assert_eq!(count_of("99999999999"), Err("out_of_range"));
    }

    proptest! {
        #[test]
        fn a_sum_survives_being_typed(fen in 0i64..1_000_000_000) {
            prop_assert_eq!(fen_of(&typed_of(fen)), Ok(fen));
        }

        #[test]
        fn no_text_panics(text in ".{0,16}") {
            let _ = (fen_of(&text), count_of(&text));
        }
    }
}
