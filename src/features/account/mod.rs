//! My account on this phone: signing in, verifying a phone, recovery, personas at a glance, settings.
//!
//! `api::SIGN_IN` and friends -> `Data::sign_in`; everything else reads `Data::me` and the groups list. Must
//! not know what the groups do.

mod me;
mod model;
mod phone;
mod recovery;
mod settings;
mod sign_in;
mod verify;

#[cfg(test)]
mod tests;

use contract::Link;
use data::Data;
use leptos::prelude::*;

pub use recovery::notice as above_pages;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::SignIn => Some(sign_in::page(data)),
        Link::Verify => Some(verify::page(data)),
        Link::Me if data.account().is_some() => Some(me::page(data)),
        Link::Me => Some(sign_in::page(data)),
        _ => None,
    }
}
