//! A text that may be absent, from whatever the caller has at hand.
//!
//! Leptos' own `MaybeProp` takes no closure that returns a bare text; most callers have exactly that.

use leptos::prelude::*;

/// An optional text: `&str`, `String`, `Option` of one, a signal of one, or a closure that returns one.
#[derive(Debug, Clone, Copy)]
pub struct MaybeText(Signal<Option<String>>);

impl MaybeText {
    /// The text now, tracked.
    pub fn get(&self) -> Option<String> {
        self.0.get()
    }

    /// Whether there is a text now, tracked.
    pub fn is_some(&self) -> bool {
        self.0.with(Option::is_some)
    }

    /// The text now, untracked.
    pub fn get_untracked(&self) -> Option<String> {
        self.0.get_untracked()
    }
}

impl Default for MaybeText {
    fn default() -> Self {
        Self(Signal::stored(None))
    }
}

/// What counts as an optional text.
pub trait IntoText {
    /// The text, if there is one.
    fn into_text(self) -> Option<String>;
}

impl IntoText for String {
    fn into_text(self) -> Option<String> {
        Some(self)
    }
}

impl IntoText for &str {
    fn into_text(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl<T: IntoText> IntoText for Option<T> {
    fn into_text(self) -> Option<String> {
        self.and_then(T::into_text)
    }
}

impl<F, R> From<F> for MaybeText
where
    F: Fn() -> R + Send + Sync + 'static,
    R: IntoText,
{
    fn from(text: F) -> Self {
        Self(Signal::derive(move || text().into_text()))
    }
}

macro_rules! still {
    ($($of:ty),*) => {
        $(impl From<$of> for MaybeText {
            fn from(text: $of) -> Self {
                Self(Signal::stored(text.into_text()))
            }
        })*
    };
}

macro_rules! live {
    ($($of:ty),*) => {
        $(impl From<$of> for MaybeText {
            fn from(text: $of) -> Self {
                Self(Signal::derive(move || text.get().into_text()))
            }
        })*
    };
}

still!(String, &str, Option<String>, Option<&'static str>);
live!(
    Signal<String>,
    Signal<Option<String>>,
    RwSignal<String>,
    RwSignal<Option<String>>,
    Memo<String>,
    Memo<Option<String>>
);
