//! The tabs at the foot: the top edge is the thread, a knot sits over the current tab.

use super::nav::{Go, Nav, use_nav};
use super::{Glyph, Icon};
use crate::i18n::{decimal, k};
use leptos::prelude::*;

/// One tab.
#[derive(Clone)]
pub struct Tab<L> {
    /// The word.
    pub label: &'static str,
    /// The icon.
    pub icon: Glyph,
    /// Where it leads.
    pub to: L,
    /// Something of mine is waiting there: a turmeric dot, no number.
    pub waiting: Signal<bool>,
}

/// The tab bar. Tabs leave no step in the history.
#[component]
pub fn TabBar<L: Clone + 'static>(
    /// The tabs from left to right.
    tabs: Vec<Tab<L>>,
    /// Which one is current; `None` where none is.
    #[prop(into)]
    current: Signal<Option<usize>>,
) -> impl IntoView {
    let nav: Nav<L> = use_nav();
    let count = tabs.len().max(1) as f64;
    let place = move || current.get().map(|at| decimal((at as f64 + 0.5) / count * 100.0) + "%");
    let tab = |(at, tab): (usize, Tab<L>)| {
        let Tab { label, icon, to, waiting } = tab;
        view! {
            <Go to nav class="tab" replace=true current=Signal::derive(move || current.get() == Some(at))>
                <Icon of=icon />
                <span>{label}</span>
                {move || {
                    waiting.get().then(|| view! { <i class="tab-dot"></i><span class="hide">{k::ui::waiting()}</span> })
                }}
            </Go>
        }
    };
    view! {
        <nav class="tabs" aria-label=k::ui::tabs()>
            <i class="tab-knot" hidden=move || current.get().is_none() style:inset-inline-start=place></i>
            {tabs.into_iter().enumerate().map(tab).collect_view()}
        </nav>
    }
}
