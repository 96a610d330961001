//! The composition root: configuration, kernel, preferences, route and shell. Imports everything and is
//! imported by nobody.

mod adapters;
mod boot;
mod doctor;
mod inside;
mod later;
mod outbox;
mod painter;
mod prefs;
mod quiet;
mod shell;

pub use boot::start;
