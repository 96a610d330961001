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

use contract::{GroupId, Link};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::glyph;
use crate::ui::slot::{DrawAttachment, GroupAction, Section};
use store::Market;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let market = Market::from_context()?;
    match link {
        Link::Seats => Some(view::seats::page(market)),
        Link::Classes(group) => Some(view::classes::page(market, group.clone())),
        Link::NewClass(group) => Some(view::new_class::page(market, group.clone())),
        Link::Class(group, class) => Some(view::class::page(market, group.clone(), class.clone())),
        Link::NewListing(group, class, seat) => {
            Some(view::new_listing::page(market, group.clone(), class.clone(), seat.clone()))
        }
        Link::Listing(group, listing) => Some(view::listing::page(market, group.clone(), listing.clone())),
        _ => None,
    }
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
