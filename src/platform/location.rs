//! Hash routing primitives: the address and the history. Knows no routes.

use web_sys::{Location, Window};

use super::listener::Listener;

fn location() -> Option<Location> {
    web_sys::window().map(|w: Window| w.location())
}

/// The part of the address after `#`, as the browser encodes it.
pub fn hash() -> String {
    let hash = location().and_then(|l| l.hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').map(str::to_owned).unwrap_or(hash)
}

/// Goes to `#hash` with a new history entry; `on_hash_change` hears of it.
pub fn set_hash(hash: &str) {
    if let Some(location) = location() {
        let _ = location.set_hash(hash);
    }
}

/// Goes to `#hash` in place of this entry; `on_hash_change` hears of it.
pub fn replace_hash(hash: &str) {
    let Some(location) = location() else { return };
    let Ok(href) = location.href() else { return };
    // The whole address: a bare "#x" would be resolved against a <base>.
    let _ = location.replace(&format!("{}#{hash}", before_hash(&href)));
}

/// Rewrites the address to `#hash`; nobody is told.
pub fn rewrite_hash(hash: &str) {
    let Some(window) = web_sys::window() else { return };
    let (Ok(history), Ok(href)) = (window.history(), window.location().href()) else { return };
    let url = format!("{}#{hash}", before_hash(&href));
    let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
}

/// The address becomes `#hash` with a new history entry; nobody is told. Unlike `set_hash` this adds an entry also while
/// the document is being loaded, when engines take a new address for a replacement of the old one.
pub fn push_hash(hash: &str) {
    let Some(window) = web_sys::window() else { return };
    let (Ok(history), Ok(href)) = (window.history(), window.location().href()) else { return };
    let url = format!("{}#{hash}", before_hash(&href));
    let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
}

/// Goes back one entry, like the browser's own button.
pub fn back() {
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.back();
    }
}

/// Goes forward one entry; does nothing at the end.
pub fn forward() {
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.forward();
    }
}

/// How many entries this tab's history holds (this page counts: at least 1).
pub fn history_len() -> u32 {
    web_sys::window().and_then(|w| w.history().ok()).and_then(|h| h.length().ok()).unwrap_or(1)
}

/// Calls `callback` with the new hash whenever it changes.
pub fn on_hash_change(mut callback: impl FnMut(String) + 'static) -> Listener {
    Listener::new(web_sys::window().map(Into::into), "hashchange", move |_| callback(hash()))
}

/// The whole address without the hash.
pub fn document_url() -> String {
    location().and_then(|l| l.href().ok()).map(|href| before_hash(&href).to_owned()).unwrap_or_default()
}

/// Leaves for another page, which takes the place of this one in the history.
pub fn leave_for(url: &str) {
    if let Some(location) = location() {
        let _ = location.replace(url);
    }
}

/// The address of the app without query and hash, as links are built on it.
pub fn base_url() -> String {
    location().and_then(|l| l.href().ok()).map(|href| before_query(&href).to_owned()).unwrap_or_default()
}

/// `relative` as an absolute address, seen from the document's base.
pub fn resolve(relative: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok().flatten()?;
    web_sys::Url::new_with_base(relative, &base).ok().map(|url| url.href())
}

/// Loads the page anew; nothing happens where the host forbids it.
pub fn reload() {
    if let Some(location) = location() {
        let _ = location.reload();
    }
}

fn before_hash(href: &str) -> &str {
    href.split_once('#').map_or(href, |(before, _)| before)
}

fn before_query(href: &str) -> &str {
    let before = before_hash(href);
    before.split_once('?').map_or(before, |(before, _)| before)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{before_hash, before_query};

    #[test]
    fn query_and_hash_are_cut_off() {
        let check = |href, base| assert_eq!(before_query(href), base);
        check("https://a.example/sub/?code=1#/feed?x=1", "https://a.example/sub/");
        check("https://a.example/sub/index.html#/i/abc", "https://a.example/sub/index.html");
        check("https://a.example/", "https://a.example/");
        check("https://a.example/#a?b#c", "https://a.example/");
        assert_eq!(before_hash("https://a.example/?q=1#a#b"), "https://a.example/?q=1");
    }
}
