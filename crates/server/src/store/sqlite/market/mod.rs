//! The market in SQL.

mod class;
mod line;
mod listing;
