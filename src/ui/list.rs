//! Grouped lists with inset rules. Rows wrap instead of truncating.

use super::maybe_text::MaybeText;
use super::nav::{Go, Nav, use_nav};
use super::{Glyph, Icon, glyph};
use leptos::prelude::*;

/// A grouped list of [`ListRow`]s and [`ListLink`]s.
#[component]
pub fn List(
    /// A name for assistive technology.
    #[prop(optional, into)]
    label: MaybeText,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <ul class="list" role="list" aria-label=move || label.get()>{children()}</ul> }
}

/// A row: what leads, a title, a note, and at the end what `children` give (a pill, a button, a value).
#[component]
pub fn ListRow(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// The second line.
    #[prop(optional, into)]
    note: MaybeText,
    /// An icon before the title.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// What stands before the title instead of an icon: an avatar, a patch.
    #[prop(optional, into)]
    lead: Option<ViewFnOnce>,
    /// What stands at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let bare = (icon.is_none() && lead.is_none()).then_some("");
    view! {
        <li class="list-row" data-bare=bare>
            {icon.map(|of| view! { <Icon of /> })}
            {lead.map(ViewFnOnce::run)}
            {words(title, note)}
            {children.map(|children| view! { <span class="list-end">{children()}</span> })}
        </li>
    }
    .into_any()
}

/// A row that leads somewhere: the whole row is the link.
#[component]
pub fn ListLink<L: Clone + 'static>(
    /// Where it leads.
    to: L,
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// The second line.
    #[prop(optional, into)]
    note: MaybeText,
    /// The present value, at the end.
    #[prop(optional, into)]
    value: MaybeText,
    /// An icon before the title.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// What stands before the title instead of an icon: an avatar, a patch.
    #[prop(optional, into)]
    lead: Option<ViewFnOnce>,
    /// Takes the place of the page that it stands on: going back does not come by it again.
    #[prop(optional)]
    replace: bool,
) -> impl IntoView {
    let nav: Nav<L> = use_nav();
    let bare = (icon.is_none() && lead.is_none()).then_some("");
    view! {
        <li class="list-row" data-bare=bare data-link="">
            <Go to nav replace class="list-link">
                {icon.map(|of| view! { <Icon of /> })}
                {lead.map(ViewFnOnce::run)}
                {words(title, note)}
                <span class="list-end val">{move || value.get()}<Icon of=glyph::NEXT /></span>
            </Go>
        </li>
    }
    .into_any()
}

fn words(title: Signal<String>, note: MaybeText) -> AnyView {
    view! {
        <span class="grow">
            <span class="list-title">{title}</span>
            {move || note.get().map(|note| view! { <span class="cap block">{note}</span> })}
        </span>
    }
    .into_any()
}
