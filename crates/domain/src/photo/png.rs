//! PNG: chunks, of which those that draw are kept.

use super::read::u32_be;
use super::{Picture, Refusal};

/// What a file begins with.
pub(super) const MAGIC: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];

/// The chunks that draw. What moves, and what says something, is not among them.
const KEPT: [&[u8; 4]; 10] =
    [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"iCCP"];

/// The picture of a file.
pub(super) fn picture(file: &[u8]) -> Result<Picture, Refusal> {
    let mut bytes = MAGIC.to_vec();
    bytes.reserve(file.len());
    let (mut size, mut drawn, mut at) = (None, false, MAGIC.len());
    loop {
        let length = u32_be(file, at).and_then(|n| usize::try_from(n).ok()).ok_or(Refusal::Broken)?;
        let name = file.get(at + 4..at + 8).ok_or(Refusal::Broken)?;
        // Length, name, content, checksum.
        let end = at.checked_add(12).and_then(|n| n.checked_add(length)).ok_or(Refusal::Broken)?;
        let chunk = file.get(at..end).ok_or(Refusal::Broken)?;
        match name {
            b"IHDR" if size.is_none() => size = u32_be(file, at + 8).zip(u32_be(file, at + 12)),
            b"IHDR" => return Err(Refusal::Broken),
            b"IDAT" => drawn = true,
            _ if size.is_none() => return Err(Refusal::Broken),
            _ => {}
        }
        if KEPT.iter().any(|kept| kept.as_slice() == name) {
            bytes.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            break;
        }
        at = end;
    }
    let (width, height) = size.filter(|_| drawn).ok_or(Refusal::Broken)?;
    Ok(Picture { media_type: "image/png", width, height, bytes })
}
