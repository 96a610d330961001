//! The page around the content: frame, heads, crumb, section heads, action bar, rows and stacks.

use super::maybe_text::MaybeText;
use super::nav::{Nav, use_nav};
use super::{Icon, glyph};
use crate::i18n::k;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The column of the app: 320 to 430 px, centred above that.
#[component]
pub fn Frame(
    /// Everything.
    children: Children,
) -> impl IntoView {
    view! { <div class="app">{children()}</div> }
}

/// The content of a screen: cards with 12 px between them.
#[component]
pub fn Page(
    /// The cards.
    children: Children,
) -> impl IntoView {
    view! { <main class="page" tabindex="-1">{children()}</main> }
}

/// The title of a screen and a sentence under it.
#[component]
pub fn PageHead(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// The sentence.
    #[prop(optional, into)]
    sub: MaybeText,
    /// What stands beside the title: a round button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <div class="grow">
                <h1>{title}</h1>
                {move || sub.get().map(|sub| view! { <p class="sub">{sub}</p> })}
            </div>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}

/// The way back, 44 px, which scrolls away with the page.
#[component]
pub fn Crumb<L: Clone + 'static>(
    /// Where back leads when there is no step in the history.
    to: L,
    /// What is there.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let nav: Nav<L> = use_nav();
    let href = nav.href(&to);
    let back = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            nav.back(&to);
        }
    };
    view! {
        <nav class="crumb" aria-label=k::ui::crumb()>
            <a href=href on:click=back><Icon of=glyph::BACK /><span>{label}</span></a>
        </nav>
    }
}

/// The head of a section of a page, with an optional caption at the end.
#[component]
pub fn SectionHead(
    /// The head.
    #[prop(into)]
    title: Signal<String>,
    /// The caption.
    #[prop(optional, into)]
    note: MaybeText,
) -> impl IntoView {
    view! {
        <h2 class="section">
            <span>{title}</span>
            {move || note.get().map(|note| view! { <span class="cap num">{note}</span> })}
        </h2>
    }
    .into_any()
}

/// The bar at the foot with the primary action. Never together with the tab bar.
#[component]
pub fn ActionBar(
    /// Inside the page instead of at its foot.
    #[prop(optional)]
    inset: bool,
    /// The buttons, pills and sentences.
    children: Children,
) -> impl IntoView {
    // Beside the content it is a landmark; inside of it a footer is none.
    view! { <footer class="actionbar" data-inset=inset.then_some("")>{children()}</footer> }
}

/// Things side by side, which wrap.
#[component]
pub fn Row(
    /// Pushed to both ends.
    #[prop(optional)]
    ends: bool,
    /// Aligned at the top.
    #[prop(optional)]
    top: bool,
    /// Each takes its share of the width.
    #[prop(optional)]
    fill: bool,
    /// The things.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="row" data-ends=ends.then_some("") data-top=top.then_some("") data-fill=fill.then_some("")>
            {children()}
        </div>
    }
}

/// Things below each other.
#[component]
pub fn Stack(
    /// 16 px between them instead of 8 px.
    #[prop(optional)]
    wide: bool,
    /// The things.
    children: Children,
) -> impl IntoView {
    view! { <div class="stack" data-wide=wide.then_some("")>{children()}</div> }
}
