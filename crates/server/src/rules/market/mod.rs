//! Seat resale: classes with rosters, and listings.

pub mod class;
pub mod listing;
