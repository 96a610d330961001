//! JPEG: segments, of which those that draw are kept.

use super::read::u16_be;
use super::{Picture, Refusal, exif};

/// What a file begins with.
pub(super) const MAGIC: [u8; 3] = [0xff, 0xd8, 0xff];

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

/// The picture of a file.
pub(super) fn picture(file: &[u8]) -> Result<Picture, Refusal> {
    let mut body = Vec::with_capacity(file.len());
    let (mut size, mut turned, mut drawn, mut at) = (None, None, false, 2);
    loop {
        let marker;
        (marker, at) = next_marker(file, at)?;
        match marker {
            EOI => break,
            SOI => return Err(Refusal::Broken),
            // Markers that stand alone have no business between segments, and do no harm.
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(u16_be(file, at).ok_or(Refusal::Broken)?);
        let content = file.get(at + 2..at + length).filter(|_| length >= 2).ok_or(Refusal::Broken)?;
        at += length;
        // The first block counts, as in browsers.
        if marker == APP1
            && turned.is_none()
            && let Some(tiff) = content.strip_prefix(exif::MARK)
        {
            turned = Some(exif::orientation(tiff).unwrap_or(1));
        }
        if is_frame(marker) {
            // A decoder goes by the first; a second would hide how large the picture is.
            if size.is_some() {
                return Err(Refusal::Broken);
            }
            // Precision, height, width.
            size = u16_be(content, 1).zip(u16_be(content, 3));
        }
        if is_kept(marker, content) {
            push(&mut body, marker, content);
        }
        if marker == SOS {
            let end = end_of_scan(file, at);
            body.extend_from_slice(file.get(at..end).ok_or(Refusal::Broken)?);
            at = end;
            drawn = true;
        }
    }
    let (height, width) = size.filter(|_| drawn).ok_or(Refusal::Broken)?;
    let turned = turned.unwrap_or(1);
    let (width, height) = if exif::swaps(turned) { (height, width) } else { (width, height) };
    let mut bytes = vec![0xff, SOI];
    if turned != 1 {
        push(&mut bytes, APP1, &exif::block(turned));
    }
    bytes.extend_from_slice(&body);
    bytes.extend_from_slice(&[0xff, EOI]);
    Ok(Picture { media_type: "image/jpeg", width: width.into(), height: height.into(), bytes })
}

/// The next marker and where its content begins. Any number of `ff` may stand before it.
fn next_marker(file: &[u8], mut at: usize) -> Result<(u8, usize), Refusal> {
    if file.get(at) != Some(&0xff) {
        return Err(Refusal::Broken);
    }
    while file.get(at) == Some(&0xff) {
        at += 1;
    }
    let marker = *file.get(at).filter(|marker| **marker != 0).ok_or(Refusal::Broken)?;
    Ok((marker, at + 1))
}

/// Where the drawing that begins here ends: at the next marker that is no restart.
fn end_of_scan(file: &[u8], from: usize) -> usize {
    let rest = file.get(from..).unwrap_or_default();
    let is_end = |pair: &[u8]| matches!(pair, [0xff, next] if !matches!(next, 0 | 0xd0..=0xd7 | 0xff));
    from + rest.windows(2).position(is_end).unwrap_or(rest.len())
}

/// Frame headers: all of `c0..=cf` but the tables among them.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// What draws: tables, frames and scans; of what applications add, what colours need.
fn is_kept(marker: u8, content: &[u8]) -> bool {
    match marker {
        // Without the thumbnail that may be in it.
        APP0 => content.starts_with(b"JFIF\0") && content.len() == 14,
        APP2 => content.starts_with(b"ICC_PROFILE\0"),
        APP14 => content.starts_with(b"Adobe") && content.len() == 12,
        0xc0..=0xcf | 0xda..=0xdf => true,
        _ => false,
    }
}

fn push(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    // A segment is never longer than its length can say: it was read with one, or is ours and short.
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
}
