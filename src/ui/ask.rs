//! A question before something is done that is not undone: what was refused, yes, and no. Knows not what is done.

use leptos::prelude::*;
use loadable::Notice;

use super::maybe_text::MaybeText;
use super::{Button, Fault, Look, Sheet, Stack};

/// A sheet that asks once more. It stays while it is being done, and says why it was not.
#[component]
pub fn Ask(
    /// Whether it is asked; the sheet sets it to false when it closes.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What follows from a yes.
    #[prop(optional, into)]
    sub: MaybeText,
    /// Why the last try was refused.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
    /// It is being done.
    #[prop(into)]
    busy: Signal<bool>,
    /// The button that does it.
    #[prop(into)]
    yes: Signal<String>,
    /// The weight of that button; filled unless given.
    #[prop(optional)]
    look: Look,
    /// The button that leaves things as they are.
    no: &'static str,
    /// Does it.
    #[prop(into)]
    on_yes: Callback<()>,
) -> impl IntoView {
    view! {
        <Sheet open title sub>
            <Stack>
                <Fault notice />
                <Button label=yes look wide=true busy on_press=on_yes />
                <Button label=no look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
}
