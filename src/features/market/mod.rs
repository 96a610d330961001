//! Seats: a group's classes with rosters, and passing a seat on to somebody of the same group.
//!
//! `api::LISTINGS`, `api::CLASSES` -> entity cache -> signals -> these pages; steps go out as mutations and the
//! backend decides by `domain::market`. Must not know the feed or group-buys, and moves no money: members
//! settle between themselves, and the pages say so.

mod form;
mod model;
mod store;
mod view;
mod words;

#[cfg(test)]
mod tests;

use contract::market::{Class, Listing};
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::{DrawAttachment, GroupAction, Section};
use crate::ui::{NotOffered, glyph};
use store::Market;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let market = Market::from_context()?;
    let data = market.kernel();
    match link {
        Link::Seats if has_listings(data) => Some(view::seats::page(market)),
        Link::Classes(group) if has_classes(data) => Some(view::classes::page(market, group.clone())),
        Link::NewClass(group) if data.offers(&api::NEW_CLASS) => {
            Some(view::new_class::page(market, group.clone()))
        }
        Link::Class(group, class) if data.can_show::<Class>(class.as_str()) => {
            Some(view::class::page(market, group.clone(), class.clone()))
        }
        Link::NewListing(group, class, seat)
            if data.offers(&api::NEW_LISTING) && data.can_show::<Class>(class.as_str()) =>
        {
            Some(view::new_listing::page(market, group.clone(), class.clone(), seat.clone()))
        }
        Link::Listing(group, listing) if data.can_show::<Listing>(listing.as_str()) => {
            Some(view::listing::page(market, group.clone(), listing.clone()))
        }
        Link::Seats
        | Link::Classes(_)
        | Link::NewClass(_)
        | Link::Class(..)
        | Link::NewListing(..)
        | Link::Listing(..) => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}

/// Whether the backend has seats on offer.
pub fn has_listings(data: Data) -> bool {
    data.offers(&api::LISTINGS)
}

/// Whether the backend has classes.
pub fn has_classes(data: Data) -> bool {
    data.offers(&api::CLASSES)
}

/// Whether a seat can be passed on here.
pub fn can_pass_on(data: Data) -> bool {
    data.offers(&api::NEW_LISTING)
}

/// Whether the backend gives the listing that a post carries.
pub fn shows_listings(data: Data) -> bool {
    data.offers(&api::LISTING)
}

/// How a post shows the listing that it carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("listing", view::card::attachment);

/// What can be started in a group.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::market::action,
    icon: glyph::SEAT,
    to: |group| Link::Classes(GroupId::from(group)),
};

/// The section of the page of things to do together.
pub fn section() -> Section<Link> {
    Section { label: k::market::section, icon: glyph::SEAT, to: Link::Seats }
}
