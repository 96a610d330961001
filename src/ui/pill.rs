//! State pills and role chips: a tint, the word, and an icon with its own shape. Never tappable.

use super::{Glyph, Icon};
use leptos::prelude::*;

/// The state that a pill tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PillState {
    /// Open to act on: indigo.
    #[default]
    Open,
    /// Held, or waiting on someone: turmeric.
    Held,
    /// Completed, money settled: moss.
    Done,
    /// Failed, an error: madder. Never for time or refunds.
    Failed,
    /// Off, over, someone else's: neutral.
    Off,
}

impl PillState {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Held => "held",
            Self::Done => "done",
            Self::Failed => "fail",
            Self::Off => "off",
        }
    }
}

/// A state in a word.
#[component]
pub fn Pill(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// The state; open unless given.
    #[prop(into, default = Signal::stored(PillState::Open))]
    state: Signal<PillState>,
    /// The icon; its shape tells the state without colour.
    #[prop(into)]
    icon: Signal<Glyph>,
) -> impl IntoView {
    view! {
        <span class="pill" data-s=move || state.get().name()>
            {move || view! { <Icon of=icon.get() /> }}
            <span>{label}</span>
        </span>
    }
    .into_any()
}

/// A role beside a nickname.
#[component]
pub fn RoleChip(
    /// The role, such as `教练`.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! { <span class="role">{label}</span> }
}
