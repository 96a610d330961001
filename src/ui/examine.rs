//! Examining the backend without knowing how: the trait, its lines, and the handle.

use leptos::prelude::*;
use std::rc::Rc;

/// One line of what was found, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// `ok`, `warning`, `failed`, `skipped` or `unknown`.
    pub state: String,
    /// The state in a word.
    pub pill: String,
    /// What was looked at.
    pub name: String,
    /// What was asked, what came, what it means, how to mend it; each with its name.
    pub facts: Vec<(String, String)>,
    /// What it may be, where it cannot be told.
    pub possible: Vec<String>,
    /// The line that mends it.
    pub exact: String,
    /// All of it as text.
    pub text: String,
}

/// What comes of examining, bit by bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One more line.
    Line(Line),
    /// That is all.
    End,
    /// It could not begin, or broke off.
    Unavailable,
}

/// Examines the backend.
pub trait Examiner {
    /// Tells line by line; writes only with leave.
    fn examine(&self, may_write: bool, tell: Callback<Found>);
}

/// A `Copy` handle on the examiner, from context.
#[derive(Clone, Copy)]
pub struct Examine(StoredValue<Rc<dyn Examiner>, LocalStorage>);

impl Examine {
    /// Tells line by line; writes only with leave.
    pub fn examine(self, may_write: bool, tell: Callback<Found>) {
        if self.0.try_with_value(|examiner| examiner.examine(may_write, tell)).is_none() {
            tell.run(Found::Unavailable);
        }
    }
}

/// Provide the examiner to everything below.
pub fn provide_examine(examiner: Rc<dyn Examiner>) {
    provide_context(Examine(StoredValue::new_local(examiner)));
}

/// The examiner that was provided above, if one was.
pub fn use_examine() -> Option<Examine> {
    use_context()
}
