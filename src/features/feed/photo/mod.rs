//! Photos of posts: their place on a card, and the viewer. The row in which they are chosen is `crate::compose`'s.
//!
//! A card of a first visit makes room for them (`frame`); what stands in it comes with the later pages.

mod grid;
mod model;
mod viewer;

use contract::feed::Post;
use leptos::prelude::*;

pub use grid::{PART, ROOM};

/// The room for the photos of a post, so that nothing moves when they come; `content` is drawn in it.
pub fn frame(post: &Post, content: AnyView) -> AnyView {
    view! { <div class="photos" data-shape=model::shape(&post.photos)>{content}</div> }.into_any()
}
