//! Toasts: one line, one action, six seconds. Never the only place for an error.

use super::{Icon, glyph};
use crate::i18n::k;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

const STAY: Duration = Duration::from_secs(6);

#[derive(Clone)]
struct Toast {
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// A `Copy` handle: push a toast from anywhere below [`provide_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<Toast>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Whether the page it was said on was left: what is done may lead to another page.
    turned: StoredValue<bool>,
}

/// Make the toasts of the app; call once, above everything that pushes.
pub fn provide_toasts() -> Toasts {
    let toasts =
        Toasts { shown: RwSignal::new(None), timer: StoredValue::new(None), turned: StoredValue::new(false) };
    provide_context(toasts);
    toasts
}

impl Toasts {
    /// The handle from context; where there is none, toasts go nowhere.
    pub fn from_context() -> Self {
        use_context().unwrap_or_else(|| Self {
            shown: RwSignal::new(None),
            timer: StoredValue::new(None),
            turned: StoredValue::new(false),
        })
    }

    /// Say that something was done.
    pub fn push(self, text: impl Into<String>) {
        self.show(Toast { text: text.into(), action: None });
    }

    /// Say something in passing: a toast that offers something stays.
    pub fn mention(self, text: impl Into<String>) {
        let offers =
            self.shown.with_untracked(|shown| shown.as_ref().is_some_and(|toast| toast.action.is_some()));
        if !offers {
            self.push(text);
        }
    }

    /// The same with one action, such as undo.
    pub fn push_with(self, text: impl Into<String>, action: impl Into<String>, run: impl Into<Callback<()>>) {
        self.show(Toast { text: text.into(), action: Some((action.into(), run.into())) });
    }

    /// Take the toast away.
    pub fn clear(self) {
        self.pause();
        self.shown.set(None);
    }

    /// Another page: what was said on the way to this one goes with it, unless it offers something.
    pub fn turn(self) {
        let was = self.turned.try_update_value(|turned| core::mem::replace(turned, true)).unwrap_or_default();
        let offers = self.shown.with_untracked(|shown| shown.as_ref().is_some_and(|t| t.action.is_some()));
        if was && !offers {
            self.clear();
        }
    }

    fn show(self, toast: Toast) {
        self.turned.set_value(false);
        self.shown.set(Some(toast));
        self.resume();
    }

    fn pause(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn resume(self) {
        self.pause();
        self.timer.set_value(set_timeout_with_handle(move || self.clear(), STAY).ok());
    }
}

/// Where toasts appear; mount once, at the end of the frame.
#[component]
pub fn ToastHost() -> impl IntoView {
    let toasts = Toasts::from_context();
    let line = move |Toast { text, action }| {
        let acts = action.is_some().then_some("");
        let button = action.map(|(label, run)| {
            let press = move |_| {
                toasts.clear();
                run.run(());
            };
            view! { <button type="button" on:click=press>{label}</button> }
        });
        view! {
            <div
                class="toast"
                data-acts=acts
                on:pointerenter=move |_| toasts.pause()
                on:pointerleave=move |_| toasts.resume()
                on:focusin=move |_| toasts.pause()
                on:focusout=move |_| toasts.resume()
            >
                <Icon of=glyph::CHECK />
                <span>{text}</span>
                {button}
            </div>
        }
    };
    view! {
        <div class="toast-host" role="status" aria-live="polite" aria-label=k::ui::toasts()>
            {move || toasts.shown.get().map(line)}
        </div>
    }
    .into_any()
}
