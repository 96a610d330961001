//! Seat resale: classes with rosters, and listings.

pub mod class;
pub mod line;
pub mod listing;
pub(in crate::rules) mod step;
pub mod vacated;
