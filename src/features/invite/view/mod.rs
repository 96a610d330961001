//! The screens: the invite page and its parts, the scan page, and the door before a group.

pub mod invite;
pub mod join;
pub mod scan;

mod code_card;
mod dead_end;
mod door;
mod made;
mod passing;
mod personal;
mod poster;
mod target;
