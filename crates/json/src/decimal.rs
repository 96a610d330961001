//! Numbers with a fraction or an exponent, read from their digits: a price or a moment loses nothing on the way.

/// A number as a whole number of its parts: tenths, cents, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaled {
    /// How many parts, cut towards zero.
    pub whole: i64,
    /// Whether nothing was cut off.
    pub exact: bool,
}

impl Scaled {
    /// Reads digits such as `-1.5e3`, in parts of which ten to the power of `decimals` are one. None for what is no such
    /// number, and beyond 64 bits.
    pub fn read(text: &str, decimals: u32) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        if whole.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // Where the whole parts end among the digits. Zeros before them count for nothing.
        let end = exponent.parse::<i64>().ok()?.checked_add(decimals.into())?;
        let end = end.checked_add(i64::try_from(whole.len()).ok()?)?;
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        let significant = digits.get(zeros..)?;
        if significant.is_empty() {
            return Some(Self { whole: 0, exact: true });
        }
        let end = end.checked_sub(i64::try_from(zeros).ok()?)?;
        let Ok(end) = usize::try_from(end) else { return Some(Self { whole: 0, exact: false }) };
        if end > 19 {
            return None;
        }
        let (kept, cut) = significant.split_at(end.min(significant.len()));
        let whole = if end == 0 { 0 } else { format!("{kept:0<end$}").parse::<i64>().ok()? };
        Some(Self { whole: if negative { -whole } else { whole }, exact: cut.bytes().all(|b| b == b'0') })
    }
}

/// The same where nothing may be lost: the whole number of parts, or none.
pub fn exact(text: &str, decimals: u32) -> Option<i64> {
    Scaled::read(text, decimals).filter(|scaled| scaled.exact).map(|scaled| scaled.whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_are_read_as_they_stand() {
        for (text, decimals, whole, exact) in [
            ("0", 2, 0, true),
            ("-0.0", 2, 0, true),
            ("12.50", 2, 1250, true),
            ("0.019", 2, 1, false),
            ("-0.05", 2, -5, true),
            ("1.5e3", 0, 1500, true),
            ("15E-1", 0, 1, false),
            ("0.00012e5", 0, 12, true),
            ("1e-400", 3, 0, false),
            ("0e999", 0, 0, true),
            ("9223372036854775807", 0, i64::MAX, true),
            ("1773315000.25", 3, 1_773_315_000_250, true),
        ] {
            assert_eq!(Scaled::read(text, decimals), Some(Scaled { whole, exact }), "{text}");
        }
        for text in
            ["", "-", ".5", "x", "1e", "1e+", "+1", "９", "1e999", "9223372036854775808", "1,5", "1.2.3"]
        {
            assert_eq!(Scaled::read(text, 0), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_is_what_a_float_is(n in -9e9..9e9_f64, decimals in 0..4_u32) {
            let text = format!("{n:.6}");
            let parts = Scaled::read(&text, decimals).unwrap();
            let float = text.parse::<f64>().unwrap() * f64::from(10_u32.pow(decimals));
            prop_assert!((parts.whole as f64 - float).abs() <= 1.0);
        }

        #[test]
        fn nothing_panics(text in "-?[0-9.eE+-]{0,24}", decimals in 0..5_u32) {
            let _ = Scaled::read(&text, decimals);
        }
    }
}
