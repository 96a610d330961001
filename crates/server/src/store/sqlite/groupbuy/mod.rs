//! Group-buy in SQL.

mod bargain;
mod money;
mod order;
mod read;
mod team;
mod write;
