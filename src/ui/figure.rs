//! Figures: the one price or count of a screen, the price row, the date tile and the facts list.

use super::maybe_text::MaybeText;
use super::{Advisory, Glyph, Icon};
use leptos::prelude::*;

/// The one large figure of a screen, and what it means.
#[component]
pub fn Figure(
    /// The figure, formatted.
    #[prop(into)]
    value: Signal<String>,
    /// Its condition, in the same breath.
    #[prop(into)]
    note: Signal<String>,
) -> impl IntoView {
    view! { <p class="figure"><span class="fig num">{value}</span>" "<span class="sub">{note}</span></p> }
        .into_any()
}

/// A price and what it was or what it means.
#[component]
pub fn Price(
    /// The price, formatted; or a word such as `送出`.
    #[prop(into)]
    now: Signal<String>,
    /// A former price, struck through.
    #[prop(optional, into)]
    was: MaybeText,
    /// A note, such as `原价 ¥120`.
    #[prop(optional, into)]
    note: MaybeText,
) -> impl IntoView {
    view! {
        <span class="price num">
            <b>{now}</b>
            {move || was.get().map(|was| view! { " "<s>{was}</s> })}
            {move || note.get().map(|note| view! { " "<span class="sub">{note}</span> })}
        </span>
    }
    .into_any()
}

/// Month, day and weekday in a tile; see `i18n::day_parts`.
#[component]
pub fn DateTile(
    /// `(month, day, weekday)`.
    #[prop(into)]
    parts: Signal<(String, String, String)>,
) -> impl IntoView {
    view! {
        <span class="date">
            <span>{move || parts.with(|p| p.0.clone())}</span>
            <b class="num">{move || parts.with(|p| p.1.clone())}</b>
            <span>{move || parts.with(|p| p.2.clone())}</span>
        </span>
    }
    .into_any()
}

/// A list of [`Fact`]s.
#[component]
pub fn Facts(
    /// The facts.
    children: Children,
) -> impl IntoView {
    view! { <ul class="facts">{children()}</ul> }
}

/// One fact: an icon, what holds, and the condition.
#[component]
pub fn Fact(
    /// The icon.
    icon: Glyph,
    /// What holds.
    #[prop(into)]
    title: Signal<String>,
    /// The condition, in a second line.
    #[prop(optional, into)]
    note: MaybeText,
    /// The title in plain weight, for a fact without a note.
    #[prop(optional)]
    plain: bool,
    /// It is a rule that the backend does not check.
    #[prop(optional)]
    advisory: bool,
) -> impl IntoView {
    view! {
        <li>
            <Icon of=icon />
            <span data-plain=plain.then_some("")>
                <b>{title}</b>
                {move || note.get().map(|note| view! { <span class="block">{note}</span> })}
                {advisory.then(|| view! { <Advisory /> })}
            </span>
        </li>
    }
    .into_any()
}
