//! The poster of an invite, drawn by the QR worker. Must not know what it says.

pub mod size;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::qr::{self, QrFault};
use size::Size;

/// A picture of a code: with everything around it, or alone where no canvas can draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// A PNG as a data URL.
    pub src: String,
    /// Whether it is the whole poster.
    pub whole: bool,
}

/// The poster for `text`, a code with words around it; see the worker for their order.
pub async fn make(text: &str, size: Size, words: &[String]) -> Result<Picture, QrFault> {
    let numbers: Array = [size.width, size.height, size.text, size::CODE].map(JsValue::from).iter().collect();
    let words: Array = words.iter().map(|word| JsValue::from_str(word)).collect();
    qr::make(text, &numbers, &words).await
}

/// The code for `text` by itself.
pub async fn code(text: &str) -> Result<Picture, QrFault> {
    qr::make(text, &Array::new(), &Array::new()).await
}

/// How large it is going to be on this page.
pub fn size() -> Size {
    let window = web_sys::window();
    let length = |of: Option<JsValue>| of.and_then(|length| length.as_f64());
    let width = length(window.as_ref().and_then(|w| w.inner_width().ok())).unwrap_or(390.0);
    let height = length(window.as_ref().and_then(|w| w.inner_height().ok())).unwrap_or(width);
    let root = window.and_then(|w| w.get_computed_style(&w.document()?.document_element()?).ok()?);
    let font = root.and_then(|style| style.get_property_value("font-size").ok());
    let font = font.map(|px| js_sys::Number::parse_float(&px)).filter(|px| px.is_finite());
    size::size(width, height, font.unwrap_or(16.0))
}
