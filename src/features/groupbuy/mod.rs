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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod option_tests;

use contract::groupbuy::Deal;
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::{DrawAttachment, GroupAction, Section};
use crate::ui::{NotOffered, glyph};

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Deals if has_deals(data) => Some(view::deals(data)),
        Link::NewDeal(group) if can_start(data) => Some(view::new_deal(data, group.clone())),
        Link::Deal(group, deal) if data.can_show::<Deal>(deal.as_str()) => {
            Some(view::deal(data, group.clone(), deal.clone()))
        }
        Link::EditDeal(group, deal) if data.offers(&api::EDIT_DEAL) => {
            Some(view::edit_deal(data, group.clone(), deal.clone()))
        }
        Link::PickUps(group, deal) if hands_out(data) => {
            Some(view::pick_up(data, group.clone(), deal.clone(), None))
        }
        Link::PickUp(group, deal, token) if hands_out(data) => {
            Some(view::pick_up(data, group.clone(), deal.clone(), Some(token.clone())))
        }
        Link::Deals
        | Link::NewDeal(_)
        | Link::Deal(..)
        | Link::EditDeal(..)
        | Link::PickUps(..)
        | Link::PickUp(..) => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}

/// Whether the backend has deals.
pub fn has_deals(data: Data) -> bool {
    data.offers(&api::DEALS)
}

/// Whether what was bought can be handed out by a list.
fn hands_out(data: Data) -> bool {
    data.offers(&api::PLEDGES) && data.offers(&api::COLLECT_PLEDGE)
}

/// Whether a deal can be opened here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_DEAL)
}

/// Whether the backend gives the deal that a post carries.
pub fn shows_deals(data: Data) -> bool {
    data.offers(&api::DEAL)
}

/// Draws the deal that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("deal", view::attachment);

/// My order in a deal and what who runs it does, for a deal that another feature draws.
pub const PART: (&str, DrawAttachment) = ("groupbuy/run", view::run);

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
