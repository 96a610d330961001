//! stub
use contract::{GroupId, Link};
use leptos::prelude::*;
use crate::ui::slot::GroupAction;
use crate::ui::glyph;
pub fn page(_: &Link) -> Option<AnyView> { None }
pub const ACTION: GroupAction<Link> = GroupAction { label: || "", icon: glyph::QR, to: |g| Link::Invite(GroupId::from(g)) };
