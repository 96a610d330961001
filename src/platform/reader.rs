//! A reader in a long page: which parts are near, where the eye is, and that nothing moves under it.
//!
//! Knows elements by `data-part` (a part, by number) and `data-item` (an article, by name), and nothing of what they
//! are. The engine keeps the place while the page grows above it, where it can; here it is kept where it cannot, and
//! after the page was made anew.

mod keys;
mod marks;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, FocusOptions, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit, ResizeObserver,
};

use super::listener::Listener;
use super::{clock, loose, page};
use marks::{active, all, at, name, number, top};

/// Parts are drawn this far above and below what is on screen.
const MARGIN: &str = "100% 0px";
/// A scroll is over when nothing moved for so long.
const SETTLED_MS: u32 = 200;
const STILL: f64 = 2.0; // What moved less did not move.

/// Where the eye is: the first article on screen, and the part it stands in.
#[derive(Clone, Debug, Default, PartialEq)]
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

/// What the reader is told of.
pub struct Ears {
    /// A part came near, or went far, with its height.
    pub near: Box<dyn Fn(u32, bool, f64)>,
    /// The page stands still after a scroll, is about to be left, or was hidden; true: what is on it was seen.
    pub settled: Box<dyn Fn(bool)>,
}

/// Follows one reader through one list, until dropped.
pub struct Reader {
    inner: Rc<Inner>,
    _listeners: [Listener; 6],
}

struct Inner {
    list: Element,
    ears: Ears,
    near: Option<IntersectionObserver>,
    size: Option<ResizeObserver>,
    /// Where the page is held.
    held: RefCell<Option<Spot>>,
    /// How far down the page was moved by holding it.
    led_to: Cell<Option<f64>>,
    /// Whether the engine itself keeps the place.
    anchors: bool,
    waits: Cell<bool>,
    moved: Cell<bool>,
    /// The article that was pressed last: not every engine gives a pressed link the focus.
    pressed: RefCell<Option<String>>,
    _near: Closure<dyn FnMut(Array)>,
    _size: Closure<dyn FnMut()>,
}

impl Reader {
    /// Follows the reader of `list`.
    pub fn new(list: Element, ears: Ears) -> Self {
        let window = web_sys::window();
        let document = window.as_ref().and_then(web_sys::Window::document);
        if let Some(history) = window.as_ref().and_then(|w| w.history().ok()) {
            // The engine would give back pixels of a page that is not there yet.
            loose::set(&history, "scrollRestoration", &"manual".into());
        }
        let css = loose::get(&loose::window(), "CSS");
        let anchors = loose::call(&css, "supports", &["overflow-anchor".into(), "auto".into()]);
        let inner = Rc::new_cyclic(|weak: &Weak<Inner>| {
            let (of_near, of_size) = (weak.clone(), weak.clone());
            let near = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
                if let Some(inner) = of_near.upgrade() {
                    entries.iter().for_each(|entry| inner.passed(&entry.unchecked_into()));
                }
            });
            let size = Closure::<dyn FnMut()>::new(move || {
                if let Some(inner) = of_size.upgrade() {
                    inner.hold();
                }
            });
            let options = IntersectionObserverInit::new();
            options.set_root_margin(MARGIN);
            let observer = IntersectionObserver::new_with_options(near.as_ref().unchecked_ref(), &options);
            let sizes = ResizeObserver::new(size.as_ref().unchecked_ref()).ok();
            // What grows above the list moves it too.
            if let (Some(sizes), Some(body)) = (&sizes, document.as_ref().and_then(|d| d.body())) {
                sizes.observe(&body);
            }
            Inner {
                list: list.clone(),
                ears,
                near: observer.ok(),
                size: sizes,
                held: RefCell::default(),
                led_to: Cell::default(),
                anchors: anchors.is_ok_and(|yes| yes == JsValue::TRUE),
                waits: Cell::default(),
                moved: Cell::default(),
                pressed: RefCell::default(),
                _near: near,
                _size: size,
            }
        });
        let on = |target: Option<web_sys::EventTarget>, name, then: fn(&Rc<Inner>, Event)| {
            let weak = Rc::downgrade(&inner);
            Listener::new(target, name, move |event| {
                if let Some(inner) = weak.upgrade() {
                    then(&inner, event);
                }
            })
        };
        let window = || window.clone().map(Into::into);
        let listeners = [
            on(window(), "scroll", |inner, _| inner.scrolled()),
            on(window(), "pagehide", |inner, _| (inner.ears.settled)(false)),
            on(document.map(Into::into), "visibilitychange", |inner, _| inner.shown()),
            on(Some(list.clone().into()), "click", |inner, event| inner.pressed(&event)),
            on(Some(list.clone().into()), "focusout", |inner, event| inner.left(&event)),
            on(Some(list.into()), "keydown", |inner, event| keys::pressed(&inner.list, &event)),
        ];
        inner.shown();
        Self { inner, _listeners: listeners }
    }

    /// Looks out for a part. Where the engine cannot, every part of the list is near, and nothing beside it.
    pub fn watch(&self, part: &Element) {
        match &self.inner.near {
            Some(near) => near.observe(part),
            None if self.inner.list.contains(Some(part)) => (self.inner.ears.near)(number(part), true, 0.0),
            None => {}
        }
    }

    /// Looks out for a part no more.
    pub fn forget(&self, part: &Element) {
        if let Some(near) = &self.inner.near {
            near.unobserve(part);
        }
    }

    /// Where the eye is; none above the first article, and where nothing is.
    pub fn spot(&self) -> Option<Spot> {
        self.inner.spot()
    }

    /// The article that was pressed last, or that has the focus.
    pub fn focused(&self) -> Option<String> {
        let of_focus = || name(&active()?.closest("[data-item]").ok()??);
        self.inner.pressed.borrow().clone().or_else(of_focus)
    }

    /// Moves the page to a place, and holds it there until somebody scrolls.
    pub fn hold(&self, spot: Spot) {
        *self.inner.held.borrow_mut() = Some(spot);
        self.inner.hold();
    }

    /// Brings an article to the top of the screen and gives it the focus.
    pub fn show(&self, item: &str) {
        *self.inner.held.borrow_mut() = None;
        if let Some(article) = self.inner.article(item) {
            keys::go_to(&article);
        }
    }

    /// Gives an article the focus, where it stands, if nothing else has it.
    pub fn focus(&self, item: &str) {
        let lost = active().is_none_or(|active| ["BODY", "MAIN"].contains(&active.tag_name().as_str()));
        if let Some(article) = self.inner.article(item).filter(|_| lost) {
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = article.unchecked_ref::<HtmlElement>().focus_with_options(&still);
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(near) = &self.inner.near {
            near.disconnect();
        }
        if let Some(size) = &self.inner.size {
            size.disconnect();
        }
    }
}

