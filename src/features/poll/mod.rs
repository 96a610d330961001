//! Polls: the card in a feed on which one votes, and the form that asks.
//!
//! `api::POLL` -> entity cache -> `Poll` -> `model` -> the card; a vote goes out as a mutation, and the live loop brings
//! the poll again. Must not know the feed (which only draws [`ATTACHMENT`]) or the network, and counts nothing itself.

mod form;
mod model;
mod new;
mod view;

// Native: the properties need proptest, which does not build for the browser.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

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
        Link::NewPoll(group) if can_start(data) => Some(new::page(data, group.clone())),
        Link::NewPoll(_) => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}

/// Whether a poll can be asked here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_POLL)
}

/// Whether the backend gives the poll that a post carries.
pub fn shows_polls(data: Data) -> bool {
    data.offers(&api::POLL)
}

/// Draws the poll that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("poll", view::attachment);

/// A group can be asked by a poll.
pub const ACTION: GroupAction<Link> =
    GroupAction { label: k::poll::start, icon: glyph::POLL, to: |group| Link::NewPoll(GroupId::from(group)) };
