//! From the bytes of a symbol to text: segments and their character sets. What is not surely text is not guessed.

/// Decodes bytes of a named character set (a label of the Encoding Standard); none when it cannot.
pub type Charsets<'a> = &'a dyn Fn(&str, &[u8]) -> Option<String>;

/// The text of a symbol's data; none when its segments make no sense, empty when it holds bytes that are no text.
///
/// A code that was mended to the limit must be laid out to the end as the standard says.
pub fn of(bytes: &[u8], version: u8, strained: bool, charsets: Charsets) -> Option<String> {
    let mut bits = Bits { bytes, at: 0 };
    let mut text = Builder { text: String::new(), raw: Vec::new(), charset: None, readable: true, charsets };
    while let Some(mode) = bits.take(4) {
        match mode {
            0 => {
                if strained && !is_padding(&bits) {
                    return None;
                }
                break;
            }
            1 => numbers(&mut bits, version, &mut text)?,
            2 => letters(&mut bits, version, &mut text)?,
            4 => {
                let count = bits.count(version, [8, 16, 16])?;
                for _ in 0..count {
                    text.raw.push(bits.take(8)? as u8);
                }
            }
            7 => {
                text.flush();
                text.charset = Some(eci(&mut bits)?);
            }
            8 => {
                let count = bits.count(version, [8, 10, 12])?;
                pairs(&mut bits, count, &mut text, "shift_jis", 0xc0, |v| {
                    if v < 0x1f00 { v + 0x8140 } else { v + 0xc140 }
                })?;
            }
            13 => {
                bits.take(4)?;
                let count = bits.count(version, [8, 10, 12])?;
                pairs(&mut bits, count, &mut text, "gb18030", 0x60, |v| {
                    if v < 0x0a00 { v + 0xa1a1 } else { v + 0xa6a1 }
                })?;
            }
            // A part of several codes, or of an industry's format: its text counts by itself.
            3 => drop(bits.take(16)?),
            5 => {}
            9 => drop(bits.take(8)?),
            _ => return None,
        }
    }
    text.flush();
    Some(if text.readable { text.text } else { String::new() })
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        if self.at + count > self.bytes.len() * 8 {
            return None;
        }
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = (value << 1) | u32::from((byte >> (7 - self.at % 8)) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// The length of a segment; its field grows with the version.
    fn count(&mut self, version: u8, widths: [usize; 3]) -> Option<u32> {
        let [small, middle, large] = widths;
        self.take(match version {
            ..10 => small,
            10..27 => middle,
            _ => large,
        })
    }
}

/// After the end the standard fills up with two bytes in turn; many makers fill with zeros.
fn is_padding(bits: &Bits) -> bool {
    let rest = bits.bytes.get(bits.at.div_ceil(8)..).unwrap_or_default();
    let turns = rest.iter().enumerate().all(|(i, byte)| *byte == if i % 2 == 0 { 0xec } else { 0x11 });
    turns || rest.iter().all(|byte| *byte == 0)
}

struct Builder<'a> {
    text: String,
    raw: Vec<u8>,
    charset: Option<&'static str>,
    readable: bool,
    charsets: Charsets<'a>,
}

impl Builder<'_> {
    /// Bytes may be cut between segments in the middle of a character: they are read together.
    fn flush(&mut self) {
        let raw = core::mem::take(&mut self.raw);
        if raw.is_empty() {
            return;
        }
        match decoded(&raw, self.charset, self.charsets) {
            Some(text) => self.text.push_str(&text),
            None => self.readable = false,
        }
    }
}

fn decoded(raw: &[u8], charset: Option<&str>, charsets: Charsets) -> Option<String> {
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
    if let Some(charset) = charset.filter(|c| *c != "utf-8") {
        return if charset.is_empty() { None } else { charsets(charset, raw) };
    }
    if let Ok(text) = core::str::from_utf8(raw) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        return (!raw.iter().any(control)).then(|| text.to_owned());
    }
    if raw.iter().any(control) {
        return None;
    }
    // Without a declared set: Chinese, when all high bytes come in its pairs; else the standard's own, Latin-1.
    let mut rest = raw;
    let mut chinese = true;
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first >= 0x80 {
            match more.split_first() {
                Some((0xa1..=0xfe, after)) if (0xa1..=0xf7).contains(first) => rest = after,
                _ => chinese = false,
            }
        }
    }
    if chinese {
        return charsets("gb18030", raw);
    }
    let latin = !raw.iter().any(|b| (0x7f..0xa0).contains(b));
    latin.then(|| raw.iter().map(|b| char::from(*b)).collect())
}

fn numbers(bits: &mut Bits, version: u8, text: &mut Builder) -> Option<()> {
    let mut left = bits.count(version, [10, 12, 14])?;
    while left > 0 {
        let digits = left.min(3) as usize;
        let value = bits.take(if digits == 3 { 10 } else { 3 * digits + 1 })?;
        if value >= 10u32.pow(digits as u32) {
            return None;
        }
        text.raw.extend(format!("{value:0digits$}").bytes());
        left -= digits as u32;
    }
    Some(())
}

fn letters(bits: &mut Bits, version: u8, text: &mut Builder) -> Option<()> {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let letter = |value: u32| LETTERS.get(value as usize).copied();
    let mut left = bits.count(version, [9, 11, 13])?;
    while left > 1 {
        let value = bits.take(11)?;
        text.raw.push(letter(value / 45)?);
        text.raw.push(letter(value % 45)?);
        left -= 2;
    }
    if left == 1 {
        text.raw.push(letter(bits.take(6)?)?);
    }
    Some(())
}

/// Characters of two bytes, packed into 13 bits.
fn pairs(
    bits: &mut Bits,
    count: u32,
    text: &mut Builder,
    charset: &str,
    base: u32,
    unpacked: impl Fn(u32) -> u32,
) -> Option<()> {
    text.flush();
    let mut raw = Vec::new();
    for _ in 0..count {
        let packed = bits.take(13)?;
        let pair = unpacked(((packed / base) << 8) | (packed % base));
        raw.extend([(pair >> 8) as u8, pair as u8]);
    }
    text.text.push_str(&(text.charsets)(charset, &raw)?);
    Some(())
}

/// The character set that a code declares; empty for one that nobody here reads.
fn eci(bits: &mut Bits) -> Option<&'static str> {
    let first = bits.take(8)?;
    let number = match first {
        0..128 => first,
        128..192 => ((first & 0x3f) << 8) | bits.take(8)?,
        192..224 => ((first & 0x1f) << 16) | bits.take(16)?,
        _ => return None,
    };
    Some(match number {
        1 | 3 | 23 => "windows-1252",
        4 => "iso-8859-2",
        7 => "iso-8859-5",
        9 => "iso-8859-7",
        11 => "windows-1254",
        20 => "shift_jis",
        21 => "windows-1250",
        22 => "windows-1251",
        25 => "utf-16be",
        26 | 27 | 170 => "utf-8",
        28 => "big5",
        29 | 31 | 32 => "gb18030",
        30 => "euc-kr",
        _ => "",
    })
}
