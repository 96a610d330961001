//! Group-buy in SQL.

mod money;
mod order;
mod read;
mod team;
mod write;
