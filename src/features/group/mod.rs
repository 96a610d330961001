//! Groups: my groups, making one, what a group is (members, rules, my persona, leaving), and what
//! its hosts set in it.
//!
//! `api::GROUPS` -> entity cache -> `List<Group>` -> these pages; intents go out as mutations. Must not
//! know the feed, invites or commerce: it only links to a group's page.

mod about;
mod form;
mod home;
mod model;
mod new;
mod people;
mod persona;
mod policy;
mod roles;
mod settings;
mod start;
mod welcome;

#[cfg(test)]
mod tests;

use contract::group::Group;
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;

/// The pages of this feature that a first visit may need.
pub fn first_page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Home if data.must_sign_in() => Some(welcome::page(data)),
        Link::Home => Some(home::page(data)),
        _ => None,
    }
}

/// The other pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::NewGroup if data.offers(&api::NEW_GROUP) => Some(new::page(data, None)),
        Link::Sibling(group) if data.offers(&api::NEW_GROUP) && has(data, group) => {
            Some(new::sibling(data, group.clone()))
        }
        Link::Settings(group) if settings::offered(data) && has(data, group) => {
            Some(settings::page(data, group.clone()))
        }
        Link::Start(group) if has(data, group) => Some(start::page(data, group.clone())),
        Link::About(group) if has(data, group) => Some(about::page(data, group.clone())),
        Link::NewGroup | Link::Sibling(_) | Link::Start(_) | Link::About(_) | Link::Settings(_) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

fn has(data: Data, group: &GroupId) -> bool {
    data.can_show::<Group>(group.as_str())
}

/// Whether an invite can be looked at and taken here.
fn can_join(data: Data) -> bool {
    data.offers(&api::PREVIEW_INVITE) && data.offers(&api::JOIN)
}
