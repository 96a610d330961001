//! A feed that is opened at its top is drawn a few posts at a time: a weak phone paints and listens between two steps.
//!
//! Who comes back to a place further down gets all at once, or would be led to where nothing is yet.

use std::time::Duration;

use leptos::prelude::*;

/// Posts that are drawn with each step. The first comes after what stands above the feed.
const STEP: usize = 4;

/// How many posts of a part are drawn by now; none: all. `Copy`.
#[derive(Clone, Copy)]
pub struct Gradual(RwSignal<Option<usize>>);

impl Gradual {
    /// Everything at once, or step by step until `all` are drawn.
    pub fn new(by_steps: bool, all: impl Fn() -> Option<usize> + Copy + 'static) -> Self {
        let this = Self(RwSignal::new(by_steps.then_some(0)));
        let step = move || {
            let drawn = this.0.try_get_untracked().flatten();
            // Who left the page meanwhile needs no more of it.
            this.0.try_set(
                drawn.map(|drawn| drawn + STEP).filter(|drawn| all().is_some_and(|all| *drawn < all)),
            );
        };
        Effect::new(move |_| {
            if !this.is_whole() {
                set_timeout(step, Duration::ZERO);
            }
        });
        this
    }

    /// Whether nothing is left out.
    pub fn is_whole(self) -> bool {
        self.0.with(Option::is_none)
    }

    /// Leaves out what is not drawn yet.
    pub fn cut(self, mut posts: Vec<String>) -> Vec<String> {
        posts.truncate(self.0.get().unwrap_or(usize::MAX));
        posts
    }

    /// Draws what is left at once.
    pub fn finish(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }
}
