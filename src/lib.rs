//! Qunli, the web app: a single page in WebAssembly, shipped as static files.
//!
//! A map: [`app`] composes everything; [`route`] prints and parses addresses; `features` are the rooms,
//! one folder each; `compose` is what forms of posts have in common; [`ui`] are the components, blind to data; [`platform`] touches the browser, alone;
//! [`i18n`] holds every word. What is asked of a backend goes through the `data` crate.

pub mod app;
mod compose;
mod features;
pub mod i18n;
pub mod platform;
pub mod route;
pub mod ui;

pub use app::start;
