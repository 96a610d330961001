//! The two fields that say who I am in a group, used wherever a persona is chosen.

use leptos::prelude::*;
use loadable::Notice;

use crate::i18n::{field_text, k};
use crate::ui::{FacePicker, TextField};

/// The face that a form starts with. The same for everybody: chance would look like a choice.
pub const FIRST_FACE: &str = "bloom-indigo";

/// Nickname and print.
#[component]
pub fn PersonaFields(
    /// The nickname, raw.
    nickname: RwSignal<String>,
    /// The print and dye.
    avatar: RwSignal<String>,
    /// What was not accepted.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
) -> impl IntoView {
    let error = field_error(notice, "nickname");
    view! {
        <TextField
            label=k::group::nickname_label()
            value=nickname
            hint=k::group::nickname_hint()
            error
            max_length=20u32
        />
        <FacePicker value=avatar />
    }
    .into_any()
}

/// The words under a field, while it was not accepted.
pub fn field_error(notice: Signal<Option<Notice>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        notice.with(|n| {
            let notice = n.as_ref()?;
            // A taken nickname is a problem of its own that concerns this field.
            let code = notice
                .field(field)
                .or((field == "nickname" && notice.code == "nickname_taken").then_some("nickname_taken"))?;
            Some(field_text(code).to_owned())
        })
    })
}
