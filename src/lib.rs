//! app
pub mod i18n;
pub mod ui;
pub mod platform;
