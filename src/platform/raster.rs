//! A canvas on which a part of a picture is drawn, and its pixels.
//!
//! Must not know where pictures come from or what is looked for.

use js_sys::Uint8ClampedArray;
use wasm_bindgen::{JsCast, JsValue};

use super::loose;

/// Four bytes (red, green, blue, alpha) a pixel, row by row.
///
/// They stay outside of our memory, which never shrinks again.
#[derive(Clone)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// `width * height * 4` bytes, drawn on white.
    pub rgba: Uint8ClampedArray,
}

/// A part of a picture, in its own pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// From the left edge to the right one.
    pub width: f64,
    /// From the upper edge to the lower one.
    pub height: f64,
}

impl Part {
    /// A whole picture.
    pub fn whole(width: f64, height: f64) -> Self {
        Self { x: 0.0, y: 0.0, width, height }
    }
}

/// A canvas and what it is drawn with; its memory is given back on drop.
pub struct Raster {
    canvas: JsValue,
    context: JsValue,
}

impl Raster {
    /// An empty one; none if the browser gives no room.
    pub fn new() -> Option<Self> {
        let document = loose::get(&loose::window(), "document");
        let canvas = loose::call(&document, "createElement", &["canvas".into()]).ok()?;
        // Read more than shown: kept where reading is cheap.
        let often = loose::object([("willReadFrequently", true.into())]);
        let context = loose::call(&canvas, "getContext", &["2d".into(), often]).ok()?;
        context.is_object().then_some(Self { canvas, context })
    }

    /// Makes it that large, and white.
    pub fn clear(&self, width: u32, height: u32) {
        loose::set(&self.canvas, "width", &width.into());
        loose::set(&self.canvas, "height", &height.into());
        // A code drawn in black on nothing would be black on black.
        self.fill("#fff", [0, 0, width, height]);
        loose::set(&self.context, "imageSmoothingQuality", &"high".into());
    }

    /// Fills a box (left, top, width, height).
    pub fn fill(&self, colour: &str, area: [u32; 4]) {
        loose::set(&self.context, "fillStyle", &colour.into());
        let _ = loose::call(&self.context, "fillRect", &area.map(JsValue::from));
    }

    /// Draws a part of an image, bitmap or video at `width` by `height`.
    pub fn draw(&self, source: &JsValue, part: Part, width: u32, height: u32) -> bool {
        self.clear(width, height);
        let places = [part.x, part.y, part.width, part.height, 0.0, 0.0, width.into(), height.into()];
        let with: Vec<JsValue> = std::iter::once(source.clone()).chain(places.map(JsValue::from)).collect();
        loose::call(&self.context, "drawImage", &with).is_ok()
    }

    /// The canvas itself, for who can look at one.
    pub fn canvas(&self) -> &JsValue {
        &self.canvas
    }

    /// Its pixels; none if the browser does not let them be read.
    pub fn pixels(&self) -> Option<Pixels> {
        let side = |name| loose::get(&self.canvas, name).as_f64().map(|side| side as u32);
        let (width, height) = (side("width")?, side("height")?);
        let area = [0, 0, width, height].map(JsValue::from);
        let data = loose::call(&self.context, "getImageData", &area).ok()?;
        let rgba = loose::get(&data, "data").dyn_into().ok()?;
        Some(Pixels { width, height, rgba })
    }
}

impl Drop for Raster {
    fn drop(&mut self) {
        // Safari keeps the memory of a canvas until it is made small.
        loose::set(&self.canvas, "width", &0.into());
        loose::set(&self.canvas, "height", &0.into());
    }
}

/// The size that keeps the shape and holds at most `max_pixels`.
pub fn fit(width: f64, height: f64, max_pixels: u32) -> Option<(u32, u32)> {
    let most = f64::from(max_pixels);
    if !(width >= 1.0 && height >= 1.0 && most >= 1.0) {
        return None;
    }
    let scale = (most / (width * height)).sqrt().min(1.0);
    let side = |length: f64| ((length * scale) as u32).max(1);
    let width = side(width).min(max_pixels);
    Some((width, side(height).min((max_pixels / width).max(1))))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::fit;

    #[test]
    fn big_pictures_are_made_smaller_and_small_ones_left_alone() {
        let check = |from: (f64, f64), max, to| assert_eq!(fit(from.0, from.1, max), to);
        check((640.0, 480.0), 2_500_000, Some((640, 480)));
        check((4000.0, 3000.0), 3_000_000, Some((2000, 1500)));
        check((8000.0, 6000.0), 2_500_000, Some((1825, 1369)));
        check((100_000.0, 2.0), 1_000, Some((1000, 1)));
        check((0.0, 10.0), 1_000, None);
        check((f64::NAN, 10.0), 1_000, None);
        check((10.0, 10.0), 0, None);
    }
}
