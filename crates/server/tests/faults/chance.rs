//! Chance that can be repeated: xorshift.

use std::cell::Cell;

pub struct Chance(Cell<u64>);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1))
    }

    pub fn next(&self) -> u64 {
        let mut x = self.0.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0.set(x);
        x.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// 0 to `end`, without it.
    pub fn below(&self, end: usize) -> usize {
        usize::try_from((self.next() >> 11) % (end as u64)).unwrap()
    }

    pub fn one_in(&self, n: usize) -> bool {
        self.below(n) == 0
    }
}
