//! Chains in SQL.

mod read;
mod write;
