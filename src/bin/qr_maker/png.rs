//! A PNG of black and white squares: one bit a pixel. Knows nothing of QR.

use super::deflate;

/// The PNG file of `rows` (true is black), each cell `scale` pixels wide.
pub fn encode(rows: &[Vec<bool>], scale: usize) -> Vec<u8> {
    let width = rows.first().map_or(0, Vec::len) * scale;
    let height = rows.len() * scale;
    let mut pixels = Vec::with_capacity((width / 8 + 2) * height);
    for row in rows {
        let line = scanline(row, scale);
        for _ in 0..scale {
            pixels.extend_from_slice(&line);
        }
    }
    // One bit a pixel, grey (0 is black), deflate, no interlacing.
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&(width as u32).to_be_bytes());
    header.extend_from_slice(&(height as u32).to_be_bytes());
    header.extend_from_slice(&[1, 0, 0, 0, 0]);

    let mut file = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"IDAT", &deflate::zlib(&pixels, width.div_ceil(8) + 1));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// Filter type 0, then the pixels, first pixel in the highest bit.
fn scanline(row: &[bool], scale: usize) -> Vec<u8> {
    let bits = row.iter().flat_map(|dark| std::iter::repeat_n(!*dark, scale));
    let mut line = vec![0];
    let mut byte = 0u8;
    let mut filled = 0;
    for light in bits {
        byte = (byte << 1) | u8::from(light);
        filled += 1;
        if filled == 8 {
            line.push(byte);
            filled = 0;
        }
    }
    if filled > 0 {
        line.push(byte << (8 - filled));
    }
    line
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend_from_slice(&(data.len() as u32).to_be_bytes());
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    let crc = crc32(kind.iter().chain(data));
    file.extend_from_slice(&crc.to_be_bytes());
}

/// CRC-32 as PNG wants it, bit by bit: the files are a few kilobytes.
fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// `png` as the `src` of an image.
pub fn data_url(png: &[u8]) -> String {
    let mut url = String::from("data:image/png;base64,");
    for group in png.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            url.push(if place <= group.len() { digit(bits >> (18 - 6 * place)) } else { '=' });
        }
    }
    url
}

/// The base64 digit for the lowest six bits.
fn digit(bits: u32) -> char {
    match (bits & 63) as u8 {
        n @ 0..26 => char::from(b'A' + n),
        n @ 26..52 => char::from(b'a' + n - 26),
        n @ 52..62 => char::from(b'0' + n - 52),
        62 => '+',
        _ => '/',
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{crc32, data_url};

    #[test]
    fn the_checksum_is_the_well_known_one() {
        assert_eq!(crc32(b"123456789".iter()), 0xcbf4_3926);
        // What ends every PNG.
        assert_eq!(crc32(b"IEND".iter()), 0xae42_6082);
    }

    #[test]
    fn base64_as_in_rfc_4648() {
        let check = |bytes: &[u8], text| assert_eq!(data_url(bytes), format!("data:image/png;base64,{text}"));
        check(b"", "");
        check(b"f", "Zg==");
        check(b"fo", "Zm8=");
        check(b"foo", "Zm9v");
        check(b"foob", "Zm9vYg==");
        check(b"\xfb\xff\xbf", "+/+/");
        check(&[0, 16, 131, 16, 81, 135, 211, 93, 183], "ABCDEFGH0123");
    }
}
