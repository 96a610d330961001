//! Cursors: where a page ended. A list is ordered by a key and then by insertion.

use core::fmt;

/// The place of the last item of a page: its sort key, then its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(pub i64, pub i64);

impl Cursor {
    /// Reads what [`fmt::Display`] printed.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, number) = text.split_once('.').unwrap_or(("0", text));
        Some(Self(key.parse().ok()?, number.parse().ok()?))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 { write!(f, "{}", self.1) } else { write!(f, "{}.{}", self.0, self.1) }
    }
}

/// Which part of a list: what comes after a cursor, so many items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// The most items.
    pub limit: u32,
}

impl Slice {
    /// The cursor's two numbers for a list that rises, from its very start when there is none.
    pub fn rising(self) -> (i64, i64) {
        self.after.map_or((i64::MIN, i64::MIN), |c| (c.0, c.1))
    }

    /// The cursor's number for a list that falls from the newest.
    pub fn falling(self) -> i64 {
        self.after.map_or(i64::MAX, |c| c.1)
    }

    /// The cursor's two numbers for a list by rising key and, within it, falling number.
    pub fn rising_then_falling(self) -> (i64, i64) {
        self.after.map_or((i64::MIN, i64::MAX), |c| (c.0, c.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_survive_the_wire() {
        for cursor in [Cursor(0, 17), Cursor(1, 3), Cursor(1_773_315_000_000, 9)] {
            assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        }
        for text in ["", "a", "1.", ".1", "1.2.3", "99999999999999999999"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
