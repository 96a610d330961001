//! QR codes, made and read by two worker modules that start when needed.
//!
//! Two, so that showing an invite does not fetch the reader. Must not know
//! what a code says. One request at a time per worker; a worker that fails or
//! does not answer is ended, and the next request starts a fresh one.

mod desk;
mod version;

use std::thread::LocalKey;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::poster::Picture;
use super::raster::Pixels;
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

/// A picture of the code for `text`, with what `numbers` and `words` tell of
/// the poster around it.
pub(super) async fn make(text: &str, numbers: &Array, words: &Array) -> Result<Picture, QrFault> {
    let message = Array::of3(&JsValue::from_str(text), numbers, words);
    let answer = Array::from(&ask(&MAKER, message, None).await?);
    let src = answer.get(0).as_string().ok_or(QrFault::Crashed)?;
    Ok(Picture { src, whole: answer.get(1).is_truthy() })
}

/// How hard the reader looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One of many frames: the next may be better.
    Live,
    /// The one picture there is.
    Photo,
}

/// A code that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it says.
    pub text: String,
    /// Its corners, in pixels of the picture, from its own upper left around.
    pub corners: [(f64, f64); 4],
}

impl Code {
    /// How far down it begins.
    pub fn top(&self) -> f64 {
        self.corners.iter().map(|corner| corner.1).fold(f64::MAX, f64::min)
    }

    /// From `[text, x0, y0, .. x3, y3]`.
    fn from_answer(answer: &JsValue) -> Option<Self> {
        let answer: &Array = answer.dyn_ref()?;
        let at = |n| answer.get(n).as_f64().unwrap_or_default();
        let corners = [1, 3, 5, 7].map(|n| (at(n), at(n + 1)));
        Some(Self { text: answer.get(0).as_string()?, corners })
    }
}

/// The codes in `pixels`, which are used up; empty if none can be read there.
///
/// # Errors
/// The reader cannot be loaded, gives no answer, or breaks down.
pub async fn read(pixels: Pixels, mode: Mode) -> Result<Vec<Code>, QrFault> {
    let mode = if mode == Mode::Live { "live" } else { "photo" };
    // Moved to the worker, not copied: a photo is ten megabytes.
    let moved = Array::of1(&pixels.rgba.buffer());
    let message = Array::of4(&pixels.width.into(), &pixels.height.into(), &pixels.rgba, &mode.into());
    let answer = ask(&READER, message, Some(moved)).await?;
    let codes: Array = answer.dyn_into().map_err(|_| QrFault::Crashed)?;
    Ok(codes.iter().filter_map(|code| Code::from_answer(&code)).collect())
}

/// Starts loading the maker, so that the first code comes at once.
pub async fn warm_maker() -> Result<(), QrFault> {
    desk::warm(&MAKER).await
}

/// Starts loading the reader, e.g. when the page offers to pick a photo.
pub async fn warm_reader() -> Result<(), QrFault> {
    desk::warm(&READER).await
}

/// Ends the reader now and gives its memory back; who waits hears `Crashed`.
pub fn end_reader() {
    desk::end(&READER);
}

async fn ask(
    desk: &'static LocalKey<Desk>,
    message: Array,
    moved: Option<Array>,
) -> Result<JsValue, QrFault> {
    desk::ask(desk, message, moved).await
}
