//! What forms have in common: a draft with its errors; of a post the words, whom they name, and photos on their way.
//!
//! Whatever carries something of its own on a post (a review, a list) is written with it. Knows contract, data and ui;
//! must not know a feature, and decides nothing about the post but these.

mod audience;
pub mod form;
mod mention;
mod pending;
pub mod photo;
mod post;
pub mod seek;
mod thing;

pub use audience::{FIELD as AUDIENCE, mark};
pub use mention::Mentions;
pub use pending::pending;
pub use post::Composer;
pub use thing::Thing;
