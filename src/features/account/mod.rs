//! My account on this phone: signing in, verifying a phone, recovery, personas at a glance, settings.
//!
//! `api::SIGN_IN` and friends -> `Data::sign_in`; everything else reads `Data::me` and the groups list. Must
//! not know what the groups do.

mod backend;
mod doctor;
mod host_sign_in;
mod me;
mod model;
mod offered;
mod password;
mod phone;
mod recovery;
mod settings;
mod sign_in;
mod verify;

#[cfg(test)]
mod tests;

use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;

pub use recovery::notice as above_pages;
pub use sign_in::first as sign_in_first;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::SignIn => Some(sign_in::page(data)),
        Link::Verify if data.is_standing() => Some(sign_in::guest()),
        Link::Verify if can_verify(data) => Some(verify::page(data)),
        Link::Verify => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        Link::Me if data.must_sign_in() => Some(sign_in::page(data)),
        Link::Me => Some(me::page(data)),
        Link::Backend => Some(backend::page(data)),
        _ => None,
    }
}

/// Whether a phone can be verified here.
fn can_verify(data: Data) -> bool {
    data.offers(&api::VERIFY_PHONE) && data.offers(&api::REQUEST_CODE)
}
