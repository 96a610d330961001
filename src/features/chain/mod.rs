//! Chains (接龙): the card in a feed, one chain with its entries, entering it, and starting or changing one.
//!
//! `api::CHAIN`, `api::ENTRIES` -> entity cache -> `Chain`, `ChainEntry` -> `model` -> these views; intents go out as
//! mutations, and the live loop brings the chain again. Must not know the feed (which only draws [`ATTACHMENT`]) or
//! the network, and gives no place away: who is in and who waits is the backend's word.

mod form;
mod model;
mod store;
mod view;

#[cfg(test)]
mod tests;

use contract::chain::Chain;
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::{DrawAttachment, GroupAction};
use crate::ui::{NotOffered, glyph};

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::NewChain(group) if can_start(data) => Some(view::new_chain(data, group.clone())),
        Link::EditChain(group, chain) if data.offers(&api::EDIT_CHAIN) => {
            Some(view::edit_chain(data, group.clone(), chain.clone()))
        }
        Link::Chain(group, chain) if data.can_show::<Chain>(chain.as_str()) => {
            Some(view::chain(data, group.clone(), chain.clone()))
        }
        Link::NewChain(_) | Link::EditChain(..) | Link::Chain(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Whether a chain can be started here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_CHAIN)
}

/// Whether the backend gives the chain that a post carries.
pub fn shows_chains(data: Data) -> bool {
    data.offers(&api::CHAIN)
}

/// Draws the chain that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("chain", view::attachment);

/// A chain can be started in a group.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::chain::start,
    icon: glyph::CHAIN,
    to: |group| Link::NewChain(GroupId::from(group)),
};
