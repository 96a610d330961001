//! Scanning: from a code before the camera, on a photo or typed, to the place it leads to.
//!
//! `ui::scan` -> the read text -> what it is (`scanned`) -> shown -> `Link::Join`. This room knows no group and
//! asks no backend; it never opens a foreign address.

mod address;
mod alike;
mod form;
mod model;
mod puny;
mod scanned;
mod view;

// proptest does not build for wasm.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;

/// The page of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Scan if data.offers(&api::PREVIEW_INVITE) && data.offers(&api::JOIN) => {
            Some(view::scan::page())
        }
        Link::Scan => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}
