//! The two fields that say who I am in a group, used wherever a persona is chosen.

use leptos::prelude::*;
use loadable::Notice;

use crate::i18n::k;
use crate::ui::{Advisory, FacePicker, TextField, field_error};

/// The face that a form starts with. The same for everybody: chance would look like a choice.
pub const FIRST_FACE: &str = "bloom-indigo";

/// The problems that the nickname's field shows.
pub const NICKNAME: &[&str] = &["nickname_taken"];

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
    /// The backend lets nobody have another's nickname.
    checked: bool,
) -> impl IntoView {
    let error = field_error(notice, "nickname", NICKNAME);
    view! {
        <TextField
            label=k::group::nickname_label()
            value=nickname
            hint=k::group::nickname_hint()
            error
            max_length=20u32
        />
        {(!checked).then(|| view! { <Advisory what=k::group::nickname_advisory() /> })}
        <FacePicker value=avatar />
    }
    .into_any()
}
