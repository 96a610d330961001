//! The address, the root element, scroll, focus and the clipboard's detour.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::Swap;
use crate::platform::clock::sleep;
use crate::platform::{location, page, share};

fn root_attr(name: &str) -> Option<String> {
    web_sys::window().unwrap().document().unwrap().document_element().unwrap().get_attribute(name)
}

fn add(html: &str) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let element = document.create_element("div").unwrap();
    element.set_inner_html(html);
    document.body().unwrap().append_child(&element).unwrap();
    element
}

#[wasm_bindgen_test]
async fn the_hash_goes_out_and_comes_back() {
    let seen: Rc<RefCell<Vec<String>>> = Rc::default();
    let log = seen.clone();
    let listener = location::on_hash_change(move |hash| log.borrow_mut().push(hash));
    let length = location::history_len();
    location::set_hash("/feed/1?at=2");
    assert_eq!(location::hash(), "/feed/1?at=2");
    sleep(20).await;
    assert_eq!(location::history_len(), length + 1);
    location::replace_hash("/me");
    sleep(20).await;
    location::rewrite_hash("/quiet");
    sleep(20).await;
    assert_eq!((location::hash().as_str(), location::history_len()), ("/quiet", length + 1));
    location::set_hash("/群");
    sleep(20).await;
    location::back();
    sleep(100).await;
    assert_eq!(location::hash(), "/quiet");
    drop(listener);
    location::set_hash("");
    sleep(20).await;
    assert_eq!(*seen.borrow(), ["/feed/1?at=2", "/me", "/%E7%BE%A4", "/quiet"]);
}

#[wasm_bindgen_test]
fn addresses_are_built_on_the_base() {
    let base = location::base_url();
    assert!(base.starts_with("http://127.0.0.1") && !base.contains(['?', '#']), "{base}");
    assert_eq!(location::resolve("a/b.js?v=1"), Some(format!("{base}a/b.js?v=1")));
}

#[wasm_bindgen_test]
fn the_root_element_carries_language_theme_and_text_size() {
    page::set_lang_attr("en");
    page::set_theme_attr(Some("dark"));
    page::set_text_attr(Some("large"));
    assert_eq!(root_attr("lang").as_deref(), Some("en"));
    assert_eq!(root_attr("data-theme").as_deref(), Some("dark"));
    assert_eq!(root_attr("data-text").as_deref(), Some("large"));
    page::set_theme_attr(None);
    page::set_text_attr(None);
    assert_eq!((root_attr("data-theme"), root_attr("data-text")), (None, None));
    page::set_title("群里");
    assert_eq!(web_sys::window().unwrap().document().unwrap().title(), "群里");
    assert!(page::is_visible() && page::is_online());
    assert!(page::language().is_some_and(|language| !language.is_empty()));
    assert!(page::media_matches("(min-width: 1px)") && !page::media_matches("print"));
}

#[wasm_bindgen_test]
fn going_offline_is_heard_until_nobody_listens() {
    let seen: Rc<RefCell<Vec<bool>>> = Rc::default();
    let log = seen.clone();
    let listeners = page::on_online_change(move |online| log.borrow_mut().push(online));
    let fire = |name: &str| {
        let event = web_sys::Event::new(name).unwrap();
        web_sys::window().unwrap().dispatch_event(&event).unwrap();
    };
    fire("offline");
    fire("online");
    drop(listeners);
    fire("offline");
    assert_eq!(*seen.borrow(), [false, true]);
}

#[wasm_bindgen_test]
fn elements_are_scrolled_and_focused_by_id() {
    let host = add(r#"<button id="t-b">x</button><div id="t-s"><p id="t-p">x</p></div>"#);
    let list: HtmlElement = host.query_selector("#t-s").unwrap().unwrap().dyn_into().unwrap();
    for (name, value) in [("height", "50px"), ("overflow", "auto")] {
        list.style().set_property(name, value).unwrap();
    }
    let inner: HtmlElement = host.query_selector("#t-p").unwrap().unwrap().dyn_into().unwrap();
    inner.style().set_property("height", "5000px").unwrap();
    assert!(page::set_element_scroll_top("t-s", 120));
    assert_eq!(page::element_scroll_top("t-s"), Some(120));
    assert!(!page::set_element_scroll_top("t-none", 1) && !page::focus("t-none"));
    assert!(page::focus("t-b") && page::scroll_to("t-b", false));
    let active = web_sys::window().unwrap().document().unwrap().active_element().unwrap();
    assert_eq!(active.id(), "t-b");
    host.remove();
}

#[wasm_bindgen_test]
async fn without_a_clipboard_a_hidden_field_in_the_open_dialog_is_copied() {
    let host = add(r#"<dialog id="t-d"><button id="t-c">copy</button></dialog>"#);
    let dialog: web_sys::HtmlDialogElement =
        host.query_selector("#t-d").unwrap().unwrap().dyn_into().unwrap();
    dialog.show_modal().unwrap();
    page::focus("t-c");
    let window = web_sys::window().unwrap();
    let plain_http =
        "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
        window.tCopied = null;
        document.execCommand = () => {
            const field = document.activeElement;
            window.tCopied = field.value.slice(field.selectionStart, field.selectionEnd)
                + '|' + field.closest('dialog').id;
            return true;
        }";
    js_sys::Function::new_no_args(plain_http).call0(&window).unwrap();
    let copied = share::copy_text("群里 🎈\nlink").await;
    js_sys::Function::new_no_args("delete navigator.clipboard; delete document.execCommand")
        .call0(&window)
        .unwrap();
    let text = js_sys::Reflect::get(&window, &"tCopied".into()).unwrap().as_string();
    assert!(copied);
    assert_eq!(text.as_deref(), Some("群里 🎈\nlink|t-d"));
    assert_eq!(dialog.query_selector_all("textarea").unwrap().length(), 0);
    assert_eq!(window.document().unwrap().active_element().unwrap().id(), "t-c");
    dialog.close();
    host.remove();
}

#[wasm_bindgen_test]
async fn a_browser_without_a_share_sheet_says_no() {
    let window = web_sys::window().unwrap();
    let define = |code: &str| drop(js_sys::Function::new_no_args(code).call0(&window).unwrap());
    define("Object.defineProperty(navigator, 'share', { configurable: true, value: undefined })");
    let (can, shared) = (share::can_share(), share::share("t", "x", "http://127.0.0.1/").await);
    let saved = share::share_image("data:image/png;base64,AAAA", "a.png", "x").await;
    define("delete navigator.share");
    assert!(!can && !shared && !saved);
    // Dismissing the sheet is the person's answer, not a failure.
    define(
        "navigator.share = () => Promise.reject(new DOMException('no', 'AbortError')); navigator.canShare = d => d.files[0].size === 3",
    );
    let (dismissed, saved) = (
        share::share("t", "x", "http://127.0.0.1/").await,
        share::share_image("data:image/png;base64,AAAA", "a.png", "x").await,
    );
    define("navigator.share = () => Promise.reject(new DOMException('no', 'NotAllowedError'))");
    let refused = share::share("t", "x", "http://127.0.0.1/").await;
    define("delete navigator.share; delete navigator.canShare");
    assert!(dismissed && saved && !refused);
}

#[wasm_bindgen_test]
fn a_swapped_global_is_put_back() {
    drop(Swap::function("fetch", "return 1"));
    let fetch = js_sys::Reflect::get(&web_sys::window().unwrap(), &"fetch".into()).unwrap();
    assert!(String::from(js_sys::Object::from(fetch).to_string()).contains("native code"));
}
