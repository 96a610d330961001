//! Groups: my groups, making one, and what a group is (members, rules, my persona, leaving).
//!
//! `api::GROUPS` -> entity cache -> `List<Group>` -> these pages; intents go out as mutations. Must not
//! know the feed, invites or commerce: it only links to a group's page.

mod about;
mod form;
mod home;
mod model;
mod new;
mod persona;
mod welcome;

#[cfg(test)]
mod tests;

use contract::group::Group;
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Home if data.must_sign_in() => Some(welcome::page(data)),
        Link::Home => Some(home::page(data)),
        Link::NewGroup if data.offers(&api::NEW_GROUP) => Some(new::page(data)),
        Link::About(group) if data.can_show::<Group>(group.as_str()) => {
            Some(about::page(data, group.clone()))
        }
        Link::NewGroup | Link::About(_) => {
            Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any())
        }
        _ => None,
    }
}

/// Whether an invite can be looked at and taken here.
fn can_join(data: Data) -> bool {
    data.offers(&api::PREVIEW_INVITE) && data.offers(&api::JOIN)
}
