//! Steps and histories on the thread: the stepper, the strand, the life line and the history boundary.

use super::maybe_text::MaybeText;
use super::thread::{KnotLook, bare_knot, percent};
use crate::i18n::k;
use leptos::prelude::*;

/// What a step's knot says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepLook {
    /// Done: a solid disc.
    Done,
    /// The one that things wait for: a turmeric diamond.
    Now,
    /// Still to come: a ring.
    #[default]
    Ahead,
    /// It did not happen: a madder square.
    Failed,
    /// Left out, or not yours: dots on the line, no knot.
    Skipped,
}

impl StepLook {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "reached",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    fn spoken(self) -> Option<&'static str> {
        match self {
            Self::Done => Some(k::ui::step_done()),
            Self::Now => Some(k::ui::step_now()),
            Self::Failed => Some(k::ui::step_failed()),
            Self::Ahead | Self::Skipped => None,
        }
    }
}

/// A step of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happens, such as `山竹 确认`.
    pub title: String,
    /// When, or by whom, or what then; may be empty.
    pub note: String,
    /// Where it stands.
    pub look: StepLook,
}

impl Step {
    /// A step with a title and a note.
    pub fn new(look: StepLook, title: impl Into<String>, note: impl Into<String>) -> Self {
        Self { title: title.into(), note: note.into(), look }
    }
}

fn item(step: Step) -> AnyView {
    let current = (step.look == StepLook::Now).then_some("step");
    view! {
        <li data-k=step.look.name() aria-current=current>
            <b>{step.title}</b>
            {(!step.note.is_empty()).then(|| view! { <span class="step-note">{step.note}</span> })}
            {step.look.spoken().map(|word| view! { <span class="hide">{word}</span> })}
        </li>
    }
    .into_any()
}

/// Up to three steps side by side; labels wrap under their knots.
#[component]
pub fn Stepper(
    /// The steps from left to right.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    view! { <ol class="stepper">{move || steps.get().into_iter().map(item).collect_view()}</ol> }.into_any()
}

/// Any number of steps from top to bottom: a history, a rule, a timeline.
#[component]
pub fn Strand(
    /// The steps from top to bottom.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    view! { <ol class="strand">{move || steps.get().into_iter().map(item).collect_view()}</ol> }.into_any()
}

/// How a group grows: by QR to its limit, then by members to its capacity. Two bars with their own labels.
#[component]
pub fn LifeLine(
    /// Members now.
    #[prop(into)]
    count: Signal<u32>,
    /// Members at which the QR stops.
    #[prop(into)]
    limit: Signal<u32>,
    /// Members at which the group is full.
    #[prop(into)]
    capacity: Signal<u32>,
    /// Title and note of the first bar.
    #[prop(into)]
    first: Signal<(String, String)>,
    /// Title and note of the second bar.
    #[prop(into)]
    second: Signal<(String, String)>,
) -> impl IntoView {
    let part = move || f64::from(count.get()) / f64::from(limit.get().max(1));
    let beyond = move || count.get() >= limit.get();
    let second_part = move || {
        let (count, limit, capacity) = (count.get(), limit.get(), capacity.get());
        f64::from(count.saturating_sub(limit)) / f64::from(capacity.saturating_sub(limit).max(1))
    };
    let words = |of: Signal<(String, String)>| {
        view! { <p><b>{move || of.with(|w| w.0.clone())}</b>{move || of.with(|w| w.1.clone())}</p> }
    };
    view! {
        <div class="life">
            <div>
                <div class="thread" aria-hidden="true">
                    <span class="thread-passed" style:inline-size=move || percent(part())></span>
                    {bare_knot(KnotLook::Reached, 0.0)}
                    {move || if beyond() { bare_knot(KnotLook::Reached, 1.0) } else { bare_knot(KnotLook::Now, part()) }}
                </div>
                {words(first)}
            </div>
            <div>
                <div class="thread" aria-hidden="true" data-dotted=move || (!beyond()).then_some("")>
                    <span class="thread-passed" style:inline-size=move || percent(second_part())></span>
                    {bare_knot(KnotLook::Ahead, 1.0)}
                    {move || bare_knot(if beyond() { KnotLook::Now } else { KnotLook::Ahead }, second_part())}
                </div>
                {words(second)}
            </div>
        </div>
    }
    .into_any()
}

/// The end of a feed: the thread is cut around an empty ring, and nothing is hinted below it.
#[component]
pub fn Boundary(
    /// What ends here, in a sentence.
    #[prop(into)]
    text: Signal<String>,
    /// The second line.
    #[prop(optional, into)]
    then: MaybeText,
) -> impl IntoView {
    view! {
        <p class="boundary">
            <span>{text}{move || then.get().map(|then| view! { <br />{then} })}</span>
        </p>
    }
    .into_any()
}
