//! Every touch of the browser: fetch, storage, clock, page, share, camera, photo,
//! QR.
//!
//! The only module that reads browser globals. It must not know anything of
//! ours (no contract, net, data, ui, leptos): it speaks std types, and
//! `app/adapters.rs` joins it to the traits of the other rooms. Nothing here
//! panics: where the browser lacks an ability (plain HTTP on a local network,
//! storage switched off, an old engine) the function says so and degrades.

pub mod boot;
pub mod camera;
pub mod clock;
pub mod detector;
pub mod doctor;
pub mod focus;
pub mod host;
pub mod http;
pub mod idb;
pub mod listener;
pub mod location;
mod loose;
pub mod page;
pub mod photo;
pub mod poster;
pub mod qr;
pub mod random;
pub mod raster;
pub mod reader;
pub mod scan;
pub mod share;
pub mod storage;
pub mod stream;
pub mod turn;
mod utf8;
pub mod webview;

// Two attributes: clippy knows test code by a plain cfg(test).
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
