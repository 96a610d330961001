//! The feed: a group's page, posts, comments, writing.
//!
//! `api::POSTS` -> entity cache -> `List<Post>` (new ones wait) -> cards; words go out as drafts with one key
//! each. What a post carries is drawn by whoever knows its kind, through `ui::slot`: this room knows no deal
//! and no listing.

mod card;
mod circle;
mod comment;
mod comments;
mod gradual;
mod head;
mod kind;
mod menu;
mod model;
mod page;
mod photo;
mod post;
mod reactions;
mod roll_call;
mod unread;
mod waiting;
mod window;
mod write;

#[cfg(test)]
mod tests;

use contract::feed::Post;
use contract::group::Group;
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;
use crate::ui::slot::DrawAttachment;

/// The pages of this feature that a first visit may need.
pub fn first_page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Group(group) if data.can_show::<Group>(group.as_str()) => Some(page::page(data, group.clone())),
        _ => None,
    }
}

/// The other pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Write(group) if data.offers(&api::NEW_POST) => Some(write::page(data, group.clone())),
        Link::Post(group, post) if data.can_show::<Post>(post.as_str()) => {
            Some(post::page(data, group.clone(), post.clone()))
        }
        Link::Group(_) | Link::Write(_) | Link::Post(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// What of a card comes with the later pages: its menu, the roll call of an announcement, photos, whom it is for.
pub const PARTS: [(&str, DrawAttachment); 5] =
    [menu::PART, roll_call::PART, photo::PART, photo::ROOM, circle::PART];
