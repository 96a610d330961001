//! The screens: the invite page and its parts, and the door before a group.

pub mod invite;
pub mod join;
pub mod with;

mod dead_end;
mod door;
mod made;
mod passing;
mod personal;
mod poster;
mod row;
mod target;
