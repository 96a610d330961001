//! Copying and sharing without knowing the browser: the trait, the handle, and the copy button.

use super::{Button, Glyph, Look, Toasts};
use crate::i18n::k;
use leptos::prelude::*;
use std::rc::Rc;

/// Brings a text out of the app.
pub trait Sharer {
    /// Copy to the clipboard; `done` says whether it worked.
    fn copy(&self, text: String, done: Callback<bool>);
    /// Whether the phone has a share sheet.
    fn can_share(&self) -> bool;
    /// Open the share sheet; `done` says whether something was sent.
    fn share(&self, text: String, done: Callback<bool>);
}

/// A `Copy` handle on the sharer, from context.
#[derive(Clone, Copy)]
pub struct Share(StoredValue<Rc<dyn Sharer>, LocalStorage>);

impl Share {
    /// Copy to the clipboard; `done` says whether it worked.
    pub fn copy(self, text: String, done: Callback<bool>) {
        if self.0.try_with_value(|sharer| sharer.copy(text, done)).is_none() {
            done.run(false);
        }
    }

    /// Whether the phone has a share sheet.
    pub fn can_share(self) -> bool {
        self.0.try_with_value(|sharer| sharer.can_share()).unwrap_or(false)
    }

    /// Open the share sheet.
    pub fn share(self, text: String, done: Callback<bool>) {
        if self.0.try_with_value(|sharer| sharer.share(text, done)).is_none() {
            done.run(false);
        }
    }

    /// Copy, and say in a toast whether it worked.
    pub fn copy_and_tell(self, text: String, toasts: Toasts) {
        let done =
            move |ok: bool| toasts.push(if ok { k::common::copied() } else { k::common::copy_failed() });
        self.copy(text, Callback::new(done));
    }
}

struct Mute;

impl Sharer for Mute {
    fn copy(&self, _: String, done: Callback<bool>) {
        done.run(false);
    }
    fn can_share(&self) -> bool {
        false
    }
    fn share(&self, _: String, done: Callback<bool>) {
        done.run(false);
    }
}

/// Provide the sharer to everything below.
pub fn provide_share(sharer: Rc<dyn Sharer>) {
    provide_context(Share(StoredValue::new_local(sharer)));
}

/// The sharer that was provided above.
pub fn use_share() -> Share {
    use_context().unwrap_or_else(|| Share(StoredValue::new_local(Rc::new(Mute))))
}

/// A button that copies a text and says so in a toast.
#[component]
pub fn CopyButton(
    /// What is copied, read at the press.
    #[prop(into)]
    text: Signal<String>,
    /// The label; `复制` unless given.
    #[prop(into, default = Signal::derive(|| k::common::copy().to_owned()))]
    label: Signal<String>,
    /// Weight; soft unless given.
    #[prop(default = Look::Soft)]
    look: Look,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// 44 px instead of 48 px.
    #[prop(optional)]
    small: bool,
    /// The whole width.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let (share, toasts) = (use_share(), Toasts::from_context());
    let press = Callback::new(move |()| share.copy_and_tell(text.get_untracked(), toasts));
    match icon {
        Some(icon) => view! { <Button label look small wide icon on_press=press /> }.into_any(),
        None => view! { <Button label look small wide on_press=press /> }.into_any(),
    }
}
