//! A moment on the reader's wall clock, picked with the phone's own picker.

use super::field::{Around, next_id};
use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// Date and time, or a date. The value is `2026-03-12T20:00`, local; `i18n::parse_local` makes it a moment.
#[component]
pub fn DateTimeField(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The raw text, empty while nothing is picked.
    value: RwSignal<String>,
    /// The earliest that the picker offers, in the same form.
    #[prop(optional, into)]
    min: MaybeText,
    /// A sentence below, such as the name of the zone.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
    /// May be left empty: says so.
    #[prop(optional)]
    optional: bool,
    /// A day alone: the value is `2026-03-12`.
    #[prop(optional)]
    day: bool,
) -> impl IntoView {
    let around = Around { id: next_id("when"), label, hint, error, optional };
    let (described, invalid) = (around.described_by(), around.invalid());
    let input = view! {
        <span class="input" data-invalid=invalid>
            <input
                id=around.id.clone()
                type=if day { "date" } else { "datetime-local" }
                min=move || min.get()
                aria-required=(!optional).then_some("true")
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </span>
    };
    around.wrap(input.into_any())
}
