//! Bargains: a deal whose price falls for one member as others help, each once. Off by the group's policy, and absent where
//! the app around the page bans them.
//!
//! `api::DEAL` -> entity cache -> `Deal` with its bargains -> `model` -> these cards. It stands in the rooms that group-buy
//! leaves for it: the page of a deal that is sold so, its card, the way to open one. Must not know payments, orders and
//! who runs a deal (that is group-buy's part), and decides no price: every figure is the backend's.

mod act;
mod card;
mod form;
mod head;
mod model;
mod new;
mod one;
mod page;
mod store;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::ui::NotOffered;
use crate::ui::host::{Ability, use_host};
use crate::ui::slot::DrawAttachment;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::NewBargains(group) if !is_allowed() => Some(page::elsewhere(group.clone(), link)),
        Link::NewBargains(group) if is_offered(data) => Some(new::page(data, group.clone())),
        Link::NewBargains(_) => Some(view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any()),
        _ => None,
    }
}

/// Whether the backend has bargains.
pub fn is_offered(data: Data) -> bool {
    data.offers(&api::NEW_BARGAIN) && data.offers(&api::HELP_BARGAIN) && data.offers(&api::NEW_DEAL)
}

/// Whether the app around the page lets them be shown.
fn is_allowed() -> bool {
    use_host().can(Ability::Bargain)
}

/// What it draws in the rooms of others: the card of a post, the page of a deal, the way to open one.
pub const PARTS: [(&str, DrawAttachment); 3] =
    [("bargain", card::attachment), ("bargain/page", page::part), ("bargain/start", new::part)];
