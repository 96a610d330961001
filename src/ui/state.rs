//! A whole-card state: nothing here yet, something failed, a way on. A drawing, a sentence, buttons.

use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// The drawing above the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Art {
    /// An open door: empty, and you may begin.
    Door,
    /// A cut thread: something failed.
    BrokenThread,
    /// A camera, crossed out.
    CameraOff,
    /// A path that ends: not found.
    LostPath,
}

impl Art {
    fn lines(self) -> &'static str {
        match self {
            Self::Door => {
                r#"<path class="fill" d="M34 90V44a40 40 0 0180 0v46z"/><path d="M34 90V44a40 40 0 0180 0v46M22 90h104"/><path class="soft" d="M54 40v30M74 34v40M94 40v30"/><circle class="dot" cx="74" cy="20" r="4"/>"#
            }
            Self::BrokenThread => {
                r#"<path class="soft" d="M6 50c20 0 26-18 44-18"/><path d="M6 50c20 0 26-18 44-18 8 0 11 5 14 9"/><path class="cut" d="M64 41l6-5M64 41l7 3"/><path d="M86 60c6 8 12 12 22 12 16 0 20-14 34-14"/><path class="cut" d="M86 60l-7-2M86 60l-4 6"/><rect class="now" x="67" y="44" width="12" height="12" rx="2" transform="rotate(45 73 50)"/>"#
            }
            Self::CameraOff => {
                r#"<rect class="fill" x="34" y="26" width="80" height="56" rx="12"/><path d="M46 26h10l7-11h22l7 11h10a12 12 0 0112 12v32a12 12 0 01-12 12H46a12 12 0 01-12-12V38a12 12 0 0112-12z"/><circle class="soft" cx="74" cy="54" r="15"/><path class="cut" d="M26 10l96 80"/>"#
            }
            Self::LostPath => {
                r#"<path class="fill" d="M14 88h120L106 34H62z"/><path d="M10 88h128"/><path d="M40 88c2-16 26-16 26-28S50 48 54 38"/><path class="soft dots" d="M56 32c2-6 8-9 15-9"/><circle class="ring" cx="82" cy="20" r="7"/><path d="M104 88V56M104 56h20l5-6-5-6h-20z"/>"#
            }
        }
    }
}

/// A drawing, a title, a sentence and the way on (as children: buttons).
#[component]
pub fn State(
    /// The drawing.
    art: Art,
    /// What is the matter.
    #[prop(into)]
    title: Signal<String>,
    /// What it means and what to do.
    #[prop(into)]
    body: Signal<String>,
    /// A reference to read out to the operator.
    #[prop(optional, into)]
    reference: MaybeText,
    /// The way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="card state">
            <svg class="art" viewBox="0 0 148 96" aria-hidden="true" inner_html=art.lines()></svg>
            <h2>{title}</h2>
            <p>{body}</p>
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
            {move || reference.get().map(|text| view! { <span class="cap num">{text}</span> })}
        </section>
    }
    .into_any()
}
