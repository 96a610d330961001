//! WebP: chunks in a RIFF, of which those that draw one picture are kept.

use super::read::{u16_le, u32_le};
use super::{Picture, Refusal};

/// Of the flags in `VP8X`, those that stay: a profile of colours, and transparency.
const FLAGS: u8 = 0x20 | 0x10;
/// The flag of a picture that moves.
const MOVES: u8 = 0x02;

/// Whether a file is one.
pub(super) fn is(file: &[u8]) -> bool {
    file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP")
}

/// The picture of a file.
pub(super) fn picture(file: &[u8]) -> Result<Picture, Refusal> {
    let whole = u32_le(file, 4).and_then(|n| usize::try_from(n).ok()).ok_or(Refusal::Broken)?;
    // What stands behind the RIFF is no part of it.
    let file = whole.checked_add(8).and_then(|end| file.get(..end)).ok_or(Refusal::Broken)?;
    let mut body = b"WEBP".to_vec();
    let (mut size, mut canvas, mut at) = (None, None, 12);
    while at < file.len() {
        let name = file.get(at..at + 4).ok_or(Refusal::Broken)?;
        let length = u32_le(file, at + 4).and_then(|n| usize::try_from(n).ok()).ok_or(Refusal::Broken)?;
        let end = (at + 8).checked_add(length).ok_or(Refusal::Broken)?;
        let content = file.get(at + 8..end).ok_or(Refusal::Broken)?;
        match name {
            b"VP8X" => {
                let flags = content.first().ok_or(Refusal::Broken)?;
                if flags & MOVES != 0 {
                    return Err(Refusal::Kind);
                }
                canvas = side_24(content, 4).zip(side_24(content, 7));
                let mut kept = content.to_vec();
                kept.iter_mut().take(1).for_each(|first| *first &= FLAGS);
                push(&mut body, name, &kept);
            }
            b"VP8 " if size.is_none() => {
                size = lossy(content);
                push(&mut body, name, content);
            }
            b"VP8L" if size.is_none() => {
                size = lossless(content);
                push(&mut body, name, content);
            }
            b"ALPH" | b"ICCP" => push(&mut body, name, content),
            b"ANIM" | b"ANMF" => return Err(Refusal::Kind),
            _ => {}
        }
        // Chunks begin at even places.
        at = end + length % 2;
    }
    let (width, height) = size.ok_or(Refusal::Broken)?;
    if canvas.is_some_and(|canvas| canvas != (width, height)) {
        return Err(Refusal::Broken);
    }
    let mut bytes = b"RIFF".to_vec();
    bytes.extend_from_slice(&u32::try_from(body.len()).map_err(|_| Refusal::Broken)?.to_le_bytes());
    bytes.extend_from_slice(&body);
    Ok(Picture { media_type: "image/webp", width, height, bytes })
}

/// Sides less one, in three bytes.
fn side_24(content: &[u8], at: usize) -> Option<u32> {
    let [a, b, c] = content.get(at..at + 3)?.try_into().ok()?;
    Some(u32::from_le_bytes([a, b, c, 0]) + 1)
}

/// The sides in the header of a key frame.
fn lossy(content: &[u8]) -> Option<(u32, u32)> {
    let key = content.first().is_some_and(|first| first & 1 == 0);
    if !key || content.get(3..6) != Some(&[0x9d, 0x01, 0x2a]) {
        return None;
    }
    let side = |at| u16_le(content, at).map(|side| u32::from(side & 0x3fff));
    side(6).zip(side(8))
}

/// The sides in the header of a lossless picture: fourteen bits each, less one.
fn lossless(content: &[u8]) -> Option<(u32, u32)> {
    let bits = u32_le(content, 1).filter(|_| content.first() == Some(&0x2f))?;
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}

fn push(out: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    out.extend_from_slice(name);
    // Part of a file whose length is a u32.
    out.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(content);
    if content.len() % 2 == 1 {
        out.push(0);
    }
}
