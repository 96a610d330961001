//! Moments: what a post tells besides its words. A check-in, a place, a film, a book, something to eat, a review, a link.
//!
//! Form -> `NewMoment` (the post and what it tells, in one intent) -> outbox -> `Post` in the entity cache -> the card, which
//! reads what its post tells. Must not know the feed (which only draws [`ATTACHMENT`]) or the network, and asks no phone
//! where it is: a place is words.

mod edit;
mod fields;
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
        Link::NewMoment(group) if can_start(data) => Some(new::page(data, group.clone())),
        Link::EditMoment(group, post) if data.offers(&api::EDIT_MOMENT) => {
            Some(edit::page(data, group.clone(), post.clone()))
        }
        Link::NewMoment(_) | Link::EditMoment(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Whether a moment can be told here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_MOMENT)
}

/// A moment is in its post: whoever gives posts gives it.
pub fn shows_moments(_: Data) -> bool {
    true
}

/// Draws what a post tells; its id is the post's.
pub const ATTACHMENT: (&str, DrawAttachment) = ("moment", view::attachment);

/// Members can check in, review and recommend.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::moment::start,
    icon: glyph::CHECKIN,
    to: |group| Link::NewMoment(GroupId::from(group)),
};
