//! What every form of a post has in common: words and whom they name, photos on their way, and the wait for them.
//!
//! Whatever carries something of its own on a post (a review, a list) is written with it. Knows contract, data and ui;
//! must not know a feature, and decides nothing about the post but these.

mod mention;
mod photo;
mod post;

pub use mention::Mentions;
pub use post::Composer;
