//! The browser's own reader of codes, where it exists and proves itself.
//!
//! Some engines list it and read wrongly, answer anything, or never answer.
//! Must not know what a code says.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::loose;
use super::qr::Code;
use super::raster::Raster;

/// How long it may take for one picture.
const PATIENCE_MS: u32 = 1_000;

/// The code that it must read: version 1, level M, a line a number.
const KNOWN: [u32; 21] = [
    0x1fcd7f, 0x104441, 0x175e5d, 0x17555d, 0x17575d, 0x105541, 0x1fd57f, 0x001700, 0x17c97c, 0x109d20,
    0x0ae694, 0x13183f, 0x025695, 0x0017c4, 0x1fc167, 0x105bc1, 0x17512c, 0x175524, 0x175e94, 0x104835,
    0x1fda94,
];
/// What it says.
const SAYS: &str = "QUNLI";
/// Pixels a module of it.
const MODULE: u32 = 4;

thread_local! {
    static ASKED: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static PROVEN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Whether it may be used: asked once a page, and who asks meanwhile waits.
pub async fn is_proven() -> bool {
    let asked =
        ASKED.with_borrow_mut(|asked| asked.get_or_insert_with(|| future_to_promise(prove())).clone());
    let _ = JsFuture::from(asked).await;
    PROVEN.with_borrow(Option::is_some)
}

async fn prove() -> Result<JsValue, JsValue> {
    if let Some(detector) = make().await
        && proves_itself(&detector).await.is_some()
    {
        PROVEN.set(Some(detector));
    }
    Ok(JsValue::UNDEFINED)
}

async fn make() -> Option<JsValue> {
    let class = loose::get(&loose::window(), "BarcodeDetector");
    let lists = loose::call(&class, "getSupportedFormats", &[]).ok()?;
    let formats = loose::within(PATIENCE_MS, &Promise::resolve(&lists)).await?;
    let wanted = JsValue::from_str("qr_code");
    let formats: Array = formats.dyn_into().ok()?;
    let wish = loose::object([("formats", Array::of1(&wanted).into())]);
    if !formats.includes(&wanted, 0) {
        return None;
    }
    Reflect::construct(class.dyn_ref::<Function>()?, &Array::of1(&wish)).ok()
}

/// It reads what is there, and nothing where there is nothing.
async fn proves_itself(detector: &JsValue) -> Option<()> {
    let raster = Raster::new()?;
    let side = (KNOWN.len() as u32 + 8) * MODULE;
    raster.clear(side, side);
    if !detect(detector, raster.canvas()).await?.is_empty() {
        return None;
    }
    for (row, line) in (4..).zip(KNOWN) {
        for column in (0..21).filter(|column| line >> (20 - column) & 1 == 1) {
            raster.fill("#000", [(column + 4) * MODULE, row * MODULE, MODULE, MODULE]);
        }
    }
    let found = detect(detector, raster.canvas()).await?;
    matches!(found.as_slice(), [one] if one.text == SAYS).then_some(())
}

/// The codes on a canvas; none if it is not to be trusted (any more).
pub async fn read(canvas: &JsValue) -> Option<Vec<Code>> {
    let detector = PROVEN.with_borrow(Clone::clone)?;
    let found = detect(&detector, canvas).await;
    if found.is_none() {
        PROVEN.take();
    }
    found
}

async fn detect(detector: &JsValue, canvas: &JsValue) -> Option<Vec<Code>> {
    let found = loose::call(detector, "detect", std::slice::from_ref(canvas)).ok()?;
    let found: Array = loose::within(PATIENCE_MS, &Promise::resolve(&found)).await?.dyn_into().ok()?;
    Some(found.iter().filter_map(|one| code(&one)).collect())
}

fn code(found: &JsValue) -> Option<Code> {
    let text = loose::get(found, "rawValue").as_string().filter(|text| !text.is_empty())?;
    let points: Array = loose::get(found, "cornerPoints").dyn_into().unwrap_or_default();
    let at = |n, name| loose::get(&points.get(n), name).as_f64().unwrap_or_default();
    Some(Code { text, corners: [0, 1, 2, 3].map(|n| (at(n, "x"), at(n, "y"))) })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{KNOWN, SAYS};
    use qrcode::{Color, EcLevel, QrCode, Version};

    #[test]
    fn the_known_picture_says_what_is_expected() {
        let code = QrCode::with_version(SAYS, Version::Normal(1), EcLevel::M).unwrap();
        let line = |row: &[Color]| row.iter().fold(0, |line, c| line << 1 | u32::from(*c == Color::Dark));
        let lines: Vec<u32> = code.to_colors().chunks(code.width()).map(line).collect();
        assert_eq!(lines, KNOWN);
    }
}
