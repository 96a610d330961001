//! The line of a card that says that it is for a circle alone. It comes with the later pages.

use contract::feed::Post;
use data::Data;
use leptos::prelude::*;

use crate::compose;
use crate::ui::slot::DrawAttachment;

/// Draws it.
pub const PART: (&str, DrawAttachment) = ("feed/circle", draw);

fn draw(post: &str, _: &str, _: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let circle = data.one::<Post>(post).get_untracked().into_value().and_then(|post| post.circle_id);
    circle.map(|circle| compose::mark(data, &circle)).into_any()
}
