//! Worker module that reads the text of a QR code from pixels.
//!
//! A module of its own: it is by far the heaviest part of the app and is
//! fetched only by who reads a code from a photo. Must not know what the text
//! says. A panic inside the decoder ends this worker alone; the page sees the
//! error event and starts a new one.

#[path = "../qr_port/mod.rs"]
mod qr_port;
mod scan;

use js_sys::Uint8ClampedArray;
use wasm_bindgen::{JsCast, JsValue};

fn main() {
    qr_port::serve(|request| {
        let (width, height) = (request.get(1).as_f64()?, request.get(2).as_f64()?);
        let rgba: Uint8ClampedArray = request.get(3).dyn_into().ok()?;
        let grey = scan::Grey::from_rgba(width as usize, height as usize, &rgba.to_vec())?;
        Some(scan::read(&grey).map_or(JsValue::NULL, |text| JsValue::from_str(&text)))
    });
}
