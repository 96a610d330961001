//! Worker module that makes pictures to scan: the poster of an invite, or its code alone.
//!
//! Level M or better, a quiet zone of four modules, dark on white, at least
//! three device pixels for each CSS px. A picture, not a canvas: a long press
//! recognises nothing else. Must not know what the text says.

mod canvas;
mod cloth;
mod deflate;
mod ink;
mod png;
mod poster;
#[path = "../qr_port/mod.rs"]
mod qr_port;
mod wrap;

use js_sys::Array;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use wasm_bindgen::{JsCast, JsValue};

/// Light modules around the code; readers need four.
const QUIET: usize = 4;
/// The picture is at least this wide (pixels).
const MIN_WIDTH: usize = 660;
/// Pixels a module has at least, however large the code is.
const MIN_SCALE: usize = 4;

fn main() {
    qr_port::serve(|request| {
        let rows = modules(&request.get(1).as_string()?)?;
        let order = order(request);
        let id = request.get(0);
        wasm_bindgen_futures::spawn_local(async move {
            let poster = match &order {
                Some(order) => canvas::draw(order, &rows).await,
                None => None,
            };
            let whole = poster.is_some();
            let picture = poster.unwrap_or_else(|| png::data_url(&plain(&rows)));
            say(&Array::of3(&id, &"ok".into(), &Array::of2(&picture.into(), &whole.into())));
        });
        Some(JsValue::UNDEFINED)
    });
}

/// Says what was promised.
fn say(reply: &Array) {
    if let Ok(scope) = js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        // Cannot fail: texts and flags can always be sent.
        let _ = scope.post_message(reply);
    }
}

/// `[id, text, [width, height, text size, code], [cloth, name, lead, label, code, press, title, note, title, note]]`.
fn order(request: &Array) -> Option<canvas::Order> {
    let numbers: Array = request.get(2).dyn_into().ok()?;
    let texts: Array = request.get(3).dyn_into().ok()?;
    let number = |at| numbers.get(at).as_f64();
    let word = |at| texts.get(at).as_string();
    Some(canvas::Order {
        width: number(0)?,
        height: number(1)?,
        text: number(2)?,
        code: number(3)?,
        cloth: word(0)?,
        words: poster::Words {
            name: word(1)?,
            lead: word(2)?,
            label: word(3)?,
            code: word(4)?,
            press: word(5)?,
            corners: [(word(6)?, word(7)?), (word(8)?, word(9)?)],
        },
    })
}

/// The PNG of a code by itself.
fn plain(rows: &[Vec<bool>]) -> Vec<u8> {
    png::encode(rows, MIN_WIDTH.div_ceil(rows.len()).max(MIN_SCALE))
}

/// The modules of the code for `text`, quiet zone included; none if the text is too long.
fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    let code = encode(text)?;
    let side = code.width() + 2 * QUIET;
    let colors = code.to_colors();
    let mut rows = vec![vec![false; side]; side];
    for (row, line) in rows.iter_mut().skip(QUIET).zip(colors.chunks(code.width())) {
        for (cell, color) in row.iter_mut().skip(QUIET).zip(line) {
            *cell = *color == Color::Dark;
        }
    }
    Some(rows)
}

/// The smallest code that holds `text` at level M; at a better level where that costs no module.
fn encode(text: &str) -> Option<QrCode> {
    let code = (1..=40).find_map(|version| write(text, Version::Normal(version), EcLevel::M))?;
    let better = [EcLevel::H, EcLevel::Q].into_iter().find_map(|level| write(text, code.version(), level));
    better.or(Some(code))
}

/// `text` in two pieces: an invite ends in a token of capitals and digits, which take 5.5 bits each, not 8.
///
/// Left to itself the crate breaks at other places, and takes pieces of UTF-8 for Shift-JIS kanji.
fn write(text: &str, version: Version, level: EcLevel) -> Option<QrCode> {
    let is_short = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || " $%*+-./:".contains(c);
    let (head, tail) = text.split_at(text.trim_end_matches(is_short).len());
    // A second piece costs its own head.
    let (head, tail) = if tail.len() < 8 { (text, "") } else { (head, tail) };
    let mut bits = Bits::new(version);
    if !head.is_empty() {
        bits.push_byte_data(head.as_bytes()).ok()?;
    }
    if !tail.is_empty() {
        bits.push_alphanumeric_data(tail.as_bytes()).ok()?;
    }
    bits.push_terminator(level).ok()?;
    QrCode::with_bits(bits, level).ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
