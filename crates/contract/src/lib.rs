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
pub mod circle;
pub mod daily;
pub mod endpoint;
pub mod event;
pub mod feed;
pub mod group;
pub mod groupbuy;
mod id;
pub mod info;
pub mod invite;
pub mod link;
pub mod market;
pub mod moment;
mod money;
#[cfg(feature = "openapi")]
pub mod openapi;
mod page;
pub mod photo;
pub mod playlist;
pub mod poll;
mod problem;
pub mod referral;
pub mod relay;
pub mod shape;
mod time;
pub mod wechat;

pub use endpoint::{Endpoint, IDEMPOTENCY_KEY, Method};
pub use id::{
    AccountId, BargainId, ChainId, CircleId, ClassId, CommentId, DailyAnswerId, DailyId, DealId, EntryId,
    EventId, GroupId, InviteId, ListingId, MemberId, PaymentId, PhotoId, PlaylistId, PlaylistRowId, PledgeId,
    PollId, PostId, RefundId, RelayEntryId, RelayId, RsvpId, SeatId, TeamId,
};
pub use link::Link;
pub use money::{Currency, Money};
pub use page::Page;
pub use problem::{Code, FieldError, Problem};
pub use time::{BadTime, Timestamp};
