//! Group-buy in SQL.

mod read;
mod write;
