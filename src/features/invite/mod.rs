//! Invites: the only way into a group. Making and revoking them, reading them, and the door before a group.
//!
//! `api::INVITES` -> entity cache -> the poster, the life line and the list; a scanned or typed text -> what it
//! is -> `Link::Join` -> `api::PREVIEW_INVITE` -> the door -> `api::JOIN`. This room knows no feed; a deal or
//! a listing is to it only what an invite may point at. It never opens a foreign address.

mod dead;
mod form;
mod model;
mod scanned;
mod store;
mod view;

#[cfg(test)]
mod tests;

use contract::{GroupId, Link};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::glyph;
use crate::ui::slot::GroupAction;

/// The pages of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    match link {
        Link::Invite(group) => Some(view::invite::page(data, group.clone())),
        Link::Scan => Some(view::scan::page()),
        Link::Join(text) => Some(view::join::page(data, text)),
        _ => None,
    }
}

/// In a group: bring someone in.
pub const ACTION: GroupAction<Link> =
    GroupAction { label: k::invite::action, icon: glyph::QR, to: |group| Link::Invite(GroupId::from(group)) };
