//! Chains: the lists, and the entries in them.

pub mod entry;
pub mod list;
