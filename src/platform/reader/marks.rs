//! What is read off an element of a list: its name or number, where it stands, and which one has the focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, NodeList};

/// Everything in a list that a selector finds, from the top.
pub(super) fn all(list: &Element, what: &str) -> impl Iterator<Item = Element> + use<> {
    let found = list.query_selector_all(what).ok();
    let count = found.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |i| found.as_ref()?.get(i)?.dyn_into().ok())
}

/// What an event happened to.
pub(super) fn at(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

pub(super) fn active() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}

pub(super) fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

pub(super) fn name(article: &Element) -> Option<String> {
    article.get_attribute("data-item")
}

pub(super) fn number(part: &Element) -> u32 {
    part.get_attribute("data-part").and_then(|n| n.parse().ok()).unwrap_or_default()
}
