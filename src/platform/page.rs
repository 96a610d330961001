//! The document around the app: title, root attributes, sight, scroll, focus.
//!
//! Must not know themes, languages or routes by name: values come as text.

use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, FocusOptions, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, VisibilityState,
    Window,
};

use super::listener::Listener;

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Sets the title that tabs, history and the host app show.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets `lang` of the root element, e.g. `zh-CN`.
pub fn set_lang_attr(lang: &str) {
    set_root_attr("lang", Some(lang));
}

/// Sets `data-theme` of the root element; none follows the system.
pub fn set_theme_attr(theme: Option<&str>) {
    set_root_attr("data-theme", theme);
}

/// Sets `data-text` of the root element (text scale); none is the default.
pub fn set_text_attr(scale: Option<&str>) {
    set_root_attr("data-text", scale);
}

/// Sets or removes an attribute of the root element.
pub fn set_root_attr(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|d| d.document_element()) else { return };
    // Fails only for a name that is no attribute name.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Languages the reader prefers, best first, e.g. `zh-CN`, `en`.
pub fn languages() -> Vec<String> {
    let Some(navigator) = window().map(|w| w.navigator()) else { return Vec::new() };
    let list: Vec<String> = navigator.languages().iter().filter_map(|l| l.as_string()).collect();
    if list.is_empty() { navigator.language().into_iter().collect() } else { list }
}

/// The language the reader prefers most.
pub fn language() -> Option<String> {
    languages().into_iter().next()
}

/// How the browser names itself (the host app writes its name there).
pub fn user_agent() -> String {
    window().and_then(|w| w.navigator().user_agent().ok()).unwrap_or_default()
}

/// Whether a media query holds, e.g. `(prefers-color-scheme: dark)`.
pub fn media_matches(query: &str) -> bool {
    window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// A cookie that scripts may read.
pub fn cookie(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?.dyn_into::<web_sys::HtmlDocument>().ok()?;
    let cookies = document.cookie().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    // Frameworks write it percent-encoded and want it back as it was.
    js_sys::decode_uri_component(value)
        .ok()
        .and_then(|text| text.as_string())
        .or_else(|| Some(value.to_owned()))
}

/// Whether the page can be seen now.
pub fn is_visible() -> bool {
    document().is_none_or(|d| d.visibility_state() != VisibilityState::Hidden)
}

/// Calls `callback` when the page is hidden (false) or shown again (true).
pub fn on_visibility(mut callback: impl FnMut(bool) + 'static) -> Listener {
    Listener::new(document().map(Into::into), "visibilitychange", move |_| callback(is_visible()))
}

/// Whether something on screen is still waited for: an outline, or a button at work.
pub fn is_waiting() -> bool {
    let found = document().and_then(|d| d.query_selector("[aria-busy=true]").ok().flatten());
    found.is_some()
}

/// False only where the browser knows that there is no network at all.
pub fn is_online() -> bool {
    window().is_none_or(|w| w.navigator().on_line())
}

/// Calls `callback` when the device goes offline (false) or online (true).
pub fn on_online_change(callback: impl FnMut(bool) + 'static) -> (Listener, Listener) {
    let callback = std::rc::Rc::new(std::cell::RefCell::new(callback));
    let listen = |name: &'static str, online: bool| {
        let callback = callback.clone();
        Listener::new(window().map(Into::into), name, move |_| {
            // Held elsewhere only if the callback fires the event itself.
            if let Ok(mut callback) = callback.try_borrow_mut() {
                callback(online);
            }
        })
    };
    (listen("online", true), listen("offline", false))
}

/// How far the page is scrolled down, in CSS pixels.
pub fn scroll_y() -> f64 {
    window().and_then(|w| w.scroll_y().ok()).unwrap_or(0.0)
}

/// Scrolls the page to `y` CSS pixels at once.
pub fn set_scroll_y(y: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// How far the page could be scrolled down, in CSS pixels.
pub fn room_below() -> f64 {
    let height = window().and_then(|w| w.inner_height().ok()).and_then(|h| h.as_f64()).unwrap_or(0.0);
    let whole = document().and_then(|d| d.document_element()).map_or(0, |root| root.scroll_height());
    f64::from(whole) - height
}

/// Whether what has the focus is typed into.
pub fn is_typing() -> bool {
    let active = document().and_then(|d| d.active_element());
    active.is_some_and(|active| ["INPUT", "TEXTAREA"].contains(&active.tag_name().as_str()))
}

/// How far the element `id` is scrolled down, in CSS pixels.
pub fn element_scroll_top(id: &str) -> Option<i32> {
    element(id).map(|element| element.scroll_top())
}

/// Scrolls inside the element `id` to `top` CSS pixels; false if not there.
pub fn set_element_scroll_top(id: &str, top: i32) -> bool {
    element(id).inspect(|element| element.set_scroll_top(top)).is_some()
}

/// Brings the element `id` into sight; false if it is not there.
pub fn scroll_to(id: &str, smooth: bool) -> bool {
    let options = ScrollIntoViewOptions::new();
    options.set_behavior(if smooth { ScrollBehavior::Smooth } else { ScrollBehavior::Auto });
    element(id).inspect(|element| element.scroll_into_view_with_scroll_into_view_options(&options)).is_some()
}

/// Moves the focus to the element `id`; false if that did not work.
pub fn focus(id: &str) -> bool {
    let html = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    html.is_some_and(|html| html.focus().is_ok())
}

/// Moves a lost focus to the content, or to what wants to be read before it (`data-first`): what had it went with the
/// screen before, and a reader would begin anywhere.
pub fn rescue_focus() {
    let Some(document) = document() else { return };
    if document.active_element().is_none_or(|active| active.tag_name() == "BODY") {
        let main = document.query_selector("[data-first], main").ok().flatten();
        // A screen without content to focus is read from its top, as before. The reader's place is not the focus's to move.
        let stay = FocusOptions::new();
        stay.set_prevent_scroll(true);
        drop(
            main.and_then(|main| main.dyn_into::<HtmlElement>().ok())
                .map(|main| main.focus_with_options(&stay)),
        );
    }
}

/// Whether something on the page has the focus.
pub fn has_focus() -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active.tag_name() != "BODY")
}

/// Closes the open modal dialog, as Escape would; false when there is none.
pub fn close_dialog() -> bool {
    let open = document().and_then(|d| d.query_selector("dialog[open]").ok().flatten());
    let dialog = open.and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok());
    dialog.inspect(web_sys::HtmlDialogElement::close).is_some()
}
