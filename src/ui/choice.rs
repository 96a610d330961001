//! Choosing: real radio buttons, select and checkbox under drawn ones, so that keys and readers work by themselves.

use super::field::{Around, next_id};
use super::maybe_text::MaybeText;
use super::{Glyph, Icon, glyph};
use leptos::prelude::*;

/// A native select.
#[component]
pub fn Select(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// `(value, text)`, top to bottom.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// A sentence below, while there is no error.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
) -> impl IntoView {
    let around = Around { id: next_id("select"), label, hint, error, optional: false };
    let (described, invalid) = (around.described_by(), around.invalid());
    let option = move |(of, text): (String, String)| {
        let this = of.clone();
        view! { <option value=of selected=move || value.with(|v| *v == this)>{text}</option> }
    };
    let select = view! {
        <span class="input select" data-invalid=invalid>
            <select
                id=around.id.clone()
                aria-invalid=invalid
                aria-describedby=described
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
            <Icon of=glyph::DOWN />
        </span>
    };
    around.wrap(select.into_any())
}

/// One of a set of radio buttons.
fn radio(group: &str, of: String, value: RwSignal<String>, disabled: bool) -> AnyView {
    let (this, set) = (of.clone(), of.clone());
    view! {
        <input
            type="radio"
            name=group.to_owned()
            value=of
            disabled=disabled
            prop:checked=move || value.with(|v| *v == this)
            on:change=move |_| value.set(set.clone())
        />
    }
    .into_any()
}

/// Chips of which one is chosen; a tick says which, not colour alone.
#[component]
pub fn Choices(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// `(value, text, may be chosen)`; one that may not is struck through.
    #[prop(into)]
    options: Signal<Vec<(String, String, bool)>>,
    /// A sentence below, while there is no error.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
) -> impl IntoView {
    let group = next_id("choices");
    let around = Around { id: group.clone(), label, hint, error, optional: false };
    let described = around.described_by();
    let labelled = format!("{group}-label");
    let chip = move |(of, text, open): (String, String, bool)| {
        view! {
            <label class="choice">
                {radio(&group, of, value, !open)}
                <span class="choice-face"><Icon of=glyph::CHECK /><span>{text}</span></span>
            </label>
        }
    };
    let chips = view! {
        <div class="choices" role="radiogroup" aria-labelledby=labelled aria-describedby=described>
            {move || options.get().into_iter().map(&chip).collect_view()}
        </div>
    };
    around.wrap_group(chips.into_any())
}

/// Two to four neighbours in one bar: a filter, a theme, a text size.
#[component]
pub fn Seg(
    /// A name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// `(value, text, icon)`.
    #[prop(into)]
    options: Signal<Vec<(String, String, Option<Glyph>)>>,
) -> impl IntoView {
    let group = next_id("seg");
    let cell = move |(of, text, icon): (String, String, Option<Glyph>)| {
        let name = of.clone();
        view! {
            <label class="seg-cell" data-value=name>
                {radio(&group, of, value, false)}
                <span class="seg-face">{icon.map(|of| view! { <Icon of /> })}<span>{text}</span></span>
            </label>
        }
    };
    view! {
        <div class="seg" role="radiogroup" aria-label=label>
            {move || options.get().into_iter().map(&cell).collect_view()}
        </div>
    }
    .into_any()
}

/// On or off, at once. The whole row is the target.
#[component]
pub fn Switch(
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// A second line that says what it does.
    #[prop(optional, into)]
    hint: MaybeText,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Asks for the other state.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="switch-row">
            {icon.map(|of| view! { <Icon of /> })}
            <span class="grow">
                {label}
                {move || hint.get().map(|hint| view! { <span class="cap block">{hint}</span> })}
            </span>
            <input
                type="checkbox"
                role="switch"
                class="switch"
                prop:checked=move || on.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
        </label>
    }
    .into_any()
}
