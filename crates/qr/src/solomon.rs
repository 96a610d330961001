//! Reed-Solomon over GF(256) as QR uses it: finds and mends wrong codewords.

/// The field's powers of two and their logarithms, polynomial 0x11d.
const TABLES: ([u8; 255], [u8; 256]) = tables();

#[expect(clippy::indexing_slicing, reason = "at compile time, where a fault ends the build")]
const fn tables() -> ([u8; 255], [u8; 256]) {
    let (mut power, mut log) = ([0u8; 255], [0u8; 256]);
    let (mut x, mut i) = (1u16, 0);
    while i < 255 {
        power[i] = x as u8;
        log[x as usize] = i as u8;
        x <<= 1;
        if x & 0x100 != 0 {
            x ^= 0x11d;
        }
        i += 1;
    }
    (power, log)
}

fn power(exponent: usize) -> u8 {
    TABLES.0.get(exponent % 255).copied().unwrap_or(0)
}

fn log(value: u8) -> usize {
    usize::from(TABLES.1.get(usize::from(value)).copied().unwrap_or(0))
}

fn times(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { power(log(a) + log(b)) }
}

/// Not for zero.
fn inverse(a: u8) -> u8 {
    power(255 - log(a))
}

/// The value at `x` of a polynomial, lowest term first.
fn value(terms: &[u8], x: u8) -> u8 {
    terms.iter().rev().fold(0, |sum, term| times(sum, x) ^ term)
}

/// Mends a block whose last `check` words are the check; how many words were wrong, none when too many are.
pub fn mend(words: &mut [u8], check: usize) -> Option<usize> {
    let syndromes: Vec<u8> =
        (0..check).map(|i| words.iter().fold(0, |sum, word| times(sum, power(i)) ^ word)).collect();
    if syndromes.iter().all(|s| *s == 0) {
        return Some(0);
    }
    let locator = locator(&syndromes);
    let wrong = locator.len() - 1;
    if wrong * 2 > check {
        return None;
    }
    // The values of the errors (Forney), from syndromes times locator.
    let evaluator: Vec<u8> = (0..wrong)
        .map(|i| {
            (0..=i).fold(0, |sum, j| {
                let (a, b) = (syndromes.get(i - j).copied(), locator.get(j).copied());
                sum ^ times(a.unwrap_or(0), b.unwrap_or(0))
            })
        })
        .collect();
    let last = words.len().checked_sub(1)?;
    let mut found = 0;
    for exponent in 0..words.len() {
        let x = power(255 - exponent % 255);
        if value(&locator, x) != 0 {
            continue;
        }
        // The derivative has the odd terms only.
        let slope = locator
            .iter()
            .enumerate()
            .skip(1)
            .step_by(2)
            .fold(0, |sum, (i, term)| sum ^ times(*term, power((255 - exponent % 255) * (i - 1))));
        if slope == 0 {
            return None;
        }
        let error = times(times(value(&evaluator, x), inverse(slope)), power(exponent));
        *words.get_mut(last - exponent)? ^= error;
        found += 1;
    }
    (found == wrong).then_some(wrong)
}

/// The polynomial whose roots say where the errors are (Berlekamp-Massey), lowest term first.
fn locator(syndromes: &[u8]) -> Vec<u8> {
    let (mut now, mut before) = (vec![1u8], vec![1u8]);
    let (mut length, mut gap, mut last) = (0usize, 1usize, 1u8);
    for i in 0..syndromes.len() {
        let difference = (0..=length).fold(0, |sum, j| {
            let at = i.checked_sub(j).and_then(|k| syndromes.get(k)).copied();
            sum ^ times(now.get(j).copied().unwrap_or(0), at.unwrap_or(0))
        });
        if difference == 0 {
            gap += 1;
            continue;
        }
        let kept = now.clone();
        let factor = times(difference, inverse(last));
        now.resize(now.len().max(before.len() + gap), 0);
        for (to, from) in now.iter_mut().skip(gap).zip(&before) {
            *to ^= times(factor, *from);
        }
        if 2 * length <= i {
            (length, before, last, gap) = (i + 1 - length, kept, difference, 1);
        } else {
            gap += 1;
        }
    }
    while now.len() > 1 && now.last() == Some(&0) {
        now.pop();
    }
    now
}
