//! Keys of a feed, as ARIA's pattern has them: Page Down and Page Up between articles, Control with End and Home out of it.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::marks::at;

/// What a key does in a list of articles.
pub(super) fn pressed(list: &Element, event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>().filter(|key| !key.alt_key() && !key.meta_key()) else {
        return;
    };
    // Whoever types moves in their text.
    let Some(from) =
        at(event).filter(|from| !["INPUT", "TEXTAREA", "SELECT"].contains(&from.tag_name().as_str()))
    else {
        return;
    };
    let moved = match (key.key().as_str(), key.ctrl_key()) {
        ("PageDown", false) => beside(list, &from, 1).inspect(go_to).is_some(),
        ("PageUp", false) => beside(list, &from, -1).inspect(go_to).is_some(),
        ("End", true) => outside(list, true),
        ("Home", true) => outside(list, false),
        _ => false,
    };
    if moved {
        event.prevent_default();
    }
}

/// The article after or before the one that `from` is in.
fn beside(list: &Element, from: &Element, step: i32) -> Option<Element> {
    let here = from.closest("[data-item]").ok()??;
    let all = list.query_selector_all("[data-item]").ok()?;
    let at = (0..all.length()).find(|i| all.get(*i).is_some_and(|one| one == *here))?;
    all.get(at.checked_add_signed(step)?)?.dyn_into().ok()
}

/// Gives an article the focus, and the screen its beginning.
pub(super) fn go_to(article: &Element) {
    // Focusing scrolls no further than it must, which is the article's end.
    let _ = article.unchecked_ref::<HtmlElement>().focus();
    article.scroll_into_view();
}

/// Moves the focus to the first control behind the list, or the last one before it.
fn outside(list: &Element, behind: bool) -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    let all = document.and_then(|d| d.query_selector_all("a[href], button:not(:disabled)").ok());
    let Some(all) = all else { return false };
    let controls = (0..all.length()).filter_map(|i| all.get(i)?.dyn_into::<HtmlElement>().ok());
    let side = |one: &HtmlElement| {
        let way = if behind {
            web_sys::Node::DOCUMENT_POSITION_FOLLOWING
        } else {
            web_sys::Node::DOCUMENT_POSITION_PRECEDING
        };
        list.compare_document_position(one) == way
    };
    let mut outside = controls.filter(side);
    let found = if behind { outside.next() } else { outside.next_back() };
    found.is_some_and(|one| one.focus().is_ok())
}
