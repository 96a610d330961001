//! Copying and sharing, with what each browser allows. Knows no content.
//!
//! The clipboard and the share sheet exist on secure pages only; a phone on
//! the local network is served over plain HTTP and gets the older ways.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, Element, File, FilePropertyBag, HtmlAnchorElement, HtmlDocument, HtmlElement,
    HtmlTextAreaElement, Navigator, ShareData, Url,
};

use super::clock;

/// Puts `text` on the clipboard; false means: show it, to be copied by hand.
///
/// Call it from a click: browsers refuse it otherwise.
pub async fn copy_text(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // On plain HTTP the getter is undefined, and a call on it would throw.
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| value.is_object());
    if clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok() {
        return true;
    }
    window.document().and_then(|document| copy_by_selection(&document, text)).unwrap_or(false)
}

/// Selects the text in a hidden field and lets the document copy it.
fn copy_by_selection(document: &Document, text: &str) -> Option<bool> {
    let before = document.active_element();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_read_only(true);
    let _ = field.set_attribute("aria-hidden", "true");
    // Out of sight but not display:none, which cannot be selected. 16px keeps
    // Safari from zooming. By property: a strict style-src forbids the attribute.
    for (name, value) in
        [("position", "fixed"), ("opacity", "0"), ("inset", "0 auto auto 0"), ("font-size", "16px")]
    {
        let _ = field.style().set_property(name, value);
    }
    // What lies outside an open modal dialog cannot take the focus.
    let home = last_open_dialog(document).or_else(|| document.body().map(Into::into))?;
    home.append_child(&field).ok()?;
    let _ = field.focus();
    field.select();
    let _ = field.set_selection_range(0, field.value().encode_utf16().count() as u32);
    let copied = document.dyn_ref::<HtmlDocument>().and_then(|d| d.exec_command("copy").ok());
    field.remove();
    if let Some(before) = before.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = before.focus();
    }
    copied
}

fn last_open_dialog(document: &Document) -> Option<Element> {
    let dialogs = document.query_selector_all("dialog[open]").ok()?;
    dialogs.item(dialogs.length().checked_sub(1)?)?.dyn_into().ok()
}

/// Whether the browser has a share sheet here.
pub fn can_share() -> bool {
    web_sys::window().is_some_and(|w| method(&w.navigator(), "share").is_some())
}

/// Opens the share sheet; true if it was shown, even if it was dismissed.
///
/// False means that there is none, or that the browser refused: offer a copy.
pub async fn share(title: &str, text: &str, url: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let data = ShareData::new();
    data.set_title(title);
    data.set_text(text);
    data.set_url(url);
    send(&window.navigator(), &data).await
}

/// Hands a picture with a text to the share sheet; false: there is none for
/// pictures, or the browser refused.
///
/// `data_url` is a base64 data URL of a PNG.
pub async fn share_image(data_url: &str, filename: &str, text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let Some(file) = file_of(data_url, filename) else { return false };
    let data = ShareData::new();
    data.set_files(&Array::of1(&file));
    data.set_text(text);
    let navigator = window.navigator();
    let may = method(&navigator, "canShare")
        .and_then(|can_share| can_share.call1(&navigator, &data).ok())
        .is_some_and(|answer| answer.is_truthy());
    may && send(&navigator, &data).await
}

/// Saves a picture as a file, as a pressed download link does.
///
/// `data_url` is a base64 data URL of a PNG.
pub fn download(data_url: &str, filename: &str) -> bool {
    let link = || {
        let file = file_of(data_url, filename)?;
        let document = web_sys::window()?.document()?;
        let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
        let url = Url::create_object_url_with_blob(&file).ok()?;
        link.set_href(&url);
        link.set_download(filename);
        document.body()?.append_child(&link).ok()?;
        link.click();
        link.remove();
        // The browser opens it after the click.
        spawn_local(async move {
            clock::sleep(60_000).await;
            let _ = Url::revoke_object_url(&url);
        });
        Some(())
    };
    link().is_some()
}

fn file_of(data_url: &str, filename: &str) -> Option<File> {
    let (_, base64) = data_url.split_once(";base64,")?;
    // atob gives one character (0 to 255) for each byte.
    let bytes: Vec<u8> = web_sys::window()?.atob(base64).ok()?.chars().map(|c| c as u32 as u8).collect();
    let kind = FilePropertyBag::new();
    kind.set_type("image/png");
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    File::new_with_u8_array_sequence_and_options(&parts, filename, &kind).ok()
}

async fn send(navigator: &Navigator, data: &ShareData) -> bool {
    if method(navigator, "share").is_none() {
        return false;
    }
    match JsFuture::from(navigator.share_with_data(data)).await {
        Ok(_) => true,
        // Dismissed by the person: nothing to make up for.
        Err(error) => error.dyn_ref::<web_sys::DomException>().is_some_and(|e| e.name() == "AbortError"),
    }
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}
