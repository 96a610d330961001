//! What a post carries, as the content of its card: the thing once it is here; until then its title, and why it is not.

use super::load::held;
use super::{Glyph, Go, Kind};
use crate::i18n::{k, sentence};
use leptos::prelude::*;
use loadable::Loadable;

/// What is known of it before it is here.
pub struct Carried<L> {
    /// The kind's icon.
    pub icon: Glyph,
    /// The kind's name.
    pub kind: &'static str,
    /// Its place.
    pub to: L,
    /// Its title.
    pub title: String,
}

/// Draws it; `draw` runs once it is here.
pub fn carried<L, T>(
    value: Signal<Loadable<T>>,
    known: Carried<L>,
    draw: impl Fn(Signal<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    L: Clone + Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let Carried { icon, kind, to, title } = known;
    let is_here = Memo::new(move |_| value.with(|v| v.value().is_some()));
    let waits = move || match value.with(|v| v.notice().map(|n| sentence(n).title)) {
        Some(fault) => fault,
        None => k::common::loading().to_owned(),
    };
    let stand_in = move || {
        let (to, title) = (to.clone(), title.clone());
        view! {
            <Kind icon label=kind />
            <Go to class="carried-head">
                <b>{title}</b>
                <span class="sub">{waits}</span>
            </Go>
        }
        .into_any()
    };
    let content = move || {
        let here = is_here.get().then(|| held(value)).flatten();
        here.map(&draw).unwrap_or_else(&stand_in)
    };
    view! { <div class="carried">{content}</div> }.into_any()
}
