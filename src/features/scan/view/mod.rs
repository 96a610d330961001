//! The screens: the scan page and its parts.

pub mod scan;

mod code_card;
mod finder;
mod found;
