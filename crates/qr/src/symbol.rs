//! From the modules of a symbol to the bytes it holds: format, codewords, error correction (ISO/IEC 18004).
//!
//! Says how much it had to mend, because what was mended to the limit may be no code at all. Knows no picture.

use crate::solomon;
use crate::version::Version;

/// The modules of a symbol, row by row; true is dark.
#[derive(Debug, Clone)]
pub struct Modules {
    /// Modules a side.
    pub side: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// A square of modules, as `dark(x, y)` says.
    pub fn new(side: usize, dark: impl Fn(usize, usize) -> bool) -> Self {
        Self { side, dark: (0..side * side).map(|i| dark(i % side, i / side)).collect() }
    }

    /// Whether the module is dark; outside none is.
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.side && self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }

    /// Seen from behind, as through a window.
    pub fn mirrored(&self) -> Self {
        Self::new(self.side, |x, y| self.dark(y, x))
    }
}

/// How much of the codewords is error correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// About 7 % of the codewords can be mended.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

/// The bytes of a symbol, mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// The data codewords in order.
    pub bytes: Vec<u8>,
    /// 1 to 40.
    pub version: u8,
    /// Whether so much was mended that it may be no code: then its content must prove itself.
    pub strained: bool,
}

/// The data of the symbol; none when it cannot be mended.
pub fn data(modules: &Modules) -> Option<Data> {
    let version = Version::of_side(modules.side)?;
    let (level, mask, wrong) = format(modules)?;
    let codewords = codewords(modules, version, mask);
    let (blocks, check) = version.blocks(level);
    let total = version.codewords();
    let short = total / blocks;
    let longer = total % blocks;
    let (mut bytes, mut strained) = (Vec::with_capacity(total), wrong > 2);
    for block in 0..blocks {
        let extra = usize::from(block >= blocks - longer);
        let data = short - check + extra;
        // Codewords are dealt like cards; the longer blocks get one more data card at the end.
        let mut words: Vec<u8> = (0..data)
            .map(|i| {
                if i < short - check {
                    i * blocks + block
                } else {
                    (short - check) * blocks + block + longer - blocks
                }
            })
            .chain((0..check).map(|i| total - check * blocks + i * blocks + block))
            .map(|i| codewords.get(i).copied().unwrap_or(0))
            .collect();
        let mended = solomon::mend(&mut words, check)?;
        strained |= mended * 2 + 1 >= check;
        bytes.extend(words.iter().take(data));
    }
    Some(Data { bytes, version: version.number(), strained })
}

/// Level, mask and how many bits of the format were wrong; none when it is no format.
fn format(modules: &Modules) -> Option<(Level, u8, u32)> {
    let side = modules.side;
    let bits = |places: &mut dyn Iterator<Item = (usize, usize)>| {
        places.fold(0u32, |bits, (x, y)| (bits << 1) | u32::from(modules.dark(x, y)))
    };
    let around = (0..6).map(|x| (x, 8)).chain([(7, 8), (8, 8), (8, 7)]).chain((0..6).rev().map(|y| (8, y)));
    let apart = (side - 7..side).rev().map(|y| (8, y)).chain((side - 8..side).map(|x| (x, 8)));
    let copies = [bits(&mut { around }), bits(&mut { apart })];
    let (wrong, value) = (0..32u32)
        .flat_map(|value| copies.iter().map(move |copy| ((copy ^ format_bits(value)).count_ones(), value)))
        .min()?;
    let level = match value >> 3 {
        0 => Level::M,
        1 => Level::L,
        2 => Level::H,
        _ => Level::Q,
    };
    (wrong <= 3).then_some((level, (value & 7) as u8, wrong))
}

/// The 15 bits of a format: five of data, ten of check, masked.
fn format_bits(value: u32) -> u32 {
    let check = (0..10).fold(value, |rest, _| (rest << 1) ^ ((rest >> 9) * 0x537));
    ((value << 10) | check) ^ 0x5412
}

/// The codewords in the order they are laid: in columns of two, up and down, from the right.
fn codewords(modules: &Modules, version: Version, mask: u8) -> Vec<u8> {
    let side = modules.side;
    let is_function = version.functions();
    let mut words = Vec::with_capacity(version.codewords());
    let (mut word, mut bits, mut up) = (0u8, 0u8, true);
    let mut right = side - 1;
    while right > 0 {
        if right == 6 {
            right = 5;
        }
        for step in 0..side {
            let y = if up { side - 1 - step } else { step };
            for x in [right, right - 1] {
                if is_function.dark(x, y) {
                    continue;
                }
                word = (word << 1) | u8::from(modules.dark(x, y) ^ masked(mask, x, y));
                bits += 1;
                if bits == 8 {
                    words.push(word);
                    (word, bits) = (0, 0);
                }
            }
        }
        up = !up;
        right = right.saturating_sub(2);
    }
    words
}

fn masked(mask: u8, x: usize, y: usize) -> bool {
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }
}
