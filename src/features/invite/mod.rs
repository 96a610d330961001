//! Invites: the only way into a group. Making and revoking them, reading them, and the door before a group.
//!
//! `api::INVITES` -> entity cache -> the poster, the life line and the list; `Link::Join` ->
//! `api::PREVIEW_INVITE` -> the door -> `api::JOIN`. This room knows no feed; a deal or
//! a listing is to it only what an invite may point at. It never opens a foreign address.

mod dead;
mod entry;
mod form;
mod model;
mod revoke;
mod sent;
mod store;
mod view;

#[cfg(test)]
mod tests;

use contract::group::Group;
use contract::groupbuy::Deal;
use contract::market::Listing;
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::GroupAction;
use crate::ui::{NotOffered, glyph};

/// The pages of this feature that a first visit may need.
pub fn first_page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Join(text) if can_join(data) => Some(view::join::page(data, text)),
        _ => None,
    }
}

/// The other pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Invite(group) if (can_invite(data) || data.offers(&api::INVITES)) && has(data, group) => {
            Some(view::invite::page(data, group.clone()))
        }
        Link::InviteDeal(group, deal) if can_invite(data) && data.can_show::<Deal>(deal.as_str()) => {
            Some(view::with::deal(data, group.clone(), deal.clone()))
        }
        Link::InviteListing(group, listing)
            if can_invite(data) && data.can_show::<Listing>(listing.as_str()) =>
        {
            Some(view::with::listing(data, group.clone(), listing.clone()))
        }
        Link::Invite(_) | Link::InviteDeal(..) | Link::InviteListing(..) | Link::Join(_) => {
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

/// Whether an invite can be made that somebody can take.
pub fn can_invite(data: Data) -> bool {
    data.offers(&api::NEW_INVITE) && can_join(data)
}

/// In a group: bring someone in.
pub const ACTION: GroupAction<Link> =
    GroupAction { label: k::invite::action, icon: glyph::QR, to: |group| Link::Invite(GroupId::from(group)) };
