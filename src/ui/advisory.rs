//! The label beside a rule that is only agreed upon: the backend does not check it.

use super::maybe_text::MaybeText;
use super::{Icon, glyph};
use crate::i18n::k;
use leptos::prelude::*;

/// Says that a rule which the app states is kept by nobody but the members.
#[component]
pub fn Advisory(
    /// What is only agreed upon, where the rule does not stand just above.
    #[prop(optional, into)]
    what: MaybeText,
) -> impl IntoView {
    view! {
        <span class="advisory">
            <Icon of=glyph::INFO />
            <span>{move || what.get().unwrap_or_else(|| k::ui::advisory().to_owned())}</span>
        </span>
    }
    .into_any()
}
