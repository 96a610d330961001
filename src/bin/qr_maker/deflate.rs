//! A small zlib writer for data made of runs and of repeated lines. Pure.
//!
//! Fixed Huffman codes (RFC 1951, 3.2.6), and only two distances are tried:
//! one byte back (a run) and one line back. A code's picture shrinks from
//! 55 kB to about 2 kB, which is all that is wanted here.

const SHORTEST: usize = 3;
const LONGEST: usize = 258;

/// `data` as a zlib stream; `line` is the length of a line that may repeat.
pub fn zlib(data: &[u8], line: usize) -> Vec<u8> {
    // Deflate, window of 32 kB, check bits so that 0x7801 is a multiple of 31.
    let mut bits = Bits { bytes: vec![0x78, 0x01], hold: 0, held: 0 };
    bits.number(1, 1); // the last block
    bits.number(1, 2); // fixed codes
    let mut at = 0;
    while let Some(literal) = data.get(at) {
        let (length, distance) = longest(data, at, [line, 1]);
        if length >= SHORTEST {
            bits.length(length);
            bits.distance(distance);
            at += length;
        } else {
            bits.symbol(u32::from(*literal));
            at += 1;
        }
    }
    bits.symbol(256);
    let mut bytes = bits.finish();
    bytes.extend_from_slice(&adler32(data).to_be_bytes());
    bytes
}

/// How far `data` from `at` on repeats what stands one of `distances` before.
fn longest(data: &[u8], at: usize, distances: [usize; 2]) -> (usize, usize) {
    let mut best = (0, 0);
    for distance in distances.into_iter().filter(|d| (1..=32_768).contains(d)) {
        let Some(from) = at.checked_sub(distance) else { continue };
        let (Some(earlier), Some(here)) = (data.get(from..), data.get(at..)) else { continue };
        let length = here.iter().zip(earlier).take(LONGEST).take_while(|(a, b)| a == b).count();
        if length > best.0 {
            best = (length, distance);
        }
    }
    best
}

/// Bits in the order of RFC 1951: the first one is the lowest of its byte.
struct Bits {
    bytes: Vec<u8>,
    hold: u32,
    held: u32,
}

impl Bits {
    /// A number, lowest bit first; at most 16 bits.
    fn number(&mut self, value: u32, width: u32) {
        self.hold |= value << self.held;
        self.held += width;
        while self.held >= 8 {
            self.bytes.push(self.hold as u8);
            self.hold >>= 8;
            self.held -= 8;
        }
    }

    /// A Huffman code, highest bit first.
    fn code(&mut self, code: u32, width: u32) {
        self.number(code.reverse_bits() >> (32 - width), width);
    }

    /// A literal (0 to 255), the end (256) or a length symbol (257 to 285).
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..144 => self.code(0x30 + symbol, 8),
            144..256 => self.code(0x190 + symbol - 144, 9),
            256..280 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }

    /// The symbol and the extra bits of a match length (3 to 258).
    fn length(&mut self, length: usize) {
        let over = (length - SHORTEST) as u32;
        if length == LONGEST {
            self.symbol(285);
        } else if over < 8 {
            self.symbol(257 + over);
        } else {
            // Four symbols for each further bit of the length.
            let extra = over.ilog2() - 2;
            self.symbol(257 + 4 * (extra + 1) + ((over >> extra) & 3));
            self.number(over & ((1 << extra) - 1), extra);
        }
    }

    /// The code and the extra bits of a distance (1 to 32768).
    fn distance(&mut self, distance: usize) {
        let over = distance.saturating_sub(1) as u32;
        if over < 4 {
            self.code(over, 5);
        } else {
            // Two codes for each further bit of the distance.
            let extra = over.ilog2() - 1;
            self.code(2 * (extra + 1) + ((over >> extra) & 1), 5);
            self.number(over & ((1 << extra) - 1), extra);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.held > 0 {
            self.number(0, 8 - self.held);
        }
        self.bytes
    }
}

fn adler32(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    (b << 16) | a
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "deflate_tests.rs"]
mod tests;
