//! Codes on a photo: the detector, then our reader, on the whole and in parts.
//!
//! Must not know what a code says.

use web_sys::File;

use super::photo::{Photo, PhotoFault};
use super::raster::Raster;
use super::{clock, detector, qr};

/// After this long (ms) no further part of a photo is looked at.
const PATIENCE_MS: f64 = 5_000.0;

/// Why nothing was read from a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It cannot be opened.
    Photo(PhotoFault),
    /// The reader cannot be loaded, or breaks down.
    NoReader,
    /// There is a code, and it says nothing.
    NoText,
    /// No code is found on it.
    NoCode,
}

/// The texts of the codes on a photo, the topmost first; looked for as long
/// as it is `wanted`.
///
/// # Errors
/// Nothing was read, and why.
pub async fn photo(file: &File, wanted: &dyn Fn() -> bool) -> Result<Vec<String>, Unread> {
    let begun = clock::uptime_ms();
    let photo = Photo::open(file).await.map_err(Unread::Photo)?;
    detector::is_proven().await;
    let (mut answered, mut blank) = (false, false);
    for part in photo.parts(qr::READER_PIXELS) {
        if !wanted() {
            break;
        }
        let raster = photo.draw(part, qr::READER_PIXELS).await.map_err(Unread::Photo)?;
        let read = read(&raster).await?;
        answered |= read.is_some();
        let mut codes = read.unwrap_or_default();
        let all = codes.len();
        codes.retain(|code| !code.text.trim().is_empty());
        blank |= codes.len() < all;
        codes.sort_by(|a, b| a.top().total_cmp(&b.top()));
        if !codes.is_empty() {
            return Ok(codes.into_iter().map(|code| code.text).collect());
        }
        if clock::uptime_ms() - begun > PATIENCE_MS {
            break;
        }
    }
    Err(match (blank, answered) {
        (true, _) => Unread::NoText,
        (false, true) => Unread::NoCode,
        // It broke down on each part: nobody knows what is on it.
        (false, false) => Unread::NoReader,
    })
}

/// The codes on a part; none if the reader gave no answer to it.
async fn read(raster: &Raster) -> Result<Option<Vec<qr::Code>>, Unread> {
    if let Some(codes) = detector::read(raster.canvas()).await.filter(|codes| !codes.is_empty()) {
        return Ok(Some(codes));
    }
    let pixels = raster.pixels().ok_or(Unread::Photo(PhotoFault::NoMemory))?;
    match qr::read(pixels, qr::Mode::Photo).await {
        Ok(codes) => Ok(Some(codes)),
        Err(qr::QrFault::Unavailable) => Err(Unread::NoReader),
        Err(_) => Ok(None),
    }
}
