//! The worker's side of the talk with `platform::qr`. Knows no message content.
//!
//! Included by path in both workers: a bin can share a module only through
//! the library, and linking that would bring the whole app.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Answers `[id, ...]` with `[id, "ok", answer]`, or `[id, "refused"]`; an
/// undefined answer means that it will be said later.
///
/// Says `["ready"]` first: what is sent before a handler is there gets lost.
pub fn serve(answer: impl Fn(&Array) -> Option<JsValue> + 'static) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let port = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let request = Array::from(&event.data());
        let id = request.get(0);
        let reply = match answer(&request) {
            Some(value) if value.is_undefined() => return,
            Some(value) => Array::of3(&id, &"ok".into(), &value),
            None => Array::of2(&id, &"refused".into()),
        };
        // Cannot fail: text, numbers and null can always be sent.
        let _ = port.post_message(&reply);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&Array::of1(&"ready".into()));
}
