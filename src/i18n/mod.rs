//! The words of the app: locale files compiled into typed functions, and figures and dates through the browser.
//!
//! `k::feed::title()` is a text of `locales/*/feed.toml`; a key that a language lacks ends the build. Language is
//! a plain global: whoever changes it remounts the app, so nothing here is reactive. Knows no contract type, no
//! store and no network; a fault arrives as a `Notice` and leaves as a [`Sentence`].

mod calendar;
mod format;
mod lang;
mod notice;
pub(crate) mod text;

#[cfg(target_arch = "wasm32")]
#[path = "intl.rs"]
mod intl;
#[cfg(not(target_arch = "wasm32"))]
#[path = "intl_native.rs"]
mod intl;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod browser_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod compiler_tests;
#[cfg(test)]
mod tests;

/// One function for each text in `locales/`, grouped by file.
pub mod k {
    include!(concat!(env!("OUT_DIR"), "/locales.rs"));
}

pub use format::{
    date_time, day, day_parts, deadline, decimal, list, local_input, moment, money, number, parse_local,
    span, time, zone_name,
};
pub use k::Lang;
pub use lang::{lang, set_lang};
pub use notice::{Sentence, field_text, sentence, undone};
pub use text::{fetch, is_here, lookup};
