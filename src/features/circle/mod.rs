//! Circles: mine in a group, being asked into one, making one, who is in it, leaving.
//!
//! `api::CIRCLES` -> entity cache -> `Circle` -> these pages; answers are mutations, and the live loop brings what they
//! change. What is written for a circle is the feed's; this room must not know a post, and enforces nothing.

mod asked;
mod ends;
mod list;
mod model;
mod new;
mod people;
mod pick;
mod view;

#[cfg(test)]
mod tests;

use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;
use crate::ui::slot::DrawAttachment;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Circles(group) if data.has_circles() => Some(list::page(data, group.clone())),
        Link::NewCircle(group) if data.has_circles() && data.offers(&api::NEW_CIRCLE) => {
            Some(new::page(data, group.clone()))
        }
        Link::Circle(group, circle) if data.has_circles() => {
            Some(view::page(data, group.clone(), circle.clone()))
        }
        Link::Circles(_) | Link::NewCircle(_) | Link::Circle(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Above a group's feed: who asks me into a circle, and which of mine was dissolved.
pub const PART: (&str, DrawAttachment) = ("circle/asked", asked::draw);
