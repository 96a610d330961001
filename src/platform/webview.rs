//! What webviews of other apps do to a page, and how it is mended.
//!
//! Must not know which app it is, nor what is on the page.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::listener::Listener;
use super::{clock, loose, page};

/// How long a keyboard takes to go away.
const KEYBOARD_MS: u32 = 120;

/// After the keyboard has gone, a page may stay shifted by its height, with
/// every button beside where it is drawn. A scroll by a pixel and back puts
/// it right, and is nothing where it was right before.
pub fn mend_after_keyboard() -> Listener {
    let document = web_sys::window().and_then(|w| w.document());
    Listener::new(document.map(Into::into), "focusout", |event| {
        let left = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
        if left.is_none_or(|left| !["INPUT", "TEXTAREA"].contains(&left.tag_name().as_str())) {
            return;
        }
        clock::after(KEYBOARD_MS, || {
            // The next field has the focus by now: the keyboard stays.
            if page::is_typing() {
                return;
            }
            let y = page::scroll_y();
            page::set_scroll_y(if y >= 1.0 { y - 1.0 } else { y + 1.0 });
            page::set_scroll_y(y);
        })
        .detach();
    })
}

/// Calls `callback` when the page comes back from the history as it was left.
pub fn on_restored(mut callback: impl FnMut() + 'static) -> Listener {
    Listener::new(web_sys::window().map(Into::into), "pageshow", move |event| {
        if loose::get(&event, "persisted").is_truthy() {
            callback();
        }
    })
}

/// Calls `callback` before the page may go for good.
pub fn on_leave(mut callback: impl FnMut() + 'static) -> Listener {
    Listener::new(web_sys::window().map(Into::into), "pagehide", move |_| callback())
}
