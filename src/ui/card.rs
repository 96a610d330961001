//! Cards and the rows inside them. No card inside a card: use a well.

use super::maybe_text::MaybeText;
use super::template::{Drawn, Made, set};
use super::{Avatar, Glyph, Icon, avatar_parts};
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
    if article {
        let (name, focusable) = if item.is_some() { ("item", Some("-1")) } else { ("card", None) };
        let draw = move || view! { <article class="card" tabindex=focusable></article> }.into_any();
        let make = move || {
            let mut card = Made::clone_of((name, ""), draw);
            let root = card.root().clone();
            card.put(&root, children());
            if let Some(item) = item {
                set(&root, "data-item", &item);
            }
            card.follow(move |_: Option<()>| {
                if let Some(name) = label.get() {
                    set(&root, "aria-label", &name);
                }
            });
            card
        };
        Drawn::new(make).into_any()
    } else {
        view! { <section class="card" aria-label=move || label.get()>{children()}</section> }.into_any()
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
    let draw = || {
        view! {
            <header class="by">
                <Avatar of="" />
                <div class="by-words">
                    <div class="by-name"><b></b></div>
                    <div class="cap"></div>
                </div>
            </header>
        }
        .into_any()
    };
    let make = move || {
        let mut by = Made::clone_of(("by", ""), draw);
        let [disc, print, words, time] = [".av", "use", "b", ".cap"].map(|what| by.find(what));
        by.follow(move |was: Option<[String; 3]>| {
            let now = [name.get(), avatar.get(), when.get()];
            let is_new = |at: usize| was.as_ref().and_then(|was| was.get(at)) != now.get(at);
            let [name, avatar, when] = &now;
            if is_new(0) {
                words.set_text_content(Some(name));
            }
            if is_new(1) {
                let (stencil, dye) = avatar_parts(avatar);
                set(&disc, "data-dye", dye);
                set(&print, "href", &format!("#m-{stencil}"));
            }
            if is_new(2) {
                time.set_text_content(Some(when));
            }
            now
        });
        if let Some(children) = children {
            let line = by.find(".by-name");
            by.put(&line, children());
        }
        by
    };
    Drawn::new(make).into_any()
}

/// A sunken area inside a card.
#[component]
pub fn Well(
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <div class="well">{children()}</div> }
}
