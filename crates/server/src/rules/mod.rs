//! The operations of the contract, one file a topic, each in one transaction: load the facts, ask
//! `domain`, write, note what changed, answer.
//!
//! Knows the store by its traits and nothing of HTTP or SQL.

pub mod account;
pub mod chain;
pub mod changes;
pub mod comment;
pub mod deadline;
mod fail;
pub mod feed;
pub mod group;
pub mod groupbuy;
mod here;
pub mod invite;
pub mod join;
pub mod lifecycle;
pub mod market;
pub mod member;
mod mention;
mod paging;
pub mod photo;
pub mod poll;
mod post_view;
pub mod read;
pub mod roll_call;
pub mod sign_in;
pub mod talk;
pub mod wechat;
mod work;

pub use fail::Fail;
pub use here::Here;
pub use paging::Paging;
pub use work::{Caller, Reading, Writing};

/// What an operation answers.
pub type Outcome<T> = Result<T, Fail>;
