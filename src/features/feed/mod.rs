//! The feed: a group's page, posts, comments, writing.
//!
//! `api::POSTS` -> entity cache -> `List<Post>` (new ones wait) -> cards; words go out as drafts with one key
//! each. What a post carries is drawn by whoever knows its kind, through `ui::slot`: this room knows no deal
//! and no listing.

mod card;
mod comments;
mod head;
mod model;
mod page;
mod post;
mod write;

#[cfg(test)]
mod tests;

use contract::Link;
use data::Data;
use leptos::prelude::*;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Group(group) => Some(page::page(data, group.clone())),
        Link::Write(group) => Some(write::page(data, group.clone())),
        Link::Post(group, post) => Some(post::page(data, group.clone(), post.clone())),
        _ => None,
    }
}
