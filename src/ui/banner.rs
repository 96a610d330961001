//! Lines that stand in a page: banner, pinned post, new-posts pill, and the row that opens the composer.

use super::maybe_text::MaybeText;
use super::{Avatar, Glyph, Icon, glyph};
use crate::i18n::k;
use leptos::prelude::*;

/// A notice that belongs to the page, such as being offline.
#[component]
pub fn Banner(
    /// The icon.
    #[prop(default = glyph::INFO)]
    icon: Glyph,
    /// The sentence in bold.
    #[prop(into)]
    title: Signal<String>,
    /// What it means.
    #[prop(optional, into)]
    body: MaybeText,
    /// Across the whole width, in turmeric: offline, or waiting.
    #[prop(optional)]
    edge: bool,
    /// What stands at the end: a small text button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="banner" role="status" data-edge=edge.then_some("")>
            <Icon of=icon />
            <span class="grow"><b>{title}</b>{move || body.get().map(|body| view! { " "<span class="banner-body">{body}</span> })}</span>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// A pinned announcement, one press from its post.
#[component]
pub fn PinRow(
    /// What is pinned.
    #[prop(into)]
    text: Signal<String>,
    /// Opens it.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="pin" on:click=move |_| on_press.run(())>
            <Icon of=glyph::SAY />
            <span class="grow"><span class="hide">{k::ui::pin()}" "</span>{text}</span>
            <Icon of=glyph::NEXT />
        </button>
    }
    .into_any()
}

/// "3 new posts": floats above the feed, nothing moves until it is pressed. Hidden at 0.
#[component]
pub fn NewPostsPill(
    /// How many wait.
    #[prop(into)]
    count: Signal<usize>,
    /// Shows them.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="newposts-place" role="status">
            {move || {
                let count = i64::try_from(count.get()).unwrap_or(i64::MAX);
                (count > 0).then(|| {
                    view! {
                        <button type="button" class="newposts" on:click=move |_| on_press.run(())>
                            <Icon of=glyph::UP />
                            <span>{k::ui::new_posts(count)}</span>
                        </button>
                    }
                })
            }}
        </div>
    }
    .into_any()
}

/// The row that opens the composer: my print, an invitation, and what can be attached (as children).
#[component]
pub fn ComposerRow(
    /// `print-dye` of my persona here.
    #[prop(into)]
    avatar: Signal<String>,
    /// The invitation, such as `说点什么`; the draft's beginning when there is one.
    #[prop(into)]
    label: Signal<String>,
    /// Opens the composer.
    #[prop(into)]
    on_press: Callback<()>,
    /// Plain icon buttons for attachments.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="composer">
            <Avatar of=avatar />
            <button type="button" class="composer-open" on:click=move |_| on_press.run(())>{label}</button>
            {children.map(|children| view! { <span class="composer-tools">{children()}</span> })}
        </div>
    }
    .into_any()
}
