//! The contract: what a client and a backend say to each other, as types.
//!
//! Wire types, the [endpoint table](api), [`Problem`] with its stable codes, and [`Link`], the places in
//! the app that one feature may name to another. Serde only: no I/O, no async, nothing of ours.
//!
//! Conventions: JSON with string ids, RFC 3339 UTC times ([`Timestamp`]), money in integer minor units
//! ([`Money`]), pages by cursor ([`Page`]), errors as RFC 9457 problems, one `Idempotency-Key` per intent.
#![forbid(unsafe_code)]

pub mod account;
pub mod api;
pub mod chain;
pub mod change;
pub mod endpoint;
pub mod feed;
pub mod group;
pub mod groupbuy;
mod id;
pub mod info;
pub mod invite;
pub mod link;
pub mod market;
mod money;
#[cfg(feature = "openapi")]
pub mod openapi;
mod page;
pub mod photo;
pub mod poll;
mod problem;
pub mod shape;
mod time;
pub mod wechat;

pub use endpoint::{Endpoint, IDEMPOTENCY_KEY, Method};
pub use id::{
    AccountId, ChainId, ClassId, CommentId, DealId, EntryId, GroupId, InviteId, ListingId, MemberId, PhotoId,
    PledgeId, PollId, PostId, SeatId,
};
pub use link::Link;
pub use money::{Currency, Money};
pub use page::Page;
pub use problem::{Code, FieldError, Problem};
pub use time::{BadTime, Timestamp};
