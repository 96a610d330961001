//! Wall clock, timers and frames. Each handle cancels when dropped.
//!
//! Must not know what is being timed.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Milliseconds since 1970-01-01 UTC by this device's clock (may be wrong).
pub fn now_ms() -> i64 {
    // f64 holds whole milliseconds exactly far beyond any date in use.
    js_sys::Date::now() as i64
}

/// Milliseconds since the page began: never runs backwards.
pub fn uptime_ms() -> f64 {
    web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now())
}

enum Kind {
    Once,
    Repeating,
    Frame,
}

/// A pending call; dropping it cancels the call.
#[must_use = "dropping the timer cancels the call at once"]
pub struct Timer {
    id: Option<i32>,
    kind: Kind,
    closure: Option<Closure<dyn FnMut()>>,
}

impl Timer {
    /// Lets the call happen although nobody holds the timer any more.
    pub fn detach(mut self) {
        self.id = None;
        if let Some(closure) = self.closure.take() {
            closure.forget();
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let (Some(id), Some(window)) = (self.id, web_sys::window()) else { return };
        match self.kind {
            Kind::Once => window.clear_timeout_with_handle(id),
            Kind::Repeating => window.clear_interval_with_handle(id),
            Kind::Frame => {
                let _ = window.cancel_animation_frame(id);
            }
        }
    }
}

/// Calls `f` once after `ms` milliseconds (hidden pages: later).
pub fn after(ms: u32, f: impl FnOnce() + 'static) -> Timer {
    let closure = Closure::once(f);
    let id = web_sys::window().and_then(|w| {
        w.set_timeout_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), clamp(ms))
            .ok()
    });
    Timer { id, kind: Kind::Once, closure: Some(closure) }
}

/// Calls `f` every `ms` milliseconds until dropped (hidden pages: less often).
pub fn every(ms: u32, f: impl FnMut() + 'static) -> Timer {
    let closure = Closure::new(f);
    let id = web_sys::window().and_then(|w| {
        w.set_interval_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), clamp(ms))
            .ok()
    });
    Timer { id, kind: Kind::Repeating, closure: Some(closure) }
}

/// Calls `f` before the next paint (hidden pages: not before they are shown).
pub fn next_frame(f: impl FnOnce() + 'static) -> Timer {
    let closure = Closure::once(f);
    let id = web_sys::window().and_then(|w| w.request_animation_frame(closure.as_ref().unchecked_ref()).ok());
    Timer { id, kind: Kind::Frame, closure: Some(closure) }
}

/// Resolves after `ms` milliseconds.
pub async fn sleep(ms: u32) {
    let mut timer = None;
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        timer = Some(after(ms, move || {
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }));
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    drop(timer);
}

thread_local! {
    static NEXT: RefCell<Option<js_sys::Promise>> = const { RefCell::new(None) };
}

/// Resolves in the next task: the page paints and listens before what follows. Who asks in the same task goes on in the
/// same one, so that what belongs together is drawn together.
pub async fn next_task() {
    let next = NEXT.with_borrow_mut(|next| {
        let begin = || {
            js_sys::Promise::new(&mut |resolve, _| {
                let go_on = move || {
                    NEXT.take();
                    let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
                };
                after(0, go_on).detach();
            })
        };
        next.get_or_insert_with(begin).clone()
    });
    let _ = wasm_bindgen_futures::JsFuture::from(next).await;
}

/// Browsers read longer delays than i32 as zero; 24 days is long enough.
fn clamp(ms: u32) -> i32 {
    i32::try_from(ms).unwrap_or(i32::MAX)
}
