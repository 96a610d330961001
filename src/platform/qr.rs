//! QR codes, made and read by two worker modules that start when needed.
//!
//! Two, so that showing an invite does not fetch the reader. Must not know
//! what a code says. One request at a time per worker; a worker that fails or
//! does not answer is ended, and the next request starts a fresh one.

mod desk;
mod version;

use std::thread::LocalKey;

use js_sys::{Array, Uint8ClampedArray};
use wasm_bindgen::JsValue;

use super::photo::Pixels;
pub(super) use desk::{Desk, ask as ask_desk};

/// The most pixels the reader is given: larger photos cost time, not codes.
pub const READER_PIXELS: u32 = 2_500_000;

/// Why there is no code or no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrFault {
    /// The worker cannot be started: files missing, offline, or no workers.
    Unavailable,
    /// No answer in time.
    Timeout,
    /// The text is too long for a code, or the pixels are no picture.
    Refused,
    /// The worker broke down on this input.
    Crashed,
}

thread_local! {
    static MAKER: Desk = const { Desk::new("qr_maker") };
    static READER: Desk = const { Desk::new("qr_reader") };
}

/// A picture of the code for `text`: a PNG data URL, at least 660 px wide.
pub async fn make(text: &str) -> Result<String, QrFault> {
    let answer = ask(&MAKER, Array::of1(&JsValue::from_str(text)), None).await?;
    answer.as_string().ok_or(QrFault::Crashed)
}

/// The text of a code in `pixels`; none if no code can be read there.
pub async fn read(pixels: Pixels) -> Result<Option<String>, QrFault> {
    let rgba = Uint8ClampedArray::from(pixels.rgba.as_slice());
    // Moved to the worker, not copied: a photo is ten megabytes.
    let moved = Array::of1(&rgba.buffer());
    let message = Array::of3(&pixels.width.into(), &pixels.height.into(), &rgba);
    Ok(ask(&READER, message, Some(moved)).await?.as_string())
}

/// Starts loading the maker, so that the first code comes at once.
pub async fn warm_maker() -> Result<(), QrFault> {
    desk::warm(&MAKER).await
}

/// Starts loading the reader, e.g. when the page offers to pick a photo.
pub async fn warm_reader() -> Result<(), QrFault> {
    desk::warm(&READER).await
}

async fn ask(
    desk: &'static LocalKey<Desk>,
    message: Array,
    moved: Option<Array>,
) -> Result<JsValue, QrFault> {
    desk::ask(desk, message, moved).await
}
