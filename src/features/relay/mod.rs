//! Relays (接龙 as a game): the card with the last few entries, one relay with all of them, continuing it, beginning one.
//!
//! `api::RELAY`, `api::RELAY_ENTRIES` -> entity cache -> `Relay`, `RelayEntry` -> `model` -> these views; an entry goes out
//! as a mutation that names what it continues, and the live loop brings the others'. Must not know the feed (which only
//! draws [`ATTACHMENT`]) or the network, and decides nothing: whose entry is in is the backend's word.

mod card;
mod composer;
mod entries;
mod form;
mod model;
mod new;
mod page;
mod store;

#[cfg(test)]
mod tests;

use contract::relay::Relay;
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
        Link::NewRelay(group) if can_start(data) => Some(new::page(data, group.clone())),
        Link::Relay(group, relay) if data.can_show::<Relay>(relay.as_str()) => {
            Some(page::page(data, group.clone(), relay.clone()))
        }
        Link::NewRelay(_) | Link::Relay(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Whether a relay can be begun here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_RELAY)
}

/// Whether the backend gives the relay that a post carries.
pub fn shows_relays(data: Data) -> bool {
    data.offers(&api::RELAY)
}

/// Draws the relay that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("relay", card::attachment);

/// A relay can be begun in a group.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::relay::start,
    icon: glyph::TALK,
    to: |group| Link::NewRelay(GroupId::from(group)),
};
