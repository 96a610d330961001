//! Daily activities: the card of the day in a feed, a group's days, one day with its answers, planning one.
//!
//! `api::DAILIES`, `api::DAILY`, `api::DAILY_ANSWERS` -> entity cache -> `Daily`, `DailyAnswer` -> `model` -> these views;
//! an answer goes out through the outbox. Must not know the feed (which only draws [`ATTACHMENT`]) or the network, counts
//! no days and compares nobody: a day that one missed is nowhere to be seen.

mod answers;
mod card;
mod composer;
mod days;
mod form;
mod model;
mod new;
mod page;
mod run;
mod store;

#[cfg(test)]
mod tests;

use contract::daily::Daily;
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
        Link::NewDaily(group) if data.offers(&api::NEW_DAILY) => Some(new::page(data, group.clone())),
        Link::Dailies(group) if can_start(data) => Some(days::page(data, group.clone())),
        Link::Daily(group, daily) if data.can_show::<Daily>(daily.as_str()) => {
            Some(page::page(data, group.clone(), daily.clone()))
        }
        Link::NewDaily(_) | Link::Dailies(_) | Link::Daily(..) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Whether a group's days are told here.
pub fn can_start(data: Data) -> bool {
    data.offers(&api::DAILIES)
}

/// Whether the backend gives the activity that a post carries.
pub fn shows_dailies(data: Data) -> bool {
    data.offers(&api::DAILY)
}

/// Draws the activity that a post carries.
pub const ATTACHMENT: (&str, DrawAttachment) = ("daily", card::attachment);

/// A group has its days.
pub const ACTION: GroupAction<Link> =
    GroupAction { label: k::daily::title, icon: glyph::SPA, to: |group| Link::Dailies(GroupId::from(group)) };
