//! THE list of features: one mod, its pages, an optional tab, and what it puts into other rooms.
//!
//! Removing a folder in `features/` and the lines with its name here removes the feature.

use contract::Link;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::{DrawAttachment, GroupAction, Slots};
use crate::ui::{Tab, glyph};

mod account;
mod feed;
mod group;
mod groupbuy;
mod invite;
mod market;

/// A feature's page for a place, if the place is its own.
type Pages = fn(&Link) -> Option<AnyView>;

const PAGES: [Pages; 6] =
    [group::page, feed::page, invite::page, market::page, groupbuy::page, account::page];

const ATTACHMENTS: [(&str, DrawAttachment); 2] = [groupbuy::ATTACHMENT, market::ATTACHMENT];

const ACTIONS: [&GroupAction<Link>; 3] = [&invite::ACTION, &groupbuy::ACTION, &market::ACTION];

/// The page of a place.
pub fn page(link: &Link) -> Option<AnyView> {
    PAGES.iter().find_map(|page| page(link))
}

/// What stands above every page while it matters.
pub fn above(data: data::Data) -> AnyView {
    account::above_pages(data)
}

/// What features put into each other's rooms.
pub fn slots() -> Slots<Link> {
    Slots {
        attachments: ATTACHMENTS.to_vec(),
        actions: ACTIONS.to_vec(),
        sections: vec![groupbuy::section(), market::section()],
    }
}

/// The tabs: 群里, 一起, 我.
pub fn tabs() -> Vec<Tab<Link>> {
    let tab = |label, icon, to| Tab { label, icon, to, waiting: Signal::stored(false) };
    vec![
        tab(k::common::group_tab(), glyph::HOME, Link::Home),
        tab(k::common::together_tab(), glyph::TOGETHER, Link::Deals),
        tab(k::common::me_tab(), glyph::ME, Link::Me),
    ]
}

/// The tab that is current at a place; none on pages with an action bar of their own.
pub fn tab_of(link: &Link) -> Option<Link> {
    match link {
        Link::Home | Link::Group(_) => Some(Link::Home),
        Link::Deals | Link::Seats => Some(Link::Deals),
        Link::Me => Some(Link::Me),
        _ => None,
    }
}
