//! Photos: what a picture file may be, and the same file without what tells of its maker.
//!
//! Pure: bytes in, bytes out. A file is taken apart and put together again from the parts that draw the picture; the
//! rest (EXIF with its places, XMP, comments, thumbnails, films at the end) stays behind. Knows no limits of a day.

mod exif;
mod jpeg;
mod png;
mod read;
mod webp;

#[cfg(test)]
mod tests;

use contract::Timestamp;
use contract::photo::{NewPhoto, NewUpload};

use crate::limits::Wrong;

/// The most photos of a post.
pub const MOST_IN_POST: usize = 9;
/// The longest words for a photo, in characters.
pub const ALT: usize = 300;
/// The most bytes of a photo.
pub const MOST_BYTES: u32 = 6 * 1024 * 1024;
/// The most bytes of one part of an upload.
pub const PART_SIZE: u32 = 128 * 1024;
/// The longest side of a photo (pixels).
pub const MOST_SIDE: u32 = 4096;
/// The most pixels of a photo: what a phone has to unpack to draw it.
pub const MOST_PIXELS: u32 = MOST_SIDE * 2048;
/// The longest side that the app sends (pixels).
pub const SENT_SIDE: u32 = 2048;
/// The most photos of a member in a day.
pub const MOST_IN_DAY: u32 = 90;
/// How long a photo waits for its post, in seconds.
pub const WAITS_S: i64 = 86_400;
/// For how long an address holds at least and at most, in seconds: in between it stays the same, so that nobody
/// fetches a picture twice for having asked twice.
pub const ADDRESS_S: (i64, i64) = (600, 1200);

/// When an address that is given at this moment ends.
pub fn address_ends(now: Timestamp) -> Timestamp {
    let (step, most) = (ADDRESS_S.0 * 1000, ADDRESS_S.1 * 1000);
    Timestamp(now.0.div_euclid(step).saturating_mul(step).saturating_add(most))
}

/// The media types of photos.
pub const TYPES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// What is wrong with an upload to be announced.
pub fn check_upload(upload: &NewUpload) -> Wrong {
    let mut wrong = Vec::new();
    let mut say = |pointer: &str, code: &str| wrong.push((pointer.to_owned(), code.to_owned()));
    if upload.size == 0 || upload.size > MOST_BYTES {
        say("/size", "out_of_range");
    }
    if !TYPES.contains(&upload.media_type.as_str()) {
        say("/media_type", "invalid");
    }
    if upload.sha256.len() != 64 || !upload.sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
        say("/sha256", "invalid");
    }
    wrong
}

/// What is wrong with the photos of a post, as far as the post itself tells.
pub fn check_photos(photos: &[NewPhoto]) -> Wrong {
    let mut wrong = Vec::new();
    let mut say = |pointer: String, code: &str| wrong.push((pointer, code.to_owned()));
    if photos.len() > MOST_IN_POST {
        say("/photos".to_owned(), "out_of_range");
    }
    for (i, photo) in photos.iter().enumerate() {
        if photos.iter().take(i).any(|p| p.id == photo.id) {
            say(format!("/photos/{i}/id"), "taken");
        }
        if photo.alt.trim().chars().count() > ALT {
            say(format!("/photos/{i}/alt"), "too_long");
        } else if photo.alt.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            say(format!("/photos/{i}/alt"), "invalid");
        }
    }
    wrong
}

/// Why bytes are no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing that is taken: no JPEG, PNG or WebP, or one that moves.
    Kind,
    /// It begins as one of them and is broken.
    Broken,
    /// It has more pixels than anybody looks at, or none.
    Pixels,
}

/// A picture file with nothing in it but the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its media type, by its bytes.
    pub media_type: &'static str,
    /// Its width in pixels, upright.
    pub width: u32,
    /// Its height in pixels, upright.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The picture in a file, without anything else that is in it.
///
/// # Errors
/// It is no photo.
pub fn picture(file: &[u8]) -> Result<Picture, Refusal> {
    let picture = if file.starts_with(&jpeg::MAGIC) {
        jpeg::picture(file)
    } else if file.starts_with(&png::MAGIC) {
        png::picture(file)
    } else if webp::is(file) {
        webp::picture(file)
    } else {
        Err(Refusal::Kind)
    }?;
    let sides = 1..=MOST_SIDE;
    let fits = sides.contains(&picture.width) && sides.contains(&picture.height);
    if fits && picture.width * picture.height <= MOST_PIXELS { Ok(picture) } else { Err(Refusal::Pixels) }
}
