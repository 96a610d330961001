//! The operations of the contract, one file a topic, each in one transaction: load the facts, ask
//! `domain`, write, note what changed, answer.
//!
//! Knows the store by its traits and nothing of HTTP or SQL.

pub mod account;
mod carried;
pub mod chain;
pub mod changes;
pub mod circle;
pub mod comment;
pub mod daily;
pub mod deadline;
pub mod event;
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
pub mod moment;
mod paging;
pub mod photo;
pub mod playlist;
pub mod poll;
mod post_view;
pub mod read;
pub mod referral;
pub mod relay;
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
