//! What only a real browser can show; run by wasm-bindgen-test.

mod boot;
mod clock;
mod focus;
mod http;
mod idb;
mod photo;
mod qr;
mod reader;
mod storage;
mod turn;
mod view;

use wasm_bindgen::JsValue;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Replaces a global of the page until dropped.
struct Swap {
    name: &'static str,
    before: JsValue,
}

impl Swap {
    /// `body` is the body of a JS function that takes `input` and `init`.
    fn function(name: &'static str, body: &str) -> Self {
        let window = web_sys::window().unwrap();
        let before = js_sys::Reflect::get(&window, &name.into()).unwrap();
        let function = js_sys::Function::new_with_args("input, init", body);
        js_sys::Reflect::set(&window, &name.into(), &function).unwrap();
        Self { name, before }
    }
}

impl Drop for Swap {
    fn drop(&mut self) {
        js_sys::Reflect::set(&web_sys::window().unwrap(), &self.name.into(), &self.before).unwrap();
    }
}
