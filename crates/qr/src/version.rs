//! What the 40 sizes of a symbol are made of (ISO/IEC 18004, tables 1 and 9).

use crate::symbol::{Level, Modules};

/// A size of symbol: 1 to 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(u8);

/// Check codewords a block, by version, for L, M, Q, H.
const CHECK: [&[u8; 40]; 4] = [
    &[
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    &[
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    &[
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    &[
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// Blocks, by version, for L, M, Q, H.
const BLOCKS: [&[u8; 40]; 4] = [
    &[
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16,
        17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    &[
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28,
        29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    &[
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35,
        38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    &[
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42,
        45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

impl Version {
    /// The version with so many modules a side.
    pub fn of_side(side: usize) -> Option<Self> {
        let number = side.checked_sub(17)? / 4;
        ((1..=40).contains(&number) && side == 17 + 4 * number).then_some(Self(number as u8))
    }

    /// 1 to 40.
    pub fn number(self) -> u8 {
        self.0
    }

    /// How many blocks the codewords are dealt to, and the check codewords of each.
    pub fn blocks(self, level: Level) -> (usize, usize) {
        let of = |tables: &[&[u8; 40]; 4]| {
            let table = tables.get(level as usize).and_then(|t| t.get(usize::from(self.0) - 1));
            usize::from(table.copied().unwrap_or(1))
        };
        (of(&BLOCKS), of(&CHECK))
    }

    /// How many codewords, data and check.
    pub fn codewords(self) -> usize {
        let n = usize::from(self.0);
        let mut modules = (16 * n + 128) * n + 64;
        if n >= 2 {
            let centers = n / 7 + 2;
            modules -= (25 * centers - 10) * centers - 55;
            if n >= 7 {
                modules -= 36;
            }
        }
        modules / 8
    }

    /// Where alignment patterns are centred, on either axis.
    pub fn centers(self) -> Vec<usize> {
        let n = usize::from(self.0);
        if n == 1 {
            return Vec::new();
        }
        let count = n / 7 + 2;
        let step = if n == 32 { 26 } else { (n * 4 + count * 2 + 1) / (count * 2 - 2) * 2 };
        let last = 17 + 4 * n - 7;
        core::iter::once(6).chain((0..count - 1).rev().map(|i| last - i * step)).collect()
    }

    /// Which modules hold no data.
    pub fn functions(self) -> Modules {
        let side = 17 + 4 * usize::from(self.0);
        let centers = self.centers();
        let last = side - 7;
        let near: Vec<Option<usize>> =
            (0..side).map(|a| centers.iter().copied().find(|c| a.abs_diff(*c) <= 2)).collect();
        let near = |a: usize| near.get(a).copied().flatten();
        Modules::new(side, |x, y| {
            let corner = (x < 9 && (y < 9 || y >= side - 8)) || (x >= side - 8 && y < 9);
            let version = self.0 >= 7 && ((x < 6 && y >= side - 11) || (y < 6 && x >= side - 11));
            let aligned = match (near(x), near(y)) {
                (Some(6), Some(6)) => false,
                (Some(6), Some(b)) if b == last => false,
                (Some(a), Some(6)) if a == last => false,
                (Some(_), Some(_)) => true,
                _ => false,
            };
            corner || version || aligned || x == 6 || y == 6
        })
    }
}
