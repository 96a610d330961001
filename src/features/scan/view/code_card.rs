//! The typed code, below the camera: what is wrong with it is said here, before anyone is asked.

use contract::Link;
use leptos::prelude::*;

use super::super::form;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::{Button, CodeField, Look};

/// The card with the code field.
pub fn card() -> AnyView {
    let nav = use_nav::<Link>();
    let (typed, told) = (RwSignal::new(String::new()), RwSignal::new(false));
    let check = Memo::new(move |_| typed.with(|typed| form::typed_code(typed)));
    // Half a code is no mistake yet: said when it is full, or when they go on.
    let error = move || check.get().err().filter(|_| told.get());
    Effect::new(move |_| {
        let full = typed.with(|t| t.chars().count() >= domain::code::INVITE_CODE_LEN);
        told.set(full);
    });
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match check.get_untracked() {
            Ok(code) => nav.go(&Link::Join(code)),
            Err(_) => told.set(true),
        }
    };
    view! {
        <section class="scan-code">
            <h2>{k::scan::code_title()}</h2>
            <p class="sub">{k::scan::code_body()}</p>
            <form class="stack" data-wide="" on:submit=go>
                <CodeField value=typed error />
                <Button label=k::scan::code_go() look=Look::Soft submit=true wide=true />
            </form>
        </section>
    }
    .into_any()
}
