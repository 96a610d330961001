//! Which part of a camera's picture is looked at. Knows no camera.

use wasm_bindgen::JsValue;

use crate::platform::loose;
use crate::platform::raster::{Part, Raster, fit};

/// The most pixels of a live frame.
const MAX_PIXELS: u32 = 300_000;
/// How far beyond the viewfinder is looked, in parts of it, on each side.
const MARGIN: f64 = 0.2;

/// Draws what `video` shows around `finder`, or all that is to be seen of it.
pub(super) fn draw(raster: &Raster, video: &JsValue, finder: &JsValue, all: bool) -> bool {
    let side = |name| loose::get(video, name).as_f64().unwrap_or_default();
    let size = (side("videoWidth"), side("videoHeight"));
    // Below 2 there is no picture yet, or none any more: drawing it draws nothing and says so to nobody.
    if side("readyState") < 2.0 {
        return false;
    }
    let Some(shown) = area(video) else { return false };
    let around = if all { None } else { area(finder) };
    let part = part(size, shown, around.unwrap_or(shown), if around.is_some() { MARGIN } else { 0.0 });
    let fitted = fit(part.width, part.height, MAX_PIXELS);
    fitted.is_some_and(|(width, height)| raster.draw(video, part, width, height))
}

fn area(of: &JsValue) -> Option<Part> {
    let area = loose::call(of, "getBoundingClientRect", &[]).ok()?;
    let side = |name| loose::get(&area, name).as_f64().unwrap_or_default();
    let part = Part { x: side("x"), y: side("y"), width: side("width"), height: side("height") };
    (part.width >= 1.0 && part.height >= 1.0).then_some(part)
}

/// What lies under `around` in a video of `size` that covers `shown`.
fn part(size: (f64, f64), shown: Part, around: Part, margin: f64) -> Part {
    let scale = (shown.width / size.0).max(shown.height / size.1);
    // From a place on screen to one in the video; what sticks out is cut off.
    let along = |at: f64, length: f64, shown_at: f64, shown_length: f64, most: f64| {
        let hidden = (most - shown_length / scale) / 2.0;
        let from = hidden + (at - shown_at - margin * length) / scale;
        let to = from + (1.0 + 2.0 * margin) * length / scale;
        let (from, to) = (from.clamp(0.0, most), to.clamp(0.0, most));
        (from.floor(), (to - from).floor())
    };
    let (x, width) = along(around.x, around.width, shown.x, shown.width, size.0);
    let (y, height) = along(around.y, around.height, shown.y, shown.height, size.1);
    Part { x, y, width, height }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Part, part};

    #[test]
    fn the_part_under_the_finder_is_cut_from_the_video() {
        let shown = Part { x: 0.0, y: 44.0, width: 390.0, height: 560.0 };
        let finder = Part { x: 70.0, y: 199.0, width: 250.0, height: 250.0 };
        // Shown at 560 / 720: 501 of the 1280 columns can be seen.
        let cut = part((1280.0, 720.0), shown, finder, 0.0);
        assert_eq!(cut, Part { x: 479.0, y: 199.0, width: 321.0, height: 321.0 });
        let wider = part((1280.0, 720.0), shown, finder, 0.2);
        assert_eq!((wider.width, wider.height), (450.0, 450.0));
        let all = part((1280.0, 720.0), shown, shown, 0.0);
        assert_eq!((all.y, all.height), (0.0, 720.0));
        assert!((all.width - 501.0).abs() < 1.5, "{all:?}");
    }

    #[test]
    fn it_never_leaves_the_video() {
        let shown = Part { x: 0.0, y: 0.0, width: 320.0, height: 300.0 };
        let finder = Part { x: 10.0, y: 10.0, width: 290.0, height: 290.0 };
        for size in [(640.0, 480.0), (480.0, 640.0), (1920.0, 1080.0)] {
            let cut = part(size, shown, finder, 0.5);
            assert!(cut.x >= 0.0 && cut.x + cut.width <= size.0, "{cut:?}");
            assert!(cut.y >= 0.0 && cut.y + cut.height <= size.1, "{cut:?}");
        }
        let none = part((0.0, 0.0), shown, finder, 0.2);
        let is_something = none.width >= 1.0;
        assert!(!is_something, "{none:?}");
    }
}
