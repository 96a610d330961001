//! The hash, for links. History stays flat: tabs replace, and in-app back never leaves the app.

use std::cell::{Cell, RefCell};

use contract::Link;

use crate::platform::{clock, location, storage};
use crate::route;
use crate::ui::nav::Navigator;

/// The address and the history, as links and pages change them.
pub struct Hash {
    /// Steps taken inside the app since it was loaded.
    depth: Cell<u32>,
    /// Changes of the hash that were made here and have not been heard yet.
    own: Cell<u32>,
    /// The hash that was heard last: where the page on screen is.
    heard: RefCell<String>,
    /// Since when a step back or forward is under way: the browser takes it later, and the address is the old one until
    /// then.
    since_step: Cell<Option<f64>>,
    /// Where somebody wished to go meanwhile, and whether without a step.
    wish: RefCell<Option<(Link, bool)>>,
}

const DEPTH: &str = "qunli.depth";
/// The place before the page of signing in, which may lead off the site.
pub(super) const BEFORE: &str = "qunli.before";
/// A step that was not heard by then is none: there was nothing there.
const STEP_TAKES_MS: f64 = 2000.0;

impl Hash {
    /// Takes up the steps of before a reload: the browser keeps its history too.
    pub fn new() -> Self {
        let kept = storage::session_get(DEPTH).and_then(|depth| depth.parse().ok());
        Self {
            depth: Cell::new(kept.unwrap_or(0)),
            own: Cell::new(0),
            heard: RefCell::new(location::hash()),
            since_step: Cell::new(None),
            wish: RefCell::new(None),
        }
    }

    fn set_depth(&self, depth: u32) {
        self.depth.set(depth);
        // Without it, back leads home after a reload.
        let _ = storage::session_set(DEPTH, &depth.to_string());
    }

    /// The hash changed. What was not done here was the browser's back, or an address typed by hand: then
    /// fewer steps are certain.
    pub fn heard(&self) {
        self.heard.replace(location::hash());
        match self.own.get() {
            0 => self.set_depth(self.depth.get().saturating_sub(1)),
            own => self.own.set(own - 1),
        }
        let wish = self.wish.take().filter(|_| self.steps());
        self.since_step.set(None);
        match wish {
            Some((to, true)) => self.replace(&to),
            Some((to, false)) => self.go(&to),
            None => {}
        }
    }

    /// Whether the change of the hash that is heard now was made here.
    pub fn is_own(&self) -> bool {
        self.own.get() > 0
    }

    /// Takes the browser's back back: the page stays as it is.
    pub fn undo_back(&self) {
        self.own.set(self.own.get() + 1);
        self.since_step.set(Some(clock::uptime_ms()));
        location::forward();
    }

    /// Who came back from signing in elsewhere is on that page again, with the one before it behind.
    pub fn return_to_sign_in(&self) {
        location::rewrite_hash(&storage::session_get(BEFORE).unwrap_or_default());
        let here = route::print(&Link::SignIn);
        if location::hash() != here {
            location::push_hash(&here);
            self.set_depth(self.depth.get() + 1);
        }
        self.heard.replace(location::hash());
    }

    fn changes_to(&self, to: &Link) -> bool {
        let changes = location::hash() != route::print(to);
        self.own.set(self.own.get() + u32::from(changes));
        changes
    }

    fn steps(&self) -> bool {
        self.since_step.get().is_some_and(|since| clock::uptime_ms() - since < STEP_TAKES_MS)
    }

    /// Whether it has to wait for the step that is under way: the browser would take that one last, and off the place
    /// that was wished for.
    fn waits(&self, to: &Link, without_step: bool) -> bool {
        let waits = self.steps();
        if waits {
            self.wish.replace(Some((to.clone(), without_step)));
        }
        waits
    }
}

impl Navigator<Link> for Hash {
    fn href(&self, to: &Link) -> String {
        format!("#{}", route::print(to))
    }
    fn absolute(&self, to: &Link) -> String {
        format!("{}#{}", location::base_url(), route::print(to))
    }
    fn place(&self, address: &str) -> Option<Link> {
        match route::parse(address.split_once('#')?.1) {
            route::Route::At(link) => Some(link),
            route::Route::Unknown => None,
        }
    }
    fn go(&self, to: &Link) {
        if *to == Link::SignIn {
            // Losing it leads home.
            let _ = storage::session_set(BEFORE, &location::hash());
        }
        if !self.waits(to, false) && self.changes_to(to) {
            self.set_depth(self.depth.get() + 1);
            location::set_hash(&route::print(to));
        }
    }
    fn replace(&self, to: &Link) {
        if !self.waits(to, true) && self.changes_to(to) {
            location::replace_hash(&route::print(to));
        }
    }
    fn back(&self, fallback: &Link) {
        // Whoever went elsewhere in this moment is not fetched from there, and nobody goes back twice by one wish.
        if self.steps() || location::hash() != *self.heard.borrow() {
            return;
        }
        if self.depth.get() > 0 {
            self.set_depth(self.depth.get() - 1);
            self.own.set(self.own.get() + 1);
            self.since_step.set(Some(clock::uptime_ms()));
            location::back();
        } else {
            self.replace(fallback);
        }
    }
}
