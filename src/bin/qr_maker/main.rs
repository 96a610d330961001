//! Worker module that turns text into the PNG of a QR code.
//!
//! Level M, a quiet zone of four modules, black on white, at least 660 px wide
//! (three device pixels for each of 220 CSS px). A picture, not a canvas:
//! a long press recognises nothing else. Must not know what the text says.

mod deflate;
mod png;
#[path = "../qr_port/mod.rs"]
mod qr_port;

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use wasm_bindgen::JsValue;

/// Light modules around the code; readers need four.
const QUIET: usize = 4;
/// The picture is at least this wide (pixels).
const MIN_WIDTH: usize = 660;
/// Pixels a module has at least, however large the code is.
const MIN_SCALE: usize = 4;

fn main() {
    qr_port::serve(|request| {
        let text = request.get(1).as_string()?;
        draw(&text).map(|png| JsValue::from_str(&png::data_url(&png)))
    });
}

/// The PNG of the code for `text`; none if the text is too long for one.
fn draw(text: &str) -> Option<Vec<u8>> {
    let code = encode(text)?;
    let modules = code.width() + 2 * QUIET;
    let scale = MIN_WIDTH.div_ceil(modules).max(MIN_SCALE);
    let colors = code.to_colors();
    let mut rows = vec![vec![false; modules]; modules];
    for (row, line) in rows.iter_mut().skip(QUIET).zip(colors.chunks(code.width())) {
        for (cell, color) in row.iter_mut().skip(QUIET).zip(line) {
            *cell = *color == Color::Dark;
        }
    }
    Some(png::encode(&rows, scale))
}

/// The smallest code that holds `text`.
fn encode(text: &str) -> Option<QrCode> {
    if text.is_ascii() {
        return QrCode::with_error_correction_level(text, EcLevel::M).ok();
    }
    // Left to itself the crate takes pieces of UTF-8 for Shift-JIS kanji.
    (1..=40).map(Version::Normal).find_map(|version| {
        let mut bits = Bits::new(version);
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        QrCode::with_bits(bits, EcLevel::M).ok()
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
