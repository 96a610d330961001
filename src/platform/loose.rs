//! Properties and methods that not every engine has, by name.
//!
//! For abilities that are often missing (cameras, detectors, a host's bridge):
//! a binding of its own would throw where the engine lacks the method.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::clock;

/// The window; undefined where there is none.
pub fn window() -> JsValue {
    web_sys::window().map_or(JsValue::UNDEFINED, Into::into)
}

/// A property; undefined if there is no such thing.
pub fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Whether there is a method of that name.
pub fn has(of: &JsValue, name: &str) -> bool {
    get(of, name).is_function()
}

/// Calls a method.
///
/// # Errors
/// What it throws; undefined if there is no such method.
pub fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(of, name).dyn_into().map_err(|_| JsValue::UNDEFINED)?;
    Reflect::apply(&method, of, &with.iter().collect::<Array>())
}

/// Calls a method and waits for what it promises.
///
/// # Errors
/// What it throws or rejects with; undefined if there is no such method.
pub async fn promised(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&call(of, name, with)?)).await
}

/// What is promised, if it comes within `ms`; none also when it is rejected.
///
/// What is promised must not be undefined.
pub async fn within(ms: u32, promise: &Promise) -> Option<JsValue> {
    let mut timer = None;
    let alarm = Promise::new(&mut |resolve, _| {
        timer = Some(clock::after(ms, move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }));
    });
    let first = JsFuture::from(Promise::race(&Array::of2(promise, &alarm))).await;
    drop(timer);
    first.ok().filter(|value| !value.is_undefined())
}

/// A plain object.
pub fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, &value);
    }
    object.into()
}

/// Sets a property.
pub fn set(of: &JsValue, name: &str, value: &JsValue) {
    // Fails only for what is no object, which nobody passes.
    let _ = Reflect::set(of, &name.into(), value);
}
