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
    /// The reader cannot be loaded.
    NoReader,
    /// No code is found on it.
    NoCode,
}

/// The texts of the codes on a photo, the topmost first.
///
/// # Errors
/// Nothing was read, and why.
pub async fn photo(file: &File) -> Result<Vec<String>, Unread> {
    let begun = clock::uptime_ms();
    let photo = Photo::open(file).await.map_err(Unread::Photo)?;
    detector::is_proven().await;
    for part in photo.parts(qr::READER_PIXELS) {
        let raster = photo.draw(part, qr::READER_PIXELS).await.map_err(Unread::Photo)?;
        let mut codes = read(&raster).await?;
        codes.sort_by(|a, b| a.top().total_cmp(&b.top()));
        if !codes.is_empty() {
            return Ok(codes.into_iter().map(|code| code.text).collect());
        }
        if clock::uptime_ms() - begun > PATIENCE_MS {
            break;
        }
    }
    Err(Unread::NoCode)
}

async fn read(raster: &Raster) -> Result<Vec<qr::Code>, Unread> {
    if let Some(codes) = detector::read(raster.canvas()).await.filter(|codes| !codes.is_empty()) {
        return Ok(codes);
    }
    let pixels = raster.pixels().ok_or(Unread::Photo(PhotoFault::NoMemory))?;
    match qr::read(pixels, qr::Mode::Photo).await {
        Ok(codes) => Ok(codes),
        Err(qr::QrFault::Unavailable) => Err(Unread::NoReader),
        Err(_) => Ok(Vec::new()),
    }
}
