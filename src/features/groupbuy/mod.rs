//! Group-buy: the deals of my groups, one deal with its meter, joining, settling, and opening one.
//!
//! `api::DEALS`, `api::DEAL` -> entity cache -> `Deal` -> `model` -> these pages; intents go out as mutations,
//! and the live loop brings the deal again. Must not know the feed (which only draws [`ATTACHMENT`]), invites
//! or the network, and settles no rule of its own: prices and refusals are the domain's.

mod form;
mod model;
mod store;
mod view;

// Native: the properties need proptest, which does not build for the browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use contract::{GroupId, Link};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::glyph;
use crate::ui::slot::{DrawAttachment, GroupAction, Section};

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Deals => Some(view::deals(data)),
        Link::NewDeal(group) => Some(view::new_deal(data, group.clone())),
        Link::Deal(group, deal) => Some(view::deal(data, group.clone(), deal.clone())),
        _ => None,
    }
}

/// Draws the deal that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("deal", view::attachment);

/// A deal can be started in a group.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::groupbuy::start,
    icon: glyph::TOGETHER,
    to: |group| Link::NewDeal(GroupId::from(group)),
};

/// The deals among the things to do together.
pub fn section() -> Section<Link> {
    Section { label: k::groupbuy::title, icon: glyph::TOGETHER, to: Link::Deals }
}
