//! A file made here: saved where the browser saves files, and its text to copy where it does not, as inside WeChat.

use super::{CopyButton, Icon, Look, glyph};
use leptos::prelude::*;

/// Saves a file; below it, copies its text.
#[component]
pub fn SaveFile(
    /// What is saved.
    #[prop(into)]
    label: Signal<String>,
    /// The words of the button that copies.
    #[prop(into)]
    copy_label: Signal<String>,
    /// The file's name.
    #[prop(into)]
    name: Signal<String>,
    /// Its address with the whole text in it.
    #[prop(into)]
    address: Signal<String>,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <a class="btn" data-look="line" data-wide="" href=address download=name>
            <Icon of=glyph::SAVE />
            <span class="btn-words">{label}</span>
        </a>
        <CopyButton text label=copy_label look=Look::Text wide=true />
    }
    .into_any()
}
