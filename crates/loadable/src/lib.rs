//! Leaf types that every room shares: [`Loadable`] (what a view draws) and [`Notice`] (what went wrong).
//!
//! Knows nothing: std only. A notice carries a stable code, never a sentence; `i18n` turns it into one.
#![forbid(unsafe_code)]

mod notice;

pub use notice::{FieldNotice, Notice, WayOn};

/// A value on its way to a view. Views draw this and never hold a `Result` or await anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Loadable<T> {
    /// Nobody asked yet.
    #[default]
    Idle,
    /// Asked for; the old value, when there is one, stays on screen.
    Loading(Option<T>),
    /// Here and fresh.
    Ready(T),
    /// It did not come; the old value, when there is one, stays on screen.
    Failed(Notice, Option<T>),
}

impl<T> Loadable<T> {
    /// The value to draw, fresh or stale.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Ready(value) | Self::Loading(Some(value)) | Self::Failed(_, Some(value)) => Some(value),
            Self::Idle | Self::Loading(None) | Self::Failed(_, None) => None,
        }
    }

    /// The same as [`Self::value`], by value.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Ready(value) | Self::Loading(Some(value)) | Self::Failed(_, Some(value)) => Some(value),
            Self::Idle | Self::Loading(None) | Self::Failed(_, None) => None,
        }
    }

    /// The fault, if the last attempt failed.
    pub fn notice(&self) -> Option<&Notice> {
        match self {
            Self::Failed(notice, _) => Some(notice),
            _ => None,
        }
    }

    /// An answer is on its way.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading(_))
    }

    /// The same state over another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Loadable<U> {
        match self {
            Self::Idle => Loadable::Idle,
            Self::Loading(value) => Loadable::Loading(value.map(f)),
            Self::Ready(value) => Loadable::Ready(f(value)),
            Self::Failed(notice, value) => Loadable::Failed(notice, value.map(f)),
        }
    }

    /// Start (again): keeps the value as stale.
    #[must_use]
    pub fn restarted(self) -> Self {
        Self::Loading(self.into_value())
    }

    /// Failed (again): keeps the value as stale.
    #[must_use]
    pub fn failed(self, notice: Notice) -> Self {
        Self::Failed(notice, self.into_value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_what_was_on_screen() {
        let shown = Loadable::Ready(7).restarted().failed(Notice::new("offline"));
        assert_eq!(shown.value(), Some(&7));
        assert_eq!(shown.notice().map(|n| n.code.as_str()), Some("offline"));
    }
}
