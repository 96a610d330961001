//! Photos of posts: the row in which they are chosen, their place on a card, and the viewer.
//!
//! A card of a first visit makes room for them (`frame`); what stands in it comes with the later pages.

mod copies;
mod grid;
mod model;
mod queue;
mod tray;
mod viewer;

use contract::feed::Post;
use leptos::prelude::*;

pub use grid::PART;
pub use queue::Queue;
pub use tray::tray;

/// The room for the photos of a post, so that nothing moves when they come; `content` is drawn in it.
pub fn frame(post: &Post, content: AnyView) -> AnyView {
    view! { <div class="photos" data-shape=model::shape(&post.photos)>{content}</div> }.into_any()
}
