//! A reader in a long list, without knowing how the screen is watched: the trait and the handle.
//!
//! Parts are elements with `data-part` (a number), articles have `data-item` (a name).

use leptos::prelude::*;
use leptos::web_sys::Element;
use std::rc::Rc;

/// Where the eye is: the first article on screen, and the part it stands in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spot {
    /// The article.
    pub item: String,
    /// Its distance from the top of the screen.
    pub top: f64,
    /// Its part.
    pub part: u32,
    /// The distance of that part.
    pub part_top: f64,
}

/// Hears that a part came near or went far, with its height.
pub type OnNear = Box<dyn Fn(u32, bool, f64)>;

/// Watches the screen.
pub trait Watch {
    /// Follows the reader of a list until what is given back is dropped. `settled` is called when a scroll is over,
    /// and before the page is left or hidden; with true where what is on screen was seen for a moment.
    fn follow(&self, list: Element, near: OnNear, settled: Box<dyn Fn(bool)>) -> Rc<dyn Follow>;
}

/// A reader who is followed.
pub trait Follow {
    /// Looks out for a part, or no more.
    fn watch(&self, part: &Element, on: bool);
    /// Where the eye is.
    fn spot(&self) -> Option<Spot>;
    /// Moves the page to a place, and holds it there until somebody scrolls.
    fn hold(&self, spot: Spot);
    /// Brings an article to the top of the screen, with the focus.
    fn show(&self, item: &str);
    /// The article that has the focus.
    fn focused(&self) -> Option<String>;
    /// Gives an article the focus where it stands, if it was lost.
    fn focus(&self, item: &str);
}

/// A `Copy` handle on the watch, from context.
#[derive(Clone, Copy)]
struct UseWatch(StoredValue<Rc<dyn Watch>, LocalStorage>);

/// Provides the watch to everything below.
pub fn provide_watch(watch: Rc<dyn Watch>) {
    provide_context(UseWatch(StoredValue::new_local(watch)));
}

/// Follows the reader of a list; nobody is followed where no watch was provided.
pub fn follow(list: Element, near: OnNear, settled: Box<dyn Fn(bool)>) -> Option<Rc<dyn Follow>> {
    let UseWatch(watch) = use_context()?;
    watch.try_with_value(|watch| watch.follow(list, near, settled))
}
