//! Links without knowing routes: the trait that the composition root implements, and the link component.
//!
//! `L` is whatever names a place (the app uses `contract::Link`); `ui` never prints or parses an address.

use super::maybe_text::MaybeText;
use leptos::ev;
use leptos::prelude::*;
use std::rc::Rc;

/// Goes to places named by `L`.
pub trait Navigator<L> {
    /// The address for an `<a href>`.
    fn href(&self, to: &L) -> String;
    /// The whole address, for what leaves the app: copied texts and invites.
    fn absolute(&self, to: &L) -> String;
    /// The place that a whole address names, of which one knows that it is this app's.
    fn place(&self, address: &str) -> Option<L>;
    /// Go there; back leads here again.
    fn go(&self, to: &L);
    /// Go there without a step in the history, as tabs do.
    fn replace(&self, to: &L);
    /// One step back, or to `fallback` where there is no step.
    fn back(&self, fallback: &L);
}

/// A `Copy` handle on the navigator, from context.
pub struct Nav<L: 'static>(StoredValue<Rc<dyn Navigator<L>>, LocalStorage>);

impl<L> Clone for Nav<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for Nav<L> {}

impl<L: 'static> Nav<L> {
    /// The address for an `<a href>`.
    pub fn href(self, to: &L) -> String {
        self.0.try_with_value(|nav| nav.href(to)).unwrap_or_default()
    }

    /// The whole address, for what leaves the app: copied texts and invites.
    pub fn absolute(self, to: &L) -> String {
        self.0.try_with_value(|nav| nav.absolute(to)).unwrap_or_default()
    }

    /// The place that a whole address names, of which one knows that it is this app's.
    pub fn place(self, address: &str) -> Option<L> {
        self.0.try_with_value(|nav| nav.place(address)).flatten()
    }

    /// Go there; back leads here again.
    pub fn go(self, to: &L) {
        self.0.try_with_value(|nav| nav.go(to));
    }

    /// Go there without a step in the history.
    pub fn replace(self, to: &L) {
        self.0.try_with_value(|nav| nav.replace(to));
    }

    /// One step back, or to `fallback`.
    pub fn back(self, fallback: &L) {
        self.0.try_with_value(|nav| nav.back(fallback));
    }
}

/// Nowhere: where no navigator was provided, links lead to the page they are on.
struct Nowhere;

impl<L> Navigator<L> for Nowhere {
    fn href(&self, _: &L) -> String {
        "#".into()
    }
    fn absolute(&self, _: &L) -> String {
        String::new()
    }
    fn place(&self, _: &str) -> Option<L> {
        None
    }
    fn go(&self, _: &L) {}
    fn replace(&self, _: &L) {}
    fn back(&self, _: &L) {}
}

/// Provide the navigator to everything below.
pub fn provide_nav<L: 'static>(navigator: Rc<dyn Navigator<L>>) -> Nav<L> {
    let nav = Nav(StoredValue::new_local(navigator));
    provide_context(nav);
    nav
}

/// The navigator that was provided above.
pub fn use_nav<L: 'static>() -> Nav<L> {
    use_context::<Nav<L>>().unwrap_or_else(|| Nav(StoredValue::new_local(Rc::new(Nowhere))))
}

/// A link inside the app: a real `<a href>`, followed without a reload.
#[component]
pub fn Go<L: Clone + 'static>(
    /// Where it leads.
    to: L,
    /// The handle, if the caller has it; from context unless given.
    #[prop(optional, into)]
    nav: Option<Nav<L>>,
    /// Classes of the anchor.
    #[prop(optional)]
    class: &'static str,
    /// `data-look`, for a link that looks like a button.
    #[prop(optional)]
    look: &'static str,
    /// `data-small`.
    #[prop(optional)]
    small: bool,
    /// `data-wide`.
    #[prop(optional)]
    wide: bool,
    /// A name for assistive technology, where the content has no words.
    #[prop(optional, into)]
    label: Option<MaybeText>,
    /// `aria-current="page"` while true.
    #[prop(optional, into)]
    current: Option<Signal<bool>>,
    /// Leave no step in the history, as tabs do.
    #[prop(optional)]
    replace: bool,
    /// What the link shows.
    children: Children,
) -> impl IntoView {
    let nav = nav.unwrap_or_else(use_nav);
    let href = nav.href(&to);
    let follow = Rc::new(move || if replace { nav.replace(&to) } else { nav.go(&to) });
    anchor(href, follow, [class, look], [small, wide], label, current, children())
}

fn anchor(
    href: String,
    follow: Rc<dyn Fn()>,
    [class, look]: [&'static str; 2],
    [small, wide]: [bool; 2],
    label: Option<MaybeText>,
    current: Option<Signal<bool>>,
    inner: AnyView,
) -> AnyView {
    let click = move |event: ev::MouseEvent| {
        // A modified click opens another tab, as everywhere.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0) {
            event.prevent_default();
            follow();
        }
    };
    view! {
        <a
            href=href
            class=class
            data-look=(!look.is_empty()).then_some(look)
            data-small=small.then_some("")
            data-wide=wide.then_some("")
            aria-label=label.map(|label| move || label.get())
            aria-current=current.map(|current| move || current.get().then_some("page"))
            on:click=click
        >
            {inner}
        </a>
    }
    .into_any()
}
