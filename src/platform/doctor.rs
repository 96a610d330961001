//! The worker module of the doctor, started when needed. Must not know what is said to it or by it.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::qr::{Desk, ask_desk};

thread_local! {
    static DOCTOR: Desk = const { Desk::of_build("doctor") };
}

/// Says something to the worker and waits for what it says; none when it cannot be loaded or has broken down.
pub async fn turn(text: &str) -> Option<String> {
    ask_desk(&DOCTOR, Array::of1(&JsValue::from_str(text)), None).await.ok()?.as_string()
}
