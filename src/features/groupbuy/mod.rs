//! stub
use contract::{GroupId, Link};
use leptos::prelude::*;
use crate::ui::slot::{DrawAttachment, GroupAction, Section};
use crate::ui::glyph;
pub fn page(_: &Link) -> Option<AnyView> { None }
pub const ATTACHMENT: (&str, DrawAttachment) = ("x", |_, _, _| ().into_any());
pub const ACTION: GroupAction<Link> = GroupAction { label: || "", icon: glyph::TOGETHER, to: |g| Link::NewDeal(GroupId::from(g)) };
pub fn section() -> Section<Link> { Section { label: || "", icon: glyph::TOGETHER, to: Link::Deals } }
