//! A small number between two buttons.

use super::{Icon, glyph};
use leptos::prelude::*;

/// A number that is stepped, within its bounds.
#[component]
pub fn Count(
    /// What is counted, for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// The number.
    value: RwSignal<u32>,
    /// The least.
    #[prop(default = 1)]
    least: u32,
    /// The most.
    #[prop(into)]
    most: Signal<u32>,
    /// The number in words.
    #[prop(into)]
    text: Signal<String>,
    /// What the buttons do: one fewer, one more.
    steps: [&'static str; 2],
) -> impl IntoView {
    let [fewer, more] = steps;
    // Bounds may move below the number while it is on screen.
    let now = move || value.get().clamp(least, most.get().max(least));
    let step = move |to: u32| value.set(to.clamp(least, most.get_untracked().max(least)));
    // What is more than there may be by now can always be made less.
    let less = move |_| step(value.get_untracked().saturating_sub(1));
    let plus = move |_| step(untrack(now).saturating_add(1));
    view! {
        <div class="count" role="group" aria-label=label>
            <button type="button" class="icon-btn" aria-label=fewer disabled=move || value.get() <= least on:click=less>
                <svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14" /></svg>
            </button>
            <output class="num" aria-live="polite">{text}</output>
            <button type="button" class="icon-btn" aria-label=more disabled=move || { now() >= most.get() } on:click=plus>
                <Icon of=glyph::PLUS />
            </button>
        </div>
    }
    .into_any()
}
