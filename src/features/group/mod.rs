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

use contract::Link;
use data::Data;
use leptos::prelude::*;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Home if data.account().is_some() => Some(home::page(data)),
        Link::Home => Some(welcome::page()),
        Link::NewGroup => Some(new::page(data)),
        Link::About(group) => Some(about::page(data, group.clone())),
        _ => None,
    }
}
