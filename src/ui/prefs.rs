//! How a member wants to see things, and the title of the screen. Kept and applied by the composition root.

use crate::i18n::Lang;
use leptos::prelude::*;

/// Light, dark, or what the phone says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the phone says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme`, and what is kept: none for the phone's.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// A member's preferences on this phone. `Copy`, from context.
#[derive(Debug, Clone, Copy)]
pub struct Prefs {
    /// The language. Changing it draws everything anew.
    pub lang: RwSignal<Lang>,
    /// The colours.
    pub theme: RwSignal<Theme>,
    /// Text size in per cent: 100, 120 or 140.
    pub text: RwSignal<u16>,
    /// Whether counts of what people did are left out. Sums, places and terms stay: they are facts.
    pub quiet: RwSignal<bool>,
}

/// The preferences.
pub fn use_prefs() -> Prefs {
    use_context().unwrap_or_else(|| Prefs {
        lang: RwSignal::new(crate::i18n::lang()),
        theme: RwSignal::default(),
        text: RwSignal::new(100),
        quiet: RwSignal::new(false),
    })
}

/// Whether a count of what people did is shown.
pub fn shows_counts() -> bool {
    !use_prefs().quiet.get()
}

/// Sets the title of the document while a screen is shown: the host draws it in its own bar.
#[derive(Clone, Copy)]
pub struct SetTitle(pub Callback<String>);

/// Gives the screen its title, and follows it.
pub fn use_title(title: impl Into<Signal<String>>) {
    let title = title.into();
    if let Some(set) = use_context::<SetTitle>() {
        Effect::new(move |_| set.0.run(title.get()));
    }
}
