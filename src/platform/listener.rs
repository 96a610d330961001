//! An event listener that removes itself when dropped. Knows no event names.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// A live subscription to a DOM event; dropping it ends the subscription.
#[must_use = "dropping the listener ends the subscription at once"]
pub struct Listener {
    target: Option<EventTarget>,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `callback` for each event `name` on `target` until dropped.
    ///
    /// Without a target (no window: a native test) nothing is ever called.
    pub fn new(
        target: Option<EventTarget>,
        name: &'static str,
        callback: impl FnMut(Event) + 'static,
    ) -> Self {
        let closure = Closure::new(callback);
        if let Some(target) = &target {
            // Fails only for a null callback, which this is not.
            let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        }
        Self { target, name, closure }
    }

    /// Keeps the subscription for the life of the page.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            let _ =
                target.remove_event_listener_with_callback(self.name, self.closure.as_ref().unchecked_ref());
        }
    }
}
