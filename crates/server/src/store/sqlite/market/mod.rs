//! The market in SQL.

mod class;
mod listing;
