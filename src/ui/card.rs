//! Cards and the rows inside them. No card inside a card: use a well.

use super::maybe_text::MaybeText;
use super::{Avatar, Glyph, Icon};
use leptos::prelude::*;

/// A surface with one content and one action.
#[component]
pub fn Card(
    /// An `article` (a thing of the feed) instead of a section.
    #[prop(optional)]
    article: bool,
    /// A name for assistive technology.
    #[prop(optional, into)]
    label: MaybeText,
    /// Its name in a long list, by which a reader's place is known; the list may give it the focus.
    #[prop(optional_no_strip)]
    item: Option<String>,
    /// The content, top to bottom.
    children: Children,
) -> impl IntoView {
    let name = move || label.get();
    if article {
        let focusable = item.is_some().then_some("-1");
        view! {
            <article class="card" aria-label=name data-item=item tabindex=focusable>
                {children()}
            </article>
        }
        .into_any()
    } else {
        view! { <section class="card" aria-label=name>{children()}</section> }.into_any()
    }
}

/// The first line of a typed card: icon, type name, and at the end what `children` give (a pill, a caption).
#[component]
pub fn Kind(
    /// The type's icon.
    icon: Glyph,
    /// The type's name, such as `拼团`.
    #[prop(into)]
    label: Signal<String>,
    /// What stands at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="kind">
            <Icon of=icon />
            <span class="kind-name">{label}</span>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// Who and when: print, nickname, role chip (as children), time.
#[component]
pub fn By(
    /// `print-dye`.
    #[prop(into)]
    avatar: Signal<String>,
    /// The nickname.
    #[prop(into)]
    name: Signal<String>,
    /// The second line, such as the time.
    #[prop(into)]
    when: Signal<String>,
    /// What follows the nickname: a role chip.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="by">
            <Avatar of=avatar />
            <div class="by-words">
                <div class="by-name"><b>{name}</b>{children.map(|children| children())}</div>
                <div class="cap">{when}</div>
            </div>
        </header>
    }
    .into_any()
}

/// A sunken area inside a card.
#[component]
pub fn Well(
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <div class="well">{children()}</div> }
}
