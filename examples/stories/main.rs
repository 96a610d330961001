//! Every component on a few pages, to look at: `cargo build --example stories --features stories --target
//! wasm32-unknown-unknown`, then wasm-bindgen. `#home,en,dark,140` chooses page, language, theme and text size.
//!
//! Made-up data, nothing from the contract: what does not draw here is not a component.

mod screens;

use leptos::prelude::*;
use qunli::i18n::{Lang, set_lang};
use qunli::ui::{Frame, Sprite, ToastHost, provide_toasts};

type Screen = fn() -> AnyView;

fn main() {
    let wanted = window().location().hash().unwrap_or_default();
    let has = |word: &str| wanted.trim_start_matches('#').split(',').any(|w| w == word);
    set_lang(if has("en") { Lang::En } else { Lang::ZhCn });
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", if has("en") { "en" } else { "zh-CN" });
        let _ = root.set_attribute("data-theme", if has("dark") { "dark" } else { "light" });
        let _ = root.set_attribute("data-text", if has("140") { "140" } else { "100" });
    }
    let pages: [(&str, Screen); 7] = [
        ("home", screens::home),
        ("deal", screens::deal),
        ("seat", screens::seat),
        ("invite", screens::invite),
        ("join", screens::join),
        ("me", screens::me),
        ("states", screens::states),
    ];
    let page =
        pages.into_iter().find(|(name, _)| has(name)).map_or(screens::home as Screen, |(_, page)| page);
    mount_to_body(move || {
        provide_toasts();
        view! {
            <Sprite />
            <Frame>{page()}<ToastHost /></Frame>
        }
    });
}
