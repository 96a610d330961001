//! A QR code as a plain image: dark on white in both themes, so that a long press recognises it.

use crate::i18n::k;
use leptos::prelude::*;

/// A QR code of 220 px with its quiet zone; a still square of the same size until it is made.
#[component]
pub fn QrImage(
    /// The PNG as a data URL; empty while it is being made.
    #[prop(into)]
    src: Signal<String>,
    /// What the code leads to, for assistive technology.
    #[prop(into)]
    what: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="qr-box">
            {move || {
                let src = src.get();
                (!src.is_empty())
                    .then(|| view! { <img class="qr" src=src width="220" height="220" alt=k::ui::qr_alt(&what.get()) /> })
            }}
        </span>
    }
    .into_any()
}
