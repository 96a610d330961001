//! Playlists: lists of titles and links on a post, to which members add.
//!
//! `api::PLAYLIST` -> entity cache -> `Playlist` -> `model` -> the card; rows go out through the outbox, and the live loop
//! brings the list again. Must not know the feed (which only draws [`ATTACHMENT`]) or the network.

mod form;
mod model;
mod new;
mod row;
mod settings;
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
        Link::NewPlaylist(group) if can_start(data) => Some(new::page(data, group.clone())),
        Link::NewPlaylist(_) => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}

/// Whether a playlist can be made here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_PLAYLIST)
}

/// Whether the backend gives the playlist of a post.
pub fn shows_playlists(data: Data) -> bool {
    data.offers(&api::PLAYLIST)
}

/// Draws the playlist of a post.
pub const ATTACHMENT: (&str, DrawAttachment) = ("playlist", view::attachment);

/// Members can make a list together.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::playlist::start,
    icon: glyph::LIST,
    to: |group| Link::NewPlaylist(GroupId::from(group)),
};