impl Inner {
    fn pressed(&self, event: &Event) {
        self.pressed.replace(at(event).and_then(|at| name(&at.closest("[data-item]").ok()??)));
        (self.ears.settled)(true);
        self.pressed.replace(None);
    }

    fn passed(&self, entry: &IntersectionObserverEntry) {
        let part = entry.target();
        // What has the focus stays: it would be lost.
        let near = entry.is_intersecting() || active().is_some_and(|active| part.contains(Some(&active)));
        (self.ears.near)(number(&part), near, entry.bounding_client_rect().height());
    }

    /// What is far and was near for its focus alone is so no more, and no scroll would tell: whoever is asked to look
    /// out anew says how it stands.
    fn left(&self, event: &Event) {
        let part = at(event).and_then(|at| at.closest("[data-part]").ok()?);
        if let (Some(near), Some(part)) = (&self.near, part) {
            near.unobserve(&part);
            near.observe(&part);
        }
    }

    fn article(&self, item: &str) -> Option<Element> {
        all(&self.list, "[data-item]").find(|one| name(one).as_deref() == Some(item))
    }

    fn spot(&self) -> Option<Spot> {
        let on_screen = |one: &Element| one.get_bounding_client_rect().bottom() > 0.0;
        let article = all(&self.list, "[data-item]").find(on_screen)?;
        let part = article.closest("[data-part]").ok()??;
        let (top, part_top) = (top(&article), top(&part));
        Some(Spot { item: name(&article)?, top, part: number(&part), part_top })
    }

    /// How far the page is from where it is held.
    fn away(&self, spot: &Spot) -> f64 {
        if let Some(article) = self.article(&spot.item) {
            return top(&article) - spot.top;
        }
        // The article is gone, or not here yet: its part stands for it.
        let part = all(&self.list, "[data-part]").find(|part| number(part) == spot.part);
        part.map_or(0.0, |part| top(&part) - spot.part_top)
    }

    fn hold(&self) {
        let away = self.held.borrow().as_ref().map_or(0.0, |spot| self.away(spot));
        if let Some(window) = web_sys::window().filter(|_| away.abs() > 0.4) {
            window.scroll_by_with_x_and_y(0.0, away);
            self.led_to.set(window.scroll_y().ok());
        }
    }

    /// Who scrolls is let go; where the engine does not keep the place, it is kept from here on.
    fn scrolled(self: &Rc<Self>) {
        // Holding the page is told as a scroll, a frame later: what grew by then moved the page, and nobody scrolled.
        let now = web_sys::window().and_then(|w| w.scroll_y().ok());
        let led = self.led_to.get().zip(now).is_some_and(|(led, now)| (led - now).abs() < STILL);
        let is_there = |spot: &Spot| led || self.away(spot).abs() < STILL;
        let stays = self.held.borrow().as_ref().is_some_and(is_there);
        if !stays {
            self.led_to.set(None);
            let from_here = if self.anchors { None } else { self.spot() };
            self.held.replace(from_here);
        }
        self.wait();
    }

    /// The page came on screen, or went off it.
    fn shown(self: &Rc<Self>) {
        if page::is_visible() { self.wait() } else { (self.ears.settled)(false) }
    }

    /// Waits until nothing moves any more.
    fn wait(self: &Rc<Self>) {
        if self.waits.replace(true) {
            return self.moved.set(true);
        }
        self.moved.set(false);
        let weak = Rc::downgrade(self);
        let look = move || {
            let Some(inner) = weak.upgrade() else { return };
            inner.waits.set(false);
            if inner.moved.get() {
                inner.wait();
            } else {
                (inner.ears.settled)(page::is_visible());
            }
        };
        clock::after(SETTLED_MS, look).detach();
    }
}
