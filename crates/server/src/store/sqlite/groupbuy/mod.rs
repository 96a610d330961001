//! Group-buy in SQL.

mod order;
mod read;
mod write;
