//! EXIF: how a picture is turned, and a block that says that and nothing else.

use super::read::{u16_be, u16_le, u32_be, u32_le};

/// What the block of a JPEG begins with.
pub(super) const MARK: &[u8] = b"Exif\0\0";
/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// How the picture is turned, 1 to 8, by the block after its mark; none when it does not say.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = tiff.starts_with(b"II");
    if !little && !tiff.starts_with(b"MM") {
        return None;
    }
    let short = |at| if little { u16_le(tiff, at) } else { u16_be(tiff, at) };
    let long = |at| if little { u32_le(tiff, at) } else { u32_be(tiff, at) };
    let table = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(table)?);
    // Twelve bytes an entry: tag, type, count, value. How many there are is what the file says: the end of the block ends it.
    let tags = (0..entries).map_while(|i| short(table + 2 + i * 12).map(|tag| (i, tag)));
    let (entry, _) = tags.into_iter().find(|(_, tag)| *tag == ORIENTATION)?;
    u8::try_from(short(table + 2 + entry * 12 + 8)?).ok().filter(|turned| (1..=8).contains(turned))
}

/// The block of a JPEG, with its mark, that says how the picture is turned.
pub(super) fn block(turned: u8) -> Vec<u8> {
    let mut out = MARK.to_vec();
    // Big-endian, one table at 8 with one entry of one short, no next table.
    out.extend_from_slice(b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    out.extend_from_slice(&[turned, 0, 0, 0, 0, 0, 0]);
    out
}

/// Whether the sides of the picture are swapped by its turning.
pub(super) fn swaps(turned: u8) -> bool {
    turned >= 5
}
