//! What is read off an element of a list: its name or number, where it stands, and which one has the focus.

use web_sys::Element;

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
