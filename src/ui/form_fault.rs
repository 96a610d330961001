//! What went wrong with a form, at its foot: whatever no field on screen says. Knows no form and no field's name.

use leptos::{html, prelude::*};
use loadable::Notice;

use super::{Fault, Icon, glyph};
use crate::i18n::{field_text, sentence};

/// Whatever a field says while it is not accepted.
const SAID: &str = "[aria-invalid], .field-error:not(:empty)";

/// What no field of the form around it says. `own` are problem codes that some field shows as its own.
#[component]
pub fn FormFault(
    /// What went wrong with the last try.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
    /// The codes that some field shows.
    #[prop(default = &[])]
    own: &'static [&'static str],
) -> impl IntoView {
    let foot = NodeRef::<html::Div>::new();
    let code = Memo::new(move |_| notice.with(|n| Some(n.as_ref()?.fields.first()?.code.clone())));
    // The first fault of a field, once the fields have drawn theirs and none of them says one.
    let unsaid = RwSignal::new(None);
    Effect::new(move |_| {
        let found = code.get();
        unsaid.set(None);
        let look = move || {
            let form = foot
                .try_get_untracked()
                .flatten()
                .and_then(|div| div.closest("form, dialog, main, .app").ok()?);
            if let Some(Ok(None)) = form.map(|form| form.query_selector(SAID)) {
                unsaid.try_set(found.zip(notice.try_get_untracked().flatten()));
            }
        };
        if code.with_untracked(Option::is_some) {
            request_animation_frame(look);
        }
    });
    let rest = move || notice.get().filter(|n| n.fields.is_empty() && !own.contains(&n.code.as_str()));
    let words = move || {
        unsaid.get().map(|(code, notice)| {
            view! {
                <Icon of=glyph::INFO />
                <span class="grow"><b>{sentence(&notice).title}</b>" "{field_text(&code)}</span>
            }
        })
    };
    view! {
        <Fault notice=Signal::derive(rest) />
        <div node_ref=foot class="fault" role="alert" data-on=move || unsaid.with(Option::is_some).then_some("")>
            {words}
        </div>
    }
    .into_any()
}
