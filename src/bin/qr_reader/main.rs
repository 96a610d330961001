//! Worker module that reads QR codes from pixels, by the rooms of `crates/qr`.
//!
//! A module of its own: fetched only by who scans. Must not know what a code's text means. A fault inside the reader
//! ends this worker alone; the page sees the error event and starts a new one. How others call it: docs/scanner.md.

#[path = "../qr_port/mod.rs"]
mod qr_port;

use js_sys::{Array, Uint8Array, Uint8ClampedArray};
use qr::{Code, Effort, Grey};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{TextDecoder, TextDecoderOptions};

/// Bytes of a picture that are taken at once.
const PIECE: usize = 1 << 16;

fn main() {
    qr_port::serve(|request| {
        let (width, height) = (request.get(1).as_f64()?, request.get(2).as_f64()?);
        let effort = if request.get(4).as_string()? == "live" { Effort::Live } else { Effort::All };
        let grey = grey(width as usize, height as usize, &request.get(3))?;
        Some(answer(&qr::read(&grey, effort, &charsets)).into())
    });
}

/// The text of a code in a picture of four bytes a pixel (RGBA) or one (grey), every look tried; none if none reads.
#[wasm_bindgen]
pub fn decode(width: u32, height: u32, pixels: &JsValue) -> Option<String> {
    let grey = grey(width as usize, height as usize, pixels)?;
    qr::read(&grey, Effort::Picture, &charsets).into_iter().next().map(|code| code.text)
}

/// All codes of a picture: `[[text, x0, y0, x1, y1, x2, y2, x3, y3], ...]`, corners from the top left around.
#[wasm_bindgen(js_name = decodeAll)]
pub fn decode_all(width: u32, height: u32, pixels: &JsValue) -> Array {
    let grey = grey(width as usize, height as usize, pixels);
    answer(&grey.map(|grey| qr::read(&grey, Effort::All, &charsets)).unwrap_or_default())
}

/// The picture in bytes that a page, a canvas or node gave.
fn grey(width: usize, height: usize, pixels: &JsValue) -> Option<Grey> {
    let bytes = match pixels.dyn_ref::<Uint8ClampedArray>() {
        // Seen as plain bytes: engines copy those at once, and clamped ones one by one.
        Some(clamped) => Uint8Array::new_with_byte_offset_and_length(
            &clamped.buffer(),
            clamped.byte_offset(),
            clamped.length(),
        ),
        None => pixels.dyn_ref::<Uint8Array>()?.clone(),
    };
    let area = width.checked_mul(height)?;
    if bytes.length() as usize != area.checked_mul(4)? {
        return Grey::from_bytes(width, height, bytes.to_vec());
    }
    // Piece by piece, so that four bytes a pixel never lie about here.
    let (mut shades, mut piece) = (Vec::with_capacity(area), vec![0; PIECE]);
    for start in (0..bytes.length()).step_by(PIECE) {
        let from = bytes.subarray(start, start.saturating_add(PIECE as u32));
        let piece = piece.get_mut(..from.length() as usize)?;
        from.copy_to(piece);
        shades.extend(qr::grey::shades(piece));
    }
    Grey::from_bytes(width, height, shades)
}

fn answer(codes: &[Code]) -> Array {
    codes
        .iter()
        .map(|code| {
            let corners = code.outline.iter().flat_map(|p| [p.x, p.y]).map(JsValue::from);
            core::iter::once(JsValue::from_str(&code.text)).chain(corners).collect::<Array>()
        })
        .collect()
}

/// The browser knows the character sets of the world; they need not be shipped again.
fn charsets(label: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}
