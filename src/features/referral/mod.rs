//! Recommendations: coming to a deal or a seat by somebody's share, being told so beside it, what came of my own shares,
//! and, for who runs a group, who helps.
//!
//! `Link::SharedDeal` -> `api::ARRIVE` -> the deal; `api::REFERRAL` -> entity cache -> the part beside the deal and the
//! page. Knows no deal and no listing but by their ids, counts nothing itself, and knows nobody's name but the sharer's.

mod arrive;
mod helpers;
mod model;
mod page;
mod told;

// Native: the properties need proptest, which does not build for the browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use contract::group::Group;
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;
use crate::ui::slot::DrawAttachment;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::SharedDeal(group, deal, by) => {
            let plain = Link::Deal(group.clone(), deal.clone());
            Some(arrive::page(data, group, model::thing("deal", deal.as_str()), by, plain))
        }
        Link::SharedListing(group, listing, by) => {
            let plain = Link::Listing(group.clone(), listing.clone());
            Some(arrive::page(data, group, model::thing("listing", listing.as_str()), by, plain))
        }
        Link::Shares(group) if is_kept(data) && data.can_show::<Group>(group.as_str()) => {
            Some(page::page(data, group.clone()))
        }
        Link::Shares(_) => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}

/// Whether the backend keeps recommendations.
pub fn is_kept(data: Data) -> bool {
    data.offers(&api::REFERRAL)
}

/// Tells beside a thing by whose share I came to it. Its words are the thing's kind.
pub const PART: (&str, DrawAttachment) = ("referral/told", told::part);
