//! Events: the card on which one says whether one comes, one event with who comes, announcing and changing one.
//!
//! `api::EVENT`, `api::RSVPS` -> entity cache -> `Event`, `Rsvp` -> `model` -> these views; an answer goes out as a
//! mutation, and the live loop brings the event again. Must not know the feed (which only draws [`ATTACHMENT`]) or the
//! network, and gives no room away: who comes and who waits is the backend's word.

mod form;
mod model;
mod store;
mod view;

// Native: the tests look at sentences of all languages.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use contract::event::Event;
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
        Link::NewEvent(group) if can_start(data) => Some(view::new_event(data, group.clone())),
        Link::EditEvent(group, event) if data.offers(&api::EDIT_EVENT) => {
            Some(view::edit_event(data, group.clone(), event.clone()))
        }
        Link::Event(group, event) if data.can_show::<Event>(event.as_str()) => {
            Some(view::event(data, group.clone(), event.clone()))
        }
        Link::NewEvent(_) | Link::EditEvent(..) | Link::Event(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Whether an event can be announced here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::NEW_EVENT)
}

/// Whether the backend gives the event that a post carries.
pub fn shows_events(data: Data) -> bool {
    data.offers(&api::EVENT)
}

/// Draws the event that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("event", view::attachment);

/// An event can be announced in a group.
pub const ACTION: GroupAction<Link> = GroupAction {
    label: k::event::start,
    icon: glyph::CAL,
    to: |group| Link::NewEvent(GroupId::from(group)),
};
